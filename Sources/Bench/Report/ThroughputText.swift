/// What was carried: a table of the flows, as iperf3 has it, and what it cost.
struct ThroughputText {
    private let report: BenchReport
    private let width: Int

    init(_ report: BenchReport, width: Int) {
        self.report = report
        self.width = width
    }

    var lines: [String] {
        var lines = report.flows.isEmpty ? ["nothing was carried"] : table
        if report.flows.contains(where: { $0.received == nil && $0.sent != nil }) {
            lines += Layout.wrapped(
                "The rates are what was sent; what arrived is not known.", width: width)
        }
        lines += CostText(report, width: width).lines
        return lines
    }

    private var table: [String] {
        let totals = report.flows.map(FlowTotal.init)
        let sums = sumRows
        let rates = (totals + sums.map(\.total)).map { $0.carried?.bitsPerSecond ?? 0 }
        let unit = RateUnit(of: rates.max() ?? 0)
        var table = Table([
            .init(name: "id"),
            .init(name: "dir", isLeft: true),
            .init(name: "time", unit: "s", rank: 4),
            .init(name: "transfer", unit: "MBytes", rank: 2),
            .init(name: "bitrate", unit: unit.name),
            .init(name: "rate", unit: "msgs/s", rank: 3),
            .init(name: "jitter", unit: "ms", rank: 5),
            .init(name: "lost/total", rank: 1),
            .init(name: "reord.", rank: 6),
        ])
        for (flow, total) in zip(report.flows, totals) {
            table.add(["\(flow.stream)", way(flow.isReverse)] + cells(total, unit))
        }
        for sum in sums { table.add(["SUM", way(sum.isReverse)] + cells(sum.total, unit)) }
        return table.lines(width: width)
    }

    /// A sum for each direction that has several streams.
    private var sumRows: [(isReverse: Bool, total: FlowTotal)] {
        report.directions.compactMap { isReverse in
            guard report.flows.filter({ $0.isReverse == isReverse }).count > 1,
                let total = report.total(isReverse: isReverse)
            else { return nil }
            return (isReverse, total)
        }
    }

    private func way(_ isReverse: Bool) -> String { isReverse ? "recv" : "send" }

    /// All cells of a row from the time on.
    private func cells(_ total: FlowTotal, _ unit: RateUnit) -> [String] {
        guard let carried = total.carried else {
            return Array(repeating: Number.unknown, count: 7)
        }
        let received = total.received
        return [
            Number.fixed(carried.seconds, 2),
            // Of 2^20 bytes, as iperf3's are.
            Number.short(Double(carried.bytes) / 1_048_576),
            unit.number(carried.bitsPerSecond),
            Number.fixed(carried.messagesPerSecond, 0),
            received?.jitter.map { Number.fixed($0, 3) } ?? Number.unknown,
            received.flatMap(LossText.init)?.text ?? Number.unknown,
            received?.reordered.map(String.init) ?? Number.unknown,
        ]
    }
}
