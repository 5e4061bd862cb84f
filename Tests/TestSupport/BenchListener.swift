/// `dtlscat bench --server` in the background, on a port that the kernel chose.
package struct BenchListener: Sendable {
    /// The program.
    package let program: Program

    /// Its port.
    package let port: String

    /// The pin of the certificate it made for the run; `nil` where it was given one.
    package let pin: String?

    /// Starts a server and waits until it says that it listens.
    package init(_ options: [String] = [], limit: Duration = Program.usualLimit) async throws {
        program = try DTLSCat.start(
            ["bench", "--server", "-v"] + options + ["127.0.0.1", "0"], limit: limit)
        let line = try await program.line(with: "listening on ")
        guard let colon = line.lastIndex(of: ":") else {
            throw TestFailure("no address in “\(line)”")
        }
        port = String(line[line.index(after: colon)...])
        pin = program.errorsSoFar.split { $0 == " " || $0 == "\n" }
            .first { $0.hasPrefix("pin-sha256:") }.map(String.init)
    }

    /// The arguments that measure with it.
    package var target: [String] {
        (pin.map { ["--pin", $0] } ?? []) + ["127.0.0.1", port]
    }

    /// Starts a client of it.
    package func start(_ options: [String]) throws -> Program {
        try DTLSCat.start(["bench"] + options + target)
    }

    /// Runs a client of it to its end.
    package func run(_ options: [String]) async throws -> Program.Outcome {
        try await start(options).outcome()
    }
}
