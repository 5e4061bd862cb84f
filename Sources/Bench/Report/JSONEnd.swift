/// iperf3's `end`: each stream, the sums as both ends have them, and the CPU.
struct JSONEnd: Encodable {
    struct Stream: Encodable {
        let udp: JSONSum
    }

    let streams: [Stream]
    let sum, sumSent, sumReceived: JSONSum?
    let reverse, reverseSent, reverseReceived: JSONSum?
    let cpu: JSONCPU?

    enum CodingKeys: String, CodingKey {
        case streams, sum
        case sumSent = "sum_sent"
        case sumReceived = "sum_received"
        case reverse = "sum_bidir_reverse"
        case reverseSent = "sum_sent_bidir_reverse"
        case reverseReceived = "sum_received_bidir_reverse"
        case cpu = "cpu_utilization_percent"
    }

    init(_ report: BenchReport) {
        streams = report.flows.compactMap { flow in
            guard var sum = Self.both(FlowTotal(flow), sender: !flow.isReverse) else { return nil }
            sum.socket = flow.stream
            return Stream(udp: sum)
        }
        // Without --bidir the sums are those of the one direction, whichever it is.
        let isBoth = report.settings.direction == .bidirectional
        let isReverse = report.settings.direction == .reverse
        let total = report.total(isReverse: isReverse)
        sum = total.flatMap { Self.both($0, sender: !isReverse) }
        sumSent = total?.sent.map { JSONSum($0, sender: true) }
        sumReceived = total?.received.map { JSONSum($0, sender: false) }
        let back = isBoth ? report.total(isReverse: true) : nil
        reverse = back.flatMap { Self.both($0, sender: false) }
        reverseSent = back?.sent.map { JSONSum($0, sender: true) }
        reverseReceived = back?.received.map { JSONSum($0, sender: false) }
        cpu = JSONCPU(local: report.localCPU, remote: report.remoteCPU)
    }

    /// What was sent, and of that what was lost, as iperf3 has it for UDP.
    private static func both(_ total: FlowTotal, sender: Bool) -> JSONSum? {
        guard let tally = total.sent ?? total.received else { return nil }
        return JSONSum(tally, receiver: total.received, sender: sender)
    }
}
