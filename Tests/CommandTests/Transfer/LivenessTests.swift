import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct LivenessTests {
    private let folder = try! Folder()

    /// A listener of many, with the same key and ticket key each time, at `port`.
    private func listener(_ options: [String] = [], port: String) async throws -> Program {
        let program = try DTLSCat.start(
            ["listen", "-v", "-k"] + (try key) + ["--ticket-key-file", folder.file("tickets")]
                + options + ["127.0.0.1", port])
        try await program.line(with: "listening on ")
        return program
    }

    private var key: [String] {
        get throws {
            ["--psk-file", try folder.write("live:00112233445566778899aabbccddeeff\n", to: "key")]
        }
    }

    private func client(_ options: [String] = [], port: String) throws -> Program {
        try DTLSCat.start(
            ["connect", "--reconnect"] + (try key) + options + ["127.0.0.1", port], input: .open)
    }

    private func report(_ errors: String) throws -> [String: Any] {
        let line = try #require(errors.split(separator: "\n").first { $0.hasPrefix("{") })
        return try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    // MARK: --keepalive

    @Test func `a server that has stopped answering is found out`() async throws {
        let listener = try await Listener(["-k"])
        let client = try DTLSCat.start(
            ["connect", "-v", "--keepalive", "1s"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        listener.program.signal(SIGSTOP)
        let outcome = try await client.outcome()
        #expect(outcome.status == 9)
        // Six seconds where the machine is idle; what the program has measured where it is not.
        #expect(
            outcome.errors.contains(/the peer is gone: it has answered nothing for [0-9]+s/),
            "\(outcome.errors)")
    }

    @Test func `a client that has stopped answering is found out, and others are served`()
        async throws
    {
        let listener = try await Listener(["-k", "--echo", "--keepalive", "1s"])
        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        let other = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await other.line(with: "verified by pin")
        client.signal(SIGSTOP)
        try await listener.program.line(with: "the peer is gone: it has answered nothing for ")
        other.write("still here\n")
        try await other.text("still here\n")
        other.closeInput()
        #expect(try await other.outcome().status == 0)
    }

    @Test func `bad times are refused`() async throws {
        for time in ["0", "999ms", "soon"] {
            let outcome = try await DTLSCat.run(["connect", "--keepalive", time, "127.0.0.1", "9"])
            #expect(outcome.status == 2)
        }
    }

    // MARK: --reconnect

    @Test(arguments: [false, true])
    func `a client comes back to a server that was killed, and takes up its session`(
        fromSamePort: Bool
    ) async throws {
        let port = try freePort()
        let first = try await listener(port: port)
        let client = try client(
            ["-v", "--json"] + (fromSamePort ? ["-p", try freePort()] : []), port: port)
        client.write("before\n")
        try await first.line(with: "before", on: .output)
        first.signal(SIGKILL)
        _ = try await first.outcome()
        client.write("into the void\n")
        let loss = try await client.line(with: "lost the session with 127.0.0.1:\(port): ")
        #expect(loss.contains("nobody listens at its port any more; reconnecting in "), "\(loss)")
        client.write("during\n")
        let second = try await listener(port: port)
        try await second.line(with: "during", on: .output)
        client.write("after\n")
        try await second.line(with: "after", on: .output)
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("reconnected to 127.0.0.1:\(port), resumed\n"))
        second.signal(SIGTERM)
        #expect(try await second.outcome().text == "during\nafter\n")
        let report = try report(outcome.errors)
        let traffic = try #require(report["traffic"] as? [String: Any])
        #expect(traffic["reconnects"] as? Int == 1)
        #expect(traffic["tx_bytes"] as? Int == 7 + 14 + 7 + 6)
        let session = try #require(report["session"] as? [String: Any])
        #expect(session["resumed"] as? Bool == true)
    }

    @Test func `a client comes back to a server with a certificate`() async throws {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let options = certificates.server.options
        func listener() async throws -> Program {
            let program = try DTLSCat.start(
                ["listen", "-v", "-k", "--echo", "--ticket-key-file", folder.file("tickets")]
                    + options + ["127.0.0.1", port])
            try await program.line(with: "listening on ")
            return program
        }
        let first = try await listener()
        let client = try DTLSCat.start(
            [
                "connect", "-v", "--reconnect", "--ca", certificates.authority.cert, "127.0.0.1",
                port,
            ], input: .open)
        client.write("before\n")
        try await client.text("before\n")
        first.signal(SIGKILL)
        _ = try await first.outcome()
        client.write("into the void\n")
        try await client.line(with: "lost the session")
        let second = try await listener()
        try await client.line(with: "reconnected to 127.0.0.1:\(port), resumed")
        try await client.line(with: "verified by chain")
        client.write("after\n")
        try await client.text("after\n")
        client.closeInput()
        #expect(try await client.outcome().status == 0)
        second.signal(SIGTERM)
    }

    @Test(arguments: [false, true])
    func `a server that is started again in order is come back to`(failOnLoss: Bool) async throws {
        let port = try freePort()
        let first = try await listener(port: port)
        let client = try client(failOnLoss ? ["--fail-on-loss"] : [], port: port)
        client.write("before\n")
        try await first.line(with: "before", on: .output)
        first.signal(SIGTERM)
        try await client.line(with: "the server has closed it; reconnecting in ")
        #expect(try await first.outcome().status == 143)
        let second = try await listener(port: port)
        client.write("after\n")
        try await second.line(with: "after", on: .output)
        client.closeInput()
        let outcome = try await client.outcome()
        // Nothing has confirmed that the first message was read.
        #expect(outcome.status == (failOnLoss ? 8 : 0), "\(outcome.errors)")
        #expect(
            outcome.errors.contains("a session lost, and what was under way may be missing")
                == failOnLoss)
    }

    @Test func `a server that comes up later is waited for`() async throws {
        let port = try freePort()
        let client = try client(port: port)
        client.write("early\n")
        try await client.line(with: "connection refused; trying again in ")
        let listener = try await listener(port: port)
        try await listener.line(with: "early", on: .output)
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("connected to 127.0.0.1:\(port)\n"))
    }

    @Test func `a handshake without an answer is tried again`() async throws {
        let silent = try SilentPort()
        let client = try client(["-v", "-w", "1s"], port: silent.number)
        for _ in 0..<2 { try await client.line(with: "no answer to the ClientHello in ") }
        client.signal(SIGTERM)
        let outcome = try await client.outcome()
        #expect(outcome.status == 143)
        #expect(!outcome.errors.contains("refused"), "\(silent.number): \(outcome.errors)")
    }

    @Test func `a name that leads nowhere yet is looked up again`() async throws {
        let client = try DTLSCat.start(
            ["connect", "-v", "--reconnect", "no-such-host.invalid", "4433"], input: .open)
        for _ in 0..<2 { try await client.line(with: "; trying again in ") }
        client.signal(SIGINT)
        let outcome = try await client.outcome()
        #expect(outcome.status == 130)
        #expect(outcome.errors.contains("no-such-host.invalid: "), "\(outcome.errors)")
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal between two attempts ends at once`(signal: Int32, status: Int32) async throws {
        let client = try client(["-v"], port: try freePort())
        for _ in 0..<4 { try await client.line(with: "trying again in ") }
        client.signal(signal)
        #expect(try await client.outcome().status == status)
    }

    @Test func `who is refused is not tried again`() async throws {
        let listener = try await Listener(["-k"])
        let pin = "pin-sha256:" + String(repeating: "A", count: 43) + "="
        let wrong = try await DTLSCat.run(
            ["connect", "--reconnect", "--pin", pin, "127.0.0.1", listener.port])
        #expect(wrong.status == 5)
        let other = try await Listener(["-k"] + (try key))
        let stranger = try await DTLSCat.run(
            [
                "connect", "--reconnect", "--psk-identity", "stranger", "--psk-key",
                "text:something else", "127.0.0.1", other.port,
            ])
        #expect(stranger.status == 7, "\(stranger.errors)")
        for outcome in [wrong, stranger] { #expect(!outcome.errors.contains("again in")) }
    }

    @Test func `a server that comes back with another key is refused, once without the ticket`()
        async throws
    {
        let port = try freePort()
        func listener() async throws -> Program {
            try DTLSCat.start(["listen", "-v", "-k", "127.0.0.1", port])
        }
        let first = try await listener()
        let line = try await first.line(with: "--pin ")
        let pin = try #require(line.split(separator: " ").first { $0.hasPrefix("pin-sha256:") })
        let client = try DTLSCat.start(
            ["connect", "-v", "--reconnect", "--pin", String(pin), "127.0.0.1", port],
            input: .open)
        try await client.line(with: "verified by pin")
        first.signal(SIGTERM)
        _ = try await first.outcome()
        let second = try await listener()
        let outcome = try await client.outcome()
        #expect(outcome.status == 5, "\(outcome.errors)")
        #expect(
            outcome.errors.components(separatedBy: "does not match the pin").count == 4,
            "\(outcome.errors)")
        second.signal(SIGTERM)
    }

    @Test func `the end of input is the end, whatever the server says`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let outcome = try await listener.connect(["--reconnect"], input: .text("once\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text == "once\n")
        let file = try await Listener(input: .text("a file\n"))
        let reader = try await file.connect(["--reconnect", "--recv-only"])
        #expect(reader.status == 0, "\(reader.errors)")
        #expect(reader.text == "a file\n")
    }

    @Test func `a session in a file is offered first, and kept`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        for isResumed in [false, true] {
            let outcome = try await listener.connect(
                ["-v", "--reconnect", "--session-file", folder.file("session")],
                input: .text("hello\n"))
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains(", resumed, ") == isResumed, "\(outcome.errors)")
        }
        #expect(try folder.mode("session") == 0o600)
    }

    @Test(arguments: [[], ["--reconnect"]])
    func `a server that closes while it is sent to is told of, and not taken for broken`(
        options: [String]
    ) async throws {
        let pipe = folder.file("pipe")
        #expect(try await Program("mkfifo", [pipe]).outcome().status == 0)
        let reader = try #require(FileHandle(forUpdatingAtPath: pipe))
        let listener = try await Listener(["-q", "1s", "-o", pipe], input: .text("bye\n"))
        let file = try folder.write(noise(5_000_000), to: "in")
        let client = try DTLSCat.start(
            ["connect", "-w", "1s"] + options + listener.target, input: .file(file))
        if options.isEmpty {
            let outcome = try await client.outcome()
            #expect(outcome.status == 9)
            #expect(outcome.errors.contains("the peer closed before all of the input was sent"))
        } else {
            try await client.line(with: "the server has closed it; reconnecting in ")
            client.signal(SIGTERM)
            #expect(try await client.outcome().status == 143)
        }
        listener.program.signal(SIGKILL)
        try reader.close()
    }

    @Test func `what a client that has closed is not sent any more is told of`() async throws {
        let file = try folder.write(noise(5_000_000), to: "in")
        let listener = try await Listener(["-q", "300ms", "-b", "8M"], input: .file(file))
        let client = try await listener.connect(["-q", "0"])
        let outcome = try await listener.program.outcome()
        #expect(client.status == 0, "\(client.errors)")
        #expect(outcome.status == 9, "\(outcome.errors)")
        #expect(outcome.errors.contains("the peer closed before all of the input was sent"))
    }

    // MARK: The same port

    @Test func `a client that comes back from the same port is taken at once`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let port = try freePort()
        func client() throws -> Program {
            try DTLSCat.start(["connect", "-v", "-p", port] + listener.target, input: .open)
        }
        let first = try client()
        first.write("first\n")
        try await first.text("first\n")
        first.signal(SIGKILL)
        _ = try await first.outcome()
        let second = try client()
        second.write("second\n")
        try await second.text("second\n")
        second.closeInput()
        #expect(try await second.outcome().status == 0)
        try await listener.program.line(
            with: "127.0.0.1:\(port): the session made way for a newer one")
    }

    @Test func `a listener of one takes its client back from the same port`() async throws {
        let listener = try await Listener(["--framing", "line"])
        let port = try freePort()
        func client() throws -> Program {
            try DTLSCat.start(["connect", "-v", "-p", port] + listener.target, input: .open)
        }
        let first = try client()
        first.write("first\n")
        try await listener.program.line(with: "first", on: .output)
        first.signal(SIGKILL)
        _ = try await first.outcome()
        let second = try client()
        second.write("second\n")
        try await listener.program.line(with: "second", on: .output)
        second.closeInput()
        #expect(try await second.outcome().status == 0)
        #expect(try await listener.program.outcome().status == 0)
    }
}
