import TestSupport

/// Datagrams that are changed, cut off or too large.
extension Fault {
    static let damage: [Fault] =
        [("A11", "corrupt", "bits of the data turned round"), ("A12", "truncate", "data cut off")]
        .map { id, effect, name in
            Fault(id, "\(name): no altered byte comes out, the other lines arrive") {
                let result = try await Trial.send(
                    through: ["--c2s", "\(effect)=20%,types=data"], seed: $0)
                try result.expectSuccess()
                let way = result.ways.toServer
                try hold(
                    result.lines.count == Trial.lines.count - way.corrupted - way.truncated,
                    "\(way), \(result.lines)")
                try hold(result.lines == Trial.lines.filter(result.lines.contains), "altered")
            }
        } + [
            Fault("D01", "the first datagrams cut off: every line arrives") {
                try await Trial.sendAll(
                    through: ["--both", "truncate=60%,types=handshake,first=3"], seed: $0,
                    kind: Trial.kind($0))
            },
            Fault("D02", "the hello corrupted: a session or a status that says why, never a trap") {
                try await expectStatus("--c2s", "corrupt=100%,messages=clienthello,first=1", $0)
            },
            Fault("D03", "the server's flight corrupted: a session or a status that says why") {
                try await expectStatus("--s2c", "corrupt=100%,messages=serverhello,first=1", $0)
            },
            Fault("D04", "the client's flight corrupted: a session or a status that says why") {
                try await expectStatus(
                    "--c2s", "corrupt=100%,messages=clientkeyexchange,first=1", $0)
            },
            Fault("D05", "both sides' last flights corrupted: a session or a status that says why")
            {
                try await expectStatus("--both", "corrupt=100%,types=ccs,first=1", $0)
            },
            Fault("D06", "the close_notify corrupted: it comes again, and both end in order") {
                let result = try await Trial.sendAll(
                    through: ["--c2s", "corrupt=100%,types=alert,first=1"], seed: $0,
                    kind: Trial.kind($0))
                try hold(result.listener.status == 0, result.listener.errors)
            },
        ]
        + [256, 400, 576, 900, 1_280, 1_500].map { mtu in
            Fault(
                "A31-\(mtu)",
                "a path of \(mtu) bytes that both were told: no datagram is larger, every line "
                    + "arrives", seeds: 1
            ) {
                let result = try await Trial.sendAll(
                    through: ["--both", "mtu=\(mtu)"], seed: $0,
                    kind: mtu < 500 ? .preSharedKey : .certificates,
                    listener: ["--mtu", "\(mtu)"], client: ["--mtu", "\(mtu)"])
                let dropped = [result.ways.toServer, result.ways.toClient].map {
                    $0.dropped["mtu"] ?? 0
                }
                try hold(dropped == [0, 0], "dropped \(dropped)")
            }
        }
        + [600, 1_000, 1_400].map { mtu in
            Fault(
                "M-\(mtu)",
                "a black hole above \(mtu) bytes that nobody was told of: every line arrives",
                seeds: 1
            ) {
                try await Trial.sendAll(
                    through: ["--both", "mtu=\(mtu)"], seed: $0, kind: .certificates)
            }
        }

    /// A handshake may fail where what nobody vouches for yet was changed: by its time, or an alert.
    private static func expectStatus(_ way: String, _ spec: String, _ seed: UInt64) async throws {
        let result = try await Trial.send(
            through: [way, spec], seed: seed, kind: Trial.kind(seed), client: ["-w", "3s"])
        try hold(
            [0, 3, 4, 5, 6, 7].contains(result.client.status),
            "\(result.client.status): \(result.client.errors)")
        let expected = result.client.status == 0 ? Trial.lines : []
        try hold(result.lines == expected, "\(result.lines)")
    }
}
