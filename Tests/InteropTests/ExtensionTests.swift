import Foundation
import TestSupport
import Testing

/// ALPN, extended master secret and encrypt-then-MAC.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ExtensionTests {
    private func client(
        of listener: Listener, _ options: [String], input: Program.Input = .open
    ) throws -> Program {
        try Program(
            "openssl",
            ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)"] + options,
            input: input)
    }

    private func connect(
        _ options: [String], toServerWith serverOptions: [String]
    ) async throws -> Program.Outcome {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-listen", "-cert",
                pair.cert, "-key", pair.key,
            ] + serverOptions, input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let outcome = try await DTLSCat.run(
            ["connect", "-v", "--json"] + options + (try await Shared.trust)
                + ["127.0.0.1", port])
        // It is to outlive its client.
        server.closeInput()
        return outcome
    }

    @Test func `s_server chooses an application protocol`() async throws {
        let outcome = try await connect(
            ["--alpn", "webrtc,coap"], toServerWith: ["-alpn", "coap"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains(", ALPN coap, "), "\(outcome.errors)")
        #expect(outcome.errors.contains("\"alpn\":\"coap\""), "\(outcome.errors)")
    }

    @Test func `s_client's first application protocol that the listener has is taken`()
        async throws
    {
        let listener = try await Listener(["--json", "--alpn", "coap,webrtc,other"])
        let client = try client(of: listener, ["-alpn", "h2,webrtc,coap"])
        try await client.text("ALPN protocol: webrtc")
        client.closeInput()
        _ = try await client.outcome()
        let outcome = try await listener.program.outcome()
        #expect(outcome.errors.contains("\"alpn\":\"webrtc\""), "\(outcome.errors)")
    }

    @Test func `a client without an application protocol in common is refused and told so`()
        async throws
    {
        let listener = try await Listener(["-k", "--alpn", "coap"])
        let outcome = try await listener.connect(["--json", "--alpn", "h2"])
        #expect(outcome.status == 6, "\(outcome.errors)")
        #expect(outcome.errors.contains("no_application_protocol (120)"), "\(outcome.errors)")
        #expect(outcome.errors.contains("hint: no application protocol in common"))
        let other = try await client(of: listener, ["-alpn", "h2"], input: .none).outcome()
        #expect(other.status != 0)
        #expect(other.errors.contains("alert number 120"), "\(other.errors)")
        try await listener.program.line(with: "application protocol")
        // Those without ALPN are served all the same (RFC 7301 section 3.1).
        let plain = try await listener.connect([])
        #expect(plain.status == 0, "\(plain.errors)")
    }

    @Test(arguments: [true, false])
    func `encrypt-then-MAC is told of, with s_server`(offersIt: Bool) async throws {
        let outcome = try await connect(
            ["--profile", "legacy", "--min-version", "1.2", "--cipher", "AES-128-CBC"],
            toServerWith: offersIt ? [] : ["-no_etm"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("_WITH_AES_128_CBC_"), "\(outcome.errors)")
        #expect(outcome.errors.contains("\"etm\":\(offersIt)"), "\(outcome.errors)")
        #expect(outcome.errors.contains(", encrypt-then-MAC") == offersIt, "\(outcome.errors)")
        #expect(outcome.errors.contains("\"ems\":true"), "\(outcome.errors)")
    }

    @Test func `encrypt-then-MAC is told of, with s_client`() async throws {
        let listener = try await Listener([
            "--json", "--profile", "legacy", "--min-version", "1.2", "--cipher", "AES-128-CBC",
        ])
        let client = try client(of: listener, ["-cipher", "DEFAULT:@SECLEVEL=0"])
        try await client.text("Extended master secret: yes")
        client.closeInput()
        _ = try await client.outcome()
        let outcome = try await listener.program.outcome()
        #expect(outcome.errors.contains("\"etm\":true"), "\(outcome.errors)")
        #expect(outcome.errors.contains(", encrypt-then-MAC"), "\(outcome.errors)")
    }
}
