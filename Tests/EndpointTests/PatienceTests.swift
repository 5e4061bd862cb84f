import DTLS
import Sockets
import Testing

@testable import Endpoint

/// How long the many wait for one of them.
@Suite struct PatienceTests {
    /// Fills the client's peer again and again, which answers after `delay`; for how long others would
    /// have waited for it, of how long in all, and what was sent.
    private func wait(
        for pair: FlowPair, cycles: Int, delay: Duration
    ) -> (waited: Duration, messages: Int) {
        var waited = Duration.zero
        var messages = 0
        for _ in 0..<cycles {
            messages += pair.fill()
            // Its ping is on its way.
            pair.client.prepareFlush(now: pair.now)
            pair.client.beginWait(now: pair.now)
            let answer = pair.now.advanced(by: delay)
            while pair.now < answer {
                if !pair.client.isSlow(now: pair.now) { waited = waited + .milliseconds(1) }
                pair.now = pair.now.advanced(by: .milliseconds(1))
            }
            pair.carry()
        }
        return (waited, messages)
    }

    @Test func `one that takes little, and just in time, holds the others up for long once alone`()
        throws
    {
        let pair = try FlowPair(serverRoom: 3_000) { $0.keepsOpen = true }
        let (waited, messages) = wait(for: pair, cycles: 200, delay: .milliseconds(199))
        #expect(messages > 0 && pair.client.phase == .established)
        // Two tenths of a second at first, and a millisecond for every kilobit that it takes.
        #expect(waited <= .milliseconds(250 + 8 * messages))
        #expect(waited < .seconds(10), "of forty")
    }

    @Test func `one that takes a megabit a second is waited for, however long it goes on`() throws {
        let pair = try FlowPair(serverRoom: 65_536) { $0.keepsOpen = true }
        let delay = Duration.milliseconds(100)
        let (waited, messages) = wait(for: pair, cycles: 100, delay: delay)
        #expect(messages * 8 > 10_000)
        #expect(waited == delay * 100)
    }

    @Test func `who is not waited for any more does not wake anybody`() throws {
        let pair = try FlowPair(serverRoom: 3_000) { $0.keepsOpen = true }
        _ = wait(for: pair, cycles: 20, delay: .milliseconds(199))
        pair.fill()
        pair.client.beginWait(now: pair.now)
        #expect(pair.client.deadline <= pair.now.advanced(by: .milliseconds(200)))
        var turns = 0
        let end = pair.now.advanced(by: .milliseconds(150))
        while pair.client.deadline <= end {
            pair.now = max(pair.now, pair.client.deadline)
            pair.client.expire(now: pair.now, pair.clientEvents)
            turns += 1
            try #require(turns < 20)
        }
    }
}
