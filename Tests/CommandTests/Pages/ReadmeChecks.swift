import Foundation
import Glibc
import TestSupport
import Testing

/// What the README says of looking at peers and networks, done as it says.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ReadmeChecks {
    @Test func `a certificate is watched, and each failure has a status of its own`() async throws {
        let lines = try Readme.commands("Watch a certificate from cron", count: 2)
        let stage = try await Stage(hosts: ["gw"])
        try await stage.set(
            """
            dtlscat keygen cert --name gw -o gw.pem
            dtlscat keygen cert --name gw -o other.pem
            dtlscat keygen cert --name gw --days 10 -o short.pem
            """, on: .server)
        var gateway = try stage.start("exec dtlscat listen -k --cert gw.pem 3391", on: .server)
        try await stage.listens(3391)
        #expect(try await stage.run(lines[0], on: .client).status == 0)
        let fine = try await stage.run(lines[1], on: .client)
        #expect(fine.status == 0, "\(fine.errors)")

        gateway = try await replace(
            gateway, by: "exec dtlscat listen -k --cert other.pem 3391", stage)
        #expect(try await stage.run(lines[1], on: .client).status == 5)

        gateway = try await replace(
            gateway, by: "exec dtlscat listen -k --cert short.pem 3391", stage)
        #expect(try await stage.run(lines[0], on: .client).status == 0)
        #expect(try await stage.run(lines[1], on: .client).status == 10)

        gateway = try await replace(gateway, by: "exec socat -u UDP4-RECV:3391 STDOUT", stage)
        #expect(try await stage.run(lines[1], on: .client).status == 3)

        try stage.signal(SIGKILL, gateway)
        _ = try await gateway.outcome()
        #expect(try await stage.run(lines[1], on: .client).status == 1)
    }

    @Test func `a peer of WebRTC is pinned by its offer, and has the same keys`() async throws {
        let lines = try Readme.commands("Shake hands as WebRTC does", count: 1)
        let stage = try await Stage(hosts: ["host"])
        try await stage.set(
            """
            dtlscat keygen cert --name WebRTC -o peer.pem
            { echo v=0; dtlscat fingerprint --format sdp --what cert peer.pem; echo a=mid:0; } > offer.sdp
            """, on: .server)
        try stage.copy("offer.sdp")
        let peer = try stage.start(
            "exec openssl s_server -dtls1_2 -port 50000 -cert peer.pem -key peer.pem -use_srtp "
                + "SRTP_AES128_CM_SHA1_80 -keymatexport EXTRACTOR-dtls_srtp -keymatexportlen 60",
            on: .server, input: .open)
        try await peer.line(with: "ACCEPT", on: .output)
        let client = try await stage.run(lines[0], on: .client)
        #expect(client.status == 0, "\(client.errors)")
        let material = try await peer.line(with: "Keying material: ", on: .output)
        let keys = try #require(material.split(separator: " ").last).lowercased()
        #expect(
            keys.count == 120 && client.errors.contains("\"hex\":\"\(keys)\""), "\(client.errors)")
        try stage.signal(SIGKILL, peer)
    }

    @Test func `a handshake that hangs says where, and the path says how much it takes`()
        async throws
    {
        let lines = try Readme.commands("Find out why it hangs", count: 4)
        let stage = try await Stage(hosts: ["vpn"])
        try await stage.set(
            "dtlscat keygen cert --new-ca ca.pem --name vpn --type rsa -o vpn.pem",
            on: .server)
        try stage.copy("ca.pem")
        let listener = try stage.start("exec dtlscat listen -k --cert vpn.pem 4433", on: .server)
        try await stage.listens(4433)
        let probe = try await stage.run(lines[0], on: .client)
        #expect(probe.status == 0, "\(probe.errors)")
        #expect(probe.text.contains("ServerHello"), "\(probe.text)")
        let limit = try await stage.run(lines[1], on: .client)
        #expect(limit.status == 0, "\(limit.errors)")
        #expect(limit.text.contains("\npath MTU 1500: "), "\(limit.text)")
        // A server that makes its flight no smaller.
        _ = try await replace(
            listener,
            by: "exec openssl s_server -dtls1_2 -port 4433 -mtu 1400 -cert vpn.pem -key vpn.pem "
                + "-cert_chain vpn.pem", stage, input: .open)
        let network = try stage.start(lines[2], on: .client)
        try await stage.listens(5000, on: .client)
        let stalled = try await stage.run(lines[3], on: .client)
        #expect(stalled.status == 3, "\(stalled.errors)")
        #expect(stalled.errors.contains("the server's flight"), "\(stalled.errors)")
        try stage.signal(SIGTERM, network)
        #expect(try await network.outcome().status == 143)
    }

    @Test func `a port says what it speaks, and is held to rules`() async throws {
        let lines = try Readme.commands("See what a port speaks", count: 3)
        let stage = try await Stage(hosts: ["turn"])
        try await stage.set("dtlscat keygen cert --name turn -o t.pem", on: .server)
        let listener = try stage.start("exec dtlscat listen -k --cert t.pem 5349", on: .server)
        try await stage.listens(5349)
        let scan = try await stage.run(lines[0], on: .client)
        #expect(scan.status == 0, "\(scan.errors)")
        #expect(scan.text.contains("DTLS 1.2  yes") && scan.text.contains("asked for      yes"))
        let suites = try await stage.run(lines[1], on: .client)
        #expect(
            suites.text.split(separator: "\n").contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
        #expect(try await stage.run(lines[2], on: .client).status == 0)

        _ = try await replace(
            listener, by: "exec dtlscat listen -k --cert t.pem --profile legacy 5349", stage)
        let old = try await stage.run(lines[2], on: .client)
        #expect(old.status == 10 && old.errors.contains("cbc: "), "\(old.errors)")
    }

    @Test func `a path is measured, beside plain UDP and by handshakes`() async throws {
        let lines = try Readme.commands("Measure", count: 3)
        let stage = try await Stage(hosts: ["srv"])
        let server = try stage.start(lines[0], on: .server)
        try await stage.listens(5201)
        let back = try await stage.run(lines[1], on: .client)
        #expect(back.status == 0, "\(back.errors)")
        #expect(back.text.contains("Mbits/sec"), "\(back.text)")
        let handshakes = try await stage.run(lines[2], on: .client)
        #expect(handshakes.status == 0, "\(handshakes.errors)")
        let p99 = Double(handshakes.text.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(try #require(p99, "\(handshakes.text)") > 0)
        try stage.signal(SIGTERM, server)
        _ = try await server.outcome()
    }

    @Test func `no block of commands is without a test`() throws {
        let tested = [
            "dtlscat", "Copy a folder, and know that it arrived", "Watch a certificate from cron",
            "Collect syslog from many senders", "Poke a CoAP device",
            "Hear many devices, each with a key of its own", "Shake hands as WebRTC does",
            "Carry a UDP service", "Find out why it hangs", "See what a port speaks", "Measure",
        ]
        #expect(try Readme.titles == tested)
    }

    // MARK: -

    /// Ends what has the port, and starts something else there.
    private func replace(
        _ old: Program, by line: String, _ stage: Stage, input: Program.Input = .none
    ) async throws -> Program {
        let port = try #require(line.firstMatch(of: /\b(3391|4433|5349)\b/)).output.0
        try stage.signal(SIGTERM, old)
        _ = try await old.outcome()
        let new = try stage.start(line, on: .server, input: input)
        try await stage.listens(try #require(Int(port)))
        return new
    }
}
