import Bench

/// Reports with fixed figures, for the tests of what is made of them.
enum Samples {
    static func report(_ mode: BenchReport.Mode, length: Int = 1_400) -> BenchReport {
        var report = BenchReport(
            mode: mode,
            start: BenchStart(
                time: 1_790_000_000, host: "example.org", port: 4_433, isLocal: false,
                version: "1.0", gnutls: "3.8.9", system: "Linux 6.1.0 x86_64, 2 cores"),
            settings: BenchSettings(length: length))
        report.session = BenchSession(
            version: "DTLS 1.2", cipherSuite: "ECDHE-ECDSA-AES-128-GCM-SHA256",
            keyExchange: "ECDHE-ECDSA", group: "X25519", dataMTU: 1_435,
            flowControl: "heartbeat")
        return report
    }

    /// Two streams there, 10 s each.
    static var throughput: BenchReport {
        var report = report(.throughput)
        report.settings.streams = 2
        report.flows = (1...2).map { stream in
            BenchFlow(
                stream: stream, isReverse: false,
                sent: BenchTally(bytes: 700_000_000, messages: 500_000, seconds: 10),
                received: BenchTally(
                    bytes: 699_300_000, messages: 499_500, seconds: 10, lost: 500, reordered: 7,
                    jitter: 0.0125))
        }
        report.intervals = (0..<10).map { second in
            BenchInterval(
                start: Double(second), end: Double(second + 1), isReceived: false,
                bytes: 140_000_000 + UInt64(second) * 1_000_000, messages: 100_000)
        }
        report.localCPU = BenchCPU(user: 2, system: 5, elapsed: 10)
        report.remoteCPU = BenchCPU(user: 1, system: 2.5, elapsed: 10)
        return report
    }

    /// Both ways, one stream each, with a loss on the way back.
    static var bidirectional: BenchReport {
        var report = report(.throughput)
        report.settings.direction = .bidirectional
        report.flows = [false, true].map { isReverse in
            BenchFlow(
                stream: 1, isReverse: isReverse,
                sent: BenchTally(bytes: 125_000_000, messages: 100_000, seconds: 10),
                received: BenchTally(
                    bytes: 125_000_000, messages: 100_000, seconds: 10,
                    lost: isReverse ? 100 : 0, reordered: 0, jitter: 0.02))
        }
        for second in 0..<4 {
            for isReceived in [false, true] {
                var interval = BenchInterval(
                    start: Double(second), end: Double(second + 1), isReceived: isReceived,
                    bytes: isReceived ? 9_000_000 : 12_500_000, messages: 10_000,
                    lost: isReceived ? 10 : nil, jitter: isReceived ? 0.02 : nil)
                interval.isOmitted = second == 0
                report.intervals.append(interval)
            }
        }
        return report
    }

    /// A thousand round trips: most near 100 µs, a tail to some ms.
    static var latency: BenchReport {
        var report = report(.latency, length: 64)
        report.latency = tail
        return report
    }

    static var handshakes: BenchReport {
        var report = report(.handshakes)
        report.settings.concurrency = 4
        report.handshakes = BenchHandshakes(count: 5_000, failed: 2, resumed: 0, seconds: 10)
        report.latency = tail
        report.localCPU = BenchCPU(user: 4, system: 1, elapsed: 10)
        return report
    }

    private static var tail: Distribution {
        var times = Distribution()
        for index in 0..<1_000 {
            let part = Double(index) / 1_000
            times.record(UInt64(80_000 + 40_000 * part + 30_000 * part / (1.005 - part)))
        }
        return times
    }
}
