/// A string literal of a Swift source file, and where it stands.
struct SourceText: Equatable {
    /// The text, with `…` for what is put in.
    var text: String

    /// The calls that it stands in, outermost first: `usage`, `Failure`.
    let calls: [String]

    /// The label of the argument that it is, such as `hint`; empty without one.
    let label: String

    /// What stands before the blocks around it, outermost first: `var description: String`.
    let blocks: [String]

    /// What stands before it in its statement.
    let statement: String

    /// The literals of a source, those that are added to one another as one.
    static func all(in source: String) -> [SourceText] {
        var reader = SourceReader(source)
        return reader.read()
    }
}

/// Finds the string literals of a source: a scanner of brackets, comments and quotation marks.
private struct SourceReader {
    private let characters: [Character]
    private var position = 0
    private var found: [SourceText] = []

    /// The brackets that are open: a call's name, or what stands before a block.
    private var open: [(bracket: Character, name: String, start: Int)] = []

    /// The code of the statement so far, without literals and comments.
    private var statement = ""

    /// The code since the last literal; only a plus sign adds the next one to it.
    private var since = ""

    init(_ source: String) { characters = Array(source) }

    mutating func read() -> [SourceText] {
        while position < characters.count { step() }
        return found
    }

    private func at(_ offset: Int) -> Character? {
        position + offset < characters.count ? characters[position + offset] : nil
    }

    private mutating func step() {
        let character = characters[position]
        switch (character, at(1)) {
        case ("/", "/"):
            while let next = at(0), !next.isNewline {
                _ = next
                position += 1
            }
        case ("\"", _): literal()
        case ("(", _), ("[", _), ("{", _):
            let name =
                character == "{"
                ? heading
                : String(
                    statement.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                        .reversed())
            open.append((character, name, statement.count))
            add(character)
            if character == "{" { statement = "" }
        case (")", _), ("]", _), ("}", _):
            if !open.isEmpty { open.removeLast() }
            add(character)
            if character == "}" { statement = "" }
        case (let other, _) where other.isNewline:
            if endsStatement { statement = "" }
            add(" ")
        default: add(character)
        }
    }

    private mutating func add(_ character: Character) {
        if !(character == " " && statement.last == " ") { statement.append(character) }
        since.append(character)
        position += 1
    }

    /// What the block that begins is the body of.
    private var heading: String { statement.trimmed }

    /// Whether the line's end is that of the statement, too.
    private var endsStatement: Bool {
        if let last = open.last, last.bracket != "{" { return false }
        if let last = statement.trimmed.last, "=+?:,(&|".contains(last) { return false }
        let next = characters[(position + 1)...].first { !$0.isWhitespace }
        return next.map { !"+?:.&|)".contains($0) } ?? true
    }

    private mutating func literal() {
        let isLong = at(1) == "\"" && at(2) == "\""
        position += isLong ? 3 : 1
        var text = ""
        while let character = at(0) {
            if isLong ? character == "\"" && at(1) == "\"" && at(2) == "\"" : character == "\"" {
                position += isLong ? 3 : 1
                break
            }
            if character == "\\", at(1) == "(" {
                text += "…"
                position += 2
                skipInterpolation()
            } else if character == "\\", isLong, at(1)?.isNewline == true {
                position += 2
                while at(0) == " " { position += 1 }
            } else if character == "\\" {
                text += at(1) == "n" ? " " : at(1).map(String.init) ?? ""
                position += 2
                if characters[position - 1] == "u" {
                    while at(0) != "}" { position += 1 }
                    position += 1
                }
            } else {
                text.append(character)
                position += 1
            }
        }
        finish(text.trimmed.isEmpty ? text : text)
    }

    /// What is put in may have literals of its own.
    private mutating func skipInterpolation() {
        var depth = 1
        while depth > 0, let character = at(0) {
            if character == "\"" {
                let before = (found, since)
                literal()
                // A text that is put in where there is a choice is one of its own.
                (found, since) = before
                continue
            }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            position += 1
        }
    }

    private mutating func finish(_ text: String) {
        let isAdded = since.trimmed == "+" && !found.isEmpty
        since = ""
        if isAdded {
            found[found.count - 1].text += text
            return
        }
        let calls = open.filter { $0.bracket == "(" }
        var label = ""
        if let call = open.last(where: { $0.bracket == "(" }) {
            label = String(statement.dropFirst(call.start)).lastLabel
        }
        found.append(
            SourceText(
                text: text, calls: calls.map(\.name), label: label,
                blocks: open.filter { $0.bracket == "{" }.map(\.name), statement: statement.trimmed)
        )
        statement += "\u{22}"
    }
}

extension String {
    fileprivate var trimmed: String {
        String(
            drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The label of the argument that begins last, of those of the call at the front.
    fileprivate var lastLabel: String {
        var depth = 0
        var word = ""
        var label = ""
        for character in self {
            switch character {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            case "," where depth <= 1: (label, word) = ("", "")
            case ":" where depth <= 1 && !word.isEmpty && label.isEmpty && !word.contains("?"):
                label = word
            case _ where character.isLetter: word.append(character)
            case "?": word.append("?")
            default: break
            }
        }
        return label
    }
}
