import Sockets
import Testing

@testable import Endpoint

@Suite(.timeLimit(.minutes(10))) struct SendWindowTests {
    static let capacities = [4_096, 8_192, 16_384, 65_536, 212_992, 425_984, 1_048_576, 4_194_304]
    static let sizes = [64, 1_363, 16_339]
    static let losses = [0, 0.1, 0.3, 0.5]

    /// What a window is after it has opened as far as answers alone bring it.
    private func limit(_ capacity: Int) -> Int { min(capacity / 4 * 3, 1_048_576) }

    @Test("A message that is larger than those before, and finds no room, asks for a ping")
    func cramped() {
        var window = SendWindow(held: 32_768)
        window.sent(10)
        #expect(window.isOpen && !window.wantsPing)
        #expect(window.room(for: 16_347) == 0)
        #expect(window.wantsPing)
        window.pinged(now: Deadline(nanoseconds: 1))
        window.answered(now: Deadline(nanoseconds: 1_000))
        #expect(window.room(for: 16_347) == 1)
    }

    @Test("Before the first answer no more is under way than a peer holds early", arguments: sizes)
    func restrained(size: Int) {
        var window = SendWindow(held: 4_194_304)
        let limit = window.size
        window.restrain()
        var count = 0
        while window.room(for: size) > 0 {
            window.sent(size)
            count += 1
        }
        #expect(count <= 64 && count * (size + 64) <= 131_072)
        #expect(count >= 1 && window.wantsPing)
        var now = Deadline(nanoseconds: 1)
        for _ in 0..<10 {
            window.pinged(now: now)
            now = now.advanced(by: .microseconds(100))
            window.answered(now: now)
        }
        #expect(window.size == limit)
    }

    @Test("Nothing overflows, and nothing stalls", arguments: capacities, sizes)
    func exact(capacity: Int, size: Int) {
        for readRate in [5e6, 50e6, 500e6] {
            var run = FlowSimulation(capacity: capacity, messageSize: size, messages: 5_000)
            run.readRate = readRate
            run.run(until: .seconds(600))
            #expect(run.sent == 5_000 && run.read == 5_000, "\(readRate)")
            #expect(run.overflowed == 0, "\(readRate)")
            #expect(run.mostUnderWay <= max(limit(capacity), SendWindow.charge(size)))
        }
    }

    @Test(
        "Lost, late and doubled heartbeats neither stall the sender nor let it overrun",
        arguments: capacities, sizes)
    func lossy(capacity: Int, size: Int) {
        for loss in Self.losses {
            for seed in 0..<5 as Range<UInt64> {
                var run = FlowSimulation(
                    capacity: capacity, messageSize: size, messages: 1_000, seed: seed)
                run.loss = loss
                run.duplication = 0.2
                // Of less than a millisecond each way nobody takes the path for a long one.
                run.lateness = seed * 200_000
                // At worst each message waits for a ping, and each ping for its fourth time.
                run.run(until: .seconds(5_000))
                #expect(run.sent == 1_000 && run.read == 1_000, "loss \(loss), seed \(seed)")
                #expect(run.overflowed == 0, "loss \(loss), seed \(seed)")
                #expect(run.beyondWindow == 0, "loss \(loss), seed \(seed)")
                #expect(run.mostUnderWay <= max(limit(capacity), SendWindow.charge(size)))
            }
        }
    }

    @Test(
        "Heartbeats that are very late do not stall the sender either", arguments: capacities, sizes
    )
    func veryLate(capacity: Int, size: Int) {
        for seed in 0..<10 as Range<UInt64> {
            var run = FlowSimulation(
                capacity: capacity, messageSize: size, messages: 1_000, seed: seed)
            run.loss = 0.2
            run.duplication = 0.2
            run.lateness = seed * 30_000_000
            run.run(until: .seconds(5_000))
            #expect(run.sent == 1_000 && run.beyondWindow == 0, "seed \(seed)")
            #expect(run.mostUnderWay <= max(1_048_576, SendWindow.charge(size)))
        }
    }

    @Test(
        "A receiver that stands still for ten seconds is waited for", arguments: capacities, sizes)
    func pause(capacity: Int, size: Int) {
        var run = FlowSimulation(capacity: capacity, messageSize: size, messages: 20_000)
        run.pause = 1_000_000..<10_001_000_000
        run.run(until: .seconds(10))
        #expect(run.sent < 20_000)
        // One heartbeat a second, after the first few.
        #expect(run.pings < 200)
        run.run(until: .seconds(2_000))
        #expect(run.sent == 20_000 && run.read == 20_000)
        #expect(run.overflowed == 0)
        #expect(run.window.size == limit(capacity))
    }

    @Test("On a long path the window grows beyond its limit, and not without end")
    func longPath() {
        var run = FlowSimulation(capacity: 212_992, messageSize: 1_363, messages: 50_000)
        run.delay = 25_000_000
        run.linkRate = 50e6
        run.readRate = 400e6
        run.run(until: .seconds(600))
        #expect(run.sent == 50_000 && run.read == 50_000)
        #expect(run.overflowed == 0)
        let most = run.sizes.max() ?? 0
        #expect(most > limit(212_992) && most <= 1_048_576)
        #expect(run.mostUnderWay <= 1_048_576)
    }

    @Test("A slow link keeps the window from growing")
    func slowLink() {
        var run = FlowSimulation(capacity: 212_992, messageSize: 1_363, messages: 5_000)
        run.delay = 5_000_000
        run.linkRate = 1e6
        run.run(until: .seconds(600))
        #expect(run.sent == 5_000 && run.overflowed == 0)
        #expect((run.sizes.max() ?? 0) <= limit(212_992) * 2)
    }

    @Test("A lost ping makes the window smaller, and answers bring it back to where it was")
    func shrinks() {
        var window = SendWindow(held: 212_992)
        let start = window.size
        var now = Deadline(nanoseconds: 1_000_000)
        func fill() { while window.isOpen { window.sent(1_363) } }
        func answer() {
            now = now.advanced(by: .microseconds(100))
            window.answered(now: now)
        }
        fill()
        window.pinged(now: now)
        answer()
        #expect(window.size == start)
        fill()
        window.pinged(now: now)
        now = window.deadline
        window.pinged(now: now)
        answer()
        #expect(window.size == start / 2)
        for _ in 0..<4 {
            fill()
            window.pinged(now: now)
            answer()
        }
        #expect(window.size == start)
    }

    @Test("A first answer that came late makes no long path of a short one")
    func lateFirst() {
        var window = SendWindow(held: 32_768)
        let start = window.size
        var now = Deadline(nanoseconds: 1_000_000)
        window.pinged(now: now)
        now = now.advanced(by: .milliseconds(5))
        window.answered(now: now)
        for _ in 0..<50 {
            while window.isOpen { window.sent(100) }
            window.pinged(now: now)
            now = now.advanced(by: .microseconds(100))
            window.answered(now: now)
            #expect(window.size == start)
        }
    }

    @Test("A peer that waits for its turn on a busy machine is no long path")
    func busy() {
        var window = SendWindow(held: 32_768)
        let start = window.size
        var now = Deadline(nanoseconds: 1_000_000)
        window.pinged(now: now)
        for _ in 0..<50 {
            now = now.advanced(by: .milliseconds(6))
            window.answered(now: now)
            #expect(window.size == start)
            while window.isOpen { window.sent(100) }
            window.pinged(now: now)
        }
    }

    @Test("A ping that was only late leaves the window as it is")
    func late() {
        var window = SendWindow(held: 212_992)
        let start = window.size
        let now = Deadline(nanoseconds: 1_000_000)
        while window.isOpen { window.sent(1_363) }
        window.pinged(now: now)
        let due = window.deadline
        window.pinged(now: due)
        window.answeredLate()
        #expect(!window.isOpen)
        window.answered(now: due.advanced(by: .microseconds(50)))
        #expect(window.size == start)
        #expect(window.isOpen && window.underWay == 0)
    }

    @Test("A ping that stays unanswered is due again later each time, five seconds at most")
    func patience() {
        var window = SendWindow()
        var now = Deadline(nanoseconds: 1_000_000)
        window.sent(100)
        #expect(window.deadline == .distantFuture && window.unansweredSince == nil)
        window.pinged(now: now)
        window.answered(now: now.advanced(by: .milliseconds(1)))
        window.sent(100)
        let since = now
        var waits: [Duration] = []
        for _ in 0..<12 {
            window.pinged(now: now)
            waits.append(window.deadline.remaining(now))
            now = window.deadline
        }
        #expect(waits == waits.sorted())
        #expect(waits.first == .milliseconds(20) && waits.last == .seconds(5))
        // Those that a peer does not get round to have to find room in its buffer.
        let times = waits.reduce(into: [Duration.zero]) { $0.append(($0.last ?? .zero) + $1) }
        #expect(times.filter { $0 <= .seconds(10) }.count <= 10)
        #expect(window.unansweredSince == since)
    }

    @Test("One message always may be sent, whatever its size", arguments: [0, 1, 4_096])
    func one(held: Int) {
        var window = SendWindow(held: held)
        #expect(window.isOpen)
        window.sent(16_339)
        #expect(!window.isOpen && window.wantsPing)
        let now = Deadline(nanoseconds: 1_000)
        window.pinged(now: now)
        #expect(!window.wantsPing)
        window.answered(now: now.advanced(by: .milliseconds(1)))
        #expect(window.isOpen)
    }
}
