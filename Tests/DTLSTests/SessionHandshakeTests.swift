import TestSupport
import Testing

@testable import DTLS

@Suite struct SessionHandshakeTests {
    /// Carries a message each way through a pair that stands.
    private func talk(_ pair: Pair) throws {
        pair.toServer(try pair.seal([1, 2, 3], by: pair.client))
        pair.toClient(try pair.seal([4, 5], by: pair.server))
        #expect(pair.serverMessages == [[1, 2, 3]])
        #expect(pair.clientMessages == [[4, 5]])
    }

    @Test("Certificates of every kind authenticate", arguments: ["ECDSA", "RSA", "EdDSA"])
    func certificates(kind: String) throws {
        let identity =
            switch kind {
            case "ECDSA": TestIdentity.ecdsa
            case "RSA": TestIdentity.rsa
            default: TestIdentity.ed25519
            }
        let pair = try Pair {
            $0.identity = identity
            $0.clientPolicy.pins = [.publicKey(of: identity.chain[0])]
        }
        try pair.handshake()
        #expect(pair.isEstablished)
        #expect(pair.client.parameters.version == .dtls12)
        #expect(pair.client.parameters.keyExchange.hasPrefix("ECDHE"))
        #expect(pair.client.parameters.extendedMasterSecret)
        #expect(pair.client.parameters == pair.server.parameters)
        #expect(pair.client.peerCertificates.map(\.sha256) == identity.chain.map(\.sha256))
        #expect(pair.client.verifiedBy == .pin)
        try talk(pair)
    }

    @Test(
        "A pre-shared key authenticates, with and without forward secrecy",
        arguments: [true, false])
    func preSharedKey(plain: Bool) throws {
        let pair = try Pair { try $0.share([1, 2, 3, 4], plain: plain) }
        try pair.handshake()
        #expect(pair.client.parameters.keyExchange == (plain ? "PSK" : "ECDHE-PSK"))
        #expect(pair.server.clientIdentity == Array("alice".utf8))
        #expect(pair.client.usesPreSharedKey && pair.server.usesPreSharedKey)
        #expect(pair.client.peerCertificates.isEmpty)
        try talk(pair)
    }

    @Test("A client shows its certificate where it is asked")
    func clientCertificate() throws {
        let pair = try Pair {
            $0.clientIdentity = TestIdentity.rsa
            $0.serverPolicy.requirePeerCertificate = true
            $0.serverPolicy.pins = [.publicKey(of: TestIdentity.rsa.chain[0])]
        }
        try pair.handshake()
        #expect(pair.server.peerCertificates.map(\.sha256) == [TestIdentity.rsa.chain[0].sha256])
        #expect(pair.server.verifiedBy == .pin)
        try talk(pair)
    }

    @Test("DTLS 1.0 works with the legacy profile")
    func oldVersion() throws {
        let pair = try Pair {
            $0.choices.profile = .legacy
            $0.choices.maximumVersion = .dtls10
        }
        try pair.handshake()
        #expect(pair.client.parameters.version == .dtls10)
        try talk(pair)
    }

    @Test("A trusted authority, the name and the application protocol are agreed on")
    func trusted() throws {
        let workshop = try Workshop()
        let trust = try workshop.write(TestIdentity.ecdsa.certificatePEM, to: "ca.pem")
        let pair = try Pair {
            $0.clientTrust = .file(trust)
            $0.clientPolicy = VerificationPolicy()
            $0.clientPolicy.name = "localhost"
            $0.serverName = "localhost"
            $0.applicationProtocols = ["coap"]
        }
        try pair.handshake()
        #expect(pair.client.verifiedBy == .chain)
        #expect(pair.server.requestedServerName == "localhost")
        #expect(pair.client.parameters.applicationProtocol == "coap")
    }

    @Test("Junk in front of each datagram costs a handshake and a session nothing")
    func junk() throws {
        let pair = try Pair()
        pair.junk = Sample.junk.map(\.bytes)
        try pair.handshake()
        #expect(pair.isEstablished)
        try talk(pair)
        #expect(pair.client.discarded > 0 && pair.server.discarded > 0)
        #expect(pair.client.ledger.lost == 0 && pair.server.ledger.lost == 0)
    }

    @Test("The key log of both sides is one line, the same, in NSS's format")
    func keyLog() throws {
        let lines = (Lines(), Lines())
        let pair = try Pair {
            $0.clientKeyLog = { lines.0.append($0) }
            $0.serverKeyLog = { lines.1.append($0) }
        }
        try pair.handshake()
        #expect(lines.0.all == lines.1.all)
        #expect(lines.0.all.count == 1)
        let words = lines.0.all[0].split(separator: " ")
        #expect(words.count == 3 && words[0] == "CLIENT_RANDOM")
        #expect(bytes(hexadecimal: words[1])?.count == 32)
        #expect(bytes(hexadecimal: words[2])?.count == 48)
    }

    @Test("The key log has the secret of a session that is taken up again as well")
    func resumedKeyLog() throws {
        let key = try TicketKey()
        let first = try Pair {
            $0.adjustClient = { $0.wantsTicket = true }
            $0.adjustServer = { $0.ticketKey = { key } }
        }
        try first.handshake()
        let ticket = try #require(first.client.resumptionData)
        let lines = (Lines(), Lines())
        let second = try Pair {
            $0.clientKeyLog = { lines.0.append($0) }
            $0.serverKeyLog = { lines.1.append($0) }
            $0.adjustClient = { $0.resumption = ticket }
            $0.adjustServer = { $0.ticketKey = { key } }
        }
        try second.handshake()
        #expect(second.client.parameters.isResumed)
        #expect(lines.0.all.count == 1)
        #expect(lines.0.all == lines.1.all)
        let words = lines.0.all[0].split(separator: " ")
        // The client's random stands behind the headers of record and message, and the version.
        let random = second.wire[0][27..<59]
        #expect(words.count == 3 && bytes(hexadecimal: words[1])?[...] == random)
    }

    @Test("Data that overtakes the server's last flight is delivered behind it", arguments: 0..<24)
    func overtaking(order: Int) throws {
        let pair = try Pair()
        _ = try pair.client.advance()
        for datagram in pair.take(pair.client) { pair.toServer(datagram) }
        for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        for datagram in pair.take(pair.client) { pair.toServer(datagram) }
        #expect(pair.server.isEstablished && !pair.client.isEstablished)
        for number in UInt8(0)..<2 { try pair.server.send([number].span) }
        var left = pair.take(pair.server)
        var order = order
        while !left.isEmpty {
            let index = order % left.count
            order /= left.count
            pair.toClient(left.remove(at: index))
        }
        #expect(pair.client.isEstablished)
        #expect(pair.clientError == nil)
        #expect(pair.clientMessages.sorted { $0[0] < $1[0] } == [[0], [1]])
        #expect(pair.client.ledger.lost == 0)
    }

    @Test(
        "A flight of small records is read from a datagram longer than the largest of them may be")
    func smallRecordsInALongDatagram() throws {
        let pair = try Pair {
            $0.clientIdentity = TestIdentity.ecdsa
            $0.serverPolicy.requirePeerCertificate = true
            $0.adjustServer = { $0.maximumRecordSize = 512 }
        }
        // Nothing is sent again: no timer runs.
        try pair.handshake()
        #expect(pair.isEstablished)
        #expect(pair.wire.contains { $0.count > 512 + 256 })
        try pair.client.send([1, 2, 3])
        pair.carry()
        #expect(pair.serverMessages == [[1, 2, 3]])
    }

    @Test("A client may take its time between the pieces of its hello: the library sets no limit")
    func helloInPieces() throws {
        let pair = try Pair { $0.mtu = 180 }
        _ = try pair.client.advance()
        let pieces = pair.take(pair.client)
        #expect(pieces.count > 1)
        for piece in pieces {
            // The library's clock has to have gone on by a millisecond.
            let end = ContinuousClock.now + .milliseconds(3)
            while ContinuousClock.now < end {}
            pair.toServer(piece)
        }
        pair.carry()
        #expect(pair.serverError == nil)
        #expect(pair.isEstablished)
    }
}
