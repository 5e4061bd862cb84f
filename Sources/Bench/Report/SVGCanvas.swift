/// A drawing of 800 by 400 with a title, and a frame that curves are drawn in.
struct SVGCanvas {
    /// The colours of the curves, which can be told apart by the colour-blind too.
    static let colours = ["#0b66b2", "#d95f02"]
    static let left = 72.0
    static let right = 776.0
    static let top = 92.0
    static let bottom = 348.0

    private var elements: [String] = []

    init(title: String, subtitle: String) {
        text(title, 24, 32, size: 18, style: "font-weight=\"bold\" fill=\"#222\"")
        text(subtitle, 24, 53, size: 12)
    }

    /// Where a part of the frame's width is, and of its height.
    static func x(_ part: Double) -> Double { left + part * (right - left) }
    static func y(_ part: Double) -> Double { bottom - part * (bottom - top) }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, size: Int = 12, anchor: String = "start",
        style: String = "fill=\"#555\""
    ) {
        elements.append(
            "<text x=\"\(Self.at(x))\" y=\"\(Self.at(y))\" font-size=\"\(size)\" "
                + "text-anchor=\"\(anchor)\" \(style)>\(Self.escaped(text))</text>")
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String = "#e4e4e4"
    ) {
        elements.append(
            "<line x1=\"\(Self.at(x1))\" y1=\"\(Self.at(y1))\" x2=\"\(Self.at(x2))\" "
                + "y2=\"\(Self.at(y2))\" stroke=\"\(colour)\"/>")
    }

    mutating func area(_ x1: Double, _ x2: Double) {
        elements.append(
            "<rect x=\"\(Self.at(x1))\" y=\"\(Self.at(Self.top))\" width=\"\(Self.at(x2 - x1))\" "
                + "height=\"\(Self.at(Self.bottom - Self.top))\" fill=\"#f1f1f1\"/>")
    }

    mutating func dot(_ x: Double, _ y: Double, radius: Double, colour: String) {
        elements.append(
            "<circle cx=\"\(Self.at(x))\" cy=\"\(Self.at(y))\" r=\"\(Self.at(radius))\" "
                + "fill=\"\(colour)\"/>")
    }

    mutating func curve(_ points: [(x: Double, y: Double)], colour: String) {
        let text = points.map { "\(Self.at($0.x)),\(Self.at($0.y))" }.joined(separator: " ")
        elements.append(
            "<polyline points=\"\(text)\" fill=\"none\" stroke=\"\(colour)\" "
                + "stroke-width=\"2\" stroke-linejoin=\"round\"/>")
    }

    /// The lines across with their numbers, and what is counted above them.
    mutating func rows(_ axis: PlotAxis, unit: String) {
        for tick in axis.ticks {
            let y = Self.y(axis.part(tick))
            line(Self.left, y, Self.right, y, colour: tick == 0 ? "#888" : "#e4e4e4")
            text(axis.label(tick), Self.left - 8, y + 4, anchor: "end")
        }
        // Names of units are wider than the room for the numbers.
        text(unit, 24, Self.top - 9)
    }

    /// A line up with what it stands for below it.
    mutating func column(_ part: Double, _ label: String) {
        let x = Self.x(part)
        line(x, Self.top, x, Self.bottom)
        text(label, x, Self.bottom + 18, anchor: "middle")
    }

    /// What the axis below counts.
    mutating func caption(_ text: String) {
        self.text(text, (Self.left + Self.right) / 2, Self.bottom + 38, anchor: "middle")
    }

    /// The document.
    var document: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="800" height="400" viewBox="0 0 800 400" \
        font-family="sans-serif">
        <rect width="800" height="400" fill="#fff"/>

        """ + elements.joined(separator: "\n") + "\n</svg>\n"
    }

    private static func at(_ value: Double) -> String { Number.fixed(value, 1) }

    /// Text as XML has it. Characters that it does not allow at all are controls, and two more.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Layout.printable(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\u{FFFE}", "\u{FFFF}": result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
