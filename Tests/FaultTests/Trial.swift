import Foundation
import TestSupport

/// A listener, a bad network in front of it, and a client that talks through it.
enum Trial {
    /// What the client says, unless told otherwise.
    static let lines = (1...40).map { "line \($0)" }

    /// By what the two know each other.
    enum Kind: UInt64 {
        case selfSigned, preSharedKey, certificates
    }

    /// What came of it.
    struct Result: Sendable {
        let client: Program.Outcome
        let listener: Program.Outcome
        let ways: (toServer: BadNetwork.Way, toClient: BadNetwork.Way)

        /// The lines that came out at the listener.
        var lines: [String] { listener.text.split(separator: "\n").map(String.init) }

        /// What is wanted of a client that went well.
        func expectSuccess() throws {
            try hold(client.status == 0, "status \(client.status)\n\(client.errors)")
        }
    }

    /// Sends the lines through `network`, once.
    static func send(
        through network: [String], seed: UInt64, kind: Kind = .selfSigned,
        listener: [String] = [], client: [String] = []
    ) async throws -> Result {
        let folder = try Folder()
        var (server, options): ([String], [String]) = ([], [])
        switch kind {
        case .selfSigned: break
        case .preSharedKey:
            let key = try folder.write("fault:c0ffee0123456789\n", to: "key")
            (server, options) = (["--psk-file", key], ["--psk-file", key])
        case .certificates:
            let made = try await certificates.value
            server =
                made.server.options + [
                    "--require-client-cert", "--client-ca", made.authority.cert,
                ]
            options = ["--ca", made.authority.cert] + made.client.options
        }
        let times = ["--framing", "line", "--retransmit", "200ms", "-w", "100s"]
        let host = try await Listener(times + server + listener)
        let middle = try await BadNetwork(["--seed", "\(seed)"] + network, before: host)
        let outcome = try await DTLSCat.run(
            ["connect", "-v"] + times + options + client + middle.target(host),
            input: .text(lines.joined(separator: "\n") + "\n"))
        // A listener whose client has failed waits for the next.
        if outcome.status != 0 { host.program.signal(SIGTERM) }
        return Result(
            client: outcome, listener: try await host.program.outcome(),
            ways: try await middle.statistics())
    }

    /// Sends the lines, all of which have to arrive, in order.
    @discardableResult
    static func sendAll(
        through network: [String], seed: UInt64, kind: Kind = .selfSigned,
        listener: [String] = [], client: [String] = []
    ) async throws -> Result {
        let result = try await send(
            through: network, seed: seed, kind: kind, listener: listener, client: client)
        try result.expectSuccess()
        try hold(result.lines == lines, "\(result.lines.count) lines came\n\(result.client.errors)")
        return result
    }

    /// The kind that a seed stands for.
    static func kind(_ seed: UInt64) -> Kind { Kind(rawValue: seed % 3) ?? .selfSigned }

    private static let certificates = Task { try await Certificates() }
}
