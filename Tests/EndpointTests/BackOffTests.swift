import Endpoint
import Testing

@Suite struct BackOffTests {
    @Test("Each wait is twice as long as the one before, within bounds, and half of it is chance")
    func bounds() {
        var shortest = BackOff { 0 }
        var longest = BackOff { 1 }
        var chance = BackOff()
        for (low, high) in [
            (200, 400), (400, 800), (800, 1_600), (1_600, 3_200), (3_200, 6_400),
            (6_400, 12_800), (12_800, 25_600), (15_000, 30_000), (15_000, 30_000),
        ] {
            #expect(shortest.next() == .milliseconds(low))
            #expect(longest.next() == .milliseconds(high))
            #expect((Duration.milliseconds(low)...(.milliseconds(high))).contains(chance.next()))
        }
    }

    @Test("What has stood begins from the first wait again")
    func reset() {
        var backOff = BackOff { 0 }
        for _ in 0..<5 { _ = backOff.next() }
        backOff.reset()
        #expect(backOff.next() == .milliseconds(200))
    }

    @Test("Two who have lost the same server do not wait for the same time")
    func jitter() {
        var backOff = BackOff()
        let waits = (0..<10).map { _ in
            backOff.reset()
            return backOff.next()
        }
        #expect(Set(waits).count > 1)
    }
}
