import Foundation

/// The program that is tested.
package enum DTLSCat {
    /// Its path: that in `DTLSCAT_BINARY`, or what this package was built to.
    package static let path: String = {
        if let path = ProcessInfo.processInfo.environment["DTLSCAT_BINARY"] { return path }
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/dtlscat").path
    }()

    /// Starts it.
    package static func start(
        _ arguments: [String], environment: [String: String] = [:],
        input: Program.Input = .none, output: Program.Output = .collected,
        limit: Duration = Program.usualLimit
    ) throws -> Program {
        try Program(
            path, arguments, environment: environment, input: input, output: output, limit: limit)
    }

    /// Runs it to its end.
    package static func run(
        _ arguments: [String], environment: [String: String] = [:],
        input: Program.Input = .none, output: Program.Output = .collected,
        limit: Duration = Program.usualLimit
    ) async throws -> Program.Outcome {
        try await start(
            arguments, environment: environment, input: input, output: output, limit: limit
        ).outcome()
    }
}

/// `dtlscat listen` in the background, on a port that the kernel chose.
package struct Listener: Sendable {
    /// The program.
    package let program: Program

    /// The address it listens on.
    package let address: String

    /// Its port.
    package let port: String

    /// The pin of the certificate it made for the run; `nil` where it was given one.
    package let pin: String?

    /// Starts a listener and waits until it says that it listens.
    ///
    /// - Parameter shell: what a shell is to do first, which the listener then takes the place of.
    package init(
        _ options: [String] = [], address: String? = "127.0.0.1",
        environment: [String: String] = [:], input: Program.Input = .none,
        output: Program.Output = .collected, limit: Duration = Program.usualLimit,
        shell: String? = nil
    ) async throws {
        let arguments = ["listen", "-v"] + options + (address.map { [$0] } ?? []) + ["0"]
        if let shell {
            program = try Program(
                "sh", ["-c", "\(shell); exec \"$0\" \"$@\"", DTLSCat.path] + arguments,
                environment: environment, input: input, output: output, limit: limit)
        } else {
            program = try DTLSCat.start(
                arguments, environment: environment, input: input, output: output, limit: limit)
        }
        let line = try await program.line(with: "listening on ")
        let place = line[(line.range(of: "listening on ")?.upperBound ?? line.endIndex)...]
        guard let colon = place.lastIndex(of: ":") else {
            throw TestFailure("no address in “\(line)”")
        }
        self.address = String(place[..<colon])
        port = String(place[place.index(after: colon)...])
        pin = program.errorsSoFar.split(separator: "\n")
            .first { $0.contains("--pin ") }?
            .split(separator: " ").first { $0.hasPrefix("pin-sha256:") }
            .map(String.init)
    }

    /// The arguments that connect to it: `--pin` and its pin, its address and port.
    package var target: [String] {
        (pin.map { ["--pin", $0] } ?? []) + [address, port]
    }

    /// Runs a client of it to its end.
    package func connect(
        _ options: [String] = [], environment: [String: String] = [:],
        input: Program.Input = .none, limit: Duration = Program.usualLimit
    ) async throws -> Program.Outcome {
        try await DTLSCat.run(
            ["connect"] + options + target, environment: environment, input: input, limit: limit)
    }
}
