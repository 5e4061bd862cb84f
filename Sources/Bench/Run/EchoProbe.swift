internal import Sockets

/// Sends one message after the other to a peer that returns them, and records how long each took.
///
/// Without a rate, the next goes out when the last has come back. With one, each goes out when it
/// is due, come what may, and its time counts from the moment that it was due: a peer that stalls
/// is not asked less often for it, which would hide how long the others had to wait (coordinated
/// omission).
struct EchoProbe {
    private(set) var times = Distribution()
    private(set) var sent: UInt64 = 0
    private(set) var lost: UInt64 = 0
    private var buffer: [UInt8]
    private var awaited: [UInt64: Deadline] = [:]
    /// All before this one have come back, or count as lost.
    private var oldest: UInt64 = 0
    private var next: Deadline
    private let pause: Duration?
    private let omitted: Deadline
    private let end: Deadline
    private let most: UInt64

    /// - Parameter interval: between two messages; `nil` for one at a time.
    init(
        length: Int, interval: Duration?, duration: Duration?, omit: Duration, count: UInt64?,
        now: Deadline
    ) {
        buffer = [UInt8](repeating: 0x5A, count: length)
        pause = interval.map { max($0, .nanoseconds(1)) }
        next = now
        omitted = now.advanced(by: omit)
        end = duration.map { now.advanced(by: omit + $0) } ?? .distantFuture
        most = count ?? .max
    }

    /// Whether nothing more is sent or waited for.
    func isDone(now: Deadline) -> Bool {
        isOver(now: now) && (awaited.isEmpty || now >= end.advanced(by: Self.patience))
    }

    /// Whether nothing more is sent. What was due before the end is sent even after it: where the
    /// peer has stalled by then, its messages would otherwise be left out.
    private func isOver(now: Deadline) -> Bool {
        if sent >= most { return true }
        guard pause != nil else { return now >= end }
        return next >= end || now >= end.advanced(by: Self.patience)
    }

    /// Seconds of measuring so far.
    func elapsed(now: Deadline) -> Double { seconds(from: omitted, to: min(now, end)) }

    /// Sends what is due, for a turn.
    mutating func pump(_ channel: any Channel, now: Deadline) {
        giveUp(now: now)
        var count = 0
        while count < Self.turn, !isOver(now: now), channel.isReady(now: now) {
            guard pause == nil ? awaited.isEmpty : now >= next else { return }
            let due = pause == nil ? max(now, .now) : next
            let number = sent
            sent += 1
            count += 1
            awaited[number] = due
            var span = buffer.mutableSpan
            BenchMessage.writeData(.echo, number: number, time: due.nanoseconds, into: &span)
            channel.send(buffer.span, now: now)
            channel.flush(now: now)
            if let pause { next = next.advanced(by: pause) }
        }
    }

    /// Takes a message that came back.
    mutating func take(number: UInt64, now: Deadline) {
        guard let due = awaited.removeValue(forKey: number) else { return }
        skipAnswered()
        guard due >= omitted, now >= due else { return }
        times.record(now.nanoseconds - due.nanoseconds)
    }

    /// When ``pump(_:now:)`` is due; what is to be sent waits for the channel.
    func deadline(now: Deadline, isReady: Bool) -> Deadline {
        var deadline = Deadline.distantFuture
        if !isOver(now: now) { deadline = pause == nil || !isReady ? end : next }
        if let due = awaited[oldest] { deadline = min(deadline, due.advanced(by: Self.patience)) }
        return deadline
    }

    /// Counts what has not come back for too long, and at last what could not be sent either.
    private mutating func giveUp(now: Deadline) {
        while let due = awaited[oldest], now >= due.advanced(by: Self.patience) {
            awaited[oldest] = nil
            if due >= omitted { lost += 1 }
            skipAnswered()
        }
        guard let pause, now >= end.advanced(by: Self.patience), sent < most else { return }
        let first = max(next, omitted)
        if first < end {
            let step = UInt64(max(pause / .nanoseconds(1), 1))
            lost += min((end.nanoseconds - first.nanoseconds - 1) / step + 1, most - sent)
        }
        next = end
    }

    private mutating func skipAnswered() {
        while oldest < sent, awaited[oldest] == nil { oldest += 1 }
    }

    /// After this long a message counts as lost.
    private static let patience = Duration.seconds(1)

    /// Messages in a turn, before others have theirs.
    private static let turn = 256
}
