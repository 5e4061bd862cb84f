package import Foundation

/// A block of command lines, as the README prints it below a heading.
package struct PrintedBlock: Sendable {
    /// The heading it stands below.
    package let title: String

    /// The command lines in it, each with the lines that it goes on with; without the prompt and
    /// the output of a transcript, and without comments.
    package let commands: [String]

    /// The blocks of shell commands (`sh`) and transcripts (`console`) of a page.
    package static func all(inMarkdown page: String) -> [PrintedBlock] {
        var blocks: [PrintedBlock] = []
        var title = ""
        var kind: Substring?
        var lines: [Substring] = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```"), kind != nil {
                if kind == "sh" { blocks.append(PrintedBlock(title, commands(of: lines))) }
                if kind == "console" {
                    blocks.append(PrintedBlock(title, commands(ofTranscript: lines)))
                }
                kind = nil
            } else if line.hasPrefix("```") {
                kind = line.dropFirst(3)
                lines = []
            } else if kind != nil {
                lines.append(line)
            } else if line.hasPrefix("#") {
                title = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
            }
        }
        return blocks
    }

    private init(_ title: String, _ commands: [String]) {
        self.title = title
        self.commands = commands
    }

    /// What begins with a prompt, which may say whose it is, and what a line goes on with.
    private static func commands(ofTranscript lines: [Substring]) -> [String] {
        var kept: [Substring] = []
        for line in lines {
            if let prompt = line.firstRange(of: "$ "), !line[..<prompt.lowerBound].contains(" ") {
                kept.append(line[prompt.upperBound...])
            } else if let last = kept.last, goesOn(last) {
                kept.append(line)
            }
        }
        return commands(of: kept)
    }

    /// The command lines in these lines, without comments.
    package static func commands(of lines: [Substring]) -> [String] {
        var commands: [String] = []
        var open: [Substring] = []
        for line in lines where !line.isEmpty && !line.hasPrefix("#") {
            open.append(line)
            if goesOn(line) { continue }
            commands.append(open.joined(separator: "\n"))
            open = []
        }
        return commands + (open.isEmpty ? [] : [open.joined(separator: "\n")])
    }

    private static func goesOn(_ line: Substring) -> Bool {
        line.hasSuffix("\\") || line.hasSuffix("|")
    }
}

/// The repository that is tested.
package enum Repository {
    /// Its folder.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A text file of it.
    package static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
}
