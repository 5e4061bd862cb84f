import Foundation
import TestSupport
import Testing

/// `--help` is a screen or two, and its examples can be typed.
@Suite(.timeLimit(.minutes(10))) struct HelpTests {
    @Test(arguments: [
        ("connect", 110), ("listen", 122), ("forward", 110), ("bench", 112), ("fingerprint", 60),
        ("probe", 85), ("scan", 60), ("keygen", 60), ("keygen psk", 60), ("keygen cert", 60),
        ("keygen rpk", 60), ("hosts", 60), ("hosts list", 60), ("hosts forget", 60),
        ("hosts import", 60), ("hosts scan", 60), ("priority", 70), ("impair", 60), ("", 60),
    ])
    func `it is short, and an option is one line`(command: String, most: Int) async throws {
        let lines = try await Self.help(command).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= most)
        for line in lines {
            #expect(line.count <= 80, "\(line)")
            #expect(!line.hasPrefix(String(repeating: " ", count: 26)), "wrapped: \(line)")
        }
    }

    @Test func `each subcommand has examples that name what there is`() async throws {
        let dump = try await DTLSCat.run(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.text.utf8)).command
        for command in Self.all(root, "") where !command.name.hasPrefix("help") {
            let examples = try await Self.help(command.name).split(separator: "\n")
                .drop { $0 != "Examples:" }.dropFirst().prefix { $0.hasPrefix("  ") }
            #expect((2...4).contains(examples.count), "\(command.name): \(examples)")
            #expect(
                examples.contains { $0.contains("dtlscat \(command.name)") }, "\(command.name)")
            for example in examples {
                for part in example.components(separatedBy: "dtlscat ").dropFirst() {
                    let words = part.prefix { !"|<>".contains($0) }.split(separator: " ")
                    let used = Self.all(root, "").filter { candidate in
                        words.starts(
                            with: candidate.name.split(separator: " "), by: { $0 == $1 })
                    }.max { $0.name.count < $1.name.count }
                    let options = try #require(used, "\(example)").options
                    for word in words where word.hasPrefix("-") && word.count > 1 {
                        let option = word.contains(#/^-v+$/#) ? "-v" : String(word)
                        #expect(options.contains(option), "\(option) in \(example)")
                    }
                }
            }
        }
    }

    @Test func `the words that an option can be are in its line`() async throws {
        let dump = try await DTLSCat.run(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.text.utf8)).command
        var seen = 0
        for command in Self.all(root, "") {
            for argument in command.arguments {
                guard let words = argument.completionKind?.list?.values,
                    let abstract = argument.abstract,
                    // Two are the same as --framing, of one stream; a priority string is of any words.
                    !["in-framing", "out-framing", "priority"].contains(
                        argument.preferredName?.name)
                else { continue }
                seen += 1
                let named = abstract.split { !$0.isLetter && !$0.isNumber && !"-.".contains($0) }
                    .map { $0.hasSuffix(".") ? String($0.dropLast()) : String($0) }
                for word in words {
                    #expect(named.contains(word), "\(word) in “\(abstract)”")
                }
            }
        }
        #expect(seen > 20)
    }

    // MARK: -

    private static func help(_ command: String) async throws -> String {
        let outcome = try await DTLSCat.run(
            command.split(separator: " ").map(String.init) + ["--help"],
            environment: ["COLUMNS": "80"])
        #expect(outcome.status == 0)
        return outcome.text
    }

    private struct Dump: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    private struct Argument: Decodable {
        let abstract: String?
        let names: [CommandLineHelp.Name]?
        let preferredName: CommandLineHelp.Name?
        let completionKind: CompletionKind?
    }

    private struct CompletionKind: Decodable {
        let list: List?

        struct List: Decodable {
            let values: [String]
        }
    }

    private struct Found {
        let name: String
        let arguments: [Argument]
        var options: [String] { arguments.flatMap { ($0.names ?? []).map(\.text) } }
    }

    /// All subcommands, `hosts` before `hosts list`.
    private static func all(_ command: Command, _ path: String) -> [Found] {
        (command.subcommands ?? []).flatMap { subcommand in
            let name = path + subcommand.commandName
            return [Found(name: name, arguments: subcommand.arguments ?? [])]
                + all(subcommand, name + " ")
        }
    }
}
