import Bench
import Testing

@Suite struct BenchReportTests {
    @Test func countsThatAPeerMadeUpDoNotTrap() {
        let tally = BenchTally(bytes: .max, messages: .max, seconds: 1, lost: .max)
        #expect(tally.lostPercent == 50)
    }
}
