import Sockets
import Testing

@testable import Bench

@Suite struct TrafficSinkTests {
    private func sink(
        _ numbers: [UInt64], omit: UInt64 = 0, step: Double = 1
    ) -> TrafficSink {
        var sink = TrafficSink(omit: omit)
        for (index, number) in numbers.enumerated() {
            let now = after(Double(index) * step)
            sink.note(number: number, time: now.nanoseconds, bytes: 100, now: now)
        }
        return sink
    }

    @Test func `nothing has come of nothing`() {
        #expect(
            TrafficSink(omit: 0).tally()
                == BenchTally(
                    bytes: 0, messages: 0, seconds: 0, lost: 0, reordered: 0, jitter: 0))
        // All that was sent is lost then.
        #expect(TrafficSink(omit: 0).tally(sent: 7).lost == 7)
    }

    @Test func `all that has come is counted`() {
        let tally = sink([0, 1, 2, 3]).tally(sent: 4)
        #expect(tally.bytes == 400)
        #expect(tally.messages == 4)
        #expect(tally.lost == 0)
        #expect(tally.reordered == 0)
        #expect(tally.seconds == 0.003)
    }

    @Test func `a gap is a loss`() { #expect(sink([0, 1, 4, 5]).lost == 2) }

    @Test func `what comes late is out of order and not lost`() {
        let late = sink([0, 2, 3, 1, 4])
        #expect(late.lost == 0)
        #expect(late.reordered == 1)
    }

    @Test func `the sender's count tells of what was lost at both ends`() {
        #expect(sink([0, 1]).tally(sent: 5).lost == 3)
        #expect(sink([2, 3]).tally(sent: 4).lost == 2)
        // A sender that says less than has come is not believed.
        #expect(sink([0, 3]).tally(sent: 1).lost == 2)
    }

    @Test func `what is omitted counts in no total, and numbers count from there`() {
        // The third comes at 20 ms, when the time is over.
        let sink = sink([0, 5, 6, 8], omit: 20_000_000, step: 10)
        #expect(sink.messages == 2)
        #expect(sink.bytes == 200)
        #expect(sink.allMessages == 4)
        #expect(sink.allBytes == 400)
        #expect(sink.lost == 1)
        // Those at the start are not lost, though the sender has counted them.
        #expect(sink.tally(sent: 100).lost == 1)
    }

    @Test func `jitter is that of RFC 3550`() {
        // Transit times of 10, 12, 11 and 11 ms: differences of 2, 1 and 0.
        var sink = TrafficSink(omit: 0)
        let transits = [10.0, 12, 11, 11]
        var expected = 0.0
        for (index, transit) in transits.enumerated() {
            let sent = after(Double(index) * 20)
            sink.note(
                number: UInt64(index), time: sent.nanoseconds, bytes: 1,
                now: after(Double(index) * 20 + transit))
            if index > 0 {
                expected += (abs(transit - transits[index - 1]) - expected) / 16
            }
        }
        // 2/16 = 0.125; + (1 - 0.125)/16 = 0.1796875; - 0.1796875/16 = 0.16845703125.
        #expect(expected == 0.16845703125)
        #expect(abs(sink.jitter - expected) < 1e-9)
    }

    @Test func `the clocks of both ends need not agree`() {
        var sink = TrafficSink(omit: 0)
        // A sender whose clock is ahead of ours, and wraps around.
        for index in 0..<10 as Range<UInt64> {
            sink.note(
                number: index, time: UInt64.max - 4_000_000 &+ index * 1_000_000, bytes: 1,
                now: after(Double(index)))
        }
        #expect(sink.jitter < 1e-9)
    }

    @Test func `the largest numbers do not trap`() {
        var sink = TrafficSink(omit: 0)
        for (index, number) in [0, .max, .max - 1, 0, .max].enumerated()
            as EnumeratedSequence<[UInt64]>
        {
            sink.note(
                number: number, time: index % 2 == 0 ? 0 : .max, bytes: 65_536,
                now: after(Double(index)))
        }
        #expect(sink.tally(sent: .max).messages == 5)
        #expect(sink.jitter.isFinite)
        #expect(sink.reordered == 3)
        var last = TrafficSink(omit: .max)
        last.note(number: .max, time: 0, bytes: 1, now: .distantFuture)
        #expect(last.messages == 0)
    }
}
