import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct WorkersTests {
    @Test func `clients of four workers each get back what they send`() async throws {
        let listener = try await Listener(["-k", "--echo", "--workers", "4"])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 1...12 {
                group.addTask {
                    let sent = noise(400_000, seed: UInt64(seed))
                    let outcome = try await listener.connect(
                        ["--fail-on-loss", "-q", "60s"], input: .bytes(sent))
                    #expect(outcome.status == 0, "\(outcome.errors)")
                    #expect(outcome.output == sent)
                }
            }
            try await group.waitForAll()
        }
        // One each; a sanitizer has one of its own where a program has any.
        let two = try await Listener(["-k", "--echo", "--workers", "2"])
        #expect(try threads(of: listener) == threads(of: two) + 2)
        listener.program.signal(SIGTERM)
        let outcome = try await listener.program.outcome()
        #expect(outcome.status == 143)
        #expect(outcome.errors.contains("4800000 bytes; received"))
    }

    private func threads(of listener: Listener) throws -> Int {
        try FileManager.default.contentsOfDirectory(
            atPath: "/proc/\(listener.program.pid)/task"
        ).count
    }

    @Test func `the table has the clients of all workers`() async throws {
        let listener = try await Listener(["-k", "--discard", "--workers", "3"])
        let clients = try (0..<6).map { _ in
            try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        }
        for client in clients { try await client.line(with: "verified by pin") }
        for _ in clients { try await listener.program.line(with: "round trips") }
        listener.program.signal(SIGUSR1)
        try await listener.program.line(with: "6 clients, 0 handshakes")
        for _ in clients { try await listener.program.line(with: "established") }
        for client in clients { client.closeInput() }
        for client in clients { #expect(try await client.outcome().status == 0) }
    }

    @Test func `each worker's clients have numbers of their own`() async throws {
        let folder = try Folder()
        let listener = try await Listener(
            ["-k", "--recv-only", "--workers", "2", "-o", folder.file("%n")])
        for number in 0..<8 {
            let outcome = try await listener.connect(input: .text("\(number)\n"))
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        listener.program.signal(SIGINT)
        #expect(try await listener.program.outcome().status == 130)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.count == 8)
        let texts = try names.map { try folder.text($0) }
        #expect(texts.sorted() == (0..<8).map { "\($0)\n" })
    }

    @Test func `a client of one worker is resumed by another`() async throws {
        let folder = try Folder()
        let listener = try await Listener(["-k", "--echo", "--workers", "2"])
        let session = ["-v", "--session-file", folder.file("session")]
        let first = try await listener.connect(session, input: .text("a\n"))
        #expect(first.status == 0, "\(first.errors)")
        // Each comes from another port, so that it meets either.
        for _ in 0..<6 {
            let again = try await listener.connect(session, input: .text("a\n"))
            #expect(again.status == 0)
            #expect(again.errors.contains("resumed"), "\(again.errors)")
        }
    }

    @Test(arguments: [
        ["--workers", "2"], ["-k", "--workers", "2"], ["-k", "--broker", "--workers", "2"],
        ["-k", "--workers", "0", "--echo"], ["-k", "--workers", "2", "-o", "one"],
        ["-k", "--workers", "2", "-o", "%n"],
        ["-k", "--workers", "2", "--echo", "-x", "/dev/null"],
        ["-k", "--workers", "2", "--echo", "--save-cert", "/dev/null"],
    ])
    func `what cannot be shared out is a usage error`(options: [String]) async throws {
        let outcome = try await DTLSCat.run(["listen"] + options + ["127.0.0.1", "0"])
        #expect(outcome.status == 2, "\(outcome.errors)")
    }
}
