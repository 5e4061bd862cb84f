import Sockets
import Testing

@testable import Bench

@Suite struct EchoProbeTests {
    private let channel = FakeChannel()

    private func probe(
        every interval: Duration? = nil, for duration: Duration? = nil, omit: Duration = .zero,
        count: UInt64? = nil
    ) -> EchoProbe {
        EchoProbe(
            length: 64, interval: interval, duration: duration, omit: omit, count: count,
            now: start)
    }

    /// In milliseconds, to the three digits that are recorded.
    private func expectTime(_ times: Distribution, _ percent: Double, _ expected: Double) {
        let time = times.percentile(percent)
        #expect(abs(time - expected) <= expected / 500, "\(time) instead of \(expected)")
    }

    // MARK: One at a time

    @Test func `the next goes out when the last has come back`() {
        var probe = probe(count: 3)
        for number in 0..<3 as Range<UInt64> {
            let now = after(Double(number) * 10)
            probe.pump(channel, now: now)
            probe.pump(channel, now: now)
            #expect(channel.numbers.last == number)
            probe.take(number: number, now: now.advanced(by: .milliseconds(2)))
        }
        probe.pump(channel, now: after(30))
        #expect(channel.numbers == [0, 1, 2])
        #expect(channel.sent.allSatisfy { $0.count == 64 })
        #expect(probe.isDone(now: after(30)))
        #expect(probe.times.count == 3)
        expectTime(probe.times, 100, 2)
    }

    @Test func `one that is lost is missed after a second, and the next goes out`() {
        var probe = probe()
        probe.pump(channel, now: start)
        #expect(probe.deadline(now: start, isReady: true) == after(1_000))
        probe.pump(channel, now: after(999))
        #expect(channel.numbers == [0])
        probe.pump(channel, now: after(1_000))
        #expect(channel.numbers == [0, 1])
        #expect(probe.lost == 1)
        // It came after all, but too late.
        probe.take(number: 0, now: after(1_001))
        #expect(probe.times.count == 0)
    }

    @Test func `nothing is sent after the end, and what is under way is waited for`() {
        var probe = probe(for: .milliseconds(100))
        probe.pump(channel, now: after(99))
        probe.pump(channel, now: after(100))
        #expect(channel.numbers == [0])
        #expect(!probe.isDone(now: after(100)))
        probe.take(number: 0, now: after(150))
        #expect(probe.isDone(now: after(150)))
        expectTime(probe.times, 100, 51)
    }

    @Test func `what comes twice, or was never sent, tells nothing`() {
        var probe = probe()
        probe.pump(channel, now: start)
        for number in [0, 0, 1, .max] as [UInt64] { probe.take(number: number, now: after(1)) }
        #expect(probe.times.count == 1)
    }

    // MARK: At a rate

    @Test func `messages are due at a rate, whatever comes back`() {
        var probe = probe(every: .milliseconds(10), count: 5)
        for millisecond in 0..<100 {
            probe.pump(channel, now: after(Double(millisecond)))
            #expect(channel.numbers.count == min(millisecond / 10 + 1, 5))
        }
    }

    @Test func `while the peer stalls, times count from when messages were due`() {
        var probe = probe(every: .milliseconds(10), for: .milliseconds(100))
        probe.pump(channel, now: start)
        probe.take(number: 0, now: after(1))
        // Nothing may be sent for 50 ms.
        channel.isOpen = false
        for millisecond in 10..<60 { probe.pump(channel, now: after(Double(millisecond))) }
        #expect(channel.numbers == [0])
        channel.isOpen = true
        probe.pump(channel, now: after(60))
        #expect(channel.numbers == [0, 1, 2, 3, 4, 5, 6])
        for number in 1...6 as ClosedRange<UInt64> { probe.take(number: number, now: after(61)) }
        #expect(probe.times.count == 7)
        expectTime(probe.times, 100, 51)
        expectTime(probe.times, 50, 21)
    }

    @Test func `a stall at the end is not left out`() {
        var probe = probe(every: .milliseconds(10), for: .milliseconds(100))
        channel.isOpen = false
        probe.pump(channel, now: after(100))
        #expect(!probe.isDone(now: after(100)))
        channel.isOpen = true
        probe.pump(channel, now: after(300))
        #expect(channel.numbers.count == 10)
        for number in 0..<10 as Range<UInt64> { probe.take(number: number, now: after(300)) }
        #expect(probe.isDone(now: after(300)))
        expectTime(probe.times, 100, 300)
        #expect(probe.lost == 0)
    }

    @Test func `what could never be sent is lost a second after the end`() {
        var probe = probe(every: .milliseconds(10), for: .milliseconds(100))
        probe.pump(channel, now: start)
        channel.isOpen = false
        probe.pump(channel, now: after(1_099))
        #expect(!probe.isDone(now: after(1_099)))
        probe.pump(channel, now: after(1_100))
        probe.pump(channel, now: after(1_101))
        #expect(probe.isDone(now: after(1_101)))
        #expect(probe.lost == 10)
    }

    @Test func `what is omitted is neither timed nor lost`() {
        var probe = probe(every: .milliseconds(10), for: .milliseconds(20), omit: .milliseconds(20))
        for millisecond in [0.0, 10, 20, 30, 40] { probe.pump(channel, now: after(millisecond)) }
        #expect(channel.numbers == [0, 1, 2, 3])
        probe.take(number: 1, now: after(41))
        probe.take(number: 3, now: after(41))
        probe.pump(channel, now: after(1_040))
        #expect(probe.times.count == 1)
        // Of 0 and 2 the first is omitted.
        #expect(probe.lost == 1)
        #expect(probe.isDone(now: after(1_040)))
    }

    @Test func `a rate beyond all reach leaves others their turn`() {
        var probe = probe(every: .zero, for: .milliseconds(100))
        probe.pump(channel, now: after(50))
        #expect(channel.numbers.count == 256)
        #expect(probe.deadline(now: after(50), isReady: true) < after(50))
        probe.pump(channel, now: after(1_100))
        #expect(probe.isDone(now: after(1_100)))
        #expect(probe.lost == 100_000_000)
    }
}
