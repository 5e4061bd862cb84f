/// One load over several cipher suites, side by side.
package struct CompareTable {
    private let rows: [(name: String, report: BenchReport?)]

    /// A row for each suite, by the name that the user gave; the report is `nil` where the peer did
    /// not agree on it.
    package init(_ rows: [(name: String, report: BenchReport?)]) { self.rows = rows }

    /// The names of the columns, and a line for each suite.
    package var lines: [String] {
        let figures = rows.map { $0.report.map(figure) ?? 0 }
        let mode = rows.lazy.compactMap(\.report).first?.mode ?? .throughput
        // Of round trips the shortest is the best.
        let best = mode == .latency ? figures.filter { $0 > 0 }.min() ?? 0 : figures.max() ?? 0
        let unit = RateUnit(of: best)
        var table = Table([
            .init(name: "suite", isLeft: true), head(mode, unit), .init(name: "relative"),
            .init(name: "CPU local", unit: costUnit(mode), rank: 2),
            .init(name: "CPU remote", unit: costUnit(mode), rank: 3),
            .init(name: "loss", unit: "%", rank: 1),
        ])
        for (row, value) in zip(rows, figures) {
            let name = Layout.printable(row.name)
            guard let report = row.report else {
                table.add([name, "not agreed on", "", "", "", ""])
                continue
            }
            let relative = mode == .latency ? best / value : value / best
            table.add([
                name, mode == .throughput ? unit.number(value) : Number.short(value),
                relative.isFinite ? "\(Number.fixed(relative * 100, 0)) %" : Number.unknown,
                cost(report, isLocal: true), cost(report, isLocal: false), loss(report),
            ])
        }
        return table.lines(width: .max)
    }

    private func head(_ mode: BenchReport.Mode, _ unit: RateUnit) -> Table.Column {
        switch mode {
        case .throughput: .init(name: "rate", unit: unit.name)
        case .latency: .init(name: "p50", unit: "µs")
        case .handshakes: .init(name: "handshakes", unit: "a second")
        }
    }

    private func costUnit(_ mode: BenchReport.Mode) -> String {
        mode == .handshakes ? "µs each" : "s/GB"
    }

    /// What the suites are measured by.
    private func figure(_ report: BenchReport) -> Double {
        let figure =
            switch report.mode {
            case .throughput: report.rate
            case .latency: (report.latency?.percentile(50) ?? 0) * 1_000
            case .handshakes: report.handshakes?.perSecond ?? 0
            }
        return figure.isFinite ? figure : 0
    }

    private func cost(_ report: BenchReport, isLocal: Bool) -> String {
        let cost =
            report.mode == .handshakes
            ? report.cpuPerHandshake(isLocal: isLocal) : report.cpuPerGigabyte(isLocal: isLocal)
        return cost.map(Number.short) ?? Number.unknown
    }

    private func loss(_ report: BenchReport) -> String {
        guard let tally = FlowTotal(report.flows).received, tally.lost != nil else {
            return Number.unknown
        }
        return Number.percent(tally.lostPercent)
    }
}
