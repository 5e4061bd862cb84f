/// Text that keeps to the width of a terminal.
enum Layout {
    /// `words` on as many lines as it takes, all but the first indented.
    static func wrapped(_ words: [String], width: Int, indent: Int = 2) -> [String] {
        let width = max(width, indent + 1)
        var lines: [String] = []
        var line = ""
        func room() -> Int { width - line.count }
        for word in words {
            var rest = Substring(word)
            if !line.isEmpty {
                if rest.count < room() {
                    line += " "
                } else {
                    lines.append(line)
                    line = String(repeating: " ", count: indent)
                }
            }
            // A word longer than a line is cut: a name of 250 letters, say.
            while rest.count > room() {
                let part = rest.prefix(room())
                lines.append(line + part)
                rest = rest.dropFirst(part.count)
                line = String(repeating: " ", count: indent)
            }
            line += rest
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    /// The same for a sentence.
    static func wrapped(_ text: String, width: Int) -> [String] {
        wrapped(printable(text).split(separator: " ").map(String.init), width: width)
    }

    /// `text` filled up with spaces at its start, or at its end.
    static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + spaces : spaces + text
    }

    /// `text` without what a terminal would act on; names of suites and reasons may be a peer's.
    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
