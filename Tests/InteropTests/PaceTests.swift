import Foundation
import Glibc
import TestSupport
import Testing

/// Peers that answer no heartbeats are sent to at a pace.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PaceTests {
    private let folder = try! Folder()

    /// A server of somebody else's, which writes what it receives to a file.
    enum Peer: String, Sendable, CaseIterable {
        case openssl, socat
    }

    private func start(_ peer: Peer, _ port: String) async throws -> Program {
        let pair = try await Shared.server(.ecdsa)
        switch peer {
        case .openssl:
            let server = try Program(
                "openssl",
                [
                    "s_server", "-accept", "127.0.0.1:\(port)", "-listen", "-dtls1_2",
                    "-cert", pair.cert, "-key", pair.key,
                ], input: .open)
            try await server.line(with: "ACCEPT", on: .output)
            return server
        case .socat:
            let server = try Program(
                "socat",
                [
                    "-u", "-d", "-d",
                    "OPENSSL-DTLS-SERVER:\(port),bind=127.0.0.1,cert=\(pair.cert),key=\(pair.key),verify=0",
                    "STDOUT",
                ])
            try await server.line(with: "listening on")
            return server
        }
    }

    @Test(arguments: Peer.allCases)
    func `a peer without heartbeats keeps up with the pace that it is sent at`(
        peer: Peer
    ) async throws {
        let bytes = noise(20_000_000)
        let file = try folder.write(bytes, to: "in")
        var least = Double.infinity
        // A machine that is busy with other tests may hold the peer up for once; how little is lost
        // on a quiet one, the benchmarks tell. Without a pace it is most of it.
        for _ in 0..<3 where least > 0.1 {
            let port = try freePort()
            let server = try await start(peer, port)
            let client = try await DTLSCat.run(
                ["connect", "-v"] + Shared.trust + ["127.0.0.1", port], input: .file(file))
            #expect(client.status == 0, "\(client.errors)")
            #expect(
                client.errors.contains("answers no heartbeats, so sending keeps to"),
                "\(client.errors)")
            if peer == .openssl { server.closeInput() }
            let received =
                peer == .openssl
                ? server.outputSoFar.count : try await server.outcome().output.count
            least = min(least, 1 - Double(received) / Double(bytes.count))
        }
        #expect(least < 0.1)
    }

    @Test func `a peer without heartbeats is refused where they are insisted on`() async throws {
        let port = try freePort()
        let server = try await start(.openssl, port)
        let client = try await DTLSCat.run(
            ["connect", "--flow", "heartbeat"] + Shared.trust + ["127.0.0.1", port])
        #expect(client.status == 6, "\(client.errors)")
        #expect(
            client.errors.contains("the peer answers no heartbeats"), "\(client.errors)")
        #expect(client.errors.contains("--flow auto"), "\(client.errors)")
        server.closeInput()
    }
}
