/// A run as a picture: the rate over time, or how times are spread.
package struct SVGPlot {
    private let report: BenchReport

    /// The picture of `report`.
    package init(_ report: BenchReport) { self.report = report }

    /// An SVG file without scripts, styles and fonts of its own.
    package var text: String {
        var canvas = SVGCanvas(title: Self.cut(title, 62), subtitle: Self.cut(subtitle, 114))
        switch report.mode {
        case .throughput: RatePlot(report.intervals).draw(on: &canvas)
        case .latency, .handshakes: PercentilePlot(report.latency).draw(on: &canvas)
        }
        return canvas.document
    }

    private var title: String {
        let peer = ReportHeader(report).peer
        return switch report.mode {
        case .throughput: "Throughput, \(peer)"
        case .latency: "Round trips, \(peer)"
        case .handshakes: "Handshakes, \(peer)"
        }
    }

    private var subtitle: String {
        ReportHeader(report).details.joined(separator: ", ")
    }

    private static func cut(_ text: String, _ most: Int) -> String {
        text.count > most ? text.prefix(most - 1) + "…" : text
    }
}
