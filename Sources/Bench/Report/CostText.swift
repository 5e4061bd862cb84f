/// What a run cost in CPU, and how that and the rate compare with plain UDP.
struct CostText {
    private let report: BenchReport
    private let width: Int

    init(_ report: BenchReport, width: Int) {
        self.report = report
        self.width = width
    }

    var lines: [String] {
        (cpu.map { [$0] } ?? []).flatMap { Layout.wrapped($0, width: width) }
            + report.baseline.prefix(1).flatMap { Layout.wrapped(against($0), width: width) }
    }

    /// Each end runs on a thread of its own, in one process too, so that they are told apart.
    private var cpu: String? {
        var sides: [String] = []
        for isLocal in [true, false] {
            guard let cpu = isLocal ? report.localCPU : report.remoteCPU, cpu.percent.isFinite
            else { continue }
            var side = "\(report.name(isLocal: isLocal)) \(Number.short(cpu.percent)) %"
            if let cost = report.cpuPerRoundTrip(isLocal: isLocal) {
                side += " (\(Number.short(cost)) µs a round trip)"
            } else if let cost = report.cpuPerGigabyte(isLocal: isLocal) {
                side += " (\(Number.short(cost)) s/GB)"
            }
            sides.append(side)
        }
        return sides.isEmpty ? nil : "CPU: " + sides.joined(separator: ", ")
    }

    private func against(_ plain: BenchReport) -> String {
        guard plain.rate > 0 else { return "over plain UDP: nothing was carried" }
        var text = "over plain UDP: \(RateUnit.text(plain.rate))"
        let loss = (1 - report.rate / plain.rate) * 100
        if loss.isFinite {
            text +=
                loss >= 0
                ? ", DTLS costs \(Number.fixed(loss, 0)) % of the rate"
                : ", DTLS is \(Number.fixed(-loss, 0)) % faster"
        }
        let sides =
            report.start.isLocal
            ? [(true, " of the client"), (false, " of the server")]
            : [(true, " here"), (false, " at the peer")]
        let factors = sides.compactMap { isLocal, place -> String? in
            guard let cost = report.cpuPerGigabyte(isLocal: isLocal),
                let plainCost = plain.cpuPerGigabyte(isLocal: isLocal), plainCost > 0,
                (cost / plainCost).isFinite
            else { return nil }
            return "\(Number.fixed(cost / plainCost, 1)) times the CPU a gigabyte\(place)"
        }
        return text + (factors.isEmpty ? "" : " and " + factors.joined(separator: ", "))
    }
}
