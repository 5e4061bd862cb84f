internal import Endpoint
internal import Sockets

/// Makes messages of data, and knows when the next is due and when there are no more.
struct TrafficSource {
    private(set) var bytes: UInt64 = 0
    private(set) var messages: UInt64 = 0

    /// With what is omitted.
    private(set) var allBytes: UInt64 = 0
    var allMessages: UInt64 { number }

    private var number: UInt64 = 0
    private var buffer: [UInt8]
    private var pacer: Pacer?
    private let begun: Deadline
    let end: Deadline
    private let omitted: Deadline
    private var last: Deadline
    private let mostBytes: UInt64

    /// A source as `request` has it, which begins now.
    init(_ request: BenchRequest, now: Deadline) {
        var generator = SystemRandomNumberGenerator()
        buffer = (0..<request.length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        pacer = request.bitrate > 0 ? Pacer(bitrate: request.bitrate, now: now) : nil
        begun = now
        last = now
        omitted = now.advanced(by: .nanoseconds(Int64(request.omit)))
        end =
            request.duration > 0
            ? omitted.advanced(by: .nanoseconds(Int64(request.duration))) : .distantFuture
        mostBytes = request.bytes > 0 ? request.bytes : .max
    }

    /// Whether there are no more messages.
    func isFinished(now: Deadline) -> Bool { now >= end || bytes >= mostBytes }

    /// Whether a message is due.
    mutating func isDue(now: Deadline) -> Bool {
        !isFinished(now: now) && (pacer?.allows(now: now) ?? true)
    }

    /// When something becomes due, or ends.
    func deadline(now: Deadline) -> Deadline {
        guard let pacer, !pacer.isOpen else { return end }
        return min(end, pacer.next(now: now))
    }

    /// Makes the next message, and lends it.
    mutating func next(now: Deadline, _ body: (Span<UInt8>) -> Void) {
        let number = number
        self.number += 1
        var span = buffer.mutableSpan
        BenchMessage.writeData(.data, number: number, time: now.nanoseconds, into: &span)
        pacer?.take(buffer.count)
        last = now
        allBytes += UInt64(buffer.count)
        // What is omitted has numbers too, which the receiver counts from.
        if now >= omitted {
            messages += 1
            bytes += UInt64(buffer.count)
        }
        body(buffer.span)
    }

    /// What was sent.
    var tally: BenchTally {
        BenchTally(bytes: bytes, messages: messages, seconds: seconds(from: omitted, to: last))
    }
}

/// The seconds between two moments; 0 where the second is not the later.
func seconds(from start: Deadline, to end: Deadline) -> Double {
    end > start ? Double(end.nanoseconds - start.nanoseconds) / 1e9 : 0
}
