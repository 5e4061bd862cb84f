import Foundation
import Glibc
import TestSupport
import Testing

/// What a listener of many does with what they say.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ManyClientsTests {
    private let folder = try! Folder()

    @Test func `what a client says goes to every other and not back to it`() async throws {
        let listener = try await Listener(["-k", "--broker", "--framing", "line"])
        let clients = try (0..<3).map { _ in
            try DTLSCat.start(
                ["connect", "-v", "--framing", "line"] + listener.target, input: .open)
        }
        for client in clients { try await client.line(with: "verified by pin") }
        for _ in clients { try await listener.program.line(with: "round trips") }
        clients[0].write("from the first\n")
        for client in clients[1...] { try await client.line(with: "from the first", on: .output) }
        clients[1].write("from the second\n")
        for client in [clients[0], clients[2]] {
            try await client.line(with: "from the second", on: .output)
        }
        for client in clients { client.closeInput() }
        let texts = try await clients.asyncMap { try await $0.outcome().text }
        #expect(
            texts == ["from the second\n", "from the first\n", "from the first\nfrom the second\n"])
    }

    @Test func `each device's messages are in a file of its own`() async throws {
        let keys = try folder.write("one:00112233\n../two:44556677\n", to: "keys")
        _ = try folder.write("from before\n", to: "one.log")
        let listener = try await Listener(
            ["-k", "--psk-db", keys, "--framing", "line", "-o", folder.file("%i.log")])
        for (name, key) in [("one", "00112233"), ("../two", "44556677"), ("one", "00112233")] {
            let outcome = try await listener.connect(
                ["--framing", "line", "--psk-identity", name, "--psk-key", "hex:" + key],
                input: .text("\(name) says a\n\(name) says b\n"))
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
        let one = "one says a\none says b\n"
        #expect(try folder.text("one.log") == "from before\n" + one + one)
        #expect(try folder.text("=2e.=2ftwo.log") == "../two says a\n../two says b\n")
    }

    @Test func `where descriptors run out, those who have a file go on`() async throws {
        let listener = try Program(
            "sh",
            ["-c", "ulimit -n 32; exec \"$@\"", "sh", DTLSCat.path, "listen", "-k", "-v"]
                + ["--recv-only", "-o", folder.file("%n"), "127.0.0.1", "0"])
        let words = try await listener.line(with: "connect with: ").split(separator: " ")
        let target = words.suffix(4).map(String.init)
        let first = try DTLSCat.start(["connect"] + target, input: .open)
        try await listener.line(with: "round trips")
        let others = try (0..<32).map { _ in
            try DTLSCat.start(["connect"] + target, input: .open)
        }
        try await listener.line(with: "too many open files")
        first.write("still here\n")
        first.closeInput()
        #expect(try await first.outcome().status == 0)
        for other in others { other.closeInput() }
        for other in others { _ = try await other.outcome() }
        listener.signal(SIGTERM)
        #expect(try await listener.outcome().status == 143)
        #expect(try folder.text("1") == "still here\n")
    }

    @Test func `three clients at once write three whole files`() async throws {
        let listener = try await Listener(["-k", "-o", folder.file("%a-%n")])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in 1...3 {
                group.addTask {
                    let outcome = try await listener.connect(
                        ["--fail-on-loss"], input: .bytes(noise(3_000_000, seed: UInt64(seed))))
                    #expect(outcome.status == 0, "\(outcome.errors)")
                }
            }
            try await group.waitForAll()
        }
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
        let files = try Set((1...3).map { try folder.read("127.0.0.1-\($0)") })
        #expect(files == Set((1...3).map { noise(3_000_000, seed: UInt64($0)) }))
    }

    @Test func `a client's file that cannot be had ends the run with 8`() async throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link1"), withDestinationPath: folder.file("elsewhere"))
        _ = unsafe mkfifo(folder.file("fifo1"), 0o600)
        for name in ["link", "fifo", "no/such/file"] {
            let listener = try await Listener(["-k", "-o", folder.file(name + "%n")])
            _ = try await listener.connect(["-w", "20s"], input: .text("x\n"))
            let outcome = try await listener.program.outcome()
            #expect(outcome.status == 8, "\(name): \(outcome.errors)")
            #expect(outcome.errors.contains("cannot write \(folder.path)"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("elsewhere")))
    }

    @Test func `a pattern with an unknown letter is a usage error`() async throws {
        let outcome = try await DTLSCat.run(["listen", "-k", "-o", folder.file("%q"), "0"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("%i its identity"))
        let alone = try await DTLSCat.run(["listen", "--broker", "0"])
        #expect(alone.status == 2)
    }
}

extension Array {
    /// The elements that `transform` makes of these, one after the other.
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
