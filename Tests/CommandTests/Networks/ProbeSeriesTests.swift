import Foundation
import Glibc
import TestSupport
import Testing

/// Many handshakes with a listener, and their sum.
@Suite(.timeLimit(.minutes(10))) struct ProbeSeriesTests {
    private let folder = try! Folder()

    @Test func `many handshakes are a line each, and a sum`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run(
            ["probe", "-c", "4", "-i", "20ms"] + listener.target)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 4 + 2, "\(outcome.text)")
        #expect(lines.first?.hasSuffix("verified by pin") == true, "\(outcome.text)")
        for number in 1...4 {
            #expect(lines[number].hasPrefix("\(number): handshake "), "\(lines[number])")
            #expect(lines[number].contains(" ms, 3 round trips, 127.0.0.1:"), "\(lines[number])")
        }
        #expect(lines[5] == "127.0.0.1:\(listener.port): 4 handshakes, 0 failed (0%)")
        let numbers = lines[6].split { !$0.isNumber && $0 != "." }.compactMap { Double($0) }
        // min, avg, max, and behind the 50, 90 and 99 of the percentiles' names those.
        #expect(lines[6].hasPrefix("min/avg/max "), "\(lines[6])")
        #expect(numbers.count == 9, "\(lines[6])")
        #expect(numbers[0] <= numbers[1] && numbers[1] <= numbers[2], "\(lines[6])")
    }

    @Test func `percentiles are between the shortest and the longest`() async throws {
        let listener = try await Listener(["-k", "--psk-file", try Shared.key(folder)])
        let report = try ProbeReport(
            try await DTLSCat.run(
                [
                    "probe", "-c", "20", "-i", "0", "--json", "--psk-file",
                    try Shared.key(folder),
                ] + listener.target))
        let times = try #require(report.handshake)
        #expect((times.count, times.failed) == (20, 0))
        let sorted = [times.min, times.p50, times.p90, times.p99, times.max].compactMap { $0 }
        #expect(sorted.count == 5)
        #expect(sorted == sorted.sorted())
        #expect(try #require(times.min) > 0)
        #expect(report.probes?.map(\.number) == Array(1...20))
        #expect(report.probes?.allSatisfy(\.ok) == true)
        #expect(report.session?.version == "1.2")
    }

    @Test func `where all fail the status is the last one's`() async throws {
        let report = try ProbeReport(
            try await DTLSCat.run(
                ["probe", "-c", "2", "-i", "10ms", "--json", "127.0.0.1", try freePort()]))
        #expect(report.exit == 1)
        #expect((report.handshake?.count, report.handshake?.failed) == (2, 2))
        #expect(report.handshake?.p50 == nil)
        #expect(report.probes?.allSatisfy { $0.error?.class == "network" } == true)
        #expect(report.error?.class == "network")
    }

    @Test func `a signal ends it with the sum, and one that failed is not forgotten`()
        async throws
    {
        let listener = try await Listener(["-k"])
        let program = try DTLSCat.start(
            ["probe", "-c", "0", "-i", "100ms", "-w", "1s"] + listener.target)
        try await program.line(with: "2: handshake ", on: .output)
        listener.program.signal(SIGKILL)
        try await program.line(with: "connection refused", on: .output)
        program.signal(SIGINT)
        let outcome = try await program.outcome()
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.text.contains("min/avg/max "), "\(outcome.text)")
        #expect(outcome.errors.contains("connection refused"), "\(outcome.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal after good handshakes alone is status 0`(signal: Int32) async throws {
        let listener = try await Listener(["-k"])
        let program = try DTLSCat.start(
            ["probe", "-c", "inf", "-i", "50ms"] + listener.target)
        try await program.line(with: "3: handshake ", on: .output)
        program.signal(signal)
        let outcome = try await program.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains(" handshakes, 0 failed (0%)\nmin/avg/max "))
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal before there is anything to tell is a status of its own`(
        signal: Int32, status: Int32
    ) async throws {
        let silent = try SilentPort()
        let program = try DTLSCat.start(
            ["probe", "-vvv", "--insecure", "-w", "150s", "127.0.0.1", silent.number])
        try await program.line(with: "trying 127.0.0.1:")
        program.signal(signal)
        let outcome = try await program.outcome()
        #expect(outcome.status == status)
        #expect(outcome.text == "", "\(outcome.text)")
    }
}
