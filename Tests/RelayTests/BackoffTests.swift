import Sockets
import Testing

@testable import Relay

@Suite struct BackoffTests {
    private let start = Deadline(nanoseconds: 1_000_000_000)

    @Test func `while nothing has failed anybody may begin`() {
        let backoff = Backoff()
        #expect(backoff.allows(underWay: 0, now: start))
        #expect(backoff.allows(underWay: 500, now: start))
    }

    @Test func `after a failure one may try, and only after a while`() {
        var backoff = Backoff()
        backoff.failed(now: start)
        #expect(!backoff.allows(underWay: 0, now: start))
        let later = start.advanced(by: .milliseconds(500))
        #expect(backoff.allows(underWay: 0, now: later))
        #expect(!backoff.allows(underWay: 1, now: later))
        backoff.succeeded()
        #expect(backoff.allows(underWay: 500, now: start))
    }

    @Test func `those that fail together are one failure`() {
        var backoff = Backoff()
        for _ in 0..<100 { backoff.failed(now: start) }
        #expect(backoff.allows(underWay: 0, now: start.advanced(by: .milliseconds(500))))
    }

    @Test func `the pause grows, and not for ever`() {
        var backoff = Backoff()
        var now = start
        var pauses: [Duration] = []
        for _ in 0..<12 {
            backoff.failed(now: now)
            var pause = Duration.zero
            while !backoff.allows(underWay: 0, now: now.advanced(by: pause)) {
                pause += .milliseconds(10)
            }
            pauses.append(pause)
            now = now.advanced(by: pause)
        }
        #expect(pauses[0] <= .milliseconds(500) && pauses[3] >= .seconds(2))
        #expect(pauses.allSatisfy { $0 <= .seconds(15) })
        #expect(pauses.suffix(4).allSatisfy { $0 >= .seconds(11) })
    }
}
