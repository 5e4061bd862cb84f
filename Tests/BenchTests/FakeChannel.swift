import Sockets

@testable import Bench

/// A way to a peer that is not there: what is sent is kept, as far as anybody wants to see it.
final class FakeChannel: Channel {
    var isOpen = true
    var sent: [[UInt8]] = []
    var flushes = 0
    let largestMessage = 1_400

    func isReady(now: Deadline) -> Bool { isOpen }

    func send(_ message: Span<UInt8>, now: Deadline) {
        sent.append(message.indices.map { message[$0] })
    }

    func flush(now: Deadline) { flushes += 1 }

    /// The numbers of the data and echoes that were sent.
    var numbers: [UInt64] { sent.compactMap { BenchMessage.readData($0.span)?.number } }
}

/// A moment far ahead of the clock, in virtual time.
let start = Deadline(nanoseconds: 1 << 62)

/// That many milliseconds after the start.
func after(_ milliseconds: Double) -> Deadline {
    start.advanced(by: .nanoseconds(Int64(milliseconds * 1e6)))
}
