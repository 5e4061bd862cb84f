import Bench
import Testing

@Suite struct CompareTableTests {
    @Test func suitesStandBesideTheBest() {
        let expected = """
            suite                       rate  relative  CPU local  CPU remote  loss
                                   Gbits/sec                 s/GB        s/GB     %
            AES-128-GCM                 1.12     100 %       5.00        2.50  0.10
            CHACHA20-POLY1305           0.20      18 %          -           -  0.05
            NULL               not agreed on
            """
        let table = CompareTable([
            ("AES-128-GCM", Samples.throughput), ("CHACHA20-POLY1305", Samples.bidirectional),
            ("NULL", nil),
        ])
        #expect(table.lines.joined(separator: "\n") == expected)
    }

    @Test func theShortestRoundTripIsTheBest() {
        var slow = Samples.latency
        var times = Distribution()
        times.record(1_000_000)
        slow.latency = times
        let lines = CompareTable([("slow", slow), ("fast", Samples.latency)]).lines
        #expect(lines[2].contains("13 %"))
        #expect(lines[3].contains("100 %"))
    }

    @Test func noneAtAllIsATableToo() {
        #expect(CompareTable([]).lines.count == 2)
        #expect(CompareTable([("x", Samples.report(.throughput))]).lines.count == 3)
    }
}
