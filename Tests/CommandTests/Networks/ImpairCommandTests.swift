import Foundation
import Glibc
import TestSupport
import Testing

/// Sessions through bad networks, and the command that makes them.
@Suite(.timeLimit(.minutes(10))) struct ImpairCommandTests {
    private let folder = try! Folder()

    private static let lines = (1...40).map { "line \($0)" }

    /// Sends forty lines through a bad network; what came out, and what the client and the network
    /// have told.
    private func send(
        _ network: [String], _ options: [String] = [], sender: [String] = []
    ) async throws -> (lines: [String], client: Program.Outcome, network: BadNetwork) {
        let listener = try await Listener(
            ["--framing", "line", "--retransmit", "300ms", "-w", "100s"] + options)
        let middle = try await BadNetwork(network, before: listener)
        let client = try await DTLSCat.run(
            ["connect", "-v", "--framing", "line", "--retransmit", "300ms", "-w", "100s"] + sender
                + middle.target(listener),
            input: .text(Self.lines.joined(separator: "\n") + "\n"))
        #expect(client.status == 0, "\(client.errors)")
        let text = try await listener.program.outcome().text
        return (text.split(separator: "\n").map(String.init), client, middle)
    }

    @Test func `a pace that a slow link takes loses nothing of a file`() async throws {
        let bytes = noise(300_000)
        let file = try folder.write(bytes, to: "in")
        let listener = try await Listener(
            ["--fail-on-loss", "-o", folder.file("out")])
        let middle = try await BadNetwork(["--both", "rate=4M:64K"], before: listener)
        let client = try await DTLSCat.run(
            ["connect", "-b", "2M", "-q", "60s"] + middle.target(listener), input: .file(file))
        #expect(client.status == 0, "\(client.errors)")
        #expect(try await listener.program.outcome().status == 0)
        #expect(try folder.read("out") == bytes)
    }

    @Test func `datagrams that are too large are dropped in silence`() async throws {
        let (lines, _, _) = try await send(
            ["--both", "mtu=600"], ["--mtu", "600"], sender: ["--mtu", "600"])
        #expect(lines == Self.lines)
        let listener = try await Listener(["--echo"])
        let middle = try await BadNetwork(["--s2c", "mtu=100"], before: listener)
        let client = try await DTLSCat.run(
            ["connect", "-w", "2s"] + middle.target(listener), input: .text("x"))
        #expect(client.status == 3)
        let ways = try await middle.statistics()
        #expect(ways.toClient.dropped["mtu"] ?? 0 > 0)
        #expect(ways.toServer.dropped["mtu"] == 0)
    }

    @Test func `the same seed drops the same datagrams`() async throws {
        /// Which of forty lines get through.
        func survivors(_ seed: String) async throws -> [String] {
            try await send(
                ["--seed", seed, "--c2s", "loss=30%,types=data"],
                sender: ["--flow", "none", "-b", "0"]
            ).lines
        }
        let first = try await survivors("11")
        #expect(try await survivors("11") == first)
        #expect(try await survivors("12") != first)
    }

    @Test func `each client has a fate of its own, and the log tells`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let log = folder.file("log")
        let middle = try await BadNetwork(
            ["--log", log, "--c2s", "loss=100%,messages=clienthello,first=1"], before: listener)
        for _ in 0..<2 {
            let client = try await DTLSCat.run(
                ["connect", "--retransmit", "300ms"] + middle.target(listener),
                input: .text("hello\n"))
            #expect(client.text == "hello\n")
        }
        let ways = try await middle.statistics()
        #expect(ways.toServer.dropped["loss"] == 2)
        let lines = try String(decoding: folder.read("log"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count { $0.hasSuffix(" ClientHello: dropped, loss") } == 2)
        #expect(lines.contains { $0.contains(" 2 < ") && $0.contains("ServerHello, ") })
        #expect(lines.count == ways.toServer.received + ways.toClient.received)
    }

    @Test func `a port that nobody listens at is outlived and counted`() async throws {
        let middle = try await BadNetwork([], before: try freePort())
        let client = try await DTLSCat.run(
            ["connect", "--insecure", "-w", "1.5s", "127.0.0.1", middle.port])
        #expect(client.status == 3)
        #expect(try await middle.statistics().toServer.refused > 0)
    }

    @Test func `it ends after its time, and says what it did`() async throws {
        let outcome = try await DTLSCat.run(["impair", "-t", "0.1s", "127.0.0.1:0", "127.0.0.1:1"])
        #expect(outcome.status == 0)
        #expect(
            outcome.text.hasPrefix("0 clients, seed 1\nclient to server: received 0, 0 bytes"))
        let quiet = try await DTLSCat.run(
            ["impair", "-Q", "-t", "0.1s", "127.0.0.1:0", "127.0.0.1:1"])
        #expect(quiet.text.isEmpty && quiet.errors.isEmpty)
    }

    @Test func `a signal ends it in order`() async throws {
        for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
            let program = try DTLSCat.start(["impair", "[::1]:0", "localhost:1"])
            try await program.line(with: "listening on [::1]:")
            program.signal(signal)
            let outcome = try await program.outcome()
            #expect(outcome.status == status)
            #expect(outcome.text.hasPrefix("0 clients"))
        }
    }

    @Test func `more clients than there may be are told of`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let middle = try await BadNetwork(["-m", "1"], before: listener)
        let first = try DTLSCat.start(
            ["connect", "--framing", "line"] + middle.target(listener), input: .open)
        first.write("one\n")
        try await first.line(with: "one", on: .output)
        let second = try await DTLSCat.run(
            ["connect", "-w", "1.5s"] + middle.target(listener), input: .text("x"))
        #expect(second.status == 3)
        try await middle.program.line(with: "is not served: there are 1 clients")
        first.closeInput()
        #expect(try await first.outcome().status == 0)
    }

    @Test func `clients that are silent are forgotten`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let middle = try await BadNetwork(["-m", "1", "-i", "3s"], before: listener)
        for number in 1...2 {
            let client = try await DTLSCat.run(
                ["connect", "-w", "60s"] + middle.target(listener), input: .text("hello\n"))
            #expect(client.text == "hello\n")
            try await middle.program.line(with: "client \(number) is ")
        }
    }

    @Test(arguments: [
        ("loss=x", "position 1", "x is no share, such as 10% or 0.1"),
        ("loss=1%,mtu=4", "position 9", "4 is no number from 48 to 65535"),
        ("lost=1%", "position 1", "no such word: lost; there are burst, corrupt,"),
        ("delay", "position 1", "delay needs a value"),
        ("jitter=5", "position 1", ""), ("cut=5s-2s", "position 1", "ends before it begins"),
        ("burst=1", "position 1", "burst has 2 to 4 shares"),
        ("rate=fast", "position 1", "fast is no rate"),
        ("rate=1M:x", "position 1", "x is no size of a queue"),
        ("types=x", "position 1", "x is no number, nor one of alert, ccs, data"),
        ("messages=x", "position 1", "x is no number, nor one of certificate,"),
        ("drop=5-2", "position 1", "2 is no number from 5 to"),
        ("reorder=1%:0", "position 1", "0 is no number from 1 to 64"), ("", "position 1", ""),
    ])
    func `a spec that cannot be read says where`(
        spec: String, position: String, problem: String
    ) async throws {
        let outcome = try await DTLSCat.run(["impair", "-t", "1ms", "--both", spec, "0", "::1:1"])
        #expect(outcome.status == 2)
        guard !problem.isEmpty else { return }
        #expect(outcome.errors.contains(position), "\(outcome.errors)")
        #expect(outcome.errors.contains(problem), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["--rebind-after", "x", "0", "127.0.0.1:1"], ["--rebind-after", "0", "0", "127.0.0.1:1"],
        ["-m", "0", "0", "127.0.0.1:1"], ["0", "127.0.0.1"], ["::1:0", "127.0.0.1:1"],
        ["--seed", "-1", "0", "127.0.0.1:1"], ["--log", "/", "0", "127.0.0.1:1"],
        ["-t", "x", "0", "127.0.0.1:1"], ["", "127.0.0.1:1"],
    ])
    func `what cannot be meant is status 2`(options: [String]) async throws {
        let outcome = try await DTLSCat.run(["impair"] + options)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.text.isEmpty)
    }
}
