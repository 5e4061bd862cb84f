import Foundation

/// `dtlscat impair` in the background, in front of a server on loopback, on a port that the kernel
/// chose.
package struct BadNetwork: Sendable {
    /// The program.
    package let program: Program

    /// Where clients connect to.
    package let port: String

    /// Starts one and waits until it says that it listens.
    package init(_ options: [String], before port: String) async throws {
        program = try DTLSCat.start(
            ["impair", "-v", "--json"] + options + ["127.0.0.1:0", "127.0.0.1:\(port)"])
        let line = try await program.line(with: "listening on ")
        guard let colon = line.lastIndex(of: ":") else {
            throw TestFailure("no address in “\(line)”")
        }
        self.port = String(line[line.index(after: colon)...])
    }

    /// Starts one in front of a listener.
    package init(_ options: [String], before listener: Listener) async throws {
        try await self.init(options, before: listener.port)
    }

    /// The arguments that connect through it to a listener.
    package func target(_ listener: Listener) -> [String] {
        (listener.pin.map { ["--pin", $0] } ?? []) + ["127.0.0.1", port]
    }

    /// Ends it; what has gone to the server and what to clients.
    package func statistics() async throws -> (toServer: Way, toClient: Way) {
        program.signal(SIGINT)
        let outcome = try await program.outcome()
        let report = try JSONDecoder().decode(Report.self, from: outcome.output)
        return (report.c2s, report.s2c)
    }

    /// What has gone one way.
    package struct Way: Decodable, Sendable {
        package let received, forwarded: Int
        package let dropped: [String: Int]
        package let duplicated, reordered, corrupted, truncated, replayed, split, refused: Int
    }

    private struct Report: Decodable {
        let c2s, s2c: Way
    }
}
