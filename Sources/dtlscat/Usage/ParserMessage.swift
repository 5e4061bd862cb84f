/// What the argument parser says is wrong, taken out of its sentences: its errors have no other
/// form that can be seen from here.
enum ParserMessage: Equatable {
    /// There is no option of this name.
    case unknownOption(String)

    /// An option stands there without a value.
    case missingValue(option: String)

    /// An option that takes none has a value.
    case needlessValue(option: String, value: String)

    /// Words too many.
    case unexpected([String])

    /// A word that has to be there, by its name.
    case missing(String)

    /// A value that an option or a word cannot have, and why where that is known.
    case badValue(String, name: String, isOption: Bool, reason: String?)

    /// There are no completions for this shell.
    case unknownShell(String)

    /// Anything else: our own sentences, of options that do not go together.
    case other(String)

    init(_ text: String) {
        self =
            Self.option(text) ?? Self.word(text) ?? Self.value(text)
            ?? .other(text)
    }

    private static func option(_ text: String) -> ParserMessage? {
        if let rest = text.after("Unknown option '") {
            // Of letters behind one dash, it also says what else could have been meant.
            let end = rest.ranges(of: "'. Did you mean '").last?.lowerBound
            return .unknownOption(
                String(rest[..<(end ?? rest.firstIndex(of: "\n") ?? rest.endIndex)])
                    .trimmingQuote())
        }
        if let rest = text.after("Missing value for '") {
            return .missingValue(option: rest.prefix { $0 != " " && $0 != "'" }.description)
        }
        if let rest = text.after("The option '"),
            let middle = rest.firstRange(of: "' does not take any value, but '"),
            let end = rest.ranges(of: "' was specified").last
        {
            return .needlessValue(
                option: String(rest[..<middle.lowerBound]),
                value: String(rest[middle.upperBound..<end.lowerBound]))
        }
        if let rest = text.after("Invalid option: ") { return .unknownOption(String(rest)) }
        return nil
    }

    private static func word(_ text: String) -> ParserMessage? {
        if let rest = text.after("Unexpected argument '") {
            return .unexpected([String(rest).trimmingQuote()])
        }
        if let middle = text.firstRange(of: " unexpected arguments: '"),
            Int(text[..<middle.lowerBound]) != nil
        {
            let words = text[middle.upperBound...].split(separator: "', '").map(String.init)
            return .unexpected(words.dropLast() + words.suffix(1).map { $0.trimmingQuote() })
        }
        if let rest = text.after("Missing expected argument '<") {
            return .missing(rest.prefix { $0 != ">" }.description)
        }
        if let rest = text.after("Can't generate completion scripts for '") {
            return .unknownShell(rest.prefix { $0 != "'" }.description)
        }
        return nil
    }

    private static func value(_ text: String) -> ParserMessage? {
        guard let rest = text.after("The value '"),
            let middle = rest.firstRange(of: "' is invalid for '")
        else { return nil }
        // '--framing <framing>', or '<port>' of a word that is no option.
        let named = rest[middle.upperBound...]
        guard let end = named.firstIndex(of: "'") else { return nil }
        let isOption = !named.hasPrefix("<")
        let name =
            isOption
            ? named[..<end].prefix { $0 != " " } : named[..<end].dropFirst().prefix { $0 != ">" }
        return .badValue(
            String(rest[..<middle.lowerBound]), name: String(name), isOption: isOption,
            reason: named[end...].description.after("': ").map(String.init))
    }
}

extension String {
    /// What stands behind `beginning`; `nil` where that is not how it begins.
    fileprivate func after(_ beginning: String) -> Substring? {
        hasPrefix(beginning) ? dropFirst(beginning.count) : nil
    }

    /// Without a quotation mark at the end.
    fileprivate func trimmingQuote() -> String { hasSuffix("'") ? String(dropLast()) : self }
}
