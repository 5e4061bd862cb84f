import Foundation
import Glibc
import TestSupport
import Testing

/// Probes of others' servers.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ProbePeerTests {
    private let folder = try! Folder()

    private func openSSL() async throws -> (program: Program, port: String) {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-dtls1_2", "-cert", pair.cert, "-key",
                pair.key,
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        return (server, port)
    }

    private func gnuTLS(_ options: [String]) async throws -> (program: Program, port: String) {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "--port", port, "--x509certfile", pair.cert, "--x509keyfile", pair.key,
            ] + options)
        try await server.line(with: "listening on IPv4 0.0.0.0 port \(port)...done")
        return (server, port)
    }

    private func socat() async throws -> (program: Program, port: String) {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "socat",
            [
                "-d", "-d",
                "OPENSSL-DTLS-SERVER:\(port),bind=127.0.0.1,cert=\(pair.cert),key=\(pair.key),"
                    + "verify=0", "PIPE",
            ])
        try await server.line(with: "listening on UDP")
        return (server, port)
    }

    private func probe(_ options: [String], _ port: String) async throws -> Program.Outcome {
        try await DTLSCat.run(["probe"] + options + Shared.trust + ["127.0.0.1", port])
    }

    @Test func `handshakes with s_server, which answers no heartbeats, nor echoes`() async throws {
        let server = try await openSSL()
        let flights = try await probe(["-vv"], server.port)
        #expect(flights.status == 0, "\(flights.errors)")
        #expect(flights.text.contains("< ServerHello, Certificate, "), "\(flights.text)")
        #expect(flights.text.contains("verified by chain"), "\(flights.text)")
        let many = try await probe(["-c", "3", "-i", "10ms"], server.port)
        #expect(many.status == 0, "\(many.errors)")
        #expect(many.text.contains("3 handshakes, 0 failed (0%)"), "\(many.text)")
        let path = try await probe(["--mtu"], server.port)
        #expect(path.status == 8)
        #expect(path.text.contains("verified by chain"), "\(path.text)")
        #expect(path.errors.contains("the path cannot be measured"), "\(path.errors)")
        #expect(path.errors.contains("dtlscat: hint: "), "\(path.errors)")
        let silent = try await probe(["-Q", "--mtu"], server.port)
        #expect(silent.status == 8 && silent.output.isEmpty && silent.errors == "")
        server.program.closeInput()
    }

    @Test func `the path to gnutls-serv is found by heartbeats`() async throws {
        let server = try await gnuTLS(["--heartbeat"])
        let middle = try await BadNetwork(["--s2c", "mtu=1234"], before: server.port)
        let outcome = try await probe(["--mtu"], middle.port)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.text.hasSuffix(
                "path MTU 1234: datagrams of 1206 bytes, 1169 of data, by heartbeats\n"),
            "\(outcome.text)")
        let many = try await probe(["-c", "2", "-i", "10ms"], server.port)
        #expect(many.status == 0, "\(many.errors)")
    }

    @Test func `the path to gnutls-serv without them is found by echoes, which it cuts`()
        async throws
    {
        let server = try await gnuTLS(["--echo"])
        let middle = try await BadNetwork(["--c2s", "mtu=1234"], before: server.port)
        let outcome = try await probe(["--mtu"], middle.port)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.text.hasSuffix(
                "path MTU 1234: datagrams of 1206 bytes, 1169 of data, "
                    + "by echoes in pieces, so of the way there alone\n"), "\(outcome.text)")
    }

    @Test(arguments: ["--c2s", "--s2c"])
    func `the path to socat is found by echoes, either way`(way: String) async throws {
        let server = try await socat()
        let middle = try await BadNetwork([way, "mtu=777"], before: server.port)
        let outcome = try await probe(["--mtu", "--retransmit", "200ms"], middle.port)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.text.hasSuffix(
                "path MTU 777: datagrams of 749 bytes, 712 of data, by echoes\n"),
            "\(outcome.text)")
    }

    @Test func `a CoAP server is probed with its key`() async throws {
        let dtls = try #require(UInt16(try freePort()))
        let server = try Program(
            "coap-server-gnutls",
            ["-v", "7", "-A", "127.0.0.1", "-p", "\(dtls - 1)", "-k", "secretPSK"])
        try await server.line(with: "created DTLS endpoint 127.0.0.1:\(dtls)", on: .output)
        let key = try folder.write("Client_identity:73656372657450534b\n", to: "psk")
        let outcome = try await DTLSCat.run(
            ["probe", "--profile", "coap", "--psk-file", key, "127.0.0.1", "\(dtls)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("verified by key"), "\(outcome.text)")
    }

    @Test(
        .enabled(if: geteuid() == 0, "network namespaces need root"), arguments: [600, 1_280])
    func `the limit of a link is found, and that of a route beyond it at once`(
        mtu: Int
    ) async throws {
        let link = try await VethPair(mtu: mtu)
        let key = try Shared.keyOptions(folder)
        do {
            let listener = try link.start(
                link.far, ["listen", "-v", "-k"] + key + ["10.9.1.2", "4433"])
            try await listener.line(with: "listening on")
            let probe = ["probe", "--mtu"] + key + ["10.9.1.2", "4433"]
            let whole = try await link.start(link.near, probe).outcome()
            #expect(whole.status == 0, "\(whole.errors)")
            #expect(whole.text.contains("path MTU \(mtu): "), "\(whole.text)")
            // A route that the kernel knows to take less, as it learns from routers.
            let route = try await Program(
                "ip",
                [
                    "-n", link.near, "route", "replace", "10.9.1.2/32", "dev", "v0", "mtu",
                    "\(mtu - 10)",
                ]
            ).outcome()
            #expect(route.status == 0, "\(route.errors)")
            let narrow = try await link.start(link.near, probe).outcome()
            #expect(narrow.status == 0, "\(narrow.errors)")
            #expect(narrow.text.contains("path MTU \(mtu - 10): "), "\(narrow.text)")
            try await link.remove()
        } catch {
            try await link.remove()
            throw error
        }
    }

    @Test(.enabled(if: geteuid() == 0, "network namespaces need root"))
    func `what a router says is believed at once`() async throws {
        let key = try Shared.keyOptions(folder)
        try await NarrowPath.with(mtu: 1_000, isSilent: false) { path in
            let listener = try path.start(
                path.far,
                [DTLSCat.path, "listen", "-v", "-k", "--fail-on-loss"] + key + ["10.9.2.2", "4433"])
            try await listener.line(with: "listening on")
            let outcome = try await path.start(
                path.near, [DTLSCat.path, "probe", "-v", "--mtu"] + key + ["10.9.2.2", "4433"]
            ).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("path MTU 1000: "), "\(outcome.text)")
            #expect(
                outcome.errors.contains("the path to 10.9.2.2:4433 takes 1000 bytes"),
                "\(outcome.errors)")
            // Of all that was sealed, one was too large for the router; the kernel knew then, and
            // has refused one size twice.
            try await listener.line(with: ": closed; ")
            listener.signal(SIGTERM)
            let server = try await listener.outcome()
            #expect(server.errors.contains("lost 3\n"), "\(server.errors)")
        }
    }

    @Test(.enabled(if: geteuid() == 0, "network namespaces need root"))
    func `a router that says nothing is found out`() async throws {
        let pair = try await Shared.server(.rsa)
        try await NarrowPath.with(mtu: 700) { path in
            let listener = try path.start(
                path.far,
                [DTLSCat.path, "listen", "-v", "-k", "--retransmit", "200ms"] + pair.options
                    + ["10.9.2.2", "4433"])
            try await listener.line(with: "listening on")
            let outcome = try await path.start(
                path.near,
                [
                    DTLSCat.path, "probe", "--insecure", "--retransmit", "200ms", "-w", "60s",
                    "--mtu",
                ]
                    + ["10.9.2.2", "4433"]
            ).outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("path MTU 700: "), "\(outcome.text)")
            listener.signal(SIGTERM)
            _ = try await listener.outcome()
        }
    }
}
