import Foundation
import Glibc
import TestSupport
import Testing

/// Whom a listener lets in, and how many.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LimitTests {
    private let folder = try! Folder()

    @Test(arguments: [
        ["--allow", "nowhere"], ["--allow", "192.0.2.0/33"], ["--deny", "::/129"],
        ["--deny", ""], ["--allow", "@/no/such/file"], ["--rate-limit", "0"],
        ["--rate-limit", "-1"], ["--rate-limit", "5/d"], ["--rate-limit", "many"],
        ["--no-cookie"], ["--no-cookie", "--cookie-key-file", "x", "127.0.0.1"],
        ["--cookie-key-file", "/no/such/folder/x"],
    ]) func `what cannot be meant is status 2, and makes no file`(options: [String]) async throws {
        let outcome = try await DTLSCat.run(["listen"] + options + ["0"])
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("dtlscat: "), "\(outcome.errors)")
    }

    @Test func `a line of a file of addresses that is none is named`() async throws {
        let file = try folder.write("# ours\n192.0.2.1\n\nexample.org\n", to: "addresses")
        let outcome = try await DTLSCat.run(["listen", "--deny", "@" + file, "0"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("\(file), line 4: example.org"), "\(outcome.errors)")
    }

    @Test func `two words in a line of a file of addresses are not made one`() async throws {
        let file = try folder.write("192.0.2.1 0/24\n", to: "addresses")
        let outcome = try await DTLSCat.run(["listen", "--allow", "@" + file, "0"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("line 1: 192.0.2.1 0/24 is no"), "\(outcome.errors)")
    }

    @Test func `the limits are told when listening starts`() async throws {
        let listener = try await Listener(["-k", "-m", "7", "--rate-limit", "5"])
        try await listener.program.line(
            with: "at most 7 clients, and 1024 handshakes under way, 256 of them from one address, "
                + "which begins at most 5/s")
    }

    @Test func `who is allowed is served`() async throws {
        let file = try folder.write("192.0.2.0/24\n127.0.0.0/8 # loopback\n", to: "addresses")
        let listener = try await Listener(["--allow", "@" + file, "--deny", "127.0.0.2"])
        let client = try await listener.connect(input: .text("me\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(try await listener.program.outcome().text == "me\n")
    }

    @Test func `who is denied hears nothing, whatever is allowed`() async throws {
        let listener = try await Listener(["--allow", "0.0.0.0/0", "--deny", "127.0.0.9/8"])
        let client = try await listener.connect(["-w", "1s"])
        #expect(client.status == 3, "\(client.errors)")
        try await listener.program.line(with: "is not let in: --allow and --deny leave it out")
    }

    @Test func `a source begins no more handshakes than its rate`() async throws {
        let listener = try await Listener(["-k", "--rate-limit", "2/h"])
        for _ in 0..<2 { #expect(try await listener.connect().status == 0) }
        #expect(try await listener.connect(["-w", "1s"]).status == 3)
        try await listener.program.line(
            with: "is not let in: 127.0.0.1 has begun 2/h handshakes of late")
    }

    @Test func `a full table keeps who is there, and tells who is not let in`() async throws {
        let listener = try await Listener(["-k", "-m", "1", "--echo"])
        let first = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await first.line(with: "verified by pin")
        #expect(try await listener.connect(["-w", "1s"]).status == 3)
        try await listener.program.line(with: "is not let in: there are 1 clients already")
        first.write("still here\n")
        try await first.text("still here\n")
        first.closeInput()
        #expect(try await first.outcome().status == 0)
    }

    @Test func `without cookies a client is served in a round trip less, and a warning tells`()
        async throws
    {
        let listener = try await Listener(["--no-cookie"])
        let client = try await listener.connect(["-vv"], input: .text("in short\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(client.errors.contains("ServerHello"), "\(client.errors)")
        #expect(!client.errors.contains("HelloVerifyRequest"), "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.text == "in short\n")
        #expect(server.errors.contains("warning: --no-cookie"), "\(server.errors)")
    }

    @Test func `listeners with one key file take each other's cookies`() async throws {
        let path = folder.file("cookies")
        let first = try await Listener(["-k", "--cookie-key-file", path])
        #expect(try folder.mode("cookies") == 0o600)
        #expect(try folder.read("cookies").count == 65)
        let second = try await Listener(["-k", "--cookie-key-file", path])
        let third = try await Listener(["-k"])
        // The hello is for a server with certificates.
        let stranger = try Stranger(toPort: first.port)
        let hello = ForgedHello(1)
        stranger.send(hello.datagram)
        let answer = try #require(try stranger.answer().first)
        let again = try #require(hello.with(cookieOf: answer)).datagram
        for (listener, isIn) in [(third, false), (second, true)] {
            try stranger.send(again, toPort: listener.port)
            let answer = try #require(try stranger.answer().first)
            #expect(answer[13] == (isIn ? 2 : 3), "ServerHello, or HelloVerifyRequest")
        }
    }

    @Test func `a cookie key that is none, or that others can read, is status 2`() async throws {
        let key = String(repeating: "0", count: 64)
        for path in [
            try folder.write("abc\n", to: "short"), try folder.write("", to: "empty"),
            try folder.write(key + "\n", to: "open", mode: 0o644), folder.path,
        ] {
            let outcome = try await DTLSCat.run(
                ["listen", "--cookie-key-file", path, "127.0.0.1", "0"])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(path))
            #expect(!outcome.errors.contains(key))
        }
    }

    @Test func `where commands want more descriptors than there are, those who run go on`()
        async throws
    {
        let listener = try await limited(to: 24, ["-e", "/bin/cat"])
        let first = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await first.line(with: "verified by pin")
        let others = try (0..<10).map { _ in
            try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        }
        try await listener.program.line(with: "too many open files")
        first.write("still here\n")
        try await first.text("still here\n")
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
        _ = others
    }

    @Test func `a listener that has too few descriptors to begin with says so and ends`()
        async throws
    {
        let outcome = try await Program(
            "sh", ["-c", "ulimit -n 4; exec \"$0\" \"$@\"", DTLSCat.path, "listen", "-k", "0"]
        ).outcome()
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("too many open files"), "\(outcome.errors)")
    }

    /// A listener of many that may have so many descriptors open.
    private func limited(to count: Int, _ options: [String]) async throws -> Listener {
        try await Listener(["-k"] + options, shell: "ulimit -n \(count)")
    }
}
