import Foundation
import TestSupport
import Testing

/// Options, manual pages, completions and README say the same.
@Suite struct DriftTests {
    @Test func everyOptionStandsInTheManualPageOfItsSubcommand() async throws {
        for command in try await Self.commands() {
            let page = try Self.manual(command.commandName)
            for name in command.optionNames {
                #expect(page.contains(name), "dtlscat-\(command.commandName).1 lacks \(name)")
            }
        }
    }

    @Test func theManualPagesNameNoOptionThatDoesNotExist() async throws {
        for command in try await Self.commands() {
            let known = Set(command.optionNames + ["--help", "-h", "--version"])
            // Some pages refer to options of other subcommands.
            let unknown = try Self.manual(command.commandName).subtracting(known)
                .subtracting(Self.foreign[command.commandName] ?? [])
            #expect(unknown.isEmpty, "dtlscat-\(command.commandName).1 has \(unknown)")
        }
    }

    @Test(arguments: [("bash", "dtlscat.bash"), ("zsh", "_dtlscat"), ("fish", "dtlscat.fish")])
    func theCompletionsAreWhatTheProgramMakes(shell: String, file: String) async throws {
        let made = try await DTLSCat.run(["--generate-completion-script", shell])
        let committed = try Self.text("completions/\(file)")
        #expect(made.text == committed, "run make completions")
    }

    @Test func everyOptionStandsInTheCompletionsOfEachShell() async throws {
        let bash = try Self.text("completions/dtlscat.bash")
        let zsh = try Self.text("completions/_dtlscat")
        let fish = try Self.text("completions/dtlscat.fish")
        for command in try await Self.commands() {
            for name in command.optionNames {
                #expect(Self.names(name, in: bash), "dtlscat.bash lacks \(name)")
                #expect(Self.names(name, in: zsh), "_dtlscat lacks \(name)")
                let word = name.drop { $0 == "-" }
                let flag = name.hasPrefix("--") ? "-l '\(word)'" : "-s '\(word)'"
                let offer = fish.split(separator: "\n").contains {
                    $0.contains("\"dtlscat \(command.commandName)") && $0.contains(flag)
                }
                #expect(offer, "dtlscat.fish lacks \(name) of \(command.commandName)")
            }
        }
    }

    @Test(arguments: [
        ("bash", "source completions/dtlscat.bash && complete -p dtlscat"),
        ("zsh", "autoload -U compinit && compinit -u -D && source completions/_dtlscat"),
        ("fish", "source completions/dtlscat.fish; complete -C'dtlscat connect --fra'"),
    ])
    func theCompletionsLoadInTheirShell(shell: String, script: String) async throws {
        let loaded = try await Program(
            shell, ["-c", "cd '\(Self.root.path)' && \(script)"]
        ).outcome()
        #expect(loaded.status == 0, "\(loaded.errors)")
    }

    @Test func theReadmeNamesEverySubcommand() async throws {
        let readme = try Self.text("README.md")
        for command in try await Self.commands() {
            #expect(readme.contains("dtlscat \(command.commandName)"))
            #expect(readme.contains("dtlscat-\(command.commandName)(1)"))
        }
    }

    @Test func theReadmeUsesNoOptionThatDoesNotExist() async throws {
        let known = Set(try await Self.commands().flatMap(\.optionNames) + ["--version"])
        let lines = try Self.text("README.md").split(separator: "\n")
        for line in lines where line.contains("dtlscat") {
            for command in line.components(separatedBy: "dtlscat ").dropFirst() {
                let end = command.firstIndex { "|`;<>".contains($0) } ?? command.endIndex
                for word in command[..<end].split(separator: " ") where word.hasPrefix("--") {
                    #expect(known.contains(String(word)), "\(word) in: \(line)")
                }
            }
        }
    }

    // MARK: -

    private static let foreign = [
        "connect": ["-k"], "listen": ["--pin", "--reconnect"], "bench": ["--echo", "--discard"],
        "hosts": ["--tofu", "--strict-tofu"],
        "fingerprint": ["--pin", "--client-pin"],
        "keygen": ["--cert", "--pin", "--psk-db", "--psk-file", "--rpk"],
    ]

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Whether `text` has `option` as a word of its own.
    private static func names(_ option: String, in text: String) -> Bool {
        text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.contains { $0 == option }
    }

    /// The options that the subcommand's page marks up as such.
    private static func manual(_ command: String) throws -> Set<String> {
        var names: Set<String> = []
        for line in try text("man/dtlscat-\(command).1").split(separator: "\n") {
            let words = line.split(separator: " ")
            for (word, next) in zip(words, words.dropFirst())
            where word == "Fl" || word == ".Fl" {
                names.insert("-\(next)")
            }
        }
        return names
    }

    private static func commands() async throws -> [Command] {
        let dump = try await DTLSCat.run(["--experimental-dump-help"])
        return try JSONDecoder().decode(Dump.self, from: Data(dump.text.utf8))
            .command.subcommands?.filter { $0.commandName != "help" } ?? []
    }

    private struct Dump: Decodable {
        let command: Command
    }

    struct Command: Decodable {
        let commandName: String
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// Those of its own subcommands as well: they share a page.
        var optionNames: [String] {
            ownNames + (subcommands ?? []).flatMap(\.optionNames)
        }

        private var ownNames: [String] {
            (arguments ?? []).filter { $0.shouldDisplay && $0.kind != "positional" }
                .flatMap { $0.names ?? [] }.map(\.text)
        }
    }

    struct Argument: Decodable {
        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
    }

    struct Name: Decodable {
        let kind: String
        let name: String

        var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }
}
