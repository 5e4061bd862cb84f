import Foundation
import Glibc
import TestSupport
import Testing

/// Nobody says how fast: all the same, nothing is lost.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FullSpeedTests {
    private let folder = try! Folder()
    private static let bytes = noise(50_000_000)

    @Test(arguments: [[], ["--rcvbuf", "16K"]])
    func `fifty megabytes go from a client to a listener as fast as they can`(
        options: [String]
    ) async throws {
        let file = try folder.write(Self.bytes, to: "in")
        let listener = try await Listener(
            ["--fail-on-loss"] + options, output: .file(folder.file("out")))
        let client = try await listener.connect(
            ["--fail-on-loss"], input: .file(file))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Self.bytes)
    }

    @Test(arguments: [[], ["--rcvbuf", "16K"]])
    func `fifty megabytes go from a listener to a client as fast as they can`(
        options: [String]
    ) async throws {
        let file = try folder.write(Self.bytes, to: "in")
        let listener = try await Listener(
            ["--fail-on-loss"], input: .file(file))
        let client = try await DTLSCat.run(
            ["connect", "--fail-on-loss"] + options + listener.target,
            output: .file(folder.file("out")))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Self.bytes)
    }

    @Test func `ten megabytes go both ways at once`() async throws {
        let bytes = Self.bytes.prefix(10_000_000)
        let file = try folder.write(Data(bytes), to: "in")
        let listener = try await Listener(
            ["--fail-on-loss"], input: .file(file), output: .file(folder.file("one")))
        let client = try await DTLSCat.run(
            ["connect", "--fail-on-loss"] + listener.target, input: .file(file),
            output: .file(folder.file("two")))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("one") == bytes)
        #expect(try folder.read("two") == bytes)
    }

    @Test func `a reader of the output in small pieces makes the sender wait`() async throws {
        let bytes = Data(Self.bytes.prefix(10_000_000))
        let file = try folder.write(bytes, to: "in")
        let pipe = folder.file("pipe")
        #expect(try await Program("mkfifo", [pipe]).outcome().status == 0)
        let reader = try Program(
            "python3",
            [
                "-c",
                """
                import os, sys
                pipe = os.open(sys.argv[1], os.O_RDONLY)
                with open(sys.argv[2], "wb") as out:
                    while piece := os.read(pipe, 100):
                        out.write(piece)
                """, pipe, folder.file("out"),
            ])
        let listener = try await Listener(
            ["-o", pipe, "--fail-on-loss"])
        let client = try await listener.connect(
            ["--fail-on-loss"], input: .file(file))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try await reader.outcome().status == 0)
        #expect(try folder.read("out") == bytes)
    }

    @Test func `a client that stands still does not keep the others from being served`()
        async throws
    {
        let listener = try await Listener(["-k", "--framing", "line"], input: .open)
        let clients = try (0..<2).map { _ in
            try DTLSCat.start(
                ["connect", "-v", "--framing", "line"] + listener.target, input: .open)
        }
        for client in clients { try await client.line(with: "verified by pin") }
        for _ in clients { try await listener.program.line(with: "round trips") }
        clients[0].signal(SIGSTOP)
        // More than any window holds.
        let lines = (0..<3_000).map { "\($0) " + String(repeating: "x", count: 1_000) + "\n" }
        listener.program.write(lines.joined())
        let text = try await clients[1].bytes(lines.joined().utf8.count)
        #expect(text == Data(lines.joined().utf8))
        clients[0].signal(SIGCONT)
        try await clients[0].line(with: "0 x", on: .output)
        listener.program.signal(SIGTERM)
        for client in clients {
            client.closeInput()
            _ = try await client.outcome()
        }
    }
}
