import DTLS
import Testing

@Suite struct CookiesTests {
    @Test("A client proves its address before there is a session for it")
    func chapter() throws {
        let identity = try Identity.selfSigned(commonName: "book", names: ["example.org"])
        var credentials = Credentials.Configuration(role: .server)
        credentials.identity = identity
        let configuration = try SessionConfiguration(
            role: .server, priority: Priority(), credentials: Credentials(credentials),
            verification: .insecure)
        let address = "192.0.2.7:49152"

        // book: Cookies 1
        let gate = try CookieGate()
        let transport = DatagramTransport()

        // A datagram from an address that there is no session for.
        func welcome(_ datagram: [UInt8], from address: String) throws -> Session? {
            switch gate.admit(datagram.span, client: Array(address.utf8), transport: transport) {
            case .admitted(let prestate):
                let session = try Session(configuration, transport: transport, prestate: prestate)
                var messages: [[UInt8]] = []
                try session.receive(datagram, into: &messages)
                return session
            case .challenged:
                return nil  // A HelloVerifyRequest is in the outbox.
            case .ignored:
                return nil  // No answer to what is no hello.
            }
        }
        // book ends

        let client = try Cable.client()
        try client.advance()
        var hello = client.transport.takeOutgoing()[0]
        #expect(try welcome(hello, from: address) == nil)
        let challenge = transport.takeOutgoing()
        #expect(challenge.count == 1 && challenge[0].count <= hello.count)
        var messages: [[UInt8]] = []
        try client.receive(challenge[0], into: &messages)
        hello = client.transport.takeOutgoing()[0]
        // The cookie is of no use to anybody else.
        #expect(try welcome(hello, from: "192.0.2.8:49152") == nil)
        transport.removeOutgoing()
        #expect(try welcome(Array("junk".utf8), from: address) == nil)
        #expect(!transport.hasOutgoing)

        let session = try #require(try welcome(hello, from: address))
        try Cable.carry(client, session)
        #expect(session.isEstablished && client.isEstablished && session.usedCookie)
    }

    @Test("Gates that share a key, and the time of day, take each other's cookies")
    func sharedKey() throws {
        func now() -> UInt64 { 1_790_000_000 }
        // book: Cookies 2
        let key = try CookieKey()  // Or CookieKey(file:), on several machines.
        let gates = try (0..<2).map { _ in try CookieGate { key } }
        for gate in gates { try gate.turn(to: now() / 60) }
        // book ends
        let client = try Cable.client()
        try client.advance()
        let (alice, transport) = (Array("192.0.2.7:49152".utf8), DatagramTransport())
        let hello = client.transport.takeOutgoing()[0]
        #expect(gates[0].admit(hello.span, client: alice, transport: transport) == .challenged)
        var messages: [[UInt8]] = []
        try client.receive(transport.takeOutgoing()[0], into: &messages)
        let second = client.transport.takeOutgoing()[0]
        guard
            case .admitted = gates[1].admit(second.span, client: alice, transport: transport)
        else {
            Issue.record("the other gate has not taken the cookie")
            return
        }
    }
}
