/// Round trips, or handshakes: how many, how long they took, and how the times are spread.
struct TimesText {
    private let report: BenchReport
    private let width: Int

    init(_ report: BenchReport, width: Int) {
        self.report = report
        self.width = width
    }

    /// The lines of a latency report.
    var latency: [String] {
        let lost = FlowTotal(report.flows).carried?.lost.map { ", \($0) lost" } ?? ""
        guard let times = report.latency, times.count > 0 else { return ["no round trips\(lost)"] }
        let rate = report.roundTripsPerSecond.map { ", \(Number.short($0)) a second" } ?? ""
        return Layout.wrapped("\(times.count) round trips\(rate)\(lost)", width: width)
            + spread(times)
            + CostText(report, width: width).lines
    }

    /// The lines of a report of handshakes.
    var handshakes: [String] {
        guard let made = report.handshakes else { return ["no handshakes"] }
        let parts = [
            "\(made.count) handshakes in \(Number.short(made.seconds)) s",
            "\(Number.short(made.perSecond)) a second", "\(made.resumed) resumed",
            "\(made.failed) failed",
        ]
        var lines = Layout.wrapped(parts.joined(separator: ", "), width: width)
        let sides = [true, false].compactMap { isLocal -> String? in
            guard let cost = report.cpuPerHandshake(isLocal: isLocal) else { return nil }
            return "\(report.name(isLocal: isLocal)) \(Number.short(cost)) µs a handshake"
        }
        if !sides.isEmpty {
            lines += Layout.wrapped("CPU: " + sides.joined(separator: ", "), width: width)
        }
        if let times = report.latency, times.count > 0 { lines += spread(times) }
        return lines
    }

    /// The percentiles, and the bars.
    private func spread(_ times: Distribution) -> [String] {
        let unit = TimeUnit(of: times.percentile(50))
        let points: [(name: String, percent: Double, rank: Int)] = [
            ("min", 0, 3), ("p50", 50, 0), ("p90", 90, 2), ("p99", 99, 0), ("p99.9", 99.9, 1),
            ("max", 100, 0),
        ]
        var table = Table(points.map { Table.Column(name: $0.name, rank: $0.rank) })
        table.add(
            points.map {
                "\(Number.short(times.percentile($0.percent) / unit.milliseconds)) \(unit.name)"
            })
        return [""] + table.lines(width: width) + [""] + TimeBars(times).lines(width: width)
    }
}

extension BenchReport {
    /// Round trips a second; `nil` where it is not known how long they went on.
    var roundTripsPerSecond: Double? {
        guard let count = latency?.count, let seconds = FlowTotal(flows).carried?.seconds,
            seconds > 0, (Double(count) / seconds).isFinite
        else { return nil }
        return Double(count) / seconds
    }

    /// What the client, or the server, is called.
    func name(isLocal: Bool) -> String {
        if start.isLocal { return isLocal ? "client" : "server" }
        return isLocal ? "local" : "remote"
    }

    /// Microseconds of CPU that one round trip took; `nil` where it is not known.
    func cpuPerRoundTrip(isLocal: Bool) -> Double? {
        guard mode == .latency, let cpu = isLocal ? localCPU : remoteCPU, cpu.total.isFinite,
            let count = latency?.count, count > 0
        else { return nil }
        return cpu.total * 1e6 / Double(count)
    }

    /// Microseconds of CPU that one handshake took; `nil` where it is not known.
    func cpuPerHandshake(isLocal: Bool) -> Double? {
        guard let cpu = isLocal ? localCPU : remoteCPU, cpu.total.isFinite,
            let count = handshakes?.count, count > 0
        else { return nil }
        return cpu.total * 1e6 / Double(count)
    }
}
