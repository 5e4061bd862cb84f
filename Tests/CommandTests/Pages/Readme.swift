import TestSupport
import Testing

/// The command lines that the README prints.
enum Readme {
    /// A pin of it, which stands for that of the run.
    static var pin: Regex<Substring> { /pin-sha256:[A-Za-z0-9+\/]+=/ }

    /// The headings of all blocks.
    static var titles: [String] {
        get throws { try blocks.map(\.title) }
    }

    /// The commands of the one block below a heading, of which there have to be so many: one that
    /// is new wants a test.
    static func commands(_ title: String, count: Int) throws -> [String] {
        let blocks = try blocks.filter { $0.title == title }
        try #require(blocks.count == 1, "blocks below \(title)")
        try #require(blocks[0].commands.count == count, "commands below \(title)")
        return blocks[0].commands
    }

    private static var blocks: [PrintedBlock] {
        get throws { PrintedBlock.all(inMarkdown: try Repository.text("README.md")) }
    }
}
