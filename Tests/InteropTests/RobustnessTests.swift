import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct RobustnessTests {
    private let folder = try! Folder()

    @Test(arguments: Middle.Mode.harmless)
    func `five megabytes arrive whole whatever else comes to the listener`(
        mode: Middle.Mode
    ) async throws {
        let file = try folder.write(Shared.megabytes, to: "in")
        let listener = try await Listener(
            ["--fail-on-loss"], output: .file(folder.file("out")))
        let middle = try await Middle(mode, before: listener)
        let client = try await DTLSCat.run(
            [
                "connect", "-b", "40M", "--fail-on-loss", "--pin", try #require(listener.pin),
                "127.0.0.1", middle.port,
            ], input: .file(file))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Shared.megabytes)
        if mode == .replay { #expect(server.errors.contains("replayed"), "\(server.errors)") }
    }

    @Test(arguments: Middle.Mode.harmless)
    func `five megabytes arrive whole whatever else comes to the client`(
        mode: Middle.Mode
    ) async throws {
        let file = try folder.write(Shared.megabytes, to: "in")
        let listener = try await Listener(["-b", "40M", "--fail-on-loss"], input: .file(file))
        let middle = try await Middle(mode, before: listener)
        let client = try await DTLSCat.run(
            [
                "connect", "--fail-on-loss", "--pin", try #require(listener.pin), "127.0.0.1",
                middle.port,
            ], output: .file(folder.file("out")))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Shared.megabytes)
    }

    /// A path that loses one datagram of data.
    private static let oneLost = ["--c2s", "loss=100%,types=data,first=1"]

    @Test func `a datagram lost on the way is counted, and status 8 where that is asked for`()
        async throws
    {
        let listener = try await Listener(["--fail-on-loss", "--framing", "line"])
        let middle = try await BadNetwork(Self.oneLost, before: listener)
        let client = try await DTLSCat.run(
            [
                "connect", "--framing", "line", "--pin", try #require(listener.pin), "127.0.0.1",
                middle.port,
            ], input: .text("one\ntwo\nthree\n"))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 8)
        #expect(server.text == "two\nthree\n")
        #expect(server.errors.contains("1 records lost on the way"), "\(server.errors)")
    }

    @Test func `the last datagram lost on the way is counted as well`() async throws {
        let listener = try await Listener(["--fail-on-loss"])
        let middle = try await BadNetwork(Self.oneLost, before: listener)
        let client = try await DTLSCat.run(
            [
                "connect", "--pin", try #require(listener.pin), "127.0.0.1", middle.port,
            ], input: .text("the only one\n"))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 8)
        #expect(server.errors.contains("1 records lost on the way"), "\(server.errors)")
    }

    @Test func `garbage before any client leaves a listener as it was`() async throws {
        let listener = try await Listener()
        let script = #"""
            import random, socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.connect(("127.0.0.1", int(sys.argv[1])))
            r = random.Random(2)
            for size in range(1500):
                head = bytes([r.choice((20, 21, 22, 23, 24, 25, 64)), 0xFE, 0xFD])
                s.send((head if size % 2 else b"") + r.randbytes(size))
            s.settimeout(0.2)
            try:
                sys.exit("answered: %r" % s.recv(2000))
            except TimeoutError:
                pass
            """#
        let noise = try await Program("python3", ["-c", script, listener.port]).outcome()
        #expect(noise.status == 0, "\(noise.errors)")
        let client = try await listener.connect(input: .text("still here\n"))
        #expect(client.status == 0, "\(client.errors)")
        #expect(try await listener.program.outcome().text == "still here\n")
    }
}
