import Foundation
import TestSupport
import Testing

/// How far a transfer has come, on a terminal.
@Suite(.timeLimit(.minutes(10))) struct ProgressTests {
    private let folder = try! Folder()

    /// Runs `dtlscat` with a terminal as its standard error, and nothing else; the outcome's text is
    /// what stood on it.
    private func atTerminal(
        _ arguments: [String], input: Program.Input = .none
    ) async throws -> Program.Outcome {
        try await TerminalStream.errors.start(arguments, in: folder, input: input).outcome()
    }

    @Test func `a line is written anew each second, and the last one stays`() async throws {
        let bytes = noise(3_000_000)
        let listener = try await Listener(output: .file(folder.file("out")))
        let outcome = try await atTerminal(
            ["connect", "--progress", "-b", "10M"] + listener.target,
            input: .file(try folder.write(bytes, to: "in")))
        #expect(outcome.status == 0, "\(outcome.text)")
        _ = try await listener.program.outcome()
        #expect(try folder.read("out") == bytes)
        let lines = outcome.text.components(separatedBy: "\r").filter { $0.contains("sent ") }
        #expect(lines.count >= 2, "\(outcome.text.debugDescription)")
        let last = try #require(lines.last)
        #expect(last.contains("sent 2.86 MBytes  "), "\(last)")
        #expect(last.contains("bits/sec  lost 0"), "\(last)")
        #expect(outcome.text.hasSuffix("\r\n"), "\(outcome.text.debugDescription)")
    }

    @Test func `what else is told goes over the line`() async throws {
        let listener = try await Listener()
        let outcome = try await atTerminal(
            ["connect", "-v", "--progress", "-b", "4M"] + listener.target,
            input: .bytes(noise(1_000_000)))
        #expect(outcome.status == 0, "\(outcome.text)")
        let told = outcome.text.components(separatedBy: "\r\n").filter { $0.contains("dtlscat: ") }
        #expect(!told.isEmpty)
        for line in told {
            // Nothing stands in front of it that was not cleared.
            #expect(line.contains("\r\u{1B}[Kdtlscat: "), "\(line.debugDescription)")
        }
    }

    @Test func `a listener shows what it receives`() async throws {
        let port = try freePort()
        let key = try folder.write("me:000102030405\n", to: "key")
        let listener = try TerminalStream.errors.start(
            ["listen", "-v", "--progress", "--psk-file", key, "127.0.0.1", port], in: folder)
        // The terminal's text comes at the end, so the client asks until somebody is there.
        let client = try await DTLSCat.run(
            ["connect", "-w", "60s", "--psk-file", key, "--reconnect", "127.0.0.1", port],
            input: .bytes(noise(100_000)))
        #expect(client.status == 0, "\(client.errors)")
        let outcome = try await listener.outcome()
        #expect(outcome.status == 0, "\(outcome.text)")
        #expect(outcome.text.contains("received 97.7 KBytes  "), "\(outcome.text)")
    }

    @Test func `nothing is shown that is no terminal, or with -Q`() async throws {
        for quiet in [true, false] {
            let listener = try await Listener()
            let arguments =
                ["connect", "--progress", "-b", "4M"] + (quiet ? ["-Q"] : []) + listener.target
            let input = Program.Input.bytes(noise(1_000_000))
            let outcome =
                try await quiet
                ? atTerminal(arguments, input: input) : DTLSCat.run(arguments, input: input)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.isEmpty && outcome.text.isEmpty, "\(outcome.text)")
        }
    }

    @Test(arguments: [["-k", "-c", "cat"], ["-k", "--workers", "2"]])
    func `a listener that does not carry the standard streams refuses it`(
        options: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(
            ["listen", "--progress"] + options + ["127.0.0.1", "0"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--progress is about the standard streams"))
    }
}
