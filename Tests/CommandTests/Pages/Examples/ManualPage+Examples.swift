import TestSupport

extension ManualPage {
    /// Commands that a page prints, and the sentence that says what they are for.
    struct Example: Sendable {
        /// The sentence in front.
        let title: String

        /// The command lines, as a shell takes them.
        var commands: [String]
    }

    /// The examples of the page.
    var examples: [Example] {
        var examples: [Example] = []
        var title: [String] = []
        var block: [Substring] = []
        var isLiteral = false
        func end() {
            guard !block.isEmpty else { return }
            let commands = PrintedBlock.commands(of: block)
            if title.isEmpty, !examples.isEmpty {
                examples[examples.count - 1].commands += commands
            } else {
                examples.append(Example(title: title.joined(separator: " "), commands: commands))
            }
            (title, block) = ([], [])
        }
        for line in lines("EXAMPLES") {
            if line.hasPrefix(".Bd -literal") {
                isLiteral = true
            } else if line == ".Ed" {
                isLiteral = false
                end()
            } else if isLiteral || line.hasPrefix(".Dl ") {
                let text = isLiteral ? line : line.dropFirst(4)
                block.append(Substring(text.replacing("\\e", with: "\\")))
            } else if line != ".Pp" {
                end()
                title.append(line.hasPrefix(".") ? Self.text(line.dropFirst()) : String(line))
            }
        }
        end()
        return examples
    }
}
