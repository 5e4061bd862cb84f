import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct TransferTests {
    private let folder = try! Folder()

    @Test func `five megabytes go from a client to a listener and arrive as they were`()
        async throws
    {
        let file = try folder.write(Shared.megabytes, to: "in")
        let listener = try await Listener(
            ["--fail-on-loss"], output: .file(folder.file("out")))
        let client = try await listener.connect(
            ["-b", "200M", "--fail-on-loss"], input: .file(file))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Shared.megabytes)
    }

    @Test func `five megabytes go from a listener to a client and arrive as they were`()
        async throws
    {
        let file = try folder.write(Shared.megabytes, to: "in")
        let listener = try await Listener(
            ["-b", "200M", "--fail-on-loss"], input: .file(file))
        let client = try await DTLSCat.run(
            ["connect", "--fail-on-loss"] + listener.target,
            output: .file(folder.file("out")))
        #expect(client.status == 0, "\(client.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(try folder.read("out") == Shared.megabytes)
    }

    @Test func `a reply that comes after the end of input is delivered`() async throws {
        let listener = try await Listener(["-v", "-q", "20s"], input: .open)
        let client = try DTLSCat.start(
            ["connect", "-q", "20s"] + listener.target, input: .text("how late is it?\n"))
        try await listener.program.line(with: "how late", on: .output)
        try await listener.program.line(with: "< close_notify")
        listener.program.write("too late\n")
        listener.program.closeInput()
        let outcome = try await client.outcome()
        #expect(outcome.text == "too late\n")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await listener.program.outcome().status == 0)
    }

    @Test func `a listener whose input is empty waits for its client`() async throws {
        let listener = try await Listener(input: .none)
        let outcome = try await listener.connect(input: .text("here\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.text == "here\n")
        #expect(server.status == 0, "\(server.errors)")
    }

    @Test func `echo sends each message back to where it came from`() async throws {
        let listener = try await Listener(["--echo"])
        let outcome = try await listener.connect(
            ["--framing", "line"], input: .text("one\ntwo\nthree\n"))
        #expect(outcome.text == "one\ntwo\nthree\n")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await listener.program.outcome().output.isEmpty)
    }

    @Test func `discard takes what comes and says nothing`() async throws {
        let listener = try await Listener(["--discard"])
        let outcome = try await listener.connect(input: .text("to nobody\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        let server = try await listener.program.outcome()
        #expect(server.status == 0)
        #expect(server.output.isEmpty)
        #expect(server.errors.contains("received 1, 10 bytes"), "\(server.errors)")
    }

    @Test func `an output file takes the place of standard output`() async throws {
        let listener = try await Listener(["-o", folder.file("saved")])
        _ = try await listener.connect(input: .text("keep this\n"))
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(server.output.isEmpty)
        #expect(try folder.text("saved") == "keep this\n")
    }

    @Test func `a hex dump shows both directions`() async throws {
        let listener = try await Listener(["--echo"])
        _ = try await listener.connect(
            ["--hex-dump", folder.file("dump")], input: .text("Hello, dump!\n"))
        let line = "00000000 48 65 6c 6c 6f 2c 20 64  75 6d 70 21 0a"
        let dump = try folder.text("dump")
        #expect(dump.contains("> " + line), "\(dump)")
        #expect(dump.contains("< " + line), "\(dump)")
        #expect(dump.contains("|Hello, dump!.|"), "\(dump)")
    }

    @Test func `send-only drops what the peer says, and recv-only reads no input`() async throws {
        let echo = try await Listener(["--echo"])
        let sender = try await echo.connect(["--send-only"], input: .text("out\n"))
        #expect(sender.status == 0, "\(sender.errors)")
        #expect(sender.output.isEmpty)

        let listener = try await Listener(input: .text("from the listener\n"))
        let receiver = try await listener.connect(["--recv-only"], input: .text("unread\n"))
        #expect(receiver.status == 0, "\(receiver.errors)")
        #expect(receiver.text == "from the listener\n")
        #expect(try await listener.program.outcome().output.isEmpty)
    }
}
