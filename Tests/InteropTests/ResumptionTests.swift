import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct ResumptionTests {
    private let folder = try! Folder()

    /// Has s_client connect, say something and hear it again; whether the session was taken up.
    private func reuses(_ listener: Listener, _ options: [String]) async throws -> Bool {
        let client = try Program(
            "openssl",
            ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(listener.port)"] + options,
            input: .open)
        client.write("hello from the peer\n")
        try await client.text("hello from the peer\n")
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let isReused = outcome.text.contains("Reused, ")
        #expect(isReused != outcome.text.contains("New, "))
        return isReused
    }

    private func out(_ name: String) -> [String] { ["-sess_out", folder.file(name)] }
    private func `in`(_ name: String) -> [String] { ["-sess_in", folder.file(name)] }

    @Test func `s_client takes up its session at another listener with the same key`() async throws
    {
        func listener(_ options: [String]) async throws -> Listener {
            try await Listener(["-k", "--echo"] + options)
        }
        let shared = ["--ticket-key-file", folder.file("key")]
        let first = try await listener(shared)
        let second = try await listener(shared)
        #expect(try await !reuses(first, out("session")))
        for listener in [first, second] {
            #expect(try await reuses(listener, `in`("session")))
        }
        try await second.program.line(with: ", resumed, ")

        for options in [
            ["--ticket-key-file", folder.file("other")], [], ["--no-tickets"],
            shared + ["--cipher", "CHACHA20-POLY1305"],
        ] {
            let stranger = try await listener(options)
            #expect(try await !reuses(stranger, `in`("session")), "\(options)")
        }
    }

    @Test func `a client certificate is asked of the one who takes up a session`() async throws {
        let certificates = try await Shared.certificates
        let pins = [
            try await certificates.pin(certificates.client),
            try await certificates.pin(certificates.server),
        ]
        let shared =
            ["-k", "--echo", "--ticket-key-file", folder.file("key")]
            + certificates.server.options
        let own = [
            "-cert", certificates.client.cert, "-key", certificates.client.key,
        ]
        let first = try await Listener(shared + ["--client-pin", pins[0]])
        #expect(try await !reuses(first, own + out("session")))
        // Without the certificate: it is in the ticket.
        #expect(try await reuses(first, `in`("session")))
        let second = try await Listener(shared + ["--client-pin", pins[1]])
        let refused = try await Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(second.port)",
            ] + own + `in`("session"), input: .open
        ).outcome()
        #expect(refused.status != 0, "\(refused.text)")
        try await second.program.line(with: "does not match the pin")

        let open = try await Listener(shared)
        #expect(try await !reuses(open, own + `in`("session")))
        #expect(try await !reuses(open, out("anonymous")))
        let anonymous = try await Program(
            "openssl",
            [
                "s_client", "-dtls1_2", "-connect", "127.0.0.1:\(first.port)",
            ] + `in`("anonymous"), input: .open
        ).outcome()
        #expect(anonymous.status != 0, "\(anonymous.text)")
        try await first.program.line(with: "has sent no certificate")
    }

    @Test func `s_client takes up a session by a pre-shared key`() async throws {
        let listener = try await Listener(
            ["-k", "--echo"] + (try Shared.keyOptions(folder)))
        let key = ["-psk", Shared.key, "-psk_identity", "copy"]
        #expect(try await !reuses(listener, key + out("session")))
        #expect(try await reuses(listener, key + `in`("session")))
        for _ in 0..<2 {
            try await listener.program.line(with: "client copy verified by key")
        }
    }

    @Test(arguments: [[], ["-no_ticket"]])
    func `a client takes up a session of s_server`(options: [String]) async throws {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-dtls1_2", "-cert",
                certificates.server.cert, "-key", certificates.server.key,
            ] + options, input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        for isResumed in [false, true, true] {
            let client = try DTLSCat.start(
                ["connect", "-v", "--session-file", folder.file("session")]
                    + (try await Shared.trust) + ["127.0.0.1", port], input: .open)
            client.write("a question\n")
            try await server.text("a question")
            server.write("an answer\n")
            try await client.text("an answer\n")
            client.closeInput()
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains(", resumed, ") == isResumed, "\(outcome.errors)")
            #expect(outcome.errors.contains("verified by chain"))
        }
    }

    // gnutls-serv serves no second client while it waits for the first, so that it is no server to
    // come back to.
    @Test func `gnutls-cli takes up its session`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(["-k", "--echo"] + certificates.server.options)
        let client = try Program(
            "gnutls-cli",
            [
                "--udp", "--resume", "--x509cafile", certificates.authority.cert, "-p",
                listener.port, "127.0.0.1",
            ], input: .open)
        try await client.text("This is a resumed session")
        client.write("hello from the peer\n")
        try await client.text("hello from the peer")
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        try await listener.program.line(with: ", resumed, ")
    }
}
