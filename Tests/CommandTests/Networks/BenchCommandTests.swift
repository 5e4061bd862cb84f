import Foundation
import FoundationXML
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct BenchCommandTests {
    private let folder = try! Folder()

    private func local(_ options: String...) async throws -> BenchResult {
        let outcome = try await DTLSCat.run(["bench", "--local", "--json"] + options)
        #expect(outcome.status == 0, "\(outcome.errors)\(outcome.text)")
        return try BenchResult(outcome)
    }

    // MARK: Throughput

    @Test func `as many bytes as asked arrive, and none is lost`() async throws {
        let result = try await local("-n", "2M", "-l", "1024")
        #expect(result.schema == "dtlscat/1")
        #expect(result.command == "bench")
        #expect(result.mode == "throughput")
        #expect(result.ok)
        #expect(result.exit == 0)
        #expect(result.session?.version == "DTLS 1.2")
        #expect(result.session?.flow == "heartbeat")
        #expect(result.notMeasured == [])
        let end = try #require(result.end)
        #expect(end.sumSent?.bytes == 2 << 20)
        #expect(end.sumReceived?.bytes == 2 << 20)
        #expect(end.sumReceived?.packets == 2_048)
        #expect(end.sum?.lostPackets == 0)
        #expect(end.sum?.sender == true)
    }

    @Test func `the server sends with -R`() async throws {
        let end = try #require(try await local("-n", "1M", "-l", "1024", "-R").end)
        #expect(end.sumReceived?.bytes == 1 << 20)
        #expect(end.sumReceived?.lostPackets == 0)
        #expect(end.sum?.sender == false)
    }

    @Test func `both send with --bidir`() async throws {
        let end = try #require(try await local("-n", "1M", "-l", "1024", "--bidir").end)
        #expect(end.sumReceived?.bytes == 1 << 20)
        #expect(end.sum?.lostPackets == 0)
        #expect(end.sumBidirReverse?.bytes == 1 << 20)
        #expect(end.sumBidirReverse?.lostPackets == 0)
    }

    @Test func `streams share the bytes`() async throws {
        let end = try #require(try await local("-n", "1M", "-l", "1024", "-P", "4").end)
        #expect(end.streams.map(\.udp.bytes) == Array(repeating: 262_144, count: 4))
        #expect(end.sumReceived?.bytes == 1 << 20)
        #expect(end.sum?.lostPackets == 0)
    }

    @Test func `fewer bytes than streams end it too`() async throws {
        let end = try #require(try await local("-n", "1", "-P", "4").end)
        #expect(end.sumReceived?.packets == 4)
    }

    @Test func `messages may be small`() async throws {
        let end = try #require(try await local("-n", "64K", "-l", "64").end)
        #expect(end.sumReceived?.packets == 1_024)
        #expect(end.sum?.lostPackets == 0)
        let least = try #require(try await local("-n", "160", "-l", "16").end)
        #expect(least.sumReceived?.packets == 10)
    }

    @Test func `a time ends it, and intervals are told`() async throws {
        let result = try await local("-t", "200ms", "-i", "50ms", "-b", "10M", "-l", "1000")
        let intervals = try #require(result.intervals)
        #expect(intervals.count >= 2)
        let packets = intervals.reduce(0) { $0 + ($1.sum?.packets ?? 0) }
        #expect(packets == result.end?.sumSent?.packets)
    }

    @Test func `a rate below one bit a second is no rate without a limit`() async throws {
        let end = try #require(try await local("-t", "500ms", "-b", "0.8").end)
        #expect(try #require(end.sumSent).packets < 10)
    }

    @Test func `what is omitted is in no total`() async throws {
        let result = try await local("-t", "100ms", "-O", "100ms", "-b", "10M", "-l", "1000")
        let sent = try #require(result.intervals).reduce(0) { $0 + ($1.sum?.packets ?? 0) }
        let counted = try #require(result.end?.sumSent?.packets)
        #expect(counted > 0)
        #expect(counted < sent)
    }

    @Test func `for people there are lines with the result`() async throws {
        let outcome = try await DTLSCat.run(["bench", "--local", "-n", "1M", "-l", "1024"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.text.contains("messages of 1024 bytes"), "\(outcome.text)")
        #expect(outcome.text.contains("0/1024 (0%)"), "\(outcome.text)")
        let quiet = try await DTLSCat.run(["bench", "--local", "-Q", "-n", "1M", "-l", "1024"])
        #expect(quiet.text.hasPrefix("local, DTLS 1.2"), "\(quiet.text)")
    }

    // MARK: Round trips

    @Test func `round trips are timed`() async throws {
        let result = try await local("--latency", "-n", "6400")
        #expect(result.mode == "latency")
        let times = try #require(result.latency)
        #expect(times.count == 100)
        #expect(times.isInOrder)
        #expect(result.handshake == nil)
    }

    @Test func `round trips are timed at a rate`() async throws {
        // 64 bytes each millisecond.
        let times = try #require(
            try await local("--latency", "-b", "512K", "-t", "200ms").latency)
        #expect((1...200).contains(times.count))
        #expect(times.isInOrder)
    }

    @Test func `the messages of all streams together are as many as asked`() async throws {
        let times = try #require(try await local("--latency", "-n", "6400", "-P", "4").latency)
        #expect(times.count == 100)
        let one = try #require(try await local("--latency", "-n", "1").latency)
        #expect(one.count == 1)
    }

    @Test func `a rate that no machine has ends in time all the same`() async throws {
        let outcome = try await DTLSCat.run([
            "bench", "--local", "--latency", "-b", "900G", "--flow", "none", "-t", "50ms",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains(" lost"), "\(outcome.text)")
    }

    // MARK: Handshakes

    @Test func `as many handshakes as asked are made`() async throws {
        let result = try await local("--handshakes", "-n", "50")
        #expect(result.mode == "handshakes")
        let times = try #require(result.handshake)
        #expect(times.count == 50)
        #expect(times.failed == 0)
        #expect(times.resumed == 0)
        #expect(times.isInOrder)
        #expect(result.latency == nil)
    }

    @Test func `handshakes resume`() async throws {
        let times = try #require(
            try await local("--handshakes", "--resume", "-n", "20", "--concurrency", "2").handshake)
        #expect(times.count == 20)
        #expect(try #require(times.resumed) > 0)
    }

    // MARK: Sessions

    @Test(arguments: [
        (["--psk-identity", "me"], "ECDHE-PSK"), (["--psk-plain"], "PSK"),
        ([], "ECDHE-ECDSA"),
    ]) func `--local makes what the session needs`(options: [String], exchange: String)
        async throws
    {
        let outcome = try await DTLSCat.run(
            ["bench", "--local", "--json", "-n", "64K"] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try BenchResult(outcome).session?.kx == exchange)
    }

    @Test func `plain UDP is measured beside`() async throws {
        let result = try await local("--udp-baseline", "-n", "64K", "-l", "1024", "-b", "50M")
        #expect(result.baseline?.sumSent?.bytes == 65_536)
        #expect(try #require(result.baseline?.sumReceived?.packets) > 0)
        #expect(result.notMeasured == [])
        let back = try await local("--udp-baseline", "-R", "-n", "64K", "-l", "1024", "-b", "50M")
        #expect(try #require(back.baseline?.sumReceived?.packets) > 0)
        let echo = try await DTLSCat.run([
            "bench", "--local", "--latency", "--udp-baseline", "-n", "6400",
        ])
        #expect(echo.status == 0, "\(echo.errors)")
        #expect(echo.text.contains("UDP"), "\(echo.text)")
    }

    @Test func `ciphers are compared`() async throws {
        let outcome = try await DTLSCat.run([
            "bench", "--local", "--compare", "AES-128-GCM,CHACHA20-POLY1305", "-n", "1M", "--json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let ciphers = try BenchResult.list(outcome).compactMap(\.session?.cipher)
        #expect(ciphers.count == 2)
        #expect(ciphers.first?.contains("AES_128_GCM") == true)
        #expect(ciphers.last?.contains("CHACHA20_POLY1305") == true)
    }

    @Test func `a cipher that is not agreed on is told and status 6`() async throws {
        let server = try await BenchListener(["--cipher", "AES-128-GCM"])
        let outcome = try await server.run([
            "--compare", "CHACHA20-POLY1305,AES-128-GCM", "-n", "1M", "-Q",
        ])
        #expect(outcome.status == 6)
        #expect(outcome.errors.contains("not every cipher was agreed on"), "\(outcome.errors)")
        #expect(outcome.text.contains("CHACHA20-POLY1305"), "\(outcome.text)")
        #expect(outcome.text.contains("AES-128-GCM"), "\(outcome.text)")
    }

    // MARK: What is asked of it

    @Test(arguments: [[], ["--latency"], ["--handshakes"], ["--bidir"]])
    func `a plot is well-formed SVG`(options: [String]) async throws {
        let path = folder.file("plot.svg")
        let outcome = try await DTLSCat.run(
            ["bench", "--local", "-t", "100ms", "-i", "20ms", "--plot", path] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try folder.text("plot.svg")
        #expect(text.contains("<svg"))
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
    }

    @Test func `a plot that cannot be written is status 2`() async throws {
        let outcome = try await DTLSCat.run([
            "bench", "--local", "-n", "64K", "--plot", "/no/such/folder/plot.svg",
        ])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/no/such/folder/plot.svg"), "\(outcome.errors)")
    }

    @Test func `--fail-under is status 10 where it is not reached`() async throws {
        let outcome = try await DTLSCat.run([
            "bench", "--local", "-n", "64K", "--json", "--fail-under", "900000G",
        ])
        #expect(outcome.status == 10)
        #expect(outcome.errors.contains("--fail-under"), "\(outcome.errors)")
        let result = try BenchResult(outcome)
        #expect(!result.ok)
        #expect(result.exit == 10)
        #expect(result.error?.class == "threshold")
        let reached = try await DTLSCat.run([
            "bench", "--local", "-n", "1M", "--fail-under", "1",
        ])
        #expect(reached.status == 0, "\(reached.errors)")
        let made = try await DTLSCat.run([
            "bench", "--local", "--handshakes", "-n", "5", "--fail-under", "1G",
        ])
        #expect(made.status == 10, "\(made.errors)")
    }

    @Test func `--max-loss is status 10 where more is lost, or that is not known`()
        async throws
    {
        _ = try await local("-n", "1M", "--max-loss", "0")
        let listener = try await Listener(["--discard"])
        let outcome = try await DTLSCat.run(
            ["bench", "-n", "64K", "--max-loss", "50"] + listener.target)
        #expect(outcome.status == 10)
        #expect(outcome.errors.contains("not known"), "\(outcome.errors)")
        // Messages of that rate cannot all be sent.
        let lossy = try await DTLSCat.run([
            "bench", "--local", "--latency", "-b", "900G", "-t", "20ms", "--max-loss", "1",
        ])
        #expect(lossy.status == 10, "\(lossy.errors)")
        #expect(lossy.errors.contains("--max-loss"), "\(lossy.errors)")
    }

    @Test(arguments: [
        ["--local", "--cert", "none"], ["--local", "--psk-file", "none"],
        ["--server", "-t", "1s", "0"], ["--server", "--insecure", "0"],
        ["--client-ca", "none", "host", "1"],
        ["--local", "--data-mtu", "15"],
        ["--local", "-R", "--bidir"], ["--local", "-l", "15"], ["--local", "-l", "16385"],
        ["--local", "-l", "2000", "--mtu", "600"], ["--local", "127.0.0.1", "1"],
        ["--local", "--server", "0"], ["--server"], [], ["127.0.0.1"],
        ["--server", "--cert", "/no/such/file", "0"], ["--local", "-t", "1s", "-n", "1"],
        ["--local", "-t", "0"], ["--local", "-n", "0"], ["--local", "-P", "0"],
        ["--local", "--handshakes", "--latency"], ["--local", "--latency", "-R"],
        ["--local", "--resume"], ["--local", "--max-loss", "101"],
        ["--local", "--cipher", "ROT13"], ["--local", "--compare", "AES-128-GCM,ROT13"],
        ["--local", "--compare", "AES-128-GCM", "--priority", "NORMAL"],
    ]) func `what cannot be meant is status 2, in one line and perhaps a hint`(
        arguments: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(["bench"] + arguments)
        #expect(outcome.status == 2, "\(outcome.errors)")
        let lines = outcome.errors.split(separator: "\n")
        #expect((1...2).contains(lines.count), "\(outcome.errors)")
        #expect(lines.allSatisfy { $0.hasPrefix("dtlscat: ") }, "\(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(outcome.text)")
    }

    // MARK: With a server

    @Test func `a server serves client after client, until SIGTERM`() async throws {
        let server = try await BenchListener()
        for options in [["-n", "64K"], ["--latency", "-n", "640"], ["--handshakes", "-n", "5"]] {
            let outcome = try await server.run(options)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!outcome.text.contains("not measured"), "\(outcome.text)")
        }
        server.program.signal(SIGTERM)
        #expect(try await server.program.outcome().status == 143)
    }

    @Test func `a server ends by SIGINT with 130`() async throws {
        let server = try await BenchListener()
        server.program.signal(SIGINT)
        #expect(try await server.program.outcome().status == 130)
    }

    @Test func `a server serves two clients at once`() async throws {
        let server = try await BenchListener()
        let clients = try [[], ["-R"]].map {
            try server.start(["--json", "-b", "20M", "-l", "1000", "-t", "300ms"] + $0)
        }
        for client in clients {
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let end = try #require(try BenchResult(outcome).end)
            #expect(try #require(end.sumReceived?.packets) > 0)
            #expect(end.sum?.lostPackets == 0)
        }
    }

    @Test(arguments: [[], ["-R"], ["--latency"]])
    func `a server that closes in the middle of it is status 9`(options: [String])
        async throws
    {
        let server = try await BenchListener()
        let client = try server.start(["-b", "1M", "-i", "50ms", "-t", "20s"] + options)
        try await server.program.line(with: "DTLS 1.2")
        if options != ["--latency"] { try await client.line(with: "0.1-", on: .output) }
        server.program.signal(SIGTERM)
        let outcome = try await client.outcome()
        #expect(outcome.status == 9, "\(outcome.errors)")
        #expect(outcome.errors.contains("closed before all was measured"), "\(outcome.errors)")
    }

    @Test func `a server that is gone in the middle of it is status 9`() async throws {
        let server = try await BenchListener()
        let client = try server.start(["-b", "1M", "-i", "50ms", "-t", "20s"])
        try await client.line(with: "0.1-", on: .output)
        server.program.signal(SIGKILL)
        let outcome = try await client.outcome()
        #expect(outcome.status == 9, "\(outcome.errors)")
        #expect(outcome.errors.contains("the peer is gone"), "\(outcome.errors)")
    }

    @Test func `what was measured before SIGINT is printed`() async throws {
        let server = try await BenchListener()
        let client = try server.start(["-b", "1M", "-i", "50ms", "-t", "20s"])
        try await client.line(with: "0.1-", on: .output)
        client.signal(SIGINT)
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("1  send"), "\(outcome.text)")
        #expect(outcome.text.contains("after you stopped it"), "\(outcome.text)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal that no shell or service holds back loses nothing either`(
        signal: Int32
    ) async throws {
        // What starts the tests may block signals, which a program takes over.
        let unblock = """
            import os, signal, sys
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(sys.argv[1], sys.argv[1:])
            """
        let bench = try Program(
            "python3", ["-c", unblock, DTLSCat.path, "bench", "--local", "-i", "50ms", "-t", "20s"])
        try await bench.line(with: "0.1-", on: .output)
        bench.signal(signal)
        let outcome = try await bench.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("after you stopped it"), "\(outcome.text)")
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal before there is anything to tell ends it by its status`(
        signal: Int32, status: Int32
    ) async throws {
        let silent = try SilentPort()
        let client = try DTLSCat.start([
            "bench", "--insecure", "-vvv", "127.0.0.1", silent.number,
        ])
        try await client.line(with: "127.0.0.1")
        client.signal(signal)
        let outcome = try await client.outcome()
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `a failure is JSON too`() async throws {
        let port = try freePort()
        let outcome = try await DTLSCat.run([
            "bench", "--json", "--insecure", "127.0.0.1", port,
        ])
        #expect(outcome.status == 1, "\(outcome.errors)")
        let result = try BenchResult(outcome)
        #expect(!result.ok)
        #expect(result.exit == 1)
        #expect(result.error?.class == "network")
    }
}
