import ArgumentParser
import FoundationEssentials
import Glibc
import SystemPackage

/// Colour for what people read: a few words in it, on a terminal alone.
///
/// What is coloured has been escaped before, so that a peer can add none.
struct Style: Sendable {
    /// When there is colour.
    enum When: String, Choice {
        /// On a terminal, unless the environment says otherwise.
        case auto
        case always, never
    }

    /// What is said by a colour.
    enum Role: String {
        /// What stands over something else: bold.
        case heading = "1"

        /// As it should be: green.
        case good = "32"

        /// Weak, or not certain: yellow.
        case doubtful = "33"

        /// Wrong: red.
        case bad = "31"

        /// What to do: cyan.
        case advice = "36"
    }

    /// Whether there is any.
    let isColoured: Bool

    /// Without colour.
    static let plain = Style(isColoured: false)

    private init(isColoured: Bool) { self.isColoured = isColoured }

    /// The style of what is written to `descriptor`.
    ///
    /// An option is said for this run, and wins over `NO_COLOR` (https://no-color.org), which is set
    /// for all.
    init(_ choice: When, on descriptor: FileDescriptor) {
        switch choice {
        case .always: isColoured = true
        case .never: isColoured = false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            isColoured =
                (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
                && isatty(descriptor.rawValue) == 1
        }
    }

    /// `text`, which is escaped already, in the colour of its role.
    func paint(_ text: String, _ role: Role?) -> String {
        guard isColoured, let role, !text.isEmpty else { return text }
        return "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m"
    }
}

extension Style.When {
    /// What `--color` says in `typed`, for what is told where options are not read yet.
    init(typed: [String]) {
        self = .auto
        for (index, word) in typed.prefix(while: { $0 != "--" }).enumerated() {
            if word == "--color", index + 1 < typed.count {
                self = Self(rawValue: typed[index + 1]) ?? self
            } else if word.hasPrefix("--color=") {
                self = Self(rawValue: String(word.dropFirst(8))) ?? self
            }
        }
    }
}

/// Whether there is colour.
struct ColorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
    var color = Style.When.auto

    /// The style of reports.
    var ofOutput: Style { Style(color, on: .standardOutput) }

    /// The style of messages.
    var ofErrors: Style { Style(color, on: .standardError) }
}
