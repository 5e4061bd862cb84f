import DTLS
import Foundation
import Testing

/// The example of the documentation, as it stands there.
@Suite struct ExampleTests {
    @Test func twoSessionsInMemoryShakeHandsAndCarryAMessage() throws {
        // example
        // A server with a certificate made for the run, and a client that knows its pin.
        let identity = try Identity.selfSigned(commonName: "example", names: ["example"])
        var serverCredentials = Credentials.Configuration(role: .server)
        serverCredentials.identity = identity
        var policy = VerificationPolicy()
        policy.checksChain = false
        policy.pins = identity.chain.prefix(1).map { .publicKey(of: $0) }

        // Two sessions, each with the two buffers that stand for its socket.
        let priority = try Priority(PriorityChoices().render())
        let client = try Session(
            SessionConfiguration(
                role: .client, priority: priority,
                credentials: Credentials(Credentials.Configuration(role: .client)),
                verification: policy),
            transport: DatagramTransport())
        let server = try Session(
            SessionConfiguration(
                role: .server, priority: priority,
                credentials: Credentials(serverCredentials),
                verification: VerificationPolicy()),
            transport: DatagramTransport())

        // Carries what one has sent to the other, and collects the messages.
        var received: [[UInt8]] = []
        func carry(from sender: Session, to receiver: Session) throws {
            for datagram in sender.transport.takeOutgoing() {
                _ = try receiver.receive(datagram.span) { message, _ in
                    var copy: [UInt8] = []
                    for index in message.indices { copy.append(message[index]) }
                    received.append(copy)
                }
            }
        }

        // The handshake: the client begins, and datagrams go back and forth.
        try client.advance()
        while !client.isEstablished || !server.isEstablished {
            try carry(from: client, to: server)
            try carry(from: server, to: client)
        }

        // A message is sealed into one datagram, and opened on the other side.
        try client.send(Array("hello".utf8).span)
        try carry(from: client, to: server)
        client.close()
        try carry(from: client, to: server)
        // example ends
        #expect(received == [Array("hello".utf8)])
        #expect(server.isClosedByPeer)
        #expect(client.parameters.version == .dtls12)
    }

    @Test func theDocumentationShowsThisVeryExample() throws {
        let here = URL(fileURLWithPath: #filePath)
        let source = try String(contentsOf: here, encoding: .utf8)
        let parts = source.components(separatedBy: "        // example\n")
        let body = try #require(
            parts.count > 1
                ? parts[1].components(separatedBy: "        // example ends").first : nil)
        let example = body.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("        ") ? String($0.dropFirst(8)) : String($0) }
            .joined(separator: "\n").trimmingCharacters(in: .newlines)
        let page = here.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/DTLS/DTLS.docc/DTLS.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("```swift\n\(example)\n```"))
    }
}
