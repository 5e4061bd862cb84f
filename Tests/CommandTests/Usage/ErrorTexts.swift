import Foundation

/// Every text by which the program, or one of its rooms, tells what is wrong or what to do about it.
struct ErrorTexts {
    /// What a text is for.
    enum Kind: String {
        /// The sentence itself, or a part of it.
        case error = ""

        /// What to do about it.
        case hint = "hint: "

        /// Not the end.
        case warning = "warning: "

        /// What could not be done, by a library or the kernel, which say why.
        case action = "cannot "
    }

    /// A text, and the file that it is in.
    struct Entry: Hashable {
        let file: String
        let kind: Kind
        let text: String
    }

    let entries: [Entry]

    /// Those in the sources below `root`, by file and in the order in which they stand there.
    init(in root: URL) throws {
        let sources = root.appendingPathComponent("Sources")
        let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
            .filter { $0.hasSuffix(".swift") }.sorted()
        entries = try files.flatMap { file in
            let source = try String(
                contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            var seen: Set<Entry> = []
            return SourceText.all(in: source).compactMap { literal -> Entry? in
                guard let kind = Self.kind(literal, in: file) else { return nil }
                let entry = Entry(file: file, kind: kind, text: literal.text)
                return seen.insert(entry).inserted ? entry : nil
            }
        }
    }

    /// The catalogue as it is committed: by room and file, hints marked as such.
    var text: String {
        var lines: [String] = []
        var file = ""
        for entry in entries {
            if entry.file != file {
                lines += (file.isEmpty ? [] : [""]) + [entry.file]
                file = entry.file
            }
            lines.append("    " + entry.kind.rawValue + entry.text)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What it is for, where it is such a text: one that is handed to a failure, or describes one.
    private static func kind(_ literal: SourceText, in file: String) -> Kind? {
        // Two words at least: the rest are names and numbers.
        guard literal.text.contains(" "), literal.text.contains(where: \.isLetter) else {
            return nil
        }
        if literal.calls.contains("warn") { return .warning }
        if literal.label == "action" || literal.calls.contains(where: doers.contains) {
            return .action
        }
        if literal.statement.contains(#/\baction =/#) { return .action }
        let isHint =
            literal.label == "hint"
            || literal.statement.contains(#/\b\w*[hH]int(: String\??)? \+?=/#)
            || literal.blocks.contains { $0.contains(#/\b\w*[hH]int\w*(\(.*\) ->|:) String/#) }
        let kind = isHint ? Kind.hint : .error
        if literal.calls.contains(where: makers.contains) { return kind }
        if literal.calls.contains("init"), ["message", "hint"].contains(literal.label) {
            return kind
        }
        if literal.statement.contains(#/\b(\w*[hH]int|message|obstacle)(: String\??)? \+?=/#) {
            return kind
        }
        // What an ending is put down to is worked out beside what it is measured from.
        if literal.blocks.contains(where: {
            $0.contains(#/\b(func problem|func undelivered|func loss|var obstacle)\b.*String/#)
        }) {
            return kind
        }
        guard describing.contains(where: file.hasSuffix) else { return nil }
        return literal.blocks.contains { $0.contains(Self.description) } ? kind : nil
    }

    /// What stands before a block whose value is such a text.
    private static var description: Regex<(Substring, Substring)> {
        #/\b(description|message|\w*[hH]int\w*|meaning|problem|sentence|reason|text|place|usage)\b.*String/#
    }

    /// What takes the name of what was to be done.
    private static let doers: Set<String> = [
        "check", "perform", "call", "takeDatum", "failure", "SocketError", "GnuTLSError",
    ]

    /// What makes a failure out of a text.
    private static let makers: Set<String> = [
        "Failure", "usage", "network", "ValidationError", "SpecError", "SecretError", "PinError",
        "PriorityError", "IdentityError", "StateFileError", "FramingError", "Damage",
        "BenchFailure", "ResolverError",
    ]

    /// The files in which descriptions of errors are written.
    private static let describing = [
        "Error.swift", "Failure.swift", "Failure+Handshake.swift", "VerificationPolicy.swift",
        "Alert.swift", "Alert+Meaning.swift", "Priority.swift", "Pin.swift", "ScanRule.swift",
        "BenchClient.swift", "UsageFailure.swift",
    ]
}
