import Testing

@testable import DTLS

@Suite struct CookieGateTests {
    private let alice = Array("192.0.2.1:4433".utf8)
    private let gate: CookieGate
    private let transport = DatagramTransport()

    init() throws { gate = try CookieGate() }

    private func admit(_ datagram: [UInt8], _ client: [UInt8]) -> CookieGate.Admission {
        gate.admit(datagram.span, client: client, transport: transport)
    }

    private func isAdmitted(_ datagram: [UInt8], _ client: [UInt8]) -> Bool {
        defer { transport.removeOutgoing() }
        if case .admitted = admit(datagram, client) { return true }
        #expect(transport.hasOutgoing)
        return false
    }

    /// A hello with alice's cookie, of a client that has just begun.
    private func helloWithCookie(_ pair: Pair) throws -> [UInt8] {
        _ = try pair.client.advance()
        let hello = pair.take(pair.client)[0]
        #expect(admit(hello, alice) == .challenged)
        for datagram in transport.takeOutgoing() { pair.toClient(datagram) }
        return pair.take(pair.client)[0]
    }

    @Test("A hello without a cookie is challenged, by a datagram no longer than itself")
    func challenge() throws {
        let pair = try Pair()
        _ = try pair.client.advance()
        for hello in [pair.take(pair.client)[0], Wire.smallestHello] {
            #expect(admit(hello, alice) == .challenged)
            let answer = transport.takeOutgoing()
            #expect(answer.count == 1)
            #expect(answer[0].count <= hello.count)
        }
    }

    @Test("A good cookie is admitted, and the handshake goes on from there")
    func admitted() throws {
        let pair = try Pair()
        let hello = try helloWithCookie(pair)
        guard case .admitted(let prestate) = admit(hello, alice) else {
            Issue.record("not admitted")
            return
        }
        #expect(!transport.hasOutgoing)
        let server = try Session(
            Setup().server(), transport: DatagramTransport(), prestate: prestate)
        var toServer = [hello]
        while !toServer.isEmpty {
            for datagram in toServer { _ = try server.receive(datagram.span) { _, _ in } }
            for datagram in server.transport.takeOutgoing() { pair.toClient(datagram) }
            toServer = pair.take(pair.client)
        }
        #expect(server.isEstablished && pair.client.isEstablished)
        #expect(server.usedCookie && pair.client.usedCookie)
    }

    @Test("Another sender's cookie is challenged")
    func otherClient() throws {
        let hello = try helloWithCookie(Pair())
        #expect(isAdmitted(hello, alice))
        #expect(!isAdmitted(hello, Array("192.0.2.1:4434".utf8)))
    }

    @Test("A cookie with a bit flipped is challenged")
    func wrongCookie() throws {
        var hello = try helloWithCookie(Pair())
        // Behind record and handshake header, version, random, and two lengths.
        hello[13 + 12 + 2 + 32 + 2] ^= 1
        #expect(!isAdmitted(hello, alice))
    }

    @Test("A cookie outlives one turn of the keys, and not two")
    func rotation() throws {
        let hello = try helloWithCookie(Pair())
        try gate.rotate()
        #expect(isAdmitted(hello, alice))
        try gate.rotate()
        #expect(!isAdmitted(hello, alice))
    }

    @Test("Gates that share a key take each other's cookies, a turn ahead or behind")
    func sharedKey() throws {
        let key = try CookieKey()
        let copy = try CookieKey(file: key.fileContents)
        let first = try CookieGate { key }
        try first.turn(to: 1_000)
        let pair = try Pair()
        _ = try pair.client.advance()
        let hello = pair.take(pair.client)[0]
        #expect(first.admit(hello.span, client: alice, transport: transport) == .challenged)
        for datagram in transport.takeOutgoing() { pair.toClient(datagram) }
        let answer = pair.take(pair.client)[0]
        let second = try CookieGate { copy }
        for (turn, isGood) in [
            (998, false), (999, true), (1_000, true), (1_001, true), (1_002, false),
        ] {
            try second.turn(to: UInt64(turn))
            let admission = second.admit(answer.span, client: alice, transport: transport)
            if case .admitted = admission {
                #expect(isGood, "turn \(turn)")
            } else {
                #expect(!isGood, "turn \(turn)")
            }
            transport.removeOutgoing()
        }
    }

    @Test("A clock that is set leaves the cookies that are under way good until the next turn")
    func clockSet() throws {
        try gate.turn(to: 1_000)
        let hello = try helloWithCookie(Pair())
        for turn in [5_000, 1_000, 20, 50] as [UInt64] {
            try gate.turn(to: turn)
            #expect(isAdmitted(hello, alice) == (turn != 50), "turn \(turn)")
        }
    }

    @Test("The file of a key holds its digits in one line, and nothing else is one")
    func keyFile() throws {
        let contents = try CookieKey().fileContents
        #expect(contents.count == 65)
        #expect(try CookieKey(file: contents).fileContents == contents)
        for other in [Array(contents.dropLast(2)), contents + contents, [], Array("key".utf8)] {
            #expect(throws: SecretError.self) { try CookieKey(file: other) }
        }
    }

    @Test("Without cookies a hello is admitted as it is, and the handshake begins")
    func withoutCookies() throws {
        let pair = try Pair()
        _ = try pair.client.advance()
        let hello = pair.take(pair.client)[0]
        guard case .admitted(let prestate) = CookieGate.admitWithoutCookie(hello.span) else {
            Issue.record("not admitted")
            return
        }
        let server = try Session(
            Setup().server(), transport: DatagramTransport(), prestate: prestate)
        var toServer = [hello]
        while !toServer.isEmpty {
            for datagram in toServer { _ = try server.receive(datagram.span) { _, _ in } }
            for datagram in server.transport.takeOutgoing() { pair.toClient(datagram) }
            toServer = pair.take(pair.client)
        }
        #expect(server.isEstablished && pair.client.isEstablished)
        #expect(!server.usedCookie && !pair.client.usedCookie)
        for sample in Sample.junk + Self.strangers {
            #expect(CookieGate.admitWithoutCookie(sample.bytes.span) == .ignored)
        }
    }

    @Test("Another gate's cookie is challenged")
    func otherGate() throws {
        let hello = try helloWithCookie(Pair())
        let other = try CookieGate()
        #expect(other.admit(hello.span, client: alice, transport: transport) == .challenged)
    }

    @Test("What is no hello is not answered", arguments: Sample.junk + strangers)
    func ignored(_ sample: Sample) {
        #expect(admit(sample.bytes, alice) == .ignored)
        #expect(!transport.hasOutgoing)
    }

    private static let strangers = [
        Sample("an alert", Wire.record(21, [2, 40])),
        Sample("a ChangeCipherSpec", Wire.record(20, [1])),
        Sample("a ServerHello", Wire.record(22, Wire.message(2, Wire.zeros(60)))),
        Sample("protected data", Wire.record(23, epoch: 1, Wire.zeros(80))),
        Sample("a protected hello", Wire.record(22, epoch: 1, Wire.message(1, Wire.zeros(60)))),
        Sample("a hello too short for its fields", Wire.record(22, Wire.message(1, [0xFE, 0xFD]))),
        Sample(
            "the second fragment of a hello",
            Wire.record(22, Wire.message(1, Wire.zeros(60), total: 120, offset: 60))),
    ]
}
