import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct ResumptionTests {
    private let folder = try! Folder()
    private var session: String { folder.file("session") }

    /// Runs a client that keeps its session, and expects that its message comes back.
    @discardableResult
    private func connect(
        _ listener: Listener, _ options: [String] = [], resumed: Bool? = nil
    ) async throws -> String {
        let outcome = try await listener.connect(
            ["-v", "--session-file", session] + options, input: .text("hello\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text == "hello\n")
        if let resumed {
            #expect(isResumed(outcome.errors) == resumed, "\(outcome.errors)")
        }
        return outcome.errors
    }

    private func isResumed(_ errors: String) -> Bool { errors.contains(", resumed, ") }

    @Test func `a session is kept in a file and taken up by the next run`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        try await connect(listener, resumed: false)
        #expect(try folder.mode("session") == 0o600)
        let errors = try await connect(listener, resumed: true)
        #expect(errors.contains("verified by pin"))
        #expect(!errors.contains("warning"), "\(errors)")
        // Both still know what the other can take.
        #expect(!errors.contains("no heartbeats"), "\(errors)")
        try await connect(listener, ["--mtu", "256"], resumed: true)
        let json = try await connect(listener, ["--json"], resumed: true)
        let line = try #require(json.split(separator: "\n").first { $0.hasPrefix("{") })
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let agreed = try #require(report["session"] as? [String: Any])
        #expect(agreed["resumed"] as? Bool == true)
        #expect(agreed["kx"] as? String == "ECDHE-ECDSA")
        #expect((agreed["cipher"] as? String)?.hasPrefix("TLS_ECDHE_ECDSA_") == true)
        let certificate = try #require(report["cert"] as? [String: Any])
        #expect(certificate["verified"] as? Bool == true)
        let plain = try await listener.connect(["-v"], input: .text("hello\n"))
        #expect(!isResumed(plain.errors))
    }

    @Test func `an application protocol is agreed on anew`() async throws {
        let listener = try await Listener(["-k", "--echo", "--alpn", "coap,mqtt"])
        try await connect(listener, ["--alpn", "coap"], resumed: false)
        let errors = try await connect(listener, ["--alpn", "mqtt"], resumed: true)
        #expect(errors.contains("ALPN mqtt"), "\(errors)")
    }

    @Test func `no tickets, no session`() async throws {
        let listener = try await Listener(["-k", "--echo", "--no-tickets"])
        for _ in 0..<2 { try await connect(listener, resumed: false) }
    }

    @Test func `a session with another server is passed over and replaced`() async throws {
        let first = try await Listener(["-k", "--echo"])
        let second = try await Listener(["-k", "--echo"])
        try await connect(first, resumed: false)
        let errors = try await connect(second, resumed: false)
        #expect(errors.contains("warning: the session in \(session) is of another server"))
        try await connect(second, resumed: true)
    }

    @Test func `a session that was not verified is verified before it is taken up`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(["-k", "--echo"] + certificates.server.options)
        let target = [listener.address, listener.port]
        func run(_ options: [String]) async throws -> Program.Outcome {
            try await DTLSCat.run(
                ["connect", "-v", "--session-file", session] + options + target)
        }
        #expect(try await run(["--insecure"]).status == 0)
        let wrong = try await run(["--ca", certificates.stranger.cert])
        #expect(wrong.status == 4, "\(wrong.errors)")
        #expect(!FileManager.default.fileExists(atPath: session))

        #expect(try await run(["--insecure"]).status == 0)
        let right = try await run(["--ca", certificates.authority.cert])
        #expect(right.status == 0 && isResumed(right.errors), "\(right.errors)")
        #expect(right.errors.contains("verified by chain"))

        let pin = try await certificates.pin(certificates.server)
        let other = try await certificates.pin(certificates.client)
        #expect(try await run(["--pin", pin]).status == 0)
        let mismatch = try await run(["--pin", other])
        #expect(mismatch.status == 5, "\(mismatch.errors)")
        let again = try await run(["--pin", pin])
        #expect(again.status == 0 && !isResumed(again.errors), "\(again.errors)")
    }

    @Test func `a damaged file is told and replaced`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        try await connect(listener, resumed: false)
        var contents = try folder.read("session")
        contents[contents.count / 2] ^= 1
        try folder.write(contents, to: "session")
        let errors = try await connect(listener, resumed: false)
        #expect(errors.contains("warning: \(session) is damaged, or no session"))
        try await connect(listener, resumed: true)
    }

    @Test func `an empty file is filled`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        try folder.write("", to: "session")
        let errors = try await connect(listener, resumed: false)
        #expect(!errors.contains("warning"), "\(errors)")
        try await connect(listener, resumed: true)
    }

    @Test func `a file that others can read, or that is none, is status 2`() async throws {
        let open = try folder.write("", to: "open", mode: 0o644)
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: open)
        for path in [open, link, folder.path, "/dev/null"] {
            let outcome = try await DTLSCat.run(
                ["connect", "--session-file", path, "--insecure", "127.0.0.1", "9"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(path))
        }
    }

    @Test func `where the session cannot be kept the data still go`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let outcome = try await listener.connect(
            ["--session-file", folder.file("none/session")], input: .text("hello\n"))
        #expect(outcome.status == 0 && outcome.text == "hello\n")
        #expect(outcome.errors.contains("warning: cannot keep the session"))
    }

    @Test func `clients that share a file at once all get through`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await connect(listener) } }
            try await group.waitForAll()
        }
        let errors = try await connect(listener, resumed: true)
        #expect(!errors.contains("warning"), "\(errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left == ["session"])
    }

    @Test func `a session by a pre-shared key is taken up by the same client alone`() async throws {
        let alice = try Shared.key(folder, identity: "alice")
        let bob = try Shared.key(folder, identity: "bob")
        let keys = try folder.write(
            try folder.text("alice-c0ffee0123456789.psk")
                + folder.text("bob-c0ffee0123456789.psk"), to: "keys")
        let listener = try await Listener(["-k", "--echo", "--psk-db", keys])
        try await connect(listener, ["--psk-file", alice], resumed: false)
        try await connect(listener, ["--psk-file", alice], resumed: true)
        try await listener.program.line(with: "resumed")
        #expect(
            listener.program.errorsSoFar.components(
                separatedBy: "client alice verified by key"
            ).count == 3)
        try await connect(listener, ["--psk-file", bob], resumed: false)
        try await connect(listener, ["--psk-file", bob], resumed: true)
    }

    @Test func `who knew a key that was changed is not let in by a ticket`() async throws {
        let old = try folder.write("alice:c0ffee0123456789\n", to: "old")
        let keys = try folder.write("alice:c0ffee0123456789\n", to: "keys")
        let listener = try await Listener(["-k", "--echo", "--psk-db", keys])
        try await connect(listener, ["--psk-file", old], resumed: false)
        try await connect(listener, ["--psk-file", old], resumed: true)
        try folder.write("alice:00112233445566778899\n", to: "keys")
        let refused = try await listener.connect(
            ["--session-file", session, "--psk-file", old], input: .text("hello\n"))
        #expect(refused.status == 7, "\(refused.errors)")
        #expect(refused.output.isEmpty)
    }

    @Test func `a ticket key is made once, for its owner alone`() async throws {
        let path = folder.file("ticket.key")
        let listeners = try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask { try await Listener(["--ticket-key-file", path]) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(listeners.count == 6)
        #expect(try folder.mode("ticket.key") == 0o600)
        let text = try folder.text("ticket.key")
        #expect(text.count == 129 && text.dropLast().allSatisfy(\.isHexDigit))
        #expect(text.hasSuffix("\n"))
        let made = listeners.count { $0.program.errorsSoFar.contains("made the ticket key") }
        #expect(made == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test func `a ticket key that is none, or that others can read, is status 2`() async throws {
        let key = String(repeating: "0", count: 128)
        for path in [
            try folder.write("abc\n", to: "short"), try folder.write("", to: "empty"),
            try folder.write(key + "\n", to: "open", mode: 0o644), folder.path,
            folder.file("none/key"),
        ] {
            let outcome = try await DTLSCat.run(
                ["listen", "--ticket-key-file", path, "127.0.0.1", "0"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(path))
            #expect(!outcome.errors.contains(key))
        }
        let both = try await DTLSCat.run(
            ["listen", "--no-tickets", "--ticket-key-file", "x", "0"])
        #expect(both.status == 2)
    }

    @Test func `SRTP profiles, which cannot be agreed on anew, exclude sessions`() async throws {
        let profile = ["--srtp", "SRTP_AES128_CM_HMAC_SHA1_80"]
        for arguments in [
            ["connect", "--session-file", session, "--insecure", "127.0.0.1", "9"],
            ["listen", "--ticket-key-file", folder.file("key"), "127.0.0.1", "0"],
        ] {
            let outcome = try await DTLSCat.run([arguments[0]] + profile + arguments.dropFirst())
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains("exclude each other"))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a listener that starts again takes up the sessions of the one before`() async throws
    {
        let certificates = try await Shared.certificates
        let options =
            ["-v", "-k", "--echo", "--ticket-key-file", folder.file("key")]
            + certificates.server.options
        let first = try await Listener(options)
        let trust = ["--ca", certificates.authority.cert]
        try await connect(first, trust, resumed: false)
        first.program.signal(SIGTERM)
        _ = try await first.program.outcome()
        let second = try DTLSCat.start(["listen"] + options + [first.address, first.port])
        try await second.line(with: "listening on ")
        try await connect(first, trust, resumed: true)
    }

    @Test func `a changed ticket key is read by a running listener, which drops nobody`()
        async throws
    {
        let path = try folder.write(String(repeating: "a1", count: 64) + "\n", to: "key")
        let listener = try await Listener(["-k", "--echo", "--ticket-key-file", path])
        let client = try DTLSCat.start(
            ["connect"] + listener.target, input: .open)
        client.write("before\n")
        try await client.text("before\n")
        try await connect(listener, resumed: false)
        try await connect(listener, resumed: true)

        try folder.write(String(repeating: "b2", count: 64) + "\n", to: "key")
        // It looks once a second at most.
        var isResumed = true
        for _ in 0..<500 where isResumed {
            isResumed = self.isResumed(try await connect(listener))
        }
        #expect(!isResumed)
        #expect(listener.program.errorsSoFar.contains("the ticket key in \(path) has changed"))
        try await connect(listener, resumed: true)

        try folder.write("no key\n", to: "key")
        for _ in 0..<500
        where !listener.program.errorsSoFar.contains("the ticket key before stays in use") {
            try await connect(listener, resumed: true)
        }
        #expect(listener.program.errorsSoFar.contains("the ticket key before stays in use"))
        client.write("after\n")
        try await client.text("after\n")
        client.closeInput()
        #expect(try await client.outcome().status == 0)
    }

    @Test func `a refused client certificate is refused in a session that is taken up`()
        async throws
    {
        let certificates = try await Shared.certificates
        let pin = try await certificates.pin(certificates.client)
        let other = try await certificates.pin(certificates.server)
        func options(_ pin: String) -> [String] {
            [
                "-v", "-k", "--echo", "--client-pin", pin, "--ticket-key-file",
                folder.file("key"),
            ] + certificates.server.options
        }
        let client = ["--ca", certificates.authority.cert] + certificates.client.options
        let first = try await Listener(options(pin))
        try await connect(first, client, resumed: false)
        try await connect(first, client, resumed: true)
        first.program.signal(SIGTERM)
        _ = try await first.program.outcome()

        let second = try DTLSCat.start(
            ["listen"] + options(other) + [first.address, first.port])
        try await second.line(with: "listening on ")
        for _ in 0..<2 {
            let outcome = try await first.connect(
                ["--session-file", session] + client, input: .text("hello\n"))
            #expect(outcome.status == 4, "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            try await second.line(with: "does not match the pin")
            // It is forgotten after the first refusal; the second is that of a full handshake.
            #expect(!FileManager.default.fileExists(atPath: session))
        }
    }
}
