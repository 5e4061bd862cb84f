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
    private var next: Deadline
    private let pause: Duration?
    private let begun: Deadline
    private let omitted: Deadline
    private let end: Deadline
    private let most: UInt64

    /// - Parameter interval: between two messages; `nil` for one at a time.
    init(
        length: Int, interval: Duration?, duration: Duration?, omit: Duration, count: UInt64?,
        now: Deadline
    ) {
        buffer = [UInt8](repeating: 0x5A, count: length)
        pause = interval
        begun = now
        next = now
        omitted = now.advanced(by: omit)
        end = duration.map { now.advanced(by: omit + $0) } ?? .distantFuture
        most = count ?? .max
    }

    /// Whether nothing more is sent or waited for.
    func isDone(now: Deadline) -> Bool {
        isOver(now: now) && (awaited.isEmpty || now >= end.advanced(by: Self.patience))
    }

    private func isOver(now: Deadline) -> Bool { now >= end || sent >= most }

    /// Seconds of measuring so far.
    func elapsed(now: Deadline) -> Double { seconds(from: omitted, to: min(now, end)) }

    /// Sends what is due.
    mutating func pump(_ channel: any Channel, now: Deadline) {
        let late = awaited.filter { now >= $0.value.advanced(by: Self.patience) }
        for number in late.keys { awaited[number] = nil }
        lost += UInt64(late.count)
        while !isOver(now: now), channel.isReady(now: now) {
            guard pause == nil ? awaited.isEmpty : now >= next else { return }
            let due = pause == nil ? Deadline.now : next
            let number = sent
            sent += 1
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
        guard let due = awaited.removeValue(forKey: number), due >= omitted, now > due else {
            return
        }
        times.record(now.nanoseconds - due.nanoseconds)
    }

    /// When ``pump(_:now:)`` is due.
    func deadline(now: Deadline) -> Deadline {
        var deadline = isOver(now: now) ? .distantFuture : end
        if pause != nil, !isOver(now: now) { deadline = min(deadline, next) }
        if let oldest = awaited.values.min() {
            deadline = min(deadline, oldest.advanced(by: Self.patience))
        }
        return deadline
    }

    /// After this long a message counts as lost.
    private static let patience = Duration.seconds(1)
}
