import Glibc
import TestSupport

/// Either side is killed in any flight of a handshake, or in the session behind it, and started again
/// at the same port.
extension Fault {
    static let restarts: [Fault] =
        (1...4).map { number in
            Fault(
                "R\(number)",
                "a client killed when it has sent \(number) datagrams: the next at its port is served",
                seeds: 1
            ) { try await expectSuccessor(of: number, seed: $0) }
        }
        + (1...3).map { number in
            Fault(
                "R\(number + 4)",
                "a listener killed when its client has sent \(number) datagrams: the client is served by "
                    + "the next, or ends with status 3 or 7",
                seeds: 1
            ) { _ in try await expectService(by: number) }
        }
        + [
            Fault(
                "R8",
                "a listener killed in a session: with --reconnect the next one has every line since"
            ) { _ in
                let folder = try Folder()
                let key = ["--psk-file", try folder.write("r:c0ffee0123456789\n", to: "key")]
                let port = try freePort()
                let first = try await fixed(port, key)
                let client = try DTLSCat.start(
                    ["connect", "--reconnect"] + key + ["127.0.0.1", port], input: .open)
                client.write("before\n")
                try await first.line(with: "before", on: .output)
                first.signal(SIGKILL)
                _ = try await first.outcome()
                client.write("into the void\n")
                try await client.line(with: "lost the session")
                client.write("since\n")
                let second = try await fixed(port, key)
                try await second.line(with: "since", on: .output)
                client.closeInput()
                try hold(try await client.outcome().status == 0, client.errorsSoFar)
                second.signal(SIGTERM)
                try hold(try await second.outcome().text == "since\n", "more came")
            }
        ]

    /// The first client's datagrams come through up to a number, and it is killed at the next.
    private static func expectSuccessor(of number: Int, seed: UInt64) async throws {
        let listener = try await Listener(["-k", "--echo", "-w", "60s"])
        let middle = try await BadNetwork(
            ["-v", "--c2s", "drop=\(number + 1)"], before: listener)
        let port = try freePort()
        let first = try DTLSCat.start(
            ["connect", "--framing", "line", "--retransmit", "200ms", "-p", port]
                + middle.target(listener),
            input: .open)
        // A datagram each, so that those behind the handshake are reached as well.
        for line in 1...4 { first.write("line \(line)\n") }
        try await middle.program.line(with: ": dropped, index")
        first.signal(SIGKILL)
        _ = try await first.outcome()
        // To the listener it comes from the port of the first, for the network between has one each.
        let second = try await DTLSCat.run(
            ["connect", "--retransmit", "200ms", "-p", port, "-w", "60s"]
                + middle.target(listener), input: .text("second\n"))
        try hold(second.text == "second\n", second.errors)
    }

    /// The listener is killed at the client's next datagram, which is lost, and another takes its port.
    private static func expectService(by number: Int) async throws {
        let folder = try Folder()
        let key = ["--psk-file", try folder.write("r:c0ffee0123456789\n", to: "key")]
        let port = try freePort()
        let first = try await fixed(port, key)
        let middle = try await BadNetwork(["-v", "--c2s", "drop=\(number + 1)"], before: port)
        let client = try DTLSCat.start(
            ["connect", "--retransmit", "200ms", "-w", "5s"] + key + ["127.0.0.1", middle.port],
            input: .open)
        client.write("line\n")
        if number < 3 {
            try await middle.program.line(with: ": dropped, index")
        } else {
            try await first.line(with: "round trips")
        }
        first.signal(SIGKILL)
        let before = try await first.outcome().text
        let second = try await fixed(port, key)
        client.closeInput()
        let outcome = try await client.outcome()
        // From its Finished on a client waits for a listener that knows nothing of it, which looks like
        // a key that differs.
        try hold([0, 3, 7].contains(outcome.status), "\(outcome.status): \(outcome.errors)")
        let other = try await DTLSCat.run(
            ["connect"] + key + ["127.0.0.1", port], input: .text("other\n"))
        try hold(other.status == 0, other.errors)
        second.signal(SIGTERM)
        // The first may have been faster than the signal.
        let lines = before + (try await second.outcome().text)
        try hold(["line\nother\n", "other\n"].contains(lines), lines)
        // Behind the handshake it is the line that the network drops, and nobody sends that again.
        try hold(
            outcome.status != 0 || number == 3 || lines.hasPrefix("line"), "the line is lost")
    }

    private static func fixed(_ port: String, _ key: [String]) async throws -> Program {
        let program = try DTLSCat.start(["listen", "-v", "-k"] + key + ["127.0.0.1", port])
        try await program.line(with: "listening on ")
        return program
    }
}
