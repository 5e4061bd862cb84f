/// The report for people: what was agreed on, the figures, and what could not be measured.
package struct TextReport {
    private let report: BenchReport
    private let width: Int

    /// A report whose lines are no longer than `width`, where that is possible.
    package init(_ report: BenchReport, width: Int = 80) {
        self.report = report
        self.width = max(width, 20)
    }

    /// The lines, without ends.
    package var lines: [String] {
        var lines = ReportHeader(report).lines(width: width) + [""]
        switch report.mode {
        case .throughput: lines += ThroughputText(report, width: width).lines
        case .latency: lines += TimesText(report, width: width).latency
        case .handshakes: lines += TimesText(report, width: width).handshakes
        }
        for gap in report.gaps { lines += Layout.wrapped("not measured: \(gap)", width: width) }
        return lines
    }
}
