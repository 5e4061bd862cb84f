import TestSupport
import Testing

/// A listener with several certificates.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ServerNameTests {
    /// Two names with a certificate each, one of them with a second of another kind.
    private static let options = Task {
        let certificates = try await Shared.certificates
        return [
            try await certificates.make("one", names: "DNS:one.example"),
            try await certificates.make("two", names: "DNS:*.two.example,DNS:two.example"),
            try await certificates.make("two-rsa", .rsa, names: "DNS:*.two.example"),
        ].flatMap(\.options)
    }

    /// Whom the listener says it is, by openssl's account.
    private func subject(_ options: [String]) async throws -> String {
        try await subject(options, of: try await Self.options.value)
    }

    private func subject(_ options: [String], of server: [String]) async throws -> String {
        let listener = try await Listener(server)
        let client = try await Program(
            "openssl",
            ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)"] + options,
            input: .text("hello\n")
        ).outcome()
        let line = client.text.split(separator: "\n").first { $0.hasPrefix("subject=") }
        return line.map { String($0.dropFirst("subject=".count)) } ?? client.errors
    }

    @Test(
        arguments: [
            ("one.example", "CN = one"), ("two.example", "CN = two"),
            ("a.two.example", "CN = two"), ("A.Two.EXAMPLE", "CN = two"),
            ("a.b.two.example", "CN = one"), ("nobody.example", "CN = one"),
        ])
    func `the certificate is the one for the name`(name: String, wanted: String) async throws {
        #expect(try await subject(["-servername", name]) == wanted)
    }

    @Test func `a name of its own beside a wildcard leaves the others to that`() async throws {
        let certificates = try await Shared.certificates
        let server = [
            try await certificates.make("x", names: "DNS:x.three.example"),
            try await certificates.make("three", names: "DNS:*.three.example"),
        ].flatMap(\.options)
        for (name, wanted) in [("a.three.example", "CN = three"), ("x.three.example", "CN = x")] {
            #expect(try await subject(["-servername", name], of: server) == wanted)
        }
    }

    @Test func `the first certificate is for those who name nobody`() async throws {
        #expect(try await subject(["-noservername"]) == "CN = one")
    }

    @Test func `of two for one name the client gets what it can check`() async throws {
        let options = ["-servername", "a.two.example", "-sigalgs", "RSA-PSS+SHA256:RSA+SHA256"]
        #expect(try await subject(options) == "CN = two-rsa")
    }

    @Test func `a client that checks the name is satisfied, and the listener tells the name`()
        async throws
    {
        let listener = try await Listener(try await Self.options.value)
        let client = try await DTLSCat.run(
            ["connect", "--name", "x.two.example"] + (try await Shared.trust)
                + ["127.0.0.1", listener.port], input: .text("hello\n"))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.errors.contains("SNI x.two.example"), "\(server.errors)")
    }

    @Test func `keys and certificates go in pairs`() async throws {
        let pair = try await Shared.certificates.server
        for arguments in [
            ["listen", "--cert", pair.cert, "--cert", pair.cert, "--key", pair.key, "0"],
            ["listen", "--key", pair.key, "0"],
            ["connect"] + pair.options + pair.options + ["127.0.0.1", "1"],
        ] {
            let outcome = try await DTLSCat.run(arguments)
            #expect(outcome.status == 2, "\(arguments)")
            #expect(outcome.errors.contains("--cert"), "\(outcome.errors)")
        }
    }
}
