import DTLS
import Testing

@Suite struct LandingPageTests {
    @Test("Two sessions shake hands, and one says hello")
    func hello() throws {
        let identity = try Identity.selfSigned(commonName: "book", names: ["example.org"])
        let (client, server) = (try Cable.client(), try Cable.server(identity))
        // book: DTLS 1
        // The client begins. Then datagrams go back and forth until both stand.
        var (heard, answers): ([[UInt8]], [[UInt8]]) = ([], [])
        try client.advance()
        while !client.isEstablished || !server.isEstablished {
            for datagram in client.transport.takeOutgoing() {
                try server.receive(datagram, into: &heard)
            }
            for datagram in server.transport.takeOutgoing() {
                try client.receive(datagram, into: &answers)
            }
        }

        // A message becomes a datagram, and a message again.
        try client.send(Array("hello".utf8))
        for datagram in client.transport.takeOutgoing() {
            try server.receive(datagram, into: &heard)
        }
        // book ends
        #expect(heard == [Array("hello".utf8)])
        #expect(answers.isEmpty)
    }
}
