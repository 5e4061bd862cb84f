import Bench
import Testing

@Suite struct IntervalLineTests {
    @Test func linesStandUnderTheirHeader() {
        let intervals = Samples.bidirectional.intervals
        #expect(
            IntervalLine.header
                == " interval s  dir  MBytes        bitrate  msgs/s jitter          lost/total")
        #expect(
            IntervalLine(intervals[0]).text
                == "    0.0-1.0 send    11.9  100 Mbits/sec   10000      -                   - omit"
        )
        #expect(
            IntervalLine(intervals[3]).text
                == "    1.0-2.0 recv    8.58 72.0 Mbits/sec   10000  0.020    10/10010 (0.10%)")
    }

    @Test func theLiveLineDrawsTheRatesOfLate() {
        let rates: [UInt64] = [0, 125_000, 500_000, 1_000_000]
        let intervals = rates.enumerated().map { index, bytes in
            BenchInterval(
                start: Double(index), end: Double(index + 1), isReceived: true, bytes: bytes,
                messages: 3, lost: index == 3 ? 4 : 0)
        }
        #expect(IntervalLine.live(intervals) == "4.0 s  8.00 Mbits/sec ▁▂▅█  lost 25.0 %")
    }

    @Test(arguments: [0, 1, 10, 20, 40, 80])
    func theLiveLineKeepsToTheWidth(width: Int) {
        for report in [Samples.throughput, Samples.bidirectional] {
            #expect(IntervalLine.live(report.intervals, width: width).count <= width)
        }
        #expect(IntervalLine.live([], width: width) == "")
    }

    @Test func anyFiguresMakeALine() {
        for end in [0, Double.leastNonzeroMagnitude, .nan, .infinity, 1e300] {
            let interval = BenchInterval(
                start: 0, end: end, isReceived: true, bytes: .max, messages: .max, lost: .max,
                jitter: .nan)
            #expect(IntervalLine(interval).text.contains("50.0%"))
            #expect(!IntervalLine.live([interval, interval]).isEmpty)
        }
    }
}
