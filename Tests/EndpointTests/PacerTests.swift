import Endpoint
import Sockets
import Testing

@Suite struct PacerTests {
    static let rates: [UInt64] = [1, 8_000, 1_000_000, 400_000_000, 100_000_000_000]

    @Test("Never more than the bucket and what the time allows", arguments: rates)
    func bound(rate: UInt64) {
        var generator = SeededGenerator(seed: rate)
        let start = Deadline(nanoseconds: 1_000_000)
        var pacer = Pacer(bitrate: rate, now: start)
        let burst = max(Double(rate) / 8 * 0.002, 16_384)
        var now = start
        var sent = 0
        for _ in 0..<20_000 {
            while pacer.allows(now: now), sent < 1 << 40 {
                let size = Int.random(in: 1...16_339, using: &generator)
                let passed = Double(now.nanoseconds - start.nanoseconds) / 1e9
                // What is sent while there is a token may go below empty once.
                #expect(Double(sent) <= burst + Double(rate) / 8 * passed + 1)
                pacer.take(size)
                sent += size
            }
            now = now.advanced(by: .nanoseconds(Int64.random(in: 1...300_000, using: &generator)))
        }
    }

    @Test("The wait that it names is enough, and not much longer than needed", arguments: rates)
    func next(rate: UInt64) {
        var now = Deadline(nanoseconds: 1_000_000)
        let start = now
        var pacer = Pacer(bitrate: rate, now: now)
        var sent = 0
        for _ in 0..<1_000 {
            while pacer.allows(now: now) {
                pacer.take(1_363)
                sent += 1_363
            }
            #expect(!pacer.isOpen)
            let next = pacer.next(now: now)
            #expect(next > now)
            now = next
            let isOpen = pacer.allows(now: now)
            #expect(isOpen)
            pacer.take(1_363)
            sent += 1_363
        }
        let passed = Double(now.nanoseconds - start.nanoseconds) / 1e9
        #expect(Double(sent) >= Double(rate) / 8 * passed * 0.99)
    }
}
