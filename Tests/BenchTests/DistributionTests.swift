import Bench
import Testing

@Suite struct DistributionTests {
    @Test func percentilesAreThoseOfWhatWasRecorded() {
        var distribution = Distribution()
        for microseconds in 1...1_000 { distribution.record(UInt64(microseconds) * 1_000) }
        #expect(distribution.count == 1_000)
        #expect(abs(distribution.percentile(50) - 0.5) < 0.002)
        #expect(abs(distribution.percentile(99) - 0.99) < 0.002)
        #expect(abs(distribution.percentile(100) - 1.0) < 0.002)
    }

    @Test func anEmptyOneHasNoTimes() {
        #expect(Distribution().percentile(99) == 0)
    }
}
