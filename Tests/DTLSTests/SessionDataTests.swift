import CGnuTLS
import Testing

@testable import DTLS

@Suite struct SessionDataTests {
    private func established(_ configure: (inout Setup) throws -> Void = { _ in }) throws -> Pair {
        let pair = try Pair(configure)
        try pair.handshake()
        return pair
    }

    @Test(
        "The largest message passes in one datagram within the MTU, and one byte more is refused",
        arguments: [256, 576, 1_200, 1_372, 9_000],
        ["AES-128-GCM", "CHACHA20-POLY1305", "AES-128-CCM", "AES-128-CBC"])
    func dataMTU(mtu: Int, cipher: String) throws {
        let pair = try established {
            $0.mtu = mtu
            if cipher == "AES-128-CBC" { $0.choices.profile = .legacy }
            $0.choices.ciphers = [cipher]
        }
        #expect(pair.client.mtu == mtu)
        let limit = pair.client.dataMTU
        let datagram = try pair.seal(Wire.zeros(limit), by: pair.client)
        #expect(datagram.count <= mtu)
        // Padding comes in blocks of 16, so that a CBC record may end up to 15 bytes short.
        #expect(datagram.count > mtu - (cipher == "AES-128-CBC" ? 16 : 1))
        #expect(pair.toServer(datagram) == .wantsDatagram)
        #expect(pair.serverMessages == [Wire.zeros(limit)])
        let longer = Wire.zeros(limit + 1)
        #expect(throws: SessionError.tooLarge(size: limit + 1, limit: limit)) {
            try pair.client.send(longer.span)
        }
        #expect(!pair.client.transport.hasOutgoing)
        #expect(pair.client.sentRecords == 1)
    }

    @Test("close_notify is answered, and its repeat is the same datagram")
    func close() throws {
        let pair = try established()
        pair.client.close()
        let first = pair.take(pair.client)
        pair.client.close()
        #expect(first.count == 1 && pair.take(pair.client) == first)
        #expect(pair.client.isClosedHere && !pair.client.isClosedByPeer)
        #expect(pair.toServer(first[0]) == .closed)
        #expect(pair.server.isClosedByPeer && !pair.server.isClosedHere)
        // What the peer has closed, it still reads.
        pair.toClient(try pair.seal([7], by: pair.server))
        #expect(pair.clientMessages == [[7]])
        pair.server.close()
        for datagram in pair.take(pair.server) { #expect(pair.toClient(datagram) == .closed) }
        #expect(pair.client.ledger.lost == 0 && pair.server.ledger.lost == 0)
        #expect(pair.client.sentRecords == 1 && pair.server.sentRecords == 2)
    }

    @Test("What comes after close_notify, or behind it, changes no account")
    func afterClose() throws {
        func forged(_ type: UInt8) -> [UInt8] {
            [type, 0xFE, 0xFD, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 26] + Wire.zeros(26)
        }
        for isBehind in [false, true] {
            let pair = try established()
            pair.client.close()
            let close = pair.take(pair.client)[0]
            if isBehind {
                #expect(pair.toServer(close + forged(21)) == .closed)
            } else {
                #expect(pair.toServer(close) == .closed)
                for type: UInt8 in 20...24 { _ = pair.toServer(forged(type)) }
            }
            #expect(pair.server.ledger.lost == 0 && pair.server.lateAnswers == 0)
        }
    }

    @Test("A record that comes again is counted, and not delivered")
    func replay() throws {
        let pair = try established()
        let datagram = try pair.seal([1], by: pair.client)
        for _ in 0..<3 { pair.toServer(datagram) }
        #expect(pair.serverMessages == [[1]])
        #expect(pair.server.replayed == 2)
        #expect(pair.server.ledger.lost == 0)
    }

    @Test("A record with any byte flipped is dropped, and the true one still counts")
    func flipped() throws {
        let pair = try established()
        let datagram = try pair.seal([1, 2, 3], by: pair.client)
        let before = pair.server.discarded
        for index in datagram.indices {
            var flipped = datagram
            flipped[index] ^= 1
            pair.toServer(flipped)
        }
        #expect(pair.serverMessages.isEmpty)
        #expect(pair.serverError == nil)
        // One flip makes it look like the Finished, by its number, and so like a replay.
        #expect(pair.server.replayed == 1)
        #expect(pair.server.discarded == before + UInt64(datagram.count) - 1)
        pair.toServer(datagram)
        #expect(pair.serverMessages == [[1, 2, 3]])
        #expect(pair.server.ledger.lost == 0)
    }

    @Test("What is lost is counted, and what is late is not")
    func loss() throws {
        let pair = try established()
        let datagrams = try (0..<5).map { try pair.seal([UInt8($0)], by: pair.client) }
        for index in [0, 3, 2, 4] { pair.toServer(datagrams[index]) }
        #expect(pair.serverMessages == [[0], [3], [2], [4]])
        #expect(pair.server.ledger.lost == 1)
        #expect(pair.server.ledger.reordered == 1)
    }

    @Test("Several records in one datagram are all delivered")
    func several() throws {
        let pair = try established()
        let datagrams = try (0..<3).map { try pair.seal([UInt8($0)], by: pair.client) }
        pair.toServer(Array(datagrams.joined()))
        #expect(pair.serverMessages == [[0], [1], [2]])
        #expect(pair.server.ledger.lost == 0)
    }

    @Test("A client's new handshake inside the session is refused, and data go on")
    func renegotiation() throws {
        let pair = try established()
        _ = unsafe gnutls_handshake(pair.client.handle.pointer)
        let hello = pair.take(pair.client)
        #expect(!hello.isEmpty)
        for datagram in hello { pair.toServer(datagram) }
        // The alert no_renegotiation alone: not a flight.
        #expect(pair.take(pair.server).count == 1)
        pair.toServer(try pair.seal([9], by: pair.client))
        #expect(pair.serverError == nil)
        #expect(pair.serverMessages == [[9]])
    }

    @Test("A server's request for a new handshake is refused, and data go on")
    func helloRequest() throws {
        let pair = try established()
        _ = unsafe gnutls_rehandshake(pair.server.handle.pointer)
        for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        #expect(pair.clientError == nil)
        #expect(pair.take(pair.client).count == 1)
        pair.toServer(try pair.seal([9], by: pair.client))
        #expect(pair.serverMessages == [[9]])
    }
}
