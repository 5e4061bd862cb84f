import Foundation
import TestSupport
import Testing

/// `--tofu`, at a terminal and without one.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FirstUseTests {
    private let folder = try! Folder()
    private var store: String { folder.file("known_hosts") }
    private var memory: [String] { ["--tofu", "--known-hosts", store] }

    /// A server that several clients can come to, one after the other.
    private func listener(_ options: [String] = []) async throws -> Listener {
        try await Listener(["-k", "--echo"] + options)
    }

    private func atTerminal(
        _ options: [String], _ listener: Listener, answers: [String], aside: String = "",
        input: Program.Input = .text("a question\n")
    ) async throws -> AtTerminal {
        try await AtTerminal.run(
            DTLSCat.path, ["connect"] + options + [listener.address, listener.port],
            answers: answers, aside: aside, input: input)
    }

    /// A client in a session without any terminal.
    private func alone(_ options: [String], _ listener: Listener) async throws -> Program.Outcome {
        try await Program(
            "setsid",
            ["-w", DTLSCat.path, "connect"] + options + [listener.address, listener.port],
            input: .text("a question\n")
        ).outcome()
    }

    @Test func `a new server is asked about once, and then known`() async throws {
        let listener = try await listener()
        let pin = try #require(listener.pin)
        let first = try await atTerminal(memory, listener, answers: ["yes"])
        #expect(first.outcome.status == 0, "\(first.outcome.errors)")
        #expect(first.outcome.text == "a question\n")
        #expect(first.transcript.contains(pin), "\(first.transcript)")
        #expect(first.transcript.contains("subject: "), "\(first.transcript)")
        #expect(try folder.mode("known_hosts") == 0o600)
        let line = try folder.text("known_hosts")
        #expect(line.hasPrefix("127.0.0.1:\(listener.port) \(pin) 20"), "\(line)")

        for option in ["--tofu", "--strict-tofu"] {
            let next = try await alone([option, "--known-hosts", store], listener)
            #expect(next.status == 0, "\(next.errors)")
            #expect(next.text == "a question\n")
            #expect(next.errors.isEmpty, "\(next.errors)")
        }
        #expect(try folder.text("known_hosts") == line)
    }

    @Test(arguments: [["no"], ["^D"], ["what", "no"]])
    func `whoever does not say yes sends nothing`(
        answers: [String]
    ) async throws {
        let listener = try await listener()
        let client = try await atTerminal(memory, listener, answers: answers)
        #expect(client.outcome.status == 4, "\(client.outcome.errors)")
        #expect(client.outcome.output.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: store))
        listener.program.signal(SIGTERM)
        let server = try await listener.program.outcome()
        #expect(!server.errors.contains("1 messages"), "\(server.errors)")
    }

    @Test func `the pin itself is an answer`() async throws {
        let listener = try await listener()
        let pin = try #require(listener.pin)
        let wrong = "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let refused = try await atTerminal(memory, listener, answers: [wrong])
        #expect(refused.outcome.status == 4, "\(refused.outcome.errors)")
        let taken = try await atTerminal(memory, listener, answers: ["maybe", pin])
        #expect(taken.outcome.status == 0, "\(taken.outcome.errors)")
        #expect(try folder.text("known_hosts").contains(pin))
    }

    @Test func `a SHA-1 digest is no answer`() async throws {
        let listener = try await listener()
        let shown = try await DTLSCat.run([
            "fingerprint", "--algorithm", "sha1", "--format", "colon", listener.address,
            listener.port,
        ])
        let digest = shown.text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(digest.split(separator: ":").count == 20, "\(shown.text)")
        let client = try await atTerminal(memory, listener, answers: [digest, "no"])
        #expect(client.outcome.status == 4, "\(client.outcome.errors)")
        #expect(client.transcript.contains("SHA-1"), "\(client.transcript)")
        #expect(!FileManager.default.fileExists(atPath: store))
    }

    @Test func `a pin of several words is an answer, and one by SHA-1 is none`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await listener(certificates.server.options)
        func print(_ options: [String]) async throws -> String {
            try await DTLSCat.run(["fingerprint"] + options + [certificates.server.cert]).text
                .trimmingCharacters(in: .newlines)
        }
        let weak = try await print(["--format", "sdp", "--algorithm", "sha1"])
        let refused = try await atTerminal(memory, listener, answers: [weak, "no"])
        #expect(refused.outcome.status == 4, "\(refused.outcome.errors)")
        #expect(refused.transcript.contains("SHA-1"), "\(refused.transcript)")
        let taken = try await atTerminal(
            memory, listener, answers: [try await print(["--format", "sdp"])])
        #expect(taken.outcome.status == 0, "\(taken.outcome.errors)")
        #expect(!taken.transcript.contains("Please type"), "\(taken.transcript)")
    }

    @Test func `another key is status 5, and says which line has the old one`() async throws {
        let listener = try await listener()
        let pin = try #require(listener.pin)
        let old = "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let text = "# mine\n127.0.0.1:\(listener.port) \(old) 2026-01-02\n"
        try folder.write(text, to: "known_hosts")
        for option in ["--tofu", "--strict-tofu"] {
            let client = try await alone([option, "--known-hosts", store], listener)
            #expect(client.status == 5, "\(client.errors)")
            #expect(client.output.isEmpty)
            #expect(client.errors.contains("HAS CHANGED"), "\(client.errors)")
            #expect(client.errors.contains("line 2 of \(store)"), "\(client.errors)")
            #expect(client.errors.contains("2026-01-02"), "\(client.errors)")
            #expect(client.errors.contains(pin), "\(client.errors)")
            #expect(client.errors.contains("hint: "), "\(client.errors)")
        }
        #expect(try folder.text("known_hosts") == text)
        // The hint's own words make it a new server again.
        let forgotten = try await DTLSCat.run([
            "hosts", "forget", "--known-hosts", store, "127.0.0.1", listener.port,
        ])
        #expect(forgotten.status == 0, "\(forgotten.errors)")
        #expect(try folder.text("known_hosts") == "# mine\n")
    }

    @Test func `without a terminal a new server is refused, and the way out is told`() async throws
    {
        let listener = try await listener()
        let pin = try #require(listener.pin)
        let client = try await alone(memory, listener)
        #expect(client.status == 4, "\(client.errors)")
        #expect(client.errors.contains(pin), "\(client.errors)")
        #expect(client.errors.contains("dtlscat hosts scan 127.0.0.1:"), "\(client.errors)")
        #expect(!FileManager.default.fileExists(atPath: store))
    }

    @Test func `a strict client does not so much as call on a server that is not known`()
        async throws
    {
        let silent = try SilentPort()
        let client = try await DTLSCat.run([
            "connect", "--strict-tofu", "--known-hosts", store, "127.0.0.1", silent.number,
        ])
        #expect(client.status == 4, "\(client.errors)")
        #expect(client.errors.contains("is not known"), "\(client.errors)")
    }

    @Test func `a key that another has stored while we were asked wins`() async throws {
        let listener = try await listener()
        let other = "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        let line = "127.0.0.1:\(listener.port) \(other) 2026-01-02"
        let client = try await atTerminal(
            memory, listener, answers: ["yes"],
            aside: "echo '\(line)' | '\(DTLSCat.path)' hosts import --known-hosts '\(store)' -")
        #expect(client.outcome.status == 5, "\(client.outcome.errors)")
        #expect(client.outcome.output.isEmpty)
        #expect(client.outcome.errors.contains("line 1 of \(store)"), "\(client.outcome.errors)")
        #expect(try folder.text("known_hosts") == line + "\n")
    }

    @Test func `a damaged line about the server is no new server`() async throws {
        let listener = try await listener()
        try folder.write("nonsense\n127.0.0.1:\(listener.port) pin-sha\n", to: "known_hosts")
        let client = try await alone(memory, listener)
        #expect(client.status == 5, "\(client.errors)")
        #expect(client.errors.contains("line 2 of \(store)"), "\(client.errors)")
    }

    @Test func `a damaged line about another harms nobody`() async throws {
        let listener = try await listener()
        let pin = try #require(listener.pin)
        try folder.write(
            "nonsense\n127.0.0.1:\(listener.port) \(pin) 2026-01-02\n", to: "known_hosts")
        let client = try await alone(memory, listener)
        #expect(client.status == 0, "\(client.errors)")
    }

    @Test func `a store that cannot be read is status 2 and no empty one`() async throws {
        let listener = try await listener()
        for option in ["--tofu", "--strict-tofu"] {
            let client = try await alone([option, "--known-hosts", folder.path], listener)
            #expect(client.status == 2, "\(client.errors)")
            #expect(client.errors.contains(folder.path), "\(client.errors)")
        }
    }

    @Test(arguments: [
        ["--tofu", "--insecure"], ["--tofu", "--strict-tofu"], ["--known-hosts", "x"],
        ["--tofu", "--pin", "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="],
        ["--tofu", "--psk-identity", "a", "--psk-key", "hex:c0ffee", "-Q"],
    ]) func `what goes not together with it is status 2`(options: [String]) async throws {
        let client = try await DTLSCat.run(["connect"] + options + ["127.0.0.1", "1"])
        #expect(client.status == 2, "\(client.errors)")
        #expect(client.errors.split(separator: "\n").count <= 2, "\(client.errors)")
    }

    @Test func `an authority that is asked for has to vouch as well`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await listener(certificates.server.options)
        // Nobody is asked about a server that is refused all the same.
        let stranger = try await atTerminal(
            memory + ["--ca", certificates.stranger.cert], listener, answers: ["yes"])
        #expect(stranger.outcome.status == 4, "\(stranger.outcome.errors)")
        #expect(stranger.transcript.isEmpty, "\(stranger.transcript)")
        let trusted = try await atTerminal(
            memory + ["--ca", certificates.authority.cert, "--name", "localhost"], listener,
            answers: ["yes"])
        #expect(trusted.outcome.status == 0, "\(trusted.outcome.errors)")
        // It is known by now, which is not enough.
        for options in [["--ca", certificates.stranger.cert], ["--name", "somebody.else"]] {
            let known = try await alone(memory + options, listener)
            #expect(known.status == 4, "\(known.errors)")
        }
    }

    @Test func `a key without a certificate is remembered just so`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await listener(["--rpk", certificates.server.key])
        let first = try await atTerminal(memory, listener, answers: ["yes"])
        #expect(first.outcome.status == 0, "\(first.outcome.errors)")
        #expect(first.transcript.contains("without a certificate"), "\(first.transcript)")
        #expect(
            try folder.text("known_hosts").contains(
                try await certificates.pin(certificates.server)))
        let next = try await alone(memory, listener)
        #expect(next.status == 0, "\(next.errors)")
        #expect(next.text == "a question\n")
    }

    @Test func `our certificate is not shown before the server is known`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await listener(
            certificates.server.options + [
                "--require-client-cert", "--client-ca", certificates.authority.cert,
            ])
        let own = certificates.client.options
        let refused = try await atTerminal(memory + own + ["-vv"], listener, answers: ["no"])
        #expect(refused.outcome.status == 4, "\(refused.outcome.errors)")
        #expect(!refused.outcome.errors.contains("> Certificate"), "\(refused.outcome.errors)")
        let taken = try await atTerminal(memory + own, listener, answers: ["yes"])
        #expect(taken.outcome.status == 0, "\(taken.outcome.errors)")
        #expect(taken.outcome.text == "a question\n")
    }

    @Test func `names in a certificate cannot act on the terminal`() async throws {
        let pair = try await Shared.certificates.selfSigned(
            "escape", subject: "/CN=a\u{1B}[31mb\u{202E}c")
        let listener = try await listener(pair.options)
        let client = try await atTerminal(memory, listener, answers: ["no"])
        #expect(client.outcome.status == 4, "\(client.outcome.errors)")
        #expect(client.transcript.contains("subject: "), "\(client.transcript)")
        #expect(!client.transcript.contains("\u{1B}"), "\(client.transcript)")
        #expect(!client.transcript.contains("\u{202E}"), "\(client.transcript)")
    }

    @Test func `the file is where the environment says`() async throws {
        let listener = try await listener()
        let client = try await AtTerminal.run(
            DTLSCat.path, ["connect", "--tofu", listener.address, listener.port],
            answers: ["yes"], environment: ["XDG_STATE_HOME": folder.file("state")])
        #expect(client.outcome.status == 0, "\(client.outcome.errors)")
        #expect(try folder.text("state/dtlscat/known_hosts").contains(":\(listener.port) "))
        let next = try await DTLSCat.run(
            ["connect", "--strict-tofu", listener.address, listener.port],
            environment: ["DTLSCAT_KNOWN_HOSTS": folder.file("state/dtlscat/known_hosts")])
        #expect(next.status == 0, "\(next.errors)")
    }

    @Test func `bench knows its server by the same file`() async throws {
        let server = try await BenchListener()
        let scan = try await DTLSCat.run(["hosts", "scan", "127.0.0.1:\(server.port)"])
        #expect(scan.status == 0, "\(scan.errors)")
        try folder.write(scan.output, to: "known_hosts")
        let arguments = ["bench", "--strict-tofu", "--known-hosts", store, "-n", "1M", "127.0.0.1"]
        let bench = try await DTLSCat.run(arguments + ["\(server.port)"])
        #expect(bench.status == 0, "\(bench.errors)")
        let line = scan.text.replacing(
            try Regex("pin-sha256:[^ ]*"),
            with: "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        try folder.write(line, to: "known_hosts")
        let changed = try await DTLSCat.run(arguments + ["\(server.port)"])
        #expect(changed.status == 5, "\(changed.errors)")
        #expect(changed.errors.contains("HAS CHANGED"), "\(changed.errors)")
        let local = try await DTLSCat.run(["bench", "--local", "--tofu"])
        #expect(local.status == 2, "\(local.errors)")
    }
}
