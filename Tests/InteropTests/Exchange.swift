import TestSupport
import Testing

/// A peer as the client of `dtlscat listen --echo`: what it sends comes back, and both end with 0.
func expectEcho(
    to peer: (_ port: String) throws -> Program, options: [String],
    statuses: Set<Int32> = [0]
) async throws {
    let listener = try await Listener(["--echo"] + options)
    let client = try peer(listener.port)
    client.write("hello from the peer\n")
    try await client.text("hello from the peer")
    client.closeInput()
    let outcome = try await client.outcome()
    #expect(statuses.contains(outcome.status), "\(outcome.errors)")
    let server = try await listener.program.outcome()
    #expect(server.status == 0, "\(server.errors)")
    #expect(server.errors.contains("received 1, 20 bytes"), "\(server.errors)")
}

/// `dtlscat connect` to a peer that echoes.
func expectEcho(from peer: Program, port: String, options: [String]) async throws {
    let client = try DTLSCat.start(
        ["connect", "-v"] + options + ["127.0.0.1", port], input: .open)
    client.write("hello to the peer\n")
    try await client.text("hello to the peer\n")
    client.closeInput()
    let outcome = try await client.outcome()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.text == "hello to the peer\n")
}
