import TestSupport

/// Datagrams that do not come, come twice, late, or in another order, before the real listener and
/// the real client.
extension Fault {
    static let loss: [Fault] =
        [
            Fault("A01", "the first hello lost: the session stands and every line arrives") {
                try await Trial.sendAll(
                    through: ["--c2s", "drop=1"], seed: $0, kind: Trial.kind($0))
            },
            Fault("A02", "any one datagram of a handshake lost: the session stands", cases: 20) {
                seed in
                let way = seed % 2 == 0 ? "--c2s" : "--s2c"
                let result = try await Trial.send(
                    through: [way, "drop=\((seed - 1) / 2 % 10 + 1)"], seed: seed,
                    kind: .preSharedKey)
                try result.expectSuccess()
                try hold(
                    result.client.errors.contains("verified by key"), result.client.errors)
            },
            Fault("A03", "the server's flight lost twice: every line arrives") {
                try await Trial.sendAll(
                    through: [
                        "--s2c",
                        "loss=100%,messages=serverhello+certificate+serverkeyexchange,first=2",
                    ], seed: $0)
            },
            Fault("A04", "the client's flight lost twice: every line arrives") {
                try await Trial.sendAll(
                    through: ["--c2s", "drop=3-4"], seed: $0, kind: Trial.kind($0))
            },
            Fault("A06", "the server's last flight lost: it comes again, and every line arrives") {
                try await Trial.sendAll(
                    through: ["--s2c", "loss=100%,types=ccs,first=1"], seed: $0,
                    kind: Trial.kind($0))
            },
            Fault("A07", "everything twice, and again later: each line arrives once") {
                let result = try await Trial.sendAll(
                    through: ["--both", "dup=100%,replay=50%"], seed: $0, kind: Trial.kind($0))
                let way = result.ways.toServer
                try hold(way.duplicated == way.received && way.replayed > 10, "\(way)")
            },
            Fault("A08", "everything out of order: every line arrives, none counts as lost") {
                let result = try await Trial.send(
                    through: ["--both", "reorder=30%:3,delay=20ms,jitter=10ms"], seed: $0)
                try result.expectSuccess()
                try hold(result.lines.sorted() == Trial.lines.sorted(), "\(result.lines)")
                try hold(result.client.errors.contains("lost 0"), result.client.errors)
            },
            Fault("A09", "100 ms each way, half of it jitter: every line arrives") {
                let result = try await Trial.send(
                    through: ["--both", "delay=100ms,jitter=50ms"], seed: $0)
                try result.expectSuccess()
                try hold(result.lines.sorted() == Trial.lines.sorted(), "\(result.lines)")
            },
            Fault("A10", "each record in a datagram of its own: every line arrives") {
                let result = try await Trial.sendAll(
                    through: ["--both", "split"], seed: $0, kind: Trial.kind($0))
                try hold(result.ways.toClient.split > 0, "nothing was split")
            },
            Fault("A13", "half of the data replayed: no line arrives twice") {
                try await Trial.sendAll(
                    through: ["--c2s", "replay=50%,types=data"], seed: $0, kind: Trial.kind($0))
            },
            Fault("A14", "a second of nothing at the start: every line arrives") {
                try await Trial.sendAll(through: ["--both", "cut=0s-1s"], seed: $0)
            },
            Fault("L01", "the handshake's bursts of loss outlived: every line arrives") {
                try await Trial.sendAll(
                    through: ["--both", "burst=15%:50%,types=handshake+ccs"], seed: $0,
                    kind: Trial.kind($0))
            },
            Fault("L02", "data in bursts lost: each is counted, to the record") {
                let result = try await Trial.send(
                    through: ["--c2s", "burst=20%:50%,types=data"], seed: $0,
                    listener: ["--json"])
                try result.expectSuccess()
                let lost = Trial.lines.count - result.lines.count
                try hold(
                    result.listener.errors.contains("\"lost\":\(lost),"), result.listener.errors)
                try hold(result.ways.toServer.dropped["burst"] == lost, "\(result.ways)")
            },
            Fault("L03", "the first close_notify lost: both end in order") {
                let result = try await Trial.sendAll(
                    through: ["--c2s", "loss=100%,types=alert,first=1"], seed: $0,
                    kind: Trial.kind($0))
                try hold(result.listener.status == 0, result.listener.errors)
            },
            Fault("L04", "every answer to close_notify lost: the client ends in order all the same")
            {
                try await Trial.sendAll(
                    through: ["--s2c", "loss=100%,types=alert"], seed: $0, kind: Trial.kind($0))
            },
            Fault("L05", "no hello arrives: the client says so, status 3") {
                try await expectTimeout("--c2s", "loss=100%,messages=clienthello", seed: $0)
            },
            Fault("L06", "no HelloVerifyRequest arrives: the client says so, status 3") {
                try await expectTimeout("--s2c", "loss=100%,messages=helloverifyrequest", seed: $0)
            },
            Fault("L07", "no certificate arrives: the client says so, status 3") {
                try await expectTimeout("--s2c", "loss=100%,messages=certificate", seed: $0)
            },
            Fault("L08", "no ClientKeyExchange arrives: the client says so, status 3") {
                try await expectTimeout("--c2s", "loss=100%,messages=clientkeyexchange", seed: $0)
            },
            Fault("L09", "no Finished of the server arrives: the client says so, status 3") {
                try await expectTimeout("--s2c", "loss=100%,types=ccs", seed: $0)
            },
        ]
        + [10, 20].map { share in
            Fault(
                "A05-\(share)",
                "\(share) % of a handshake lost: the session stands and every line arrives"
            ) {
                try await Trial.sendAll(
                    through: ["--both", "loss=\(share)%,types=handshake+ccs"], seed: $0,
                    kind: Trial.kind($0))
            }
        }
        + [30, 40, 50].map { share in
            Fault(
                "A05-\(share)",
                "\(share) % of a handshake lost: every line arrives, or the time is over, status 3",
                seeds: 1
            ) {
                let result = try await Trial.send(
                    through: ["--both", "loss=\(share)%,types=handshake+ccs"], seed: $0,
                    kind: Trial.kind($0), client: ["-w", "20s"])
                try hold([0, 3].contains(result.client.status), result.client.errors)
                let expected = result.client.status == 0 ? Trial.lines : []
                try hold(result.lines == expected, "\(result.lines)")
            }
        }

    private static func expectTimeout(_ way: String, _ spec: String, seed: UInt64) async throws {
        let result = try await Trial.send(
            through: [way, spec], seed: seed, client: ["-w", "1500ms"])
        try hold(result.client.status == 3, "\(result.client.status): \(result.client.errors)")
        try hold(result.lines.isEmpty, "lines came out")
    }
}
