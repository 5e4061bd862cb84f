/// Cuts what conversations have carried into intervals.
struct BenchIntervals {
    private var start = 0.0
    private var sent = (bytes: UInt64(0), messages: UInt64(0))
    private var received = (bytes: UInt64(0), messages: UInt64(0), lost: UInt64(0))

    /// The interval that ends at `end` seconds, one for each direction that was used.
    mutating func take(
        _ conversations: [Conversation], at end: Double, omit: Double
    ) -> [BenchInterval] {
        guard end > start else { return [] }
        var result: [BenchInterval] = []
        let senders = conversations.compactMap(\.source)
        if !senders.isEmpty {
            let bytes = senders.reduce(0) { $0 + $1.allBytes }
            let messages = senders.reduce(0) { $0 + $1.allMessages }
            result.append(
                BenchInterval(
                    start: start, end: end, isReceived: false, bytes: bytes - sent.bytes,
                    messages: messages - sent.messages))
            sent = (bytes, messages)
        }
        let sinks = conversations.filter(\.receives).map(\.sink)
        if !sinks.isEmpty {
            let bytes = sinks.reduce(0) { $0 + $1.allBytes }
            let messages = sinks.reduce(0) { $0 + $1.allMessages }
            let lost = sinks.reduce(0) { $0 + $1.lost }
            let jitter = sinks.reduce(0) { $0 + $1.jitter } / Double(sinks.count)
            // What was late fills a gap of an interval before.
            result.append(
                BenchInterval(
                    start: start, end: end, isReceived: true, bytes: bytes - received.bytes,
                    messages: messages - received.messages,
                    lost: lost > received.lost ? lost - received.lost : 0, jitter: jitter))
            received = (bytes, messages, lost)
        }
        for index in result.indices { result[index].isOmitted = end <= omit + 0.001 }
        start = end
        return result
    }
}
