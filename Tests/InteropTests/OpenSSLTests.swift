import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct OpenSSLTests {
    private let folder = try! Folder()

    private func client(_ options: [String]) -> (String) throws -> Program {
        { port in
            try Program(
                "openssl", ["s_client", "-connect", "127.0.0.1:\(port)"] + options, input: .open)
        }
    }

    /// Says something to a server and has it answer.
    private func expectAnswer(_ serverOptions: [String], _ options: [String]) async throws {
        let port = try freePort()
        let server = try Program(
            "openssl", ["s_server", "-accept", "127.0.0.1:\(port)", "-listen"] + serverOptions,
            input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let client = try DTLSCat.start(
            ["connect", "-v"] + options + ["127.0.0.1", port], input: .open)
        client.write("a question\n")
        try await server.text("a question")
        server.write("an answer\n")
        try await client.text("an answer\n")
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text == "an answer\n")
    }

    @Test(arguments: Certificates.Kind.allCases)
    func `s_client speaks with a listener`(kind: Certificates.Kind) async throws {
        let pair = try await Shared.server(kind)
        try await expectEcho(
            to: client(
                ["-dtls1_2", "-verify_return_error", "-CAfile"]
                    + [try await Shared.certificates.authority.cert]),
            options: pair.options)
    }

    // OpenSSL's servers take Ed25519 for TLS 1.2, but not for DTLS 1.2: s_client fails as well.
    @Test(arguments: [Certificates.Kind.ecdsa, .rsa])
    func `a client speaks with s_server`(kind: Certificates.Kind) async throws {
        let pair = try await Shared.server(kind)
        try await expectAnswer(
            ["-dtls1_2", "-cert", pair.cert, "-key", pair.key], try await Shared.trust)
    }

    @Test func `s_client shows its certificate to a listener that wants one`() async throws {
        let certificates = try await Shared.certificates
        try await expectEcho(
            to: client([
                "-dtls1_2", "-cert", certificates.client.cert, "-key", certificates.client.key,
            ]),
            options: certificates.server.options + [
                "--require-client-cert", "--client-ca", certificates.authority.cert,
            ])
    }

    @Test func `s_server takes a client's certificate`() async throws {
        let certificates = try await Shared.certificates
        try await expectAnswer(
            [
                "-dtls1_2", "-Verify", "1", "-verify_return_error", "-CAfile",
                certificates.authority.cert, "-cert", certificates.server.cert, "-key",
                certificates.server.key,
            ], try await Shared.trust + certificates.client.options)
    }

    @Test func `DTLS 1_0 goes both ways with the legacy profile`() async throws {
        let pair = try await Shared.server(.rsa)
        let old = ["-dtls1", "-cipher", "DEFAULT:@SECLEVEL=0"]
        try await expectEcho(to: client(old), options: pair.options + ["--profile", "legacy"])
        try await expectAnswer(
            old + ["-cert", pair.cert, "-key", pair.key],
            try await Shared.trust + ["--profile", "legacy"])
    }

    @Test func `DTLS 1_0 is refused without the legacy profile`() async throws {
        let pair = try await Shared.server(.rsa)
        let listener = try await Listener(["-k"] + pair.options)
        let outcome = try await Program(
            "openssl",
            [
                "s_client", "-connect", "127.0.0.1:\(listener.port)", "-dtls1", "-cipher",
                "DEFAULT:@SECLEVEL=0",
            ]
        ).outcome()
        #expect(outcome.status != 0)
        let other = try await listener.connect(try await Shared.trust)
        #expect(other.status == 0, "\(other.errors)")
    }

    @Test(arguments: [
        "PSK-AES128-GCM-SHA256", "DHE-PSK-AES128-GCM-SHA256", "ECDHE-PSK-CHACHA20-POLY1305",
    ]) func `pre-shared keys go both ways`(suite: String) async throws {
        let options = try Shared.keyOptions(folder)
        try await expectEcho(
            to: client([
                "-dtls1_2", "-psk", Shared.key, "-psk_identity", "copy", "-cipher", suite,
            ]), options: options)
        try await expectAnswer(
            [
                "-dtls1_2", "-nocert", "-psk", Shared.key, "-psk_identity", "copy", "-cipher",
                suite,
            ], options)
    }

    @Test func `a wrong key against s_server is status 7 and soon`() async throws {
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-listen", "-dtls1_2", "-nocert",
                "-psk", "00112233445566778899", "-psk_identity", "copy",
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let outcome = try await DTLSCat.run(
            ["connect"] + (try Shared.keyOptions(folder)) + ["127.0.0.1", port])
        #expect(outcome.status == 7, "\(outcome.errors)")
    }
}
