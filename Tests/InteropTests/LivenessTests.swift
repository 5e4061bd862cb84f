import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct LivenessTests {
    private let folder = try! Folder()

    @Test
    func `a client whose address is translated anew comes back, and loses what was under way`()
        async throws
    {
        let key = try Shared.keyOptions(folder)
        let listener = try await Listener(["-k", "--framing", "line", "--keepalive", "1s"] + key)
        let middle = try await Middle(.obedient, before: listener)
        let client = try DTLSCat.start(
            [
                "connect", "--framing", "line", "--keepalive", "1s", "--reconnect", "--json",
                "--fail-on-loss",
            ] + key + ["127.0.0.1", middle.port], input: .open)
        client.write("before\n")
        try await listener.program.line(with: "before", on: .output)
        // With the line: a client that waits for an answer already would hold it back, and keep it.
        try await middle.tell(.rebindWithData)
        client.write("under way\n")
        let loss = try await client.line(with: "lost the session with 127.0.0.1:\(middle.port): ")
        #expect(
            loss.contains(/it has answered nothing for [0-9]+s; reconnecting in/), "\(loss)")
        client.write("after\n")
        try await client.line(with: "reconnected to 127.0.0.1:\(middle.port), resumed")
        try await listener.program.line(with: "after", on: .output)
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 8, "\(outcome.errors)")
        #expect(outcome.errors.contains("what was under way may be missing"))
        #expect(outcome.errors.contains("\"reconnects\":1"))
        #expect(!outcome.errors.contains("alert"))
        // It is rid of the client that it knows by its old address.
        try await listener.program.line(with: "the peer is gone: it has answered nothing for ")
        listener.program.signal(SIGTERM)
        let server = try await listener.program.outcome()
        #expect(server.text == "before\nafter\n")
        #expect(!listener.program.errorsSoFar.contains("warning"))
    }

    @Test func `a client whose address is translated anew goes on under load`() async throws {
        let key = try Shared.keyOptions(folder)
        let listener = try await Listener(["-k", "--framing", "line"] + key)
        let middle = try await Middle(.obedient, before: listener)
        let client = try DTLSCat.start(
            ["connect", "--framing", "line", "--keepalive", "1s", "--reconnect", "-b", "200k"]
                + key + ["127.0.0.1", middle.port], input: .open)
        // At 25 a second, some 50 of them go nowhere: nothing is sent into the silence for long.
        for number in 0..<400 {
            client.write("line \(number) \(String(repeating: "x", count: 990))\n")
        }
        try await listener.program.line(with: "line 20 ", on: .output)
        try await middle.tell(.rebind)
        try await client.line(with: "reconnected to ")
        client.closeInput()
        #expect(try await client.outcome().status == 0)
        try await listener.program.line(with: "line 399 ", on: .output)
        listener.program.signal(SIGTERM)
        let text = try await listener.program.outcome().text
        let numbers = text.split(separator: "\n").compactMap { Int($0.split(separator: " ")[1]) }
        // In order, none twice, and one gap.
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(numbers, numbers.dropFirst()).count { $1 > $0 + 1 } == 1)
    }

    @Test(arguments: [[], ["--reconnect"]])
    func `a path that is cut for a while is no end`(options: [String]) async throws {
        let listener = try await Listener(["--framing", "line", "--keepalive", "4s"])
        let middle = try await Middle(.obedient, before: listener)
        let client = try DTLSCat.start(
            ["connect", "-v", "--framing", "line", "--keepalive", "3s"] + options
                + ["--pin", try #require(listener.pin), "127.0.0.1", middle.port], input: .open)
        client.write("before\n")
        try await listener.program.line(with: "before", on: .output)
        try await middle.tell(.cut)
        // Two of the five that each may miss: the others are for a busy machine.
        try await middle.dropHeartbeats(2)
        try await middle.tell(.mend)
        client.write("after\n")
        try await listener.program.line(with: "after", on: .output)
        client.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(!outcome.errors.contains("lost the session"), "\(outcome.errors)")
        #expect(try await listener.program.outcome().status == 0)
    }

    @Test func `a listener whose output is stuck is not taken for gone`() async throws {
        let bytes = Shared.megabytes
        let file = try folder.write(bytes, to: "in")
        let pipe = folder.file("pipe")
        #expect(try await Program("mkfifo", [pipe]).outcome().status == 0)
        let reader = try Program(
            "python3",
            [
                "-c",
                """
                import shutil, sys
                pipe = open(sys.argv[1], "rb")
                sys.stdin.readline()
                shutil.copyfileobj(pipe, open(sys.argv[2], "wb"))
                """, pipe, folder.file("out"),
            ], input: .open)
        let listener = try await Listener(["--fail-on-loss", "-o", pipe])
        let middle = try await Middle(.obedient, before: listener)
        let client = try DTLSCat.start(
            ["connect", "--keepalive", "1s", "--pin", try #require(listener.pin)]
                + ["127.0.0.1", middle.port], input: .file(file))
        // One each five seconds, but for the first ones.
        try await middle.passSignsOfLife(4)
        reader.write("go on\n")
        let outcome = try await client.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try await reader.outcome().status == 0)
        #expect(try folder.read("out") == bytes)
    }

    @Test func `a peer without heartbeats is warned about, and come back to where it is silent`()
        async throws
    {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-dtls1_2", "-cert",
                certificates.server.cert, "-key", certificates.server.key,
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let client = try DTLSCat.start(
            ["connect", "--keepalive", "1s", "--reconnect", "-i", "1s"] + (try await Shared.trust)
                + ["127.0.0.1", port], input: .open)
        try await client.line(
            with: "warning: --keepalive can do nothing with 127.0.0.1:\(port), which answers no")
        try await client.line(with: "nothing came for 1s; reconnecting in ")
        try await client.line(with: "reconnected to 127.0.0.1:\(port), resumed")
        client.signal(SIGTERM)
        let outcome = try await client.outcome()
        #expect(outcome.status == 143)
        #expect(outcome.errors.components(separatedBy: "warning").count == 2)
        server.signal(SIGTERM)
    }
}
