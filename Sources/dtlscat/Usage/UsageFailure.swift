import ArgumentParser

// What is wrong with the command line, in our words, and what was probably meant.
extension Failure {
    /// - Parameters:
    ///   - error: what the argument parser has thrown.
    ///   - typed: the words behind the program's name.
    init(_ error: any Error, typed: [String]) {
        let message = ParserMessage(DTLSCat.message(for: error))
        guard let grammar = Grammar() else {
            self = .usage("\(DTLSCat.message(for: error))")
            return
        }
        let line = CommandLineWords(typed, grammar)
        self = line.mistypedSubcommand(message) ?? line.failure(message)
    }
}

/// A command line that is not as it has to be.
struct CommandLineWords {
    private let typed: [String]
    private let grammar: Grammar
    private let command: Grammar.Command
    private let path: [String]

    /// - Parameter typed: the words behind the program's name.
    init(_ typed: [String], _ grammar: Grammar) {
        self.typed = typed
        self.grammar = grammar
        (command, path) = grammar.command(of: DTLSCat.complete(typed))
    }

    // MARK: - Subcommands

    /// The failure that the first word is, which looks like a slip in a subcommand; `nil` where it
    /// is none, or may well be a host.
    static func mistypedSubcommand(_ typed: [String]) -> Failure? {
        guard let grammar = Grammar() else { return nil }
        if typed.first == "help" {
            let words = typed.dropFirst().filter { !$0.hasPrefix("-") && $0 != "help" }
            let found = grammar.command(of: words)
            guard found.words.count < words.count else { return nil }
            return unknownSubcommand(
                words[words.index(words.startIndex, offsetBy: found.words.count)], found)
        }
        let line = CommandLineWords(typed, grammar)
        guard let word = line.possibleSubcommand, let second = typed.dropFirst().first else {
            return nil
        }
        let meant = nearest(word, in: grammar.root.subcommandNames).flatMap(grammar.root.subcommand)
        let hasSubcommand = meant?.subcommand(second) != nil
        // No port has a dot, a colon or a slash in it.
        let isNoPort = !second.hasPrefix("-") && second.contains { ".:/".contains($0) }
        guard let meant, hasSubcommand || isNoPort || typed.contains(where: isHelp) else {
            return nil
        }
        return Self.unknownSubcommand(word, (grammar.root, []), meant: meant.commandName)
    }

    /// Likewise, where the argument parser has not understood the rest.
    func mistypedSubcommand(_ message: ParserMessage) -> Failure? {
        if !command.subcommandNames.isEmpty, case .unexpected(let words) = message,
            let word = words.first
        {
            return Self.unknownSubcommand(word, (command, path))
        }
        guard let word = possibleSubcommand,
            let meant = nearest(word, in: grammar.root.subcommandNames)
        else { return nil }
        // Behind a host comes a port; a third word comes behind neither.
        var isTooMuch = false
        if case .unexpected = message { isTooMuch = true }
        guard isTooMuch || typed.dropFirst().first.map({ UInt16($0) != nil }) != true else {
            return nil
        }
        return Self.unknownSubcommand(word, (grammar.root, []), meant: meant)
    }

    /// The first word, where it is no subcommand and nothing that only a host can be.
    private var possibleSubcommand: String? {
        guard let first = typed.first, !first.hasPrefix("-"), first != "help",
            grammar.root.subcommand(first) == nil, !first.contains(where: { ".:/[".contains($0) })
        else { return nil }
        return first
    }

    private static func unknownSubcommand(
        _ word: String, _ parent: (command: Grammar.Command, words: [String]), meant: String? = nil
    ) -> Failure {
        let names = parent.command.subcommandNames
        let path = parent.words.map { $0 + " " }.joined()
        guard !names.isEmpty else {
            return .usage("\(path.dropLast()) has no subcommands")
        }
        let list =
            parent.words.isEmpty
            ? "dtlscat help lists them" : "there are \(enumeration(names, "and"))"
        let meant = meant ?? nearest(word, in: names)
        return .usage(
            "there is no subcommand '\(path)\(word)'",
            hint: meant.map { "did you mean '\(path)\($0)'? \(list)" }
                ?? (parent.words.isEmpty ? "\(list); dtlscat HOST PORT connects" : list))
    }

    private static func isHelp(_ word: String) -> Bool { word == "-h" || word == "--help" }

    // MARK: - Options, values and other words

    /// What `message` is about.
    func failure(_ message: ParserMessage) -> Failure {
        switch message {
        case .unknownOption(let name): return unknownOption(name)
        case .missingValue(let option):
            return .usage("\(option) needs a value", hint: values(option))
        case .needlessValue(let option, let value):
            return .usage("\(option) takes no value, and has '\(value)'")
        case .unexpected(let words):
            let quoted = enumeration(words.map { "'\($0)'" }, "and")
            return .usage("unexpected word\(words.count == 1 ? "" : "s") \(quoted)", hint: usage)
        case .missing(let name):
            if let option = unknownOptionTyped { return unknownOption(option) }
            let missing = command.positionals.drop { $0 != name }.map { $0.uppercased() }
            return .usage(
                "\(enumeration(missing.isEmpty ? [name.uppercased()] : missing, "and")) "
                    + (missing.count > 1 ? "are missing" : "is missing"), hint: usage)
        case .badValue(let value, let name, let isOption, let reason):
            return badValue(value, name, isOption, reason)
        case .unknownShell(let name):
            return .usage(
                "there are no completions for '\(name)'",
                hint: "--generate-completion-script takes bash, zsh or fish")
        case .other(let text):
            return .usage(text)
        }
    }

    private func unknownOption(_ name: String) -> Failure {
        let message = "unknown option '\(name)'"
        let others = grammar.commands(with: name)
        if !others.isEmpty {
            return .usage(message, hint: "\(name) is an option of \(enumeration(others, "and"))")
        }
        if let familiar = Self.familiar[name], command.options.contains(familiar) {
            return .usage(message, hint: "that is \(familiar) here")
        }
        let long = command.options.filter { $0.hasPrefix("--") }
        if name.hasPrefix("--"), let meant = nearest(name, in: long) {
            return .usage(message, hint: "did you mean '\(meant)'?")
        }
        return .usage(message, hint: help)
    }

    /// What others call what we have, too.
    private static let familiar = [
        "--verbose": "-v", "--silent": "--quiet", "--timeout": "--wait", "--cafile": "--ca",
        "--CAfile": "--ca", "--x509cafile": "--ca", "--cacert": "--ca", "--psk": "--psk-file",
        "--servername": "--sni", "--fingerprint": "--pin", "--verify-hostname": "--name",
        "--no-verify": "--insecure", "--certificate": "--cert",
    ]

    /// The first option there that does not exist, which the argument parser only tells of where
    /// nothing is missing.
    private var unknownOptionTyped: String? {
        typed.prefix { $0 != "--" }.map { String($0.prefix { $0 != "=" }) }
            .first { $0.hasPrefix("--") && command.option($0) == nil && $0 != "--listen" }
    }

    private func badValue(
        _ value: String, _ name: String, _ isOption: Bool, _ reason: String?
    ) -> Failure {
        let subject = isOption ? name : name.uppercased()
        if let reason {
            return .usage(reason.hasPrefix("-") ? reason : "\(subject): \(reason)")
        }
        // "-w5" is read as "-w -5" and takes the next word.
        if isOption, !name.hasPrefix("--"),
            let joined = typed.first(where: { $0.hasPrefix(name) && $0 != name })
        {
            return .usage(
                "\(name) takes \(kind(name)), not '\(value)'",
                hint: "a space goes before its value: \(name) \(joined.dropFirst(name.count))")
        }
        let listed = command.option(name)?.words ?? []
        let message = "\(subject) takes \(kind(name)), not '\(value)'"
        guard listed.isEmpty else {
            return .usage(
                message, hint: nearest(value, in: listed).map { "did you mean '\($0)'?" })
        }
        return .usage(message, hint: values(name))
    }

    /// What an option or a word takes.
    private func kind(_ name: String) -> String {
        let argument = command.option(name)
        if let listed = argument?.words, !listed.isEmpty { return enumeration(listed, "or") }
        return switch argument?.valueName ?? name {
        case "time", "t": "a time"
        case "size": "a size"
        case "rate": "a rate"
        case "n": "a whole number"
        case "percent": "a number of percent"
        case "port": "a port from 0 to 65535"
        case "n/s": "so many a second"
        case let other: "a \(other)"
        }
    }

    /// How the values of an option are written; `nil` where its kind says it all.
    private func values(_ name: String) -> String? {
        guard let argument = command.option(name) else { return nil }
        if !argument.words.isEmpty { return enumeration(argument.words, "or") }
        return switch argument.valueName {
        case "time", "t": "a time is a number with ms, s, m, h or d behind it, or inf: 500ms"
        case "size": "a size is a number of bytes, with K, M or G behind it for powers of 1024"
        case "rate": "a rate is a number of bits a second, with K, M or G behind it: 10M"
        case "n/s": "a number with /s, /m or /h behind it: 20/s"
        default: nil
        }
    }

    /// How the subcommand is to be typed.
    private var usage: String? {
        var types = DTLSCat.configuration.subcommands
        var usage: String?
        for name in path {
            guard let type = types.first(where: { $0._commandName == name }) else { break }
            usage = type.configuration.usage
            types = type.configuration.subcommands
        }
        return usage?.split(separator: "\n").first.map(String.init) ?? help
    }

    private var help: String {
        "\((["dtlscat"] + path).joined(separator: " ")) --help lists what there is"
    }
}
