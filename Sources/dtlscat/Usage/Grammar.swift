import ArgumentParser
import FoundationEssentials

/// The subcommands and options that there are, as the argument parser knows them.
///
/// It tells them as JSON, to whoever asks by an option; that is read here, so that what a hint
/// names is there.
struct Grammar {
    /// The program itself, with the subcommands in it.
    let root: Command

    /// What is declared; `nil` where the argument parser says it in a way that is not understood.
    init?() {
        do {
            _ = try DTLSCat.parseAsRoot(["--experimental-dump-help"])
            return nil
        } catch {
            let text = DTLSCat.message(for: error)
            guard let dump = try? JSONDecoder().decode(Dump.self, from: Data(text.utf8)) else {
                return nil
            }
            root = dump.command
        }
    }

    /// The subcommand that `arguments` begin with, and its words: `hosts`, or `hosts forget`.
    func command(of arguments: [String]) -> (command: Command, words: [String]) {
        var command = root
        var words: [String] = []
        for argument in arguments {
            guard let next = command.subcommand(argument) else { break }
            command = next
            words.append(next.commandName)
        }
        return (command, words)
    }

    /// The subcommands that have an option, in their order: `listen`, `hosts scan`.
    func commands(with option: String) -> [String] {
        func search(_ command: Command, _ path: String) -> [String] {
            (command.options.contains(option) ? [path] : [])
                + (command.subcommands ?? []).flatMap { search($0, "\(path) \($0.commandName)") }
        }
        return (root.subcommands ?? []).flatMap { search($0, $0.commandName) }
    }

    private struct Dump: Decodable {
        let command: Command
    }

    /// The program, or a subcommand.
    struct Command: Decodable {
        let commandName: String
        let aliases: [String]?
        let subcommands: [Command]?
        let arguments: [Argument]?

        /// The subcommand of a name, or of another name that it has.
        func subcommand(_ name: String) -> Command? {
            subcommands?.first { $0.commandName == name || $0.aliases?.contains(name) == true }
        }

        /// What its subcommands are called.
        var subcommandNames: [String] { (subcommands ?? []).map(\.commandName) }

        /// The options, each as it is typed, without those that are not told of.
        var options: [String] {
            (arguments ?? []).filter(\.shouldDisplay).flatMap(\.typed)
        }

        /// The option that is typed so.
        func option(_ name: String) -> Argument? {
            arguments?.first { $0.typed.contains(name) }
        }

        /// What is no option, by name and in its order.
        var positionals: [String] {
            (arguments ?? []).filter { $0.kind == "positional" }.map(\.valueName)
        }
    }

    /// An option, or a word that is none.
    struct Argument: Decodable {
        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
        let valueName: String
        let completionKind: CompletionKind?

        /// The words that it can be, where there are few; those of a free text are but examples.
        var words: [String] {
            valueName == "string" ? [] : completionKind?.list?.values ?? []
        }

        /// Its names as they are typed.
        var typed: [String] { (names ?? []).map(\.typed) }
    }

    /// What completes a value.
    struct CompletionKind: Decodable {
        let list: List?

        struct List: Decodable {
            let values: [String]
        }
    }

    /// One of an option's names.
    struct Name: Decodable {
        let kind: String
        let name: String

        var typed: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }
}
