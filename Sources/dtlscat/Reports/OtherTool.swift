/// A command line of another tool that does what options of ours do, as far as it can.
struct OtherTool {
    /// The program's name.
    let name: String

    /// The line, for a shell.
    private(set) var line: String

    /// What it cannot do, or has to be told by hand.
    private(set) var notes: [String] = []

    init(_ name: String, _ words: String...) {
        self.name = name
        line = words.joined(separator: " ")
    }

    /// Appends words, of which the shell sees those that it would change in quotes.
    mutating func add(_ words: String...) {
        for word in words { line += " " + Self.quoted(word) }
    }

    /// Appends an option and something that the shell is to work out.
    mutating func add(_ option: String, shell expression: String) {
        line += " \(option) \(expression)"
    }

    /// Tells something that the line does not say.
    mutating func note(_ text: String) { notes.append("\(name): \(text)") }

    /// A word as a shell takes it.
    static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || Array("_-+=:,./@%".utf8).contains($0)
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
