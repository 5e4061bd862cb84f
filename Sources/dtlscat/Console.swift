import Glibc
import SystemPackage

/// All text for people. Its rules: everything goes to standard error, since standard output is for
/// data; each line starts with the program's name; what a peer has sent is escaped; a hint is a
/// line of its own; with `-Q` there are errors alone.
final class Console: Sendable {
    /// How much to tell: 0 errors and warnings, 1 what happened, 2 flights, 3 datagrams.
    let verbosity: Int

    /// Whether nothing but errors is told.
    let isQuiet: Bool

    /// Whether a line stands there that is written anew again and again, over which all else goes.
    let isLive: Bool

    /// Whether its own words are in colour.
    private let style: Style

    /// A console that tells as much as asked for.
    init(verbosity: Int, isQuiet: Bool, isLive: Bool = false, style: Style) {
        self.verbosity = verbosity
        self.isQuiet = isQuiet
        self.isLive = isLive
        self.style = style
    }

    /// Tells why the run fails.
    func report(_ failure: Failure, during context: String? = nil) {
        write("dtlscat:", .bad, " " + (context.map { $0 + ": " } ?? "") + failure.message)
        if let hint = failure.hint { write("dtlscat: hint:", .advice, " " + hint) }
    }

    /// Tells of something that is not right, but not the end.
    func warn(_ text: String) {
        guard !isQuiet else { return }
        write("dtlscat: warning:", .doubtful, " " + text)
    }

    /// Tells something that is always worth telling.
    func say(_ text: String) {
        guard !isQuiet else { return }
        write("dtlscat: " + text)
    }

    /// Tells a detail to those who asked for as many.
    func note(_ level: Int, _ text: @autoclosure () -> String) {
        guard !isQuiet, verbosity >= level else { return }
        write("dtlscat: " + text())
    }

    /// Writes a line as it is, but for what a terminal would act on.
    func write(_ line: String) { write("", nil, line) }

    /// Tells of a rule that is not kept.
    func tell(broken rule: String, _ problem: String) {
        write("dtlscat: \(rule):", .bad, " " + problem)
    }

    /// Writes a line whose first words are ours, and in a colour.
    private func write(_ words: String, _ role: Style.Role?, _ rest: String) {
        let line = style.paint(Self.escaped(words), role) + Self.escaped(rest)
        _ = try? FileDescriptor.standardError.writeAll(
            ((isLive ? Self.clear : "") + line + "\n").utf8)
    }

    /// The same of many lines, in as few writes as that takes.
    func write(lines: [String]) {
        var block = Array((isLive ? Self.clear : "").utf8)
        for line in lines {
            block += Array((Self.escaped(line) + "\n").utf8)
            guard block.count >= Self.blockSize else { continue }
            _ = try? FileDescriptor.standardError.writeAll(block)
            block = []
        }
        _ = try? FileDescriptor.standardError.writeAll(block)
    }

    private static let blockSize = 65_536

    /// Whether standard error is a terminal.
    static var isTerminal: Bool { isatty(FileDescriptor.standardError.rawValue) == 1 }

    /// Writes a line over the one before, without an end; nothing clears it.
    func live(_ line: String) {
        guard !isQuiet else { return }
        _ = try? FileDescriptor.standardError.writeAll(
            ("\r" + Self.escaped(line) + "\u{1B}[K").utf8)
    }

    /// Ends the line that was written last, so that it stays.
    func endLive() {
        guard !isQuiet else { return }
        _ = try? FileDescriptor.standardError.writeAll("\n".utf8)
    }

    /// Back to the start of the line, and nothing on it.
    private static let clear = "\r\u{1B}[K"

    /// `text` without anything that moves a cursor, hides or turns round what follows: control
    /// characters, and the marks that change the direction of writing.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if isDangerous(scalar) || scalar.value == 0xFFFD {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whether a terminal acts on it, or writes what follows the other way round.
    static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
