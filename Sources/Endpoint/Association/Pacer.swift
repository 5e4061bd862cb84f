package import Sockets

/// Spreads what is sent over time, so that it keeps to a bitrate: a bucket of tokens that fills
/// steadily and holds a few milliseconds' worth.
package struct Pacer: Sendable {
    private let nanosecondsPerByte: Double
    private let burst: Double
    private var tokens: Double
    private var filled: Deadline

    /// A pacer that lets `bitrate` bits of payload a second through.
    package init(bitrate: UInt64, now: Deadline) {
        nanosecondsPerByte = 8e9 / Double(max(bitrate, 1))
        // Two milliseconds, but one large record at least.
        burst = max(Double(bitrate) / 8 * 0.002, 16_384)
        tokens = burst
        filled = now
    }

    /// Whether something may be sent now.
    package mutating func allows(now: Deadline) -> Bool {
        let elapsed = now.remaining(filled)
        let nanoseconds =
            Double(elapsed.components.seconds) * 1e9
            + Double(elapsed.components.attoseconds) / 1e9
        filled = now
        tokens = min(burst, tokens + nanoseconds / nanosecondsPerByte)
        return tokens > 0
    }

    /// Whether there was something in the bucket when it was last looked at.
    package var isOpen: Bool { tokens > 0 }

    /// How many messages of `bytes` may be sent, since it was last looked at; the last may take more
    /// than there is.
    package func room(for bytes: Int) -> Int {
        tokens > 0 ? Int(min(tokens, 1e9)) / max(bytes, 1) + 1 : 0
    }

    /// Takes what was sent out of the bucket, which may go below empty.
    package mutating func take(_ bytes: Int) { tokens -= Double(bytes) }

    /// When there is something in the bucket again.
    package func next(now: Deadline) -> Deadline {
        guard tokens <= 0 else { return now }
        return now.advanced(by: .nanoseconds(Int64((1 - tokens) * nanosecondsPerByte) + 1))
    }
}
