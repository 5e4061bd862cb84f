import Foundation
import TestSupport
import Testing

/// Colour on terminals alone, and only where it is wanted.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ColorTests {
    private let folder = try! Folder()

    /// Runs the program with one stream as a terminal, and the other as a file.
    ///
    /// - Returns: what stood on the terminal, and what was in the file.
    private func run(
        _ arguments: [String], at terminal: TerminalStream, environment: [String: String] = [:]
    ) async throws -> (terminal: String, other: String) {
        let outcome = try await terminal.start(
            arguments, in: folder,
            environment: ["NO_COLOR": "", "TERM": "xterm"].merging(environment) { $1 }
        ).outcome()
        return (outcome.text, try folder.text("other"))
    }

    private static let wrong = ["connect", "--framming", "line", "host", "4433"]

    @Test func `an error is in colour on a terminal, its words and its hint`() async throws {
        let seen = try await run(Self.wrong, at: .errors)
        #expect(
            seen.terminal
                == "\u{1B}[31mdtlscat:\u{1B}[0m unknown option '--framming'\r\n"
                + "\u{1B}[36mdtlscat: hint:\u{1B}[0m did you mean '--framing'?\r\n")
    }

    @Test func `a warning is in colour, too`() async throws {
        let seen = try await run(
            ["connect", "--psk-key", "text:x", "--psk-identity", "me", "-n", "nobody", "1"],
            at: .errors)
        #expect(seen.terminal.contains("\u{1B}[33mdtlscat: warning:\u{1B}[0m others can see"))
    }

    @Test func `there is no colour where it is not wanted`() async throws {
        for (arguments, environment) in [
            (Self.wrong, ["NO_COLOR": "1"]), (Self.wrong, ["TERM": "dumb"]),
            (Self.wrong + ["--color", "never"], [:]), (Self.wrong + ["--color=never"], [:]),
        ] {
            let seen = try await run(arguments, at: .errors, environment: environment)
            #expect(seen.terminal.contains("unknown option"), "\(seen)")
            #expect(!seen.terminal.contains("\u{1B}"), "\(seen.terminal.debugDescription)")
        }
    }

    @Test func `there is none in a pipe, unless always`() async throws {
        let plain = try await DTLSCat.run(Self.wrong)
        #expect(!plain.errors.contains("\u{1B}"), "\(plain.errors.debugDescription)")
        let forced = try await DTLSCat.run(
            Self.wrong + ["--color", "always"], environment: ["NO_COLOR": "1", "TERM": "dumb"])
        #expect(forced.errors.hasPrefix("\u{1B}[31mdtlscat:\u{1B}[0m "), "\(forced.errors)")
    }

    @Test func `an option is kept to after options are read, too`() async throws {
        let port = try freePort()
        for (choice, expected) in [("always", true), ("never", false)] {
            let outcome = try await DTLSCat.run(
                ["connect", "--insecure", "--color", choice, "127.0.0.1", port])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("\u{1B}[31mdtlscat:\u{1B}[0m connect to") == expected)
            #expect(outcome.errors.contains("\u{1B}") == expected)
        }
        let late = try await DTLSCat.run(["probe", "--color", "always", "host"])
        #expect(late.errors.hasPrefix("\u{1B}[31m"), "\(late.errors)")
    }

    @Test func `a report is in colour where standard output is a terminal`() async throws {
        let certificates = try await Shared.certificates
        let pin = try #require(
            try await DTLSCat.run(["fingerprint", "--format", "pin", certificates.server.cert])
                .text.split(separator: "\n").first.map(String.init))
        let check = ["fingerprint", "--check", pin, certificates.server.cert]
        let seen = try await run(check, at: .output)
        #expect(seen.terminal.contains("\u{1B}[32mas it has to be\u{1B}[0m"), "\(seen)")
        let redirected = try await run(check, at: .errors)
        #expect(redirected.other.contains("as it has to be"), "\(redirected)")
        #expect(!redirected.other.contains("\u{1B}"), "\(redirected)")
    }

    @Test func `a scan has headings, and what is weak stands out`() async throws {
        let listener = try await Listener(["-k", "--echo", "--profile", "legacy"])
        let arguments = ["scan", "--versions", "--ciphers", listener.address, listener.port]
        let colored = try await run(arguments, at: .output).terminal
        #expect(colored.contains("\u{1B}[1mversions\u{1B}[0m"), "\(colored)")
        #expect(colored.contains("DTLS 1.2  \u{1B}[32myes\u{1B}[0m"), "\(colored)")
        #expect(colored.contains("DTLS 1.0  \u{1B}[33myes\u{1B}[0m"), "\(colored)")
        #expect(colored.contains("\u{1B}[33mCBC\u{1B}[0m"), "\(colored)")
        let plain = try await DTLSCat.run(arguments)
        func stable(_ text: String) -> [Substring] {
            // A certificate made for the run may lose its last whole day in between.
            text.split { $0.isNewline }
                .filter { !$0.contains(" exchanges in ") && !$0.contains(" days left") }
        }
        #expect(
            stable(colored.replacing(#/\u{1B}\[\d+m/#, with: "")) == stable(plain.text),
            "colour is all that differs")
    }

    @Test func `many probes, and a bench, are in colour`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let probes = try await DTLSCat.run(
            ["probe", "--color", "always", "-c", "2", "-i", "10ms", "--insecure"]
                + [listener.address, listener.port])
        #expect(probes.text.contains("\u{1B}[32m0 failed (0%)\u{1B}[0m"), "\(probes.text)")
        let bench = try await DTLSCat.run(
            ["bench", "--color", "always", "--local", "--latency", "-t", "100ms"])
        #expect(bench.text.hasPrefix("\u{1B}[1mlocal, DTLS 1.2"), "\(bench.text)")
    }

    @Test func `JSON has no colour`() async throws {
        let certificates = try await Shared.certificates
        let outcome = try await DTLSCat.run(
            ["fingerprint", "--color", "always", "--json", certificates.server.cert])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.text.contains("\u{1B}") && !outcome.text.contains("u001b"))
        let port = try freePort()
        let failed = try await DTLSCat.run(
            ["connect", "--color", "always", "--json", "--insecure", "127.0.0.1", port])
        let json = try #require(failed.errors.split(separator: "\n").first { $0.contains("{") })
        #expect(!json.contains("\u{1B}") && !json.contains("u001b"), "\(json)")
    }

    @Test func `what is typed or sent cannot bring colour along`() async throws {
        let outcome = try await DTLSCat.run(
            ["connect", "--color", "always", "-n", "\u{1B}[35mx", "1"])
        #expect(!outcome.errors.contains("\u{1B}[35m"), "\(outcome.errors.debugDescription)")
        #expect(outcome.errors.contains("\\u{1b}[35mx"), "\(outcome.errors.debugDescription)")
    }
}
