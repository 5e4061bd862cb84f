import Bench
import Testing

@Suite struct TextReportTests {
    @Test func theTableOfAThroughputHasARowForEachStreamAndTheirSum() {
        var report = Samples.throughput
        report.gaps = ["the handshake"]
        let expected = """
            example.org:4433, DTLS 1.2, ECDHE-ECDSA-AES-128-GCM-SHA256, data MTU 1435,
              messages of 1400 bytes, 2 streams, flow control heartbeat

             id dir   time transfer   bitrate   rate jitter           lost/total reord.
                         s   MBytes Gbits/sec msgs/s     ms
              1 send 10.00      667      0.56  49950  0.013   500/500000 (0.10%)      7
              2 send 10.00      667      0.56  49950  0.013   500/500000 (0.10%)      7
            SUM send 10.00     1334      1.12  99900  0.013 1000/1000000 (0.10%)     14
            CPU: local 70.0 % (5.00 s/GB), remote 35.0 % (2.50 s/GB)
            not measured: the handshake
            """
        #expect(TextReport(report).lines.joined(separator: "\n") == expected)
    }

    @Test func bothDirectionsHaveRowsAndNoSumOfOne() {
        let expected = """
            id  dir    time  transfer    bitrate    rate  jitter          lost/total  reord.
                          s    MBytes  Mbits/sec  msgs/s      ms
             1  send  10.00       119        100   10000   0.020       0/100000 (0%)       0
             1  recv  10.00       119        100   10000   0.020  100/100100 (0.10%)       0
            """
        #expect(
            TextReport(Samples.bidirectional).lines.dropFirst(3).joined(separator: "\n")
                == expected)
    }

    @Test func whatArrivedIsNotMadeUpWhereThePeerDoesNotTell() {
        var report = Samples.throughput
        report.flows = [
            BenchFlow(
                stream: 1, isReverse: false,
                sent: BenchTally(bytes: 1_048_576, messages: 1_000, seconds: 1), received: nil)
        ]
        let lines = TextReport(report).lines
        #expect(
            lines.contains(
                " 1  send  1.00      1.00       8.39    1000       -           -       -"))
        #expect(lines.contains("The rates are what was sent; what arrived is not known."))
    }

    @Test func plainUDPIsComparedWith() {
        var report = Samples.throughput
        var plain = report
        for index in plain.flows.indices {
            plain.flows[index].received?.bytes *= 2
            plain.flows[index].sent?.bytes *= 2
        }
        plain.localCPU = BenchCPU(user: 2, system: 2, elapsed: 10)
        plain.remoteCPU = nil
        report.baseline = [plain]
        #expect(
            TextReport(report, width: 120).lines.last
                == "over plain UDP: 2.24 Gbits/sec, DTLS costs 50 % of the rate "
                + "and 3.5 times the CPU a gigabyte here")
    }

    @Test func latencyHasPercentilesAndBars() {
        let expected = """
            1000 round trips

                min     p50     p90      p99    p99.9      max
            80.0 µs  130 µs  371 µs  1974 µs  4399 µs  5115 µs

             70 µs  –  100 µs  249  24.9 %  █████████████████████████████████▋
            100 µs  –  150 µs  356  35.6 %  ████████████████████████████████████████████████
            """
        let lines = TextReport(Samples.latency).lines.dropFirst(3)
        #expect(lines.prefix(7).joined(separator: "\n") == expected)
        #expect(lines.last == "  5 ms  –    7 ms    1   0.1 %  ▏")
    }

    @Test func handshakesAreCountedWithTheirCost() {
        let lines = TextReport(Samples.handshakes).lines
        #expect(lines.contains("5000 handshakes in 10.0 s, 500 a second, 0 resumed, 2 failed"))
        #expect(lines.contains("CPU: local 1000 µs a handshake"))
    }

    @Test(arguments: [80, 40]) func noLineIsLongerThanTheTerminal(width: Int) {
        for var report in [
            Samples.throughput, Samples.bidirectional, Samples.latency, Samples.handshakes,
        ] {
            report.start.host = String(repeating: "long.", count: 50)
            report.gaps = [
                "the peer's side, for it is no dtlscat and does not tell what it has seen"
            ]
            report.baseline = [report]
            for line in TextReport(report, width: width).lines { #expect(line.count <= width) }
        }
    }

    @Test func barsAreAsLongAsTheirCounts() throws {
        var report = Samples.latency
        var times = Distribution()
        for _ in 0..<100 { times.record(100_000) }
        for _ in 0..<50 { times.record(1_000_000) }
        report.latency = times
        let bars = TextReport(report).lines.map { $0.filter { $0 == "█" }.count }.filter { $0 > 0 }
        try #require(bars.count == 2)
        #expect(abs(bars[0] - 2 * bars[1]) <= 1)
    }

    @Test func timesFarApartTakeSixteenRowsAtMost() {
        var report = Samples.latency
        for longest: UInt64 in [0, 1, 150_000, 3_000_000, 400_000_000, .max] {
            var times = Distribution()
            times.record(0)
            times.record(1_000)
            times.record(longest)
            report.latency = times
            let rows = TextReport(report).lines.filter { $0.contains("–") }
            #expect((1...16).contains(rows.count))
            let counts = rows.compactMap { row in
                row.split(separator: " ").dropFirst(5).first.flatMap { Int($0) }
            }
            #expect(counts.reduce(0, +) == 3)
        }
    }

    @Test func reportsOfNothingAreReports() {
        for mode in [BenchReport.Mode.throughput, .latency, .handshakes] {
            #expect(TextReport(Samples.report(mode), width: 0).lines.count > 2)
        }
    }

    @Test func aPeersNameDoesNotReachTheTerminalAsControls() {
        var report = Samples.throughput
        report.session?.cipherSuite = "\u{1B}[2J\nNULL"
        #expect(TextReport(report).lines[0].contains("?[2J?NULL"))
    }
}
