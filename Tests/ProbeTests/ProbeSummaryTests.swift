import Probe
import Testing

@Suite struct ProbeSummaryTests {
    @Test func `the times of a hundred handshakes are told by their share`() {
        var summary = ProbeSummary()
        for time in (1...100).shuffled() { summary.add(.milliseconds(time)) }
        #expect(summary.shortest == 1)
        #expect(summary.longest == 100)
        #expect(summary.average == 50.5)
        #expect(abs(summary.percentile(50) - 50) < 0.1)
        #expect(abs(summary.percentile(90) - 90) < 0.1)
        #expect(abs(summary.percentile(99) - 99) < 0.2)
    }

    @Test func `no share takes longer than the longest, nor less than the shortest`() {
        var summary = ProbeSummary()
        summary.add(.nanoseconds(1_234_567))
        for percent in [0.0, 50, 99, 100] { #expect(summary.percentile(percent) == 1.234567) }
    }

    @Test func `those that fail count, and take no time`() {
        var summary = ProbeSummary()
        summary.addFailure()
        #expect(summary.isEmpty)
        #expect(summary.average == 0)
        #expect(summary.percentile(50) == 0)
        summary.add(.milliseconds(4))
        #expect((summary.count, summary.failed) == (2, 1))
        #expect((summary.shortest, summary.average) == (4, 4))
    }
}
