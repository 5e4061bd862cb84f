import DTLS
import Testing

@Suite struct MTUAndRecordsTests {
    @Test("A message of dataMTU bytes is a datagram of mtu bytes at most, and one more is refused")
    func fits() throws {
        let identity = try Identity.selfSigned(commonName: "book", names: ["example.org"])
        let server = try Cable.server(identity)
        var configuration = try SessionConfiguration(
            role: .client, priority: Priority(),
            credentials: Credentials(Credentials.Configuration(role: .client)),
            verification: .insecure)
        // book: MTUAndRecords 1
        configuration.mtu = 1_200  // The payload of a UDP datagram, headers of IP and UDP apart.
        let client = try Session(configuration)
        // book ends
        try client.advance()
        while !client.isEstablished {
            let datagrams = client.transport.takeOutgoing()
            #expect(datagrams.allSatisfy { $0.count <= 1_200 })
            var messages: [[UInt8]] = []
            for datagram in datagrams { try server.receive(datagram, into: &messages) }
            for datagram in server.transport.takeOutgoing() {
                try client.receive(datagram, into: &messages)
            }
        }
        let session = client
        // book: MTUAndRecords 2
        let limit = session.dataMTU
        try session.send([UInt8](repeating: 0, count: limit))  // One datagram of 1,200 bytes.
        // book ends
        #expect(session.transport.takeOutgoing().map(\.count) == [1_200])
        #expect(throws: SessionError.tooLarge(size: limit + 1, limit: limit)) {
            try session.send([UInt8](repeating: 0, count: limit + 1))
        }
        // book: MTUAndRecords 3
        session.mtu = 548
        // book ends
        #expect(session.dataMTU < limit)
    }

    @Test("A stream leaves in batches of equal size, and arrives so")
    func batches() throws {
        let (session, peer) = try Cable.pair()
        let stream = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        var batches: [(datagrams: [UInt8], segmentSize: Int)] = []
        var received: [UInt8] = []
        func sendSegmented(_ bytes: Span<UInt8>, _ segmentSize: Int) -> Int {
            var copy: [UInt8] = []
            for index in bytes.indices { copy.append(bytes[index]) }
            batches.append((copy, segmentSize))
            return bytes.count
        }
        // book: MTUAndRecords 6
        var rest = stream.span.extracting(...)
        while !rest.isEmpty {
            let sealed = try session.send(rest, size: session.dataMTU, atMost: .max)
            rest = rest.extracting(droppingFirst: sealed)
            // One sendmsg with UDP_SEGMENT takes a whole batch.
            while let sent = session.transport.withOutgoing(sendSegmented) {
                session.transport.consume(sent)
            }
        }
        // book ends
        for (datagrams, segmentSize) in batches {
            // book: MTUAndRecords 7
            // One recvmsg with UDP_GRO has brought many datagrams of one size.
            _ = try peer.receive(datagrams.span, segmentSize: segmentSize) { message, number in
                for index in message.indices { received.append(message[index]) }
            }
            // book ends
        }
        #expect(received == stream)
        #expect(batches.count < 10)
    }

    @Test("A ping tells that the path takes a size")
    func ping() throws {
        let (session, peer) = try Cable.pair()
        // book: MTUAndRecords 4
        if session.canPing { try session.ping(inDatagramOf: 1_400) }
        // book ends
        #expect(session.transport.hasOutgoing)
        try Cable.carry(session, peer)
        // book: MTUAndRecords 5
        let takes1400 = session.answeredPings == 1
        // book ends
        #expect(takes1400)
    }
}
