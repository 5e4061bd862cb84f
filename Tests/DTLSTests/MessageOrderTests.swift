import Testing

@testable import DTLS

/// Handshake messages that come before their turn, those among them that never have one.
@Suite(.timeLimit(.minutes(10))) struct MessageOrderTests {
    /// A message that somebody has made up, with a number in the handshake.
    private func forged(_ type: UInt8, number: UInt8) -> [UInt8] {
        var message = Wire.message(type, [])
        message[5] = number
        return Wire.record(22, sequence: 1_000 + UInt64(number), message)
    }

    @Test("A forged message ahead of its turn leaves no session that stands and hears nothing")
    func forgedAhead() throws {
        for number in 3...15 as ClosedRange<UInt8> {
            let pair = try Pair()
            _ = try pair.client.advance()
            pair.toServer(forged(1, number: number))
            pair.toClient(forged(2, number: number + 5))
            pair.carry()
            #expect(pair.isEstablished, "number \(number)")
            try pair.client.send([1, 2, 3])
            try pair.server.send([4, 5, 6])
            pair.carry()
            #expect(pair.serverMessages == [[1, 2, 3]], "number \(number)")
            #expect(pair.clientMessages == [[4, 5, 6]], "number \(number)")
        }
    }

    @Test("A flight that comes in reverse order is read as it comes, without a timer")
    func reversed() throws {
        let pair = try Pair { setup in
            setup.mtu = 256
            setup.clientIdentity = TestIdentity.ecdsa
            setup.serverPolicy.requirePeerCertificate = true
        }
        _ = try pair.client.advance()
        for _ in 0..<4 {
            for datagram in pair.take(pair.client).reversed() { pair.toServer(datagram) }
            for datagram in pair.take(pair.server).reversed() { pair.toClient(datagram) }
        }
        #expect(pair.isEstablished)
    }

    @Test("No more is kept of what is ahead than there is room for")
    func bounded() throws {
        var order = MessageOrder(next: 0)
        for number in 0..<1_000 {
            let datagram = forged(11, number: UInt8(3 + number % 200))
            #expect(order.admit(datagram.span) == 0)
        }
        for _ in 0..<300 { order.noteRead() }
        var count = 0
        while order.takeDue() != nil { count += 1 }
        #expect(count == 32)
    }
}
