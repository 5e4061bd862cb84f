import Foundation
import Glibc
import TestSupport
import Testing

/// The limit of paths that drop what is larger, without a word.
@Suite(.timeLimit(.minutes(10))) struct ProbePathTests {
    private let folder = try! Folder()

    private func path(
        _ network: [String], _ options: [String] = [], listener: [String] = []
    ) async throws -> ProbeReport {
        let listener = try await Listener(["-k", "--mtu", "576"] + listener)
        let middle = try await BadNetwork(network, before: listener)
        return try ProbeReport(
            try await DTLSCat.run(
                ["probe", "--mtu", "--json", "--retransmit", "200ms", "-w", "60s"] + options
                    + middle.target(listener)))
    }

    @Test(arguments: [576, 577, 700, 1_279, 1_280, 1_281, 1_500, 4_001])
    func `the limit is found to the byte, whichever way it is`(mtu: Int) async throws {
        let way = ["--both", "--c2s", "--s2c"][mtu % 3]
        let report = try await path([way, "mtu=\(mtu)"])
        #expect(report.path?.mtu == mtu)
        #expect(report.path?.datagram == mtu - 28)
        #expect(report.path?.exact == true)
        #expect(report.path?.method == "heartbeat")
        #expect(report.path?.data == report.session?.dataMtu)
    }

    @Test(arguments: 1...3)
    func `loss does not look like a limit`(seed: Int) async throws {
        let report = try await path(
            ["--both", "loss=15%,types=heartbeat,mtu=1111", "--seed", "\(seed)"])
        #expect(report.path?.mtu == 1_111)
        #expect(report.path?.exact == true)
    }

    @Test func `a delay is waited for`() async throws {
        let report = try await path(["--both", "delay=150ms,jitter=50ms,mtu=1300"])
        #expect(report.path?.mtu == 1_300)
    }

    @Test func `a cipher of blocks leaves some bytes open`() async throws {
        let suites = "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-CIPHER-ALL:+AES-128-CBC"
        let report = try await path(
            ["--both", "mtu=1000"], ["--priority", suites], listener: ["--priority", suites])
        let path = try #require(report.path)
        #expect(!path.exact)
        #expect((path.mtu...(try #require(path.mtuMax))).contains(1_000))
        #expect(try #require(path.mtuMax) - path.mtu == 15)
    }

    @Test func `what is found is said in a line behind the handshake's`() async throws {
        let listener = try await Listener(["-k"])
        let middle = try await BadNetwork(["--both", "mtu=1500"], before: listener)
        let outcome = try await DTLSCat.run(["probe", "--mtu"] + middle.target(listener))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 2, "\(outcome.text)")
        #expect(lines.first?.contains("data MTU 1435") == true, "\(outcome.text)")
        #expect(
            lines.last == "path MTU 1500: datagrams of 1472 bytes, 1435 of data, by heartbeats")
    }

    @Test func `a path that takes the largest record takes that or more`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run(["probe", "--mtu"] + listener.target)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("path MTU 16412 or more: "), "\(outcome.text)")
    }

    @Test func `the limit is found over IPv6`() async throws {
        let listener = try await Listener(["-k"], address: "::1")
        let outcome = try await DTLSCat.run(["probe", "--mtu"] + listener.target)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("path MTU 16432 or more: "), "\(outcome.text)")
    }

    @Test func `records that are to be small are the limit themselves`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run(
            ["probe", "--mtu", "--record-size", "600"] + listener.target)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains(" or more: "), "\(outcome.text)")
    }

    @Test func `a server that stops to answer leaves no limit behind`() async throws {
        let listener = try await Listener(["-k", "--mtu", "576"])
        // Some sizes come back within the first second, and nothing does after it.
        let middle = try await BadNetwork(["--both", "mtu=1111,cut=1s-1000s"], before: listener)
        let report = try ProbeReport(
            try await DTLSCat.run(["probe", "--mtu", "--json"] + middle.target(listener)))
        #expect(report.exit == 9)
        #expect(report.path == nil)
        #expect(report.error?.message.contains("has stopped answering") == true)
        #expect(report.session?.version == "1.2")
    }

    @Test func `a server that is killed meanwhile is gone`() async throws {
        let listener = try await Listener(["-k", "--mtu", "576"])
        // So slow that the search takes the better part of a minute.
        let middle = try await BadNetwork(
            ["--both", "mtu=1111,delay=400ms"], before: listener)
        let probe = try DTLSCat.start(
            ["probe", "--mtu", "-vvv", "-w", "60s"] + middle.target(listener))
        try await probe.line(with: "< Finished")
        listener.program.signal(SIGKILL)
        let outcome = try await probe.outcome()
        #expect([8, 9].contains(outcome.status), "\(outcome.errors)")
        #expect(!outcome.text.contains("path MTU"), "\(outcome.text)")
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal ends the search`(signal: Int32, status: Int32) async throws {
        let listener = try await Listener(["-k", "--mtu", "576"])
        // A search that takes the better part of a minute.
        let middle = try await BadNetwork(
            ["--both", "delay=500ms,loss=100%,types=heartbeat"], before: listener)
        let probe = try DTLSCat.start(
            ["probe", "--mtu", "-vvv", "-w", "60s"] + middle.target(listener))
        try await probe.line(with: "< Finished")
        probe.signal(signal)
        let outcome = try await probe.outcome()
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.text == "", "\(outcome.text)")
    }
}
