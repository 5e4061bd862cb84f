import DTLS
import Testing

@Suite struct GettingStartedTests {
    @Test("Two sessions in memory shake hands, carry a message, and close")
    func chapter() throws {
        // book: GettingStarted 3
        let identity = try Identity.selfSigned(commonName: "example", names: ["example.org"])
        var serverCredentials = Credentials.Configuration(role: .server)
        serverCredentials.identity = identity
        let server = try Session(
            SessionConfiguration(
                role: .server, priority: Priority(),
                credentials: Credentials(serverCredentials), verification: .insecure))
        // book ends

        // book: GettingStarted 4
        var policy = VerificationPolicy.insecure
        policy.pins = [.publicKey(of: identity.chain[0])]
        let client = try Session(
            SessionConfiguration(
                role: .client, priority: Priority(),
                credentials: Credentials(Credentials.Configuration(role: .client)),
                verification: policy))
        // book ends

        // book: GettingStarted 5
        // Carries what one has sent to the other; returns the messages that were in it.
        func carry(from sender: Session, to receiver: Session) throws -> [[UInt8]] {
            var messages: [[UInt8]] = []
            for datagram in sender.transport.takeOutgoing() {
                try receiver.receive(datagram, into: &messages)
            }
            return messages
        }

        try client.advance()
        while !client.isEstablished || !server.isEstablished {
            _ = try carry(from: client, to: server)
            _ = try carry(from: server, to: client)
        }
        // book ends
        #expect(client.parameters.version == .dtls12)

        // book: GettingStarted 6
        try client.send(Array("hello".utf8))
        let messages = try carry(from: client, to: server)

        client.close()
        _ = try carry(from: client, to: server)
        // book ends
        #expect(messages == [Array("hello".utf8)])
        #expect(server.isClosedByPeer && !client.isClosedByPeer)
    }
}
