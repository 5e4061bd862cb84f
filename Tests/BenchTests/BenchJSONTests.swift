import Bench
import Foundation
import Testing

@Suite struct BenchJSONTests {
    private func object(_ json: BenchJSON) throws -> [String: Any] {
        let data = try JSONEncoder().encode(json)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// What stands at the end of a path, "end.sum.packets".
    private func at(_ path: String, _ object: [String: Any]) -> Any? {
        path.split(separator: ".").reduce(object as Any?) { value, key in
            if let index = Int(key), let list = value as? [Any] {
                return list.indices.contains(index) ? list[index] : nil
            }
            return (value as? [String: Any])?[String(key)]
        }
    }

    private func number(_ path: String, _ object: [String: Any]) -> Double? {
        (at(path, object) as? NSNumber)?.doubleValue
    }

    @Test func figuresHaveTheNamesOfIperf3() throws {
        let json = try object(BenchJSON(Samples.throughput))
        #expect(at("start.connected.1.remote_host", json) as? String == "example.org")
        #expect(number("start.connected.1.remote_port", json) == 4_433)
        #expect(
            at("start.timestamp.time", json) as? String == "Mon, 21 Sep 2026 14:13:20 GMT")
        #expect(at("start.test_start.protocol", json) as? String == "DTLS")
        #expect(number("start.test_start.num_streams", json) == 2)
        #expect(number("intervals.9.sum.bits_per_second", json) == 149e6 * 8)
        #expect(number("intervals.9.sum.end", json) == 10)
        #expect(number("end.streams.1.udp.socket", json) == 2)
        #expect(number("end.streams.1.udp.out_of_order", json) == 7)
        #expect(number("end.sum.packets", json) == 1_000_000)
        #expect(number("end.sum.lost_packets", json) == 1_000)
        #expect(number("end.sum.lost_percent", json) == 0.1)
        #expect(number("end.sum_sent.bytes", json) == 1.4e9)
        #expect(number("end.sum_received.bytes", json) == 1_398_600_000)
        #expect(number("end.cpu_utilization_percent.host_total", json) == 70)
        #expect(number("end.cpu_utilization_percent.remote_system", json) == 25)
        #expect(at("schema", json) as? String == "dtlscat/1")
        #expect(at("session.kx", json) as? String == "ECDHE-ECDSA")
    }

    @Test func bothDirectionsStandInOneInterval() throws {
        let json = try object(BenchJSON(Samples.bidirectional))
        #expect((json["intervals"] as? [Any])?.count == 4)
        #expect(number("intervals.2.sum.bytes", json) == 12_500_000)
        #expect(number("intervals.2.sum_bidir_reverse.bytes", json) == 9_000_000)
        #expect(number("end.sum_bidir_reverse.lost_packets", json) == 100)
    }

    @Test func whatIsNotKnownHasNoKey() throws {
        var report = Samples.report(.throughput)
        report.flows = [
            BenchFlow(
                stream: 1, isReverse: false,
                sent: BenchTally(bytes: 10, messages: 1, seconds: 0), received: nil)
        ]
        report.session = nil
        let json = try object(BenchJSON(report))
        for key in ["session", "latency", "handshake", "baseline", "ok", "exit", "error"] {
            #expect(json[key] == nil, "\(key)")
        }
        let sum = try #require(at("end.sum", json) as? [String: Any])
        #expect(
            Set(sum.keys) == ["start", "end", "seconds", "bytes", "packets", "sender"])
        #expect(at("end.sum_received", json) == nil)
        #expect(at("end.cpu_utilization_percent", json) == nil)
        #expect(at("start.test_start.bytes", json) == nil)
    }

    @Test func handshakesHaveTheirTimesAndCost() throws {
        let json = try object(BenchJSON(Samples.handshakes))
        #expect(number("handshake.count", json) == 5_000)
        #expect(number("handshake.per_second", json) == 500)
        #expect(number("handshake.cpu_us_local", json) == 1_000)
        #expect(at("handshake.cpu_us_remote", json) == nil)
        #expect(number("handshake.p999_ms", json).map { abs($0 - 4.4) < 0.01 } == true)
        #expect(json["latency"] == nil)
    }

    @Test func roundTripsHaveTheirTimesAndRate() throws {
        var report = Samples.latency
        #expect(at("latency.per_second", try object(BenchJSON(report))) == nil)
        report.flows = [
            BenchFlow(
                stream: 1, isReverse: false,
                sent: BenchTally(bytes: 64_000, messages: 1_000, seconds: 4), received: nil)
        ]
        let latency = try object(BenchJSON(report))
        #expect(number("latency.per_second", latency) == 250)
        #expect(number("latency.count", latency) == 1_000)
        #expect(number("latency.max_ms", latency).map { abs($0 - 5.11) < 0.01 } == true)
    }

    @Test func leapDaysAreDays() throws {
        var report = Samples.report(.latency)
        for (time, text) in [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        ] {
            report.start.time = time
            let json = try object(BenchJSON(report))
            #expect(at("start.timestamp.time", json) as? String == text)
        }
        for time in [Int.min, -1, .max] {
            report.start.time = time
            #expect(throws: Never.self) { try object(BenchJSON(report)) }
        }
    }

    @Test func theCallerAddsHowItEnded() throws {
        var report = BenchJSON(Samples.report(.latency))
        report.ok = false
        report.exit = 10
        report.error = BenchJSON.Problem(class: "threshold", message: "too slow")
        let json = try object(report)
        #expect(json["ok"] as? Bool == false)
        #expect(number("exit", json) == 10)
        #expect(at("error.class", json) as? String == "threshold")
    }

    @Test func noFigureOfAPeerKeepsTheReportFromBeingWritten() throws {
        for seconds in [0, Double.leastNonzeroMagnitude, .nan, .infinity, -1, 1e308] {
            var report = Samples.throughput
            let tally = BenchTally(
                bytes: .max, messages: .max, seconds: seconds, lost: .max, reordered: .max,
                jitter: seconds)
            report.flows = (1...3).map {
                BenchFlow(stream: $0, isReverse: false, sent: tally, received: tally)
            }
            report.remoteCPU = BenchCPU(user: seconds, system: .infinity, elapsed: seconds)
            report.baseline = [report]
            let json = try object(BenchJSON(report))
            #expect(number("end.sum.lost_percent", json) == 50)
            #expect(!TextReport(report).lines.isEmpty)
            #expect(!CompareTable([("suite", report)]).lines.isEmpty)
        }
    }
}
