import Testing

@testable import DTLS

/// A side that has closed as soon as its session stood, and whose last flight is lost.
@Suite(.timeLimit(.minutes(10))) struct FarewellTests {
    @Test("A server that has closed sends its last flight again")
    func server() throws {
        let pair = try Pair { $0.retransmission = 1 }
        _ = try pair.client.advance()
        while !pair.server.isEstablished {
            for datagram in pair.take(pair.client) { pair.toServer(datagram) }
            if pair.server.isEstablished { break }
            for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        }
        pair.server.close()
        // All of it is lost.
        _ = pair.take(pair.server)
        pair.retransmit { pair.client.isEstablished || pair.serverError != nil }
        #expect(pair.serverError == nil)
        #expect(pair.client.isEstablished)
        #expect(pair.client.isClosedByPeer)
        try pair.client.send([1, 2, 3])
        pair.carry()
        #expect(pair.serverError == nil)
        pair.client.close()
        pair.carry()
        #expect(pair.serverError == nil)
        #expect(pair.server.isClosedByPeer)
    }

    @Test(
        "A Finished that is made up, behind a record in the clear, is not answered")
    func forged() throws {
        let pair = try Pair()
        try pair.handshake()
        var answers = 0
        for number in 0..<100 as Range<UInt8> {
            let clear: [UInt8] = [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 1, number, 0, 1, 1]
            let made: [UInt8] =
                [22, 0xFE, 0xFD, 0, 1, 0, 0, 0, 0, 1, number, 0, 40]
                + [UInt8](repeating: number, count: 40)
            pair.toServer(clear + made)
            if !pair.take(pair.server).isEmpty { answers += 1 }
        }
        #expect(pair.serverError == nil)
        #expect(answers == 0)
        try pair.client.send([1, 2, 3])
        pair.carry()
        #expect(pair.serverError == nil)
    }
}
