import Foundation
import TestSupport
import Testing

/// How far a transfer has come, on a terminal.
@Suite(.timeLimit(.minutes(10))) struct ProgressTests {
    private let folder = try! Folder()

    /// Runs `dtlscat` with a terminal as its standard error, and nothing else; the outcome's errors are
    /// what stood on it.
    private func atTerminal(
        _ arguments: [String], input: Program.Input = .none
    ) async throws -> Program.Outcome {
        let script = try folder.write(Self.script, to: "terminal.py")
        return try await Program(
            "python3", [script, DTLSCat.path] + arguments, input: input
        ).outcome()
    }

    @Test func `a line is written anew each second, and the last one stays`() async throws {
        let bytes = noise(3_000_000)
        let listener = try await Listener(output: .file(folder.file("out")))
        let outcome = try await atTerminal(
            ["connect", "--progress", "-b", "10M"] + listener.target,
            input: .file(try folder.write(bytes, to: "in")))
        #expect(outcome.status == 0, "\(outcome.errors)")
        _ = try await listener.program.outcome()
        #expect(try folder.read("out") == bytes)
        let lines = outcome.errors.components(separatedBy: "\r").filter { $0.contains("sent ") }
        #expect(lines.count >= 2, "\(outcome.errors.debugDescription)")
        let last = try #require(lines.last)
        #expect(last.contains("sent 2.86 MBytes  "), "\(last)")
        #expect(last.contains("bits/sec  lost 0"), "\(last)")
        #expect(outcome.errors.hasSuffix("\r\n"), "\(outcome.errors.debugDescription)")
    }

    @Test func `what else is told goes over the line`() async throws {
        let listener = try await Listener()
        let outcome = try await atTerminal(
            ["connect", "-v", "--progress", "-b", "4M"] + listener.target,
            input: .bytes(noise(1_000_000)))
        #expect(outcome.status == 0, "\(outcome.errors)")
        for line in outcome.errors.components(separatedBy: "\r\n") where line.contains("dtlscat: ")
        {
            // Nothing stands in front of it that was not cleared.
            #expect(line.contains("\r\u{1B}[Kdtlscat: "), "\(line.debugDescription)")
        }
    }

    @Test func `a listener shows what it receives`() async throws {
        let port = try freePort()
        let key = try folder.write("me:000102030405\n", to: "key")
        let script = try folder.write(Self.script, to: "terminal.py")
        let listener = try Program(
            "python3",
            [
                script, DTLSCat.path, "listen", "-v", "--progress", "--psk-file", key, "127.0.0.1",
                port,
            ])
        // The terminal's text comes at the end, so the client asks until somebody is there.
        let client = try await DTLSCat.run(
            ["connect", "-w", "60s", "--psk-file", key, "--reconnect", "127.0.0.1", port],
            input: .bytes(noise(100_000)))
        #expect(client.status == 0, "\(client.errors)")
        let outcome = try await listener.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("received 97.7 KBytes  "), "\(outcome.errors)")
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
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
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

    private static let script = """
        import os, subprocess, sys

        master, slave = os.openpty()
        child = subprocess.Popen(sys.argv[1:], stderr=slave)
        os.close(slave)
        seen = b""
        try:
            while data := os.read(master, 4096):
                seen += data
        except OSError:
            pass
        sys.stderr.buffer.write(seen)
        sys.exit(child.wait())
        """
}
