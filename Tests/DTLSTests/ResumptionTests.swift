import TestSupport
import Testing

@testable import DTLS

@Suite struct ResumptionTests {
    private let key: TicketKey

    init() throws { key = try TicketKey() }

    /// A session by a full handshake, and what its client keeps of it.
    private func first(
        _ configure: (inout Setup) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        let pair = try Pair {
            $0.ticketKey = key
            $0.wantsTicket = true
            try configure(&$0)
        }
        try pair.handshake()
        #expect(!pair.client.isResumed && !pair.server.isResumed)
        #expect(!pair.client.isAhead && pair.server.isAhead)
        return try #require(pair.client.resumptionData)
    }

    /// A pair whose client asks to take up the session that `data` is of.
    private func second(
        _ data: [UInt8], _ configure: (inout Setup) throws -> Void = { _ in }
    ) throws -> Pair {
        try Pair {
            $0.ticketKey = key
            $0.resumption = data
            try configure(&$0)
        }
    }

    private func talk(_ pair: Pair) throws {
        pair.toServer(try pair.seal([1, 2, 3], by: pair.client))
        pair.toClient(try pair.seal([4, 5], by: pair.server))
        #expect(pair.serverMessages == [[1, 2, 3]])
        #expect(pair.clientMessages == [[4, 5]])
    }

    @Test("A ticket takes up a session in fewer round trips, with the certificate of the first")
    func resumes() throws {
        func pin(_ setup: inout Setup) {
            setup.clientPolicy.pins = [.publicKey(of: TestIdentity.ecdsa.chain[0])]
        }
        let data = try first { pin(&$0) }
        let pair = try second(data) { pin(&$0) }
        try pair.handshake()
        #expect(pair.client.isResumed && pair.server.isResumed)
        #expect(pair.client.isAhead && !pair.server.isAhead)
        #expect(pair.client.parameters == pair.server.parameters)
        #expect(pair.client.roundTrips == 1)
        #expect(
            pair.client.peerCertificates.map(\.sha256)
                == TestIdentity.ecdsa.chain.map(\.sha256))
        #expect(pair.client.verifiedBy == .pin)
        try talk(pair)
        #expect(pair.client.ledger.lost == 0 && pair.server.ledger.lost == 0)
    }

    @Test("A session is taken up again and again")
    func again() throws {
        var data = try first()
        for _ in 0..<3 {
            let pair = try second(data)
            try pair.handshake()
            #expect(pair.client.isResumed)
            data = try #require(pair.client.resumptionData)
        }
    }

    @Test("What was not verified in the first session is verified when it is taken up")
    func verifiedAnew() throws {
        let workshop = try Workshop()
        let trust = try workshop.write(TestIdentity.ecdsa.certificatePEM, to: "ca.pem")
        let data = try first()

        let wrongPin = try second(data) {
            $0.clientPolicy.pins = [.publicKey(of: TestIdentity.rsa.chain[0])]
        }
        wrongPin.attempt()
        guard case .untrusted(let pinFailure)? = wrongPin.clientError else {
            Issue.record("\(String(describing: wrongPin.clientError))")
            return
        }
        #expect(pinFailure.isPinMismatch)
        for _ in 0..<3 {
            #expect(throws: SessionError.untrusted(pinFailure)) {
                try wrongPin.client.advance()
            }
        }
        #expect(!wrongPin.client.isEstablished && wrongPin.client.resumptionData == nil)
        guard case .alert? = wrongPin.serverError else {
            Issue.record("\(String(describing: wrongPin.serverError))")
            return
        }

        let unknown = try second(data) { $0.clientPolicy = VerificationPolicy() }
        unknown.attempt()
        #expect(unknown.clientError == .untrusted(VerificationFailure([.selfSigned])))

        let wrongName = try second(data) {
            $0.clientTrust = .file(trust)
            $0.clientPolicy = VerificationPolicy()
            $0.clientPolicy.name = "elsewhere"
        }
        wrongName.attempt()
        guard case .untrusted? = wrongName.clientError else {
            Issue.record("\(String(describing: wrongName.clientError))")
            return
        }

        let trusted = try second(data) {
            $0.clientTrust = .file(trust)
            $0.clientPolicy = VerificationPolicy()
            $0.clientPolicy.name = "localhost"
        }
        try trusted.handshake()
        #expect(trusted.client.isResumed)
        #expect(trusted.client.verifiedBy == .chain)
    }

    @Test("A certificate that has expired since the first session is refused")
    func expired() throws {
        let workshop = try Workshop()
        let trust = try workshop.write(TestIdentity.expired.certificatePEM, to: "ca.pem")
        let data = try first { $0.identity = TestIdentity.expired }
        let pair = try second(data) {
            $0.identity = TestIdentity.expired
            $0.clientTrust = .file(trust)
            $0.clientPolicy = VerificationPolicy()
        }
        pair.attempt()
        guard case .untrusted(let failure)? = pair.clientError,
            case .expired? = failure.reasons.first
        else {
            Issue.record("\(String(describing: pair.clientError))")
            return
        }
    }

    @Test("A server judges the client's certificate of the first session by the pins of today")
    func clientCertificate() throws {
        func ask(_ pinned: Identity) -> (inout Setup) -> Void {
            {
                $0.clientIdentity = TestIdentity.rsa
                $0.serverPolicy.requirePeerCertificate = true
                $0.serverPolicy.pins = [.publicKey(of: pinned.chain[0])]
            }
        }
        let data = try first(ask(TestIdentity.rsa))
        let accepted = try second(data, ask(TestIdentity.rsa))
        try accepted.handshake()
        #expect(accepted.server.isResumed)
        #expect(
            accepted.server.peerCertificates.map(\.sha256)
                == TestIdentity.rsa.chain.map(\.sha256))
        #expect(accepted.server.verifiedBy == .pin)
        try talk(accepted)

        let refused = try second(data, ask(TestIdentity.ed25519))
        _ = try refused.client.advance()
        for datagram in refused.take(refused.client) { refused.toServer(datagram) }
        for datagram in refused.take(refused.server) { refused.toClient(datagram) }
        #expect(refused.client.isEstablished)
        try refused.client.send([1].span)
        refused.carry()
        guard case .untrusted(let failure)? = refused.serverError else {
            Issue.record("\(String(describing: refused.serverError))")
            return
        }
        #expect(failure.isPinMismatch)
        #expect(!refused.server.isEstablished && refused.serverMessages.isEmpty)
        guard case .alert? = refused.clientError else {
            Issue.record("\(String(describing: refused.clientError))")
            return
        }
    }

    @Test("A server that wants a certificate takes no ticket of one that does not")
    func noCertificate() throws {
        let data = try first()
        let without = try second(data) { $0.serverPolicy.requirePeerCertificate = true }
        without.attempt()
        #expect(without.serverError == .untrusted(VerificationFailure([.missing])))
        let with = try second(data) {
            $0.serverPolicy.requirePeerCertificate = true
            $0.clientIdentity = TestIdentity.rsa
        }
        try with.handshake()
        #expect(!with.client.isResumed)
        #expect(!with.server.peerCertificates.isEmpty)
    }

    @Test("Another ticket key, or none, makes a full handshake", arguments: [true, false])
    func otherKey(isNone: Bool) throws {
        let data = try first()
        let pair = try second(data) { $0.ticketKey = isNone ? nil : try TicketKey() }
        try pair.handshake()
        #expect(!pair.client.isResumed && !pair.server.isResumed)
        try talk(pair)
    }

    @Test("Another name asked for, or other suites, make a full handshake")
    func otherTerms() throws {
        let data = try first { $0.serverName = "one.example" }
        for change: (inout Setup) -> Void in [
            { $0.serverName = "two.example" }, { $0.choices.ciphers = ["AES-256-GCM"] },
        ] {
            let pair = try second(data) {
                $0.serverName = "one.example"
                change(&$0)
            }
            try pair.handshake()
            #expect(!pair.client.isResumed && !pair.server.isResumed)
        }
    }

    @Test("A session by a pre-shared key is taken up, and the server knows whose it is")
    func preSharedKey() throws {
        let data = try first { try $0.share([1, 2, 3, 4]) }
        let pair = try second(data) { try $0.share([1, 2, 3, 4]) }
        try pair.handshake()
        #expect(pair.client.isResumed && pair.server.isResumed)
        #expect(pair.server.clientIdentity == Array("alice".utf8))
        #expect(pair.client.usesPreSharedKey)
        try talk(pair)
    }

    @Test("Where a client's key was changed or taken away, its ticket is worth nothing")
    func changedKey() throws {
        let data = try first { try $0.share([1, 2, 3, 4]) }
        let changed = try second(data) { try $0.share([5, 6, 7, 8]) }
        try changed.handshake()
        #expect(!changed.server.isResumed)
        let removed = try second(data) {
            try $0.share([1, 2, 3, 4])
            $0.serverKeys = try PreSharedKeyDatabase("bob:01020304")
        }
        removed.attempt()
        #expect(!removed.server.isEstablished && removed.server.hasUnknownIdentity)
    }

    @Test("A raw public key is judged by the pins when its session is taken up")
    func rawPublicKey() throws {
        let workshop = try Workshop()
        let path = try workshop.write(
            try #require(TestIdentity.ecdsa.privateKeyPEM), to: "key.pem")
        let raw = try RawPublicKey.load(path, password: nil).key
        func use(_ pin: Identity) -> (inout Setup) -> Void {
            {
                $0.identity = nil
                $0.serverRawKey = raw
                $0.choices.rawPublicKeys = .only
                $0.clientPolicy.pins = [.publicKey(of: pin.chain[0])]
            }
        }
        let data = try first(use(TestIdentity.ecdsa))
        let pair = try second(data, use(TestIdentity.ecdsa))
        try pair.handshake()
        #expect(pair.client.isResumed)
        #expect(pair.client.verifiedBy == .pin)
        let refused = try second(data, use(TestIdentity.rsa))
        refused.attempt()
        guard case .untrusted(let failure)? = refused.clientError else {
            Issue.record("\(String(describing: refused.clientError))")
            return
        }
        #expect(failure.isPinMismatch)
    }

    @Test(
        "Data that overtakes the client's last flight, which ends it, is delivered behind it",
        arguments: 0..<24)
    func overtaking(order: Int) throws {
        let pair = try second(try first())
        _ = try pair.client.advance()
        for datagram in pair.take(pair.client) { pair.toServer(datagram) }
        var left = pair.take(pair.server)
        for datagram in left.reversed() { pair.toClient(datagram) }
        #expect(pair.client.isEstablished && !pair.server.isEstablished)
        for number in UInt8(0)..<2 { try pair.client.send([number].span) }
        left = pair.take(pair.client)
        var order = order
        while !left.isEmpty {
            let index = order % left.count
            order /= left.count
            pair.toServer(left.remove(at: index))
        }
        #expect(pair.server.isEstablished && pair.server.isResumed)
        #expect(pair.serverError == nil)
        #expect(pair.serverMessages.sorted { $0[0] < $1[0] } == [[0], [1]])
        #expect(pair.server.ledger.lost == 0)
        pair.toClient(try pair.seal([4, 5], by: pair.server))
        #expect(pair.clientMessages == [[4, 5]])
        #expect(pair.client.ledger.lost == 0)
    }

    @Test("A lost last flight of the client is sent again, and the data behind it are not lost")
    func lostFinished() throws {
        let pair = try second(try first()) { $0.retransmission = 1 }
        _ = try pair.client.advance()
        for datagram in pair.take(pair.client) { pair.toServer(datagram) }
        for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        #expect(pair.client.isEstablished && !pair.server.isEstablished)
        #expect(!pair.take(pair.client).isEmpty)
        for number in UInt8(0)..<3 { try pair.client.send([number].span) }
        let data = pair.take(pair.client)
        for index in [0, 2] { pair.toServer(data[index]) }
        let end = ContinuousClock.now + .seconds(180)
        while !pair.server.isEstablished, pair.serverError == nil, ContinuousClock.now < end {
            _ = try pair.server.advance()
            pair.carry()
        }
        #expect(pair.server.isEstablished && pair.server.isResumed)
        #expect(pair.serverMessages == [[0], [2]])
        #expect(pair.server.ledger.lost == 1)
        pair.toClient(try pair.seal([4, 5], by: pair.server))
        #expect(pair.clientMessages == [[4, 5]])
    }

    @Test("Both sides ping, and know each other's room, when a session is taken up")
    func heartbeats() throws {
        func tell(_ setup: inout Setup) {
            setup.clientRoom = 100_000
            setup.serverRoom = 200_000
        }
        let pair = try second(try first(tell), tell)
        try pair.handshake()
        #expect(pair.client.isResumed)
        #expect(pair.client.peerReceiveRoom == 200_000 && pair.server.peerReceiveRoom == 100_000)
        for session in [pair.client, pair.server] {
            #expect(session.canPing)
            try session.ping()
            pair.carry()
            #expect(session.answeredPings == 1)
        }
        #expect(pair.client.ledger.lost == 0 && pair.server.ledger.lost == 0)
        let silent = try second(try first(tell)) {
            tell(&$0)
            $0.serverHeartbeats = false
        }
        try silent.handshake()
        #expect(silent.client.isResumed && !silent.client.canPing)
    }

    @Test("The largest record that a side takes holds when a session is taken up")
    func recordSize() throws {
        let data = try first { $0.clientRecordSize = 4_096 }
        #expect(data.count < 3_000)
        let pair = try second(data) {
            $0.clientRecordSize = 4_096
            $0.mtu = 9_000
        }
        try pair.handshake()
        #expect(pair.client.isResumed)
        #expect(pair.server.dataMTU <= 4_096 && pair.client.dataMTU <= 4_096)
        let message = [UInt8](repeating: 7, count: pair.server.dataMTU)
        pair.toClient(try pair.seal(message, by: pair.server))
        #expect(pair.clientMessages == [message])
    }

    @Test("Where the ticket is larger than a record may be, there is a full handshake")
    func ticketTooLarge() throws {
        let pair = try second(try first()) { $0.clientRecordSize = 512 }
        try pair.handshake()
        #expect(pair.isEstablished && !pair.client.isResumed)
    }

    @Test("A ticket that does not fit a datagram goes in several")
    func fragmentedHello() throws {
        let pair = try second(try first()) { $0.mtu = 256 }
        try pair.handshake()
        #expect(pair.client.isResumed)
        #expect(pair.wire.allSatisfy { $0.count <= 256 })
        try talk(pair)
    }

    @Test("The application protocol is agreed on when a session is taken up")
    func applicationProtocol() throws {
        let data = try first { $0.applicationProtocols = ["coap"] }
        let pair = try second(data) { $0.applicationProtocols = ["coap"] }
        try pair.handshake()
        #expect(pair.client.isResumed)
        #expect(pair.client.parameters.applicationProtocol == "coap")
        #expect(pair.server.parameters.applicationProtocol == "coap")
    }

    @Test("A saved session is read as it was written, and not with any byte changed or missing")
    func savedSession() throws {
        let saved = SavedSession(data: try first(), purpose: Wire.zeros(32))
        let contents = saved.fileContents
        let read = try #require(SavedSession(file: contents))
        #expect(read.data == saved.data && read.purpose == saved.purpose)
        for index in contents.indices {
            for mask: UInt8 in [1, 32, 128] {
                var changed = contents
                changed[index] ^= mask
                #expect(SavedSession(file: changed) == nil)
            }
            #expect(SavedSession(file: Array(contents[..<index])) == nil)
            #expect(SavedSession(file: Array(contents[index...].dropFirst())) == nil)
        }
        #expect(SavedSession(file: contents + [10]) == nil)
        #expect(!"\(saved)".contains(base64(saved.data)))
    }

    @Test("A session that is none is no harm, and makes a full handshake")
    func noise() throws {
        let data = try first()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20 {
            let junk = (0..<data.count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let pair = try second(junk)
            try pair.handshake()
            #expect(!pair.client.isResumed)
        }
    }

    @Test("The purpose of a session changes with server, suites, name and own identity")
    func purposes() throws {
        func purpose(
            _ server: String = "a:1", _ configure: (inout Setup) throws -> Void = { _ in }
        ) throws -> [UInt8] {
            var setup = Setup()
            try configure(&setup)
            return try setup.client().resumptionPurpose(server)
        }
        let all = [
            try purpose(), try purpose("a:2"), try purpose { $0.serverName = "a" },
            try purpose { $0.choices.ciphers = ["AES-256-GCM"] },
            try purpose { $0.clientIdentity = TestIdentity.rsa },
            try purpose { try $0.share([1, 2, 3]) }, try purpose { try $0.share([1, 2, 4]) },
        ]
        #expect(Set(all).count == all.count)
        let other = try purpose { $0.clientPolicy.pins = [.publicKey([1])] }
        #expect(other == all[0])
    }

    @Test("A ticket key is read as it was written, and nothing else is one")
    func keyFile() throws {
        let contents = key.fileContents
        #expect(contents.count == 129)
        #expect(try TicketKey(file: contents).fileContents == contents)
        #expect(try TicketKey(file: Array(contents.dropLast())).fileContents == contents)
        let data = try first()
        let pair = try second(data) { $0.ticketKey = try TicketKey(file: contents) }
        try pair.handshake()
        #expect(pair.client.isResumed)
        for bad in ["", "00", String(repeating: "0g", count: 64)] {
            #expect(throws: SecretError.self) { try TicketKey(file: Array(bad.utf8)) }
        }
        #expect(throws: SecretError.self) { try TicketKey(file: contents + contents) }
    }
}
