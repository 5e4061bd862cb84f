import Foundation
import TestSupport

/// What the program says of its own command line.
enum CommandLineHelp {
    /// The subcommands, but for `help`.
    static func commands() async throws -> [Command] {
        try await parsed.value.command.subcommands?.filter { $0.commandName != "help" } ?? []
    }

    /// One of them.
    static func command(_ name: String) async throws -> Command {
        guard let command = try await commands().first(where: { $0.commandName == name }) else {
            throw TestFailure("no subcommand \(name)")
        }
        return command
    }

    private static let parsed = Task {
        let dump = try await DTLSCat.run(["--experimental-dump-help"])
        return try JSONDecoder().decode(Dump.self, from: Data(dump.text.utf8))
    }

    private struct Dump: Decodable {
        let command: Command
    }

    /// A subcommand.
    struct Command: Decodable, Sendable {
        let commandName: String
        let superCommands: [String]?
        let aliases: [String]?
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// The options that it shows, its own subcommands' as well: they share a page.
        var options: [Argument] { ownArguments + (subcommands ?? []).flatMap(\.options) }

        /// Their names.
        var optionNames: [String] { options.flatMap(\.spellings) }

        /// The names of those that stand behind it itself.
        var ownOptions: [String] { ownArguments.flatMap(\.spellings) }

        /// The subcommand that its page is about.
        var page: String { superCommands?.dropFirst().first ?? commandName }

        /// It and its own subcommands.
        var withSubcommands: [Command] { [self] + (subcommands ?? []) }

        /// What is typed for it: its name behind those of what it belongs to, and its other names.
        var spellings: [String] {
            let start = (superCommands ?? []).dropFirst().map { $0 + " " }.joined()
            return ([commandName] + (aliases ?? [])).map { start + $0 }
        }

        /// Those that stand behind it itself.
        var ownArguments: [Argument] {
            (arguments ?? []).filter { $0.shouldDisplay && $0.kind != "positional" }
        }
    }

    /// An option, or what stands without one.
    struct Argument: Decodable, Sendable {
        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
        let abstract: String?
        let defaultValue: String?
        let allValues: [String]?

        /// The default that the help shows, where it is a value and no clause.
        var shownDefault: String? {
            if let defaultValue { return defaultValue }
            guard let abstract, let start = abstract.firstRange(of: "default: ") else { return nil }
            let value = abstract[start.upperBound...].prefix { !",;".contains($0) }
            guard !value.contains(" ") else { return nil }
            return value.hasSuffix(".") ? String(value.dropLast()) : String(value)
        }

        /// Its names as they are typed, the short one first.
        var spellings: [String] { (names ?? []).map(\.text).sorted { $0.count < $1.count } }
    }

    /// A name of an option.
    struct Name: Decodable, Sendable {
        let kind: String
        let name: String

        var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }
}
