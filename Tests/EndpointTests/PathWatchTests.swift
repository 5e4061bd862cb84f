import Sockets
import Testing

@testable import Endpoint

struct PathWatchTests {
    private let start = Deadline(nanoseconds: 0)

    private func watch() -> PathWatch { PathWatch(most: 1_372, steps: [1_172, 548], now: start) }

    @Test func `the size in use is tried at once, and then each second`() {
        var watch = watch()
        #expect(watch.nextTrial(1_372, now: start) == 1_372)
        #expect(watch.answered(isFirst: true, isLost: false, 1_372, now: start) == .nothing)
        #expect(watch.nextTrial(1_372, now: start.advanced(by: .milliseconds(999))) == nil)
        #expect(watch.nextTrial(1_372, now: start.advanced(by: .seconds(1))) == 1_372)
    }

    @Test func `a ping that is lost makes the path suspect, and one that may be late does not`() {
        var watch = watch()
        _ = watch.nextTrial(1_372, now: start)
        #expect(watch.answered(isFirst: false, isLost: false, 1_372, now: start) == .nothing)
        // It is tried again with the next.
        #expect(watch.nextTrial(1_372, now: start) == 1_372)
        #expect(watch.answered(isFirst: false, isLost: true, 1_372, now: start) == .suspect)
    }

    @Test func `an answer to a small ping says nothing`() {
        var watch = watch()
        _ = watch.nextTrial(1_372, now: start)
        _ = watch.answered(isFirst: true, isLost: false, 1_372, now: start)
        #expect(watch.nextTrial(1_372, now: start) == nil)
        #expect(watch.answered(isFirst: false, isLost: true, 1_372, now: start) == .nothing)
    }

    @Test func `a path that was small is tried for more, the most first, and again after a minute`()
    {
        var watch = watch()
        for expected in [1_372, 1_372, 1_372, 1_172] {
            #expect(watch.nextTrial(548, now: start) == expected)
            if expected == 1_372 {
                #expect(watch.answered(isFirst: false, isLost: true, 548, now: start) == .nothing)
            }
        }
        #expect(watch.answered(isFirst: true, isLost: false, 548, now: start) == .takes(1_172))
        // What is in use is what is tried for the next minute.
        #expect(watch.nextTrial(1_172, now: start.advanced(by: .seconds(59))) == 1_172)
        #expect(watch.nextTrial(1_172, now: start.advanced(by: .seconds(60))) == 1_372)
    }

    @Test func `nothing larger is tried than what the kernel says`() {
        var watch = watch()
        watch.limit(to: 572)
        let later = start.advanced(by: .seconds(120))
        #expect(watch.nextTrial(548, now: later) == 572)
        #expect(watch.answered(isFirst: true, isLost: false, 548, now: later) == .takes(572))
        #expect(watch.nextTrial(572, now: later.advanced(by: .seconds(120))) == 572)
    }

    @Test func `a ping that the kernel refuses proves nothing`() {
        var watch = watch()
        #expect(watch.nextTrial(548, now: start) == 1_372)
        watch.limit(to: 1_172)
        #expect(watch.answered(isFirst: true, isLost: false, 548, now: start) == .nothing)
        #expect(watch.nextTrial(548, now: start) == 1_172)
    }

    @Test func `a path that was found larger falls back to what it began with`() {
        var watch = watch()
        watch.uses(8_972)
        #expect(watch.step(below: 8_972) == 1_172)
        var jumbo = PathWatch(most: 1_372, steps: [1_372, 1_172, 548], now: start)
        #expect(jumbo.step(below: 1_372) == 1_172 && jumbo.steps == [1_172, 548])
        jumbo.uses(8_972)
        #expect(jumbo.step(below: 8_972) == 1_372)
    }

    @Test func `at the least size there is nothing to try`() {
        var watch = PathWatch(most: 548, steps: [1_172, 548], now: start)
        #expect(watch.nextTrial(548, now: start) == nil && watch.step(below: 548) == nil)
    }
}

struct PathSearchTests {
    private let start = Deadline(nanoseconds: 0)

    /// What is found on a path that takes `limit` bytes, where each ping is lost by chance as well.
    private func find(_ limit: Int, loss: Double = 0, seed: UInt64 = 1) -> (Int, pings: Int) {
        var generator = SeededGenerator(seed: seed)
        var now = start
        var search = PathSearch([1_372, 1_172, 548], wait: .milliseconds(100), now: now)
        var step = search.first
        var pings = 0
        while true {
            pings += 1
            var isThrough = Double.random(in: 0..<1, using: &generator) >= loss
            switch step {
            case .use(let payload): return (payload, pings)
            case .ping(let payload): isThrough = isThrough && payload <= limit
            case .repeatPing, .smallPing: break
            }
            if isThrough {
                now = now.advanced(by: .milliseconds(1))
                step = search.answered(now: now)
            } else {
                now = search.due
                step = search.expired(now: now)
            }
        }
    }

    @Test(arguments: [(1_500, 1_372), (1_372, 1_372), (1_371, 1_172), (600, 548), (100, 548)])
    func `the largest of the sizes is found that gets through`(limit: Int, expected: Int) {
        #expect(find(limit).0 == expected)
        #expect(find(limit).pings <= 2 * 4 * 2 + 1)
    }

    @Test(arguments: 1...200)
    func `a loss of one in ten is no smaller path`(seed: UInt64) {
        #expect(find(1_500, loss: 0.1, seed: seed).0 == 1_372)
        #expect(find(600, loss: 0.1, seed: seed).0 == 548)
    }

    @Test func `a peer that answers nothing for long is no smaller path`() {
        var search = PathSearch([1_372, 1_172, 548], wait: .milliseconds(100), now: start)
        #expect(search.first == .ping(1_372))
        #expect(search.expired(now: search.due) == .repeatPing)
        for _ in 0..<50 { #expect(search.expired(now: search.due) == .smallPing) }
        // Each wait is longer than the one before, up to five seconds.
        #expect(search.due > start.advanced(by: .seconds(200)))
        #expect(search.answered(now: search.due) == .ping(1_372))
        #expect(search.answered(now: search.due) == .use(1_372))
    }

    @Test func `an answer that is only late is no loss`() {
        var search = PathSearch([1_372, 548], wait: .milliseconds(100), now: start)
        for _ in 0..<20 {
            #expect(search.expired(now: search.due) == .repeatPing)
            search.answeredLate()
            #expect(search.answered(now: search.due) == .ping(1_372))
        }
        #expect(search.answered(now: search.due) == .use(1_372))
    }
}

struct SmallPathsTests {
    private let start = Deadline(nanoseconds: 0)

    private func source(_ number: Int) -> AddressBlock {
        AddressBlock(sourceOf: .init(host: "10.0.\(number / 256).\(number % 256)", port: 1)!)
    }

    @Test func `what a session has shown is known for ten minutes`() {
        var paths = SmallPaths()
        #expect(paths.linkMTU(to: source(1), now: start) == nil)
        paths.note(1_200, to: source(1), isSure: true, now: start)
        paths.note(576, to: source(1), isSure: true, now: start.advanced(by: .seconds(300)))
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(899))) == 576)
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(900))) == nil)
        paths.note(1_200, to: source(1), isSure: true, now: start.advanced(by: .seconds(901)))
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(902))) == 1_200)
        paths.forget(source(1))
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(902))) == nil)
    }

    @Test func `what an attempt has come to is for the next one alone`() {
        var paths = SmallPaths()
        paths.note(576, to: source(1), isSure: false, now: start)
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(19))) == 576)
        #expect(paths.linkMTU(to: source(1), now: start.advanced(by: .seconds(20))) == nil)
        // It shortens nothing that is known for sure.
        paths.note(576, to: source(2), isSure: true, now: start)
        paths.note(576, to: source(2), isSure: false, now: start)
        #expect(paths.linkMTU(to: source(2), now: start.advanced(by: .seconds(599))) == 576)
        // And what is sure outlives it.
        paths.note(576, to: source(3), isSure: false, now: start)
        paths.note(576, to: source(3), isSure: true, now: start)
        #expect(paths.linkMTU(to: source(3), now: start.advanced(by: .seconds(599))) == 576)
    }

    @Test func `no more are known than a thousand, the last ones`() {
        var paths = SmallPaths()
        for number in 0..<5_000 {
            paths.note(576, to: source(number), isSure: true, now: start)
        }
        #expect(paths.count == 1_024)
        #expect(paths.linkMTU(to: source(4_999), now: start) == 576)
        #expect(paths.linkMTU(to: source(0), now: start) == nil)
    }
}
