import Foundation
import TestSupport
import Testing

/// `Tests/Errors.txt` has every text by which something is told to be wrong, in one place to be read
/// through; here is what they all have to keep to.
@Suite(.timeLimit(.minutes(10))) struct ErrorCatalogueTests {
    private let texts: ErrorTexts

    init() throws { texts = try Self.scanned.get() }

    /// One reading of the sources serves all.
    private static let scanned = Result { try ErrorTexts(in: Repository.root) }

    @Test func `the catalogue is what stands in the sources`() throws {
        let path = Repository.root.appendingPathComponent("Tests/Errors.txt")
        if ProcessInfo.processInfo.environment["CATALOGUE"] == "write" {
            try texts.text.write(to: path, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOf: path, encoding: .utf8)
        let difference = texts.text.components(separatedBy: "\n")
            .difference(from: committed.components(separatedBy: "\n"))
        let lines = difference.map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
        #expect(
            lines.isEmpty,
            "make catalogue writes it anew; read what has changed:\n\(lines.joined(separator: "\n"))"
        )
    }

    @Test func `the scan of the sources finds what it has to`() {
        // A rule that matched nothing would let everything through.
        for (kind, least) in [
            (ErrorTexts.Kind.error, 350), (.hint, 60), (.warning, 25), (.action, 60),
        ] {
            let count = texts.entries.count { $0.kind == kind }
            #expect(count >= least, "\(kind)")
        }
        let known = Set(texts.entries.map(\.text))
        for text in [
            "no answer to the ClientHello in …", "certificate expired on …", "no such file: …",
            "--insecure excludes --ca, --name and --pin", "there is no subcommand '……'",
            "the pre-shared keys differ", "the peer is gone: nobody listens at its port any more",
        ] {
            #expect(known.contains(text), "\(text)")
        }
    }

    @Test func `a text starts in lower case, but for names`() {
        for entry in texts.entries {
            let first = entry.text.prefix { !" ,:;'".contains($0) }
            guard first.first?.isUppercase == true else { continue }
            #expect(Self.names.contains(String(first)), "\(entry)")
        }
    }

    @Test func `a text is one sentence without a period`() {
        for entry in texts.entries {
            #expect(!entry.text.hasSuffix("."), "\(entry)")
            #expect(entry.text.firstMatch(of: #/[.!?] [A-Z]/#) == nil, "\(entry)")
            #expect(!entry.text.contains("!"), "\(entry)")
            #expect(!entry.text.contains("  "), "\(entry)")
        }
    }

    @Test func `no text is jargon`() {
        for entry in texts.entries {
            let text = entry.text.lowercased()
            for word in Self.jargon {
                #expect(!text.contains(word), "“\(word)” in \(entry)")
            }
        }
    }

    @Test func `what texts name is there`() async throws {
        let commands = try await CommandLineHelp.commands()
        let options = Set(commands.flatMap(\.optionNames))
        for entry in texts.entries {
            // Long names are ours; openssl's have one dash.
            for match in entry.text.matches(of: #/(?:^|[ (])(--[a-z0-9][a-z0-9-]*)/#) {
                let option = String(match.output.1)
                #expect(
                    options.contains(option) || Self.others.contains(option), "\(option): \(entry)")
            }
            for match in entry.text.matches(of: #/\bdtlscat ([a-z]+)(?: ([a-z]+)\b)?/#) {
                let command = commands.first { $0.commandName == match.output.1 }
                #expect(command != nil, "\(entry)")
                if let subcommands = command?.subcommands, let name = match.output.2 {
                    #expect(subcommands.contains { $0.commandName == name }, "\(entry)")
                }
            }
        }
    }

    // MARK: -

    /// What is written in capitals everywhere.
    private static let names: Set<String> = [
        "DTLS", "GnuTLS", "HOST", "ADDR", "LISTEN_FDS", "MD5", "SHA-1", "SDP", "SSLKEYLOGFILE",
        "CRL",
        "RFC", "IPv4", "IPv6",
        // In the manner of ssh, which everybody knows.
        "THE",
    ]

    private static let jargon = [
        "failed to", "unable to", "error:", "invalid argument", "illegal", "please", "oops",
        "null", "exception", "fatal", "abort", "could not be parsed",
    ]

    /// Options of gnutls-serv, of the argument parser, and of none that are told what they are here.
    private static let others: Set<String> = [
        "--heartbeat", "--help", "--generate-completion-script",
    ]
}
