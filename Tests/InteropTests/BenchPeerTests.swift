import TestSupport
import Testing

/// `dtlscat bench` with servers that are no `bench --server`.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BenchPeerTests {
    /// It says nothing by itself, and takes one client after the other.
    private func openssl() async throws -> (Program, String) {
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

    private func gnutls() async throws -> (Program, String) {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "--echo", "-p", port, "--x509certfile", pair.cert, "--x509keyfile",
                pair.key,
            ])
        try await server.line(with: "listening on IPv4")
        return (server, port)
    }

    private func run(_ options: [String], _ port: String) async throws -> Program.Outcome {
        try await DTLSCat.run(
            ["bench"] + options + (try await Shared.trust) + ["127.0.0.1", port])
    }

    /// Runs it, and expects something to be told as not measured.
    private func measure(
        _ options: [String], _ port: String, gap: String
    ) async throws -> BenchResult {
        let outcome = try await run(["--json"] + options, port)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let result = try BenchResult(outcome)
        let gaps = result.notMeasured ?? []
        #expect(gaps.contains { $0.contains(gap) }, "\(gaps)")
        #expect(gaps.contains { $0.contains("the peer's CPU") }, "\(gaps)")
        return result
    }

    private func expectNoSending(_ options: [String], _ port: String) async throws {
        let outcome = try await run(options, port)
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.contains(
                "the peer is no dtlscat bench --server, so that it does not send"),
            "\(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(outcome.text)")
    }

    @Test func `s_server takes what is sent, and more is not known`() async throws {
        let (server, port) = try await openssl()
        let result = try await measure(
            ["-n", "256K", "-l", "1024"], port, gap: "what arrived")
        #expect(result.session?.flow == "pace")
        #expect(result.end?.sumSent?.bytes == 262_144)
        #expect(result.end?.sumReceived == nil)
        _ = server
    }

    @Test func `s_server sends nothing and returns nothing, and takes others after that`()
        async throws
    {
        let (server, port) = try await openssl()
        try await expectNoSending(["-R", "-n", "64K"], port)
        try await expectNoSending(["--bidir", "-n", "64K"], port)
        let outcome = try await run(["--latency", "-n", "640"], port)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("the peer returns nothing"), "\(outcome.errors)")
        _ = server
    }

    @Test func `handshakes with s_server are measured`() async throws {
        let (server, port) = try await openssl()
        let result = try await measure(["--handshakes", "-n", "5"], port, gap: "CPU")
        #expect(result.handshake?.count == 5)
        #expect(result.handshake?.failed == 0)
        _ = server
    }

    @Test func `gnutls-serv returns messages, which are timed`() async throws {
        let (server, port) = try await gnutls()
        let result = try await measure(["--latency", "-n", "640"], port, gap: "loss")
        #expect(result.latency?.count == 10)
        #expect(result.latency?.isInOrder == true)
        try await expectNoSending(["-R", "-n", "64K"], port)
        let sent = try await measure(["-n", "64K", "-l", "64", "-b", "5M"], port, gap: "loss")
        #expect(sent.end?.sumSent?.bytes == 65_536)
        #expect(sent.end?.sumReceived != nil)
        _ = server
    }

    @Test func `handshakes with gnutls-serv are measured`() async throws {
        let (server, port) = try await gnutls()
        let result = try await measure(["--handshakes", "-n", "3"], port, gap: "CPU")
        #expect(result.handshake?.count == 3)
        _ = server
    }

    @Test func `listen --echo returns all that is sent to it`() async throws {
        let listener = try await Listener(
            ["-k", "--echo"] + (try await Shared.server(.ecdsa)).options)
        let result = try await measure(["-n", "256K", "-l", "1024"], listener.port, gap: "loss")
        #expect(result.session?.flow == "heartbeat")
        #expect(result.end?.sumReceived?.bytes == 262_144)
        #expect(result.end?.sum?.lostPackets == 0)
        let trips = try await measure(["--latency", "-n", "6400"], listener.port, gap: "loss")
        #expect(trips.latency?.count == 100)
        try await expectNoSending(["-R", "-n", "64K"], listener.port)
    }

    @Test func `listen --discard takes all that is sent to it`() async throws {
        let listener = try await Listener(
            ["-k", "--discard"] + (try await Shared.server(.ecdsa)).options)
        let result = try await measure(
            ["-n", "256K", "-l", "1024"], listener.port, gap: "what arrived")
        #expect(result.end?.sumSent?.bytes == 262_144)
        let made = try await measure(["--handshakes", "-n", "5"], listener.port, gap: "CPU")
        #expect(made.handshake?.count == 5)
        let plain = try await run(["--udp-baseline", "-n", "64K"], listener.port)
        #expect(plain.status == 0, "\(plain.errors)")
        #expect(plain.text.contains("plain UDP: the peer is no dtlscat bench --server"))
    }
}
