import DTLS
import Testing

@Suite struct ErrorsTests {
    @Test("What cannot be used says so before there is a session")
    func setup() throws {
        var position: Int?
        // book: Errors 1
        do {
            _ = try Priority("NORMAL:+AES-129-GCM")
        } catch {
            position = error.offset  // Errors are typed: this is a PriorityError.
        }
        // book ends
        #expect(position == 7)
    }

    @Test("A session that has ended says why")
    func session() throws {
        var said: [String] = []
        func log(_ text: String) { said.append(text) }
        func end(_ session: Session, with datagram: [UInt8]) throws {
            var messages: [[UInt8]] = []
            // book: Errors 2
            do {
                try session.receive(datagram, into: &messages)
            } catch .alert(let alert) {
                log("the peer has ended it: \(alert)")
            } catch .untrusted(let failure) {
                log("the peer is somebody else: \(failure)")
            } catch {
                log("\(error)")
            }
            // What the session has to say about it, an alert, is in the outbox: send it.
            // book ends
        }
        let (client, server) = try Cable.pair()
        client.fail()
        for datagram in client.transport.takeOutgoing() { try end(server, with: datagram) }
        #expect(said == ["the peer has ended it: internal_error (80)"])
    }

    @Test("A message that is too long costs nothing")
    func tooLarge() throws {
        let (client, server) = try Cable.pair()
        var split = 0
        let message = [UInt8](repeating: 7, count: 3_000)
        // book: Errors 3
        do {
            try client.send(message)
        } catch .tooLarge(_, let limit) {
            split = try client.send(message.span, size: limit, atMost: .max)
        }
        // book ends
        #expect(split == 3_000)
        #expect(try Cable.carry(client, server).toServer.joined().elementsEqual(message))
    }

    @Test("Hostile datagrams are counted, and change nothing")
    func hostile() throws {
        let (client, session) = try Cable.pair()
        try client.send(Array("hello".utf8))
        let sealed = client.transport.takeOutgoing()[0]
        // book: Errors 4
        var messages: [[UInt8]] = []
        var altered = sealed
        altered[20] ^= 1  // A bit has flipped, or somebody has flipped it.
        for datagram in [[], [22], Array("GET / HTTP/1.1".utf8), altered, sealed, sealed] {
            try session.receive(datagram, into: &messages)
        }
        // messages: "hello", once. session.discarded: 4. session.replayed: 1.
        // book ends
        #expect(messages == [Array("hello".utf8)])
        #expect(session.discarded == 4)
        #expect(session.replayed == 1)
        #expect(!session.transport.hasOutgoing)
    }
}
