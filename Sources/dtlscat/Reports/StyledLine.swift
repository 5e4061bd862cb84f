/// A line of a report, of pieces in different colours.
struct StyledLine: ExpressibleByStringInterpolation {
    private var pieces: [(text: String, role: Style.Role?)]

    /// A line in one colour, or in none.
    init(_ text: String, _ role: Style.Role? = nil) { pieces = [(text, role)] }

    init(stringLiteral value: String) { self.init(value) }

    /// `line` with `text` behind it.
    static func + (line: StyledLine, text: StyledLine) -> StyledLine {
        var sum = line
        sum.pieces += text.pieces
        return sum
    }

    /// The line with its end; what a peer has sent is escaped.
    func text(_ style: Style) -> String {
        pieces.map { style.paint(Console.escaped($0.text), $0.role) }.joined() + "\n"
    }
}
