internal import Sockets

/// Counts messages of data that come.
struct TrafficSink {
    private(set) var bytes: UInt64 = 0
    private(set) var messages: UInt64 = 0
    private(set) var reordered: UInt64 = 0

    /// With what is omitted.
    private(set) var allBytes: UInt64 = 0
    private(set) var allMessages: UInt64 = 0
    private var base: UInt64?
    private var highest: UInt64 = 0
    private let omit: UInt64
    private var begun: Deadline?
    private var first: Deadline?
    private var last: Deadline?
    private var transit: UInt64?
    private var jitterNanoseconds = 0.0

    /// A sink that leaves out what comes in the first `omit` nanoseconds.
    init(omit: UInt64) { self.omit = omit }

    /// Takes a message's number, its sender's clock and its size.
    mutating func note(number: UInt64, time: UInt64, bytes size: Int, now: Deadline) {
        let begun = begun ?? now
        self.begun = begun
        measureJitter(time, now)
        allBytes += UInt64(size)
        allMessages += 1
        guard now.nanoseconds - begun.nanoseconds >= omit else { return }
        if base == nil {
            base = number
            highest = number
            first = now
        } else if number > highest {
            highest = number
        } else {
            reordered += 1
        }
        last = now
        messages += 1
        bytes += UInt64(size)
    }

    /// RFC 3550 section 6.4.1, in milliseconds. The two clocks need not agree.
    var jitter: Double { jitterNanoseconds / 1e6 }

    /// Numbers between the first and the highest that have not come.
    var lost: UInt64 {
        guard let base else { return 0 }
        let (span, isOver) = (highest - base).addingReportingOverflow(1)
        return isOver || span < messages ? 0 : span - messages
    }

    /// What has come, and of `sent` messages in all, where it is known, what has not.
    func tally(sent: UInt64? = nil) -> BenchTally {
        var missing = lost
        // The last ones leave no gap behind.
        if let sent, omit == 0, sent > messages { missing = sent - messages }
        let time = seconds(
            from: first ?? Deadline(nanoseconds: 0), to: last ?? Deadline(nanoseconds: 0))
        return BenchTally(
            bytes: bytes, messages: messages, seconds: time, lost: missing,
            reordered: reordered, jitter: jitter)
    }

    private mutating func measureJitter(_ time: UInt64, _ now: Deadline) {
        let passed = now.nanoseconds &- time
        if let transit {
            let difference = Double(Int64(bitPattern: passed &- transit).magnitude)
            jitterNanoseconds += (difference - jitterNanoseconds) / 16
        }
        transit = passed
    }
}
