/// One flow, or several together, seen from both ends. Sums are of numbers that the peer may have
/// made up, so they stop at the most that fits.
struct FlowTotal {
    var sent: BenchTally?
    var received: BenchTally?

    init(_ flow: BenchFlow) {
        sent = flow.sent
        received = flow.received
    }

    /// The sum of `flows`; an end of which a flow has no count has no sum either.
    init(_ flows: [BenchFlow]) {
        sent = Self.sum(flows.map(\.sent))
        received = Self.sum(flows.map(\.received))
    }

    /// What arrived where that is known, else what was sent.
    var carried: BenchTally? { received ?? sent }

    private static func sum(_ tallies: [BenchTally?]) -> BenchTally? {
        let known = tallies.compactMap { $0 }
        guard !known.isEmpty, known.count == tallies.count else { return nil }
        var sum = BenchTally(bytes: 0, messages: 0, seconds: 0)
        for tally in known {
            sum.bytes = Number.sum(sum.bytes, tally.bytes)
            sum.messages = Number.sum(sum.messages, tally.messages)
            if tally.seconds.isFinite { sum.seconds = max(sum.seconds, tally.seconds) }
        }
        sum.lost = total(known.map(\.lost))
        sum.reordered = total(known.map(\.reordered))
        // The mean, as in iperf3.
        let jitters = known.compactMap(\.jitter).filter(\.isFinite)
        if jitters.count == known.count {
            sum.jitter = jitters.reduce(0, +) / Double(jitters.count)
        }
        return sum
    }

    private static func total(_ counts: [UInt64?]) -> UInt64? {
        counts.contains { $0 == nil } ? nil : counts.reduce(0) { Number.sum($0, $1 ?? 0) }
    }
}

extension BenchTally {
    /// All messages that were sent, as far as the receiver can tell.
    var total: UInt64 { Number.sum(messages, lost ?? 0) }
}

extension BenchReport {
    /// The sum of the flows of one direction; `nil` where there are none.
    func total(isReverse: Bool) -> FlowTotal? {
        let some = flows.filter { $0.isReverse == isReverse }
        return some.isEmpty ? nil : FlowTotal(some)
    }

    /// The directions that have flows, what the client sent first.
    var directions: [Bool] {
        [false, true].filter { way in flows.contains { $0.isReverse == way } }
    }

    /// Bits a second that arrived, both directions together.
    var rate: Double {
        directions.reduce(0) { $0 + (total(isReverse: $1)?.carried?.bitsPerSecond ?? 0) }
    }

    /// Seconds of CPU that the client, or the server, used for a gigabyte (1e9 bytes) of payload
    /// that it has itself sent and received; `nil` where either is not known.
    func cpuPerGigabyte(isLocal: Bool) -> Double? {
        guard let cpu = isLocal ? localCPU : remoteCPU, cpu.total.isFinite else { return nil }
        var bytes: UInt64 = 0
        for flow in flows {
            let tally =
                flow.isReverse == isLocal ? flow.received ?? flow.sent : flow.sent ?? flow.received
            bytes = Number.sum(bytes, tally?.bytes ?? 0)
        }
        return bytes > 0 ? cpu.total / (Double(bytes) / 1e9) : nil
    }
}
