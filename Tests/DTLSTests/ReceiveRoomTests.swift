import Testing

@testable import DTLS

@Suite struct ReceiveRoomTests {
    @Test("Each side hears how much the other has room for")
    func told() throws {
        let pair = try Pair {
            $0.clientRoom = 425_984
            $0.serverRoom = 4_096
        }
        try pair.handshake()
        #expect(pair.server.peerReceiveRoom == 425_984)
        #expect(pair.client.peerReceiveRoom == 4_096)
    }

    @Test("What is not told is not known, and does not keep the other from telling")
    func untold() throws {
        let neither = try Pair()
        try neither.handshake()
        #expect(neither.client.peerReceiveRoom == nil && neither.server.peerReceiveRoom == nil)
        let client = try Pair { $0.clientRoom = 5_000 }
        try client.handshake()
        #expect(client.client.peerReceiveRoom == nil)
        let server = try Pair { $0.serverRoom = 5_000 }
        try server.handshake()
        #expect(server.client.peerReceiveRoom == nil && server.server.peerReceiveRoom == nil)
    }

    @Test("Room beyond four bytes is told as the most that they hold")
    func clamped() throws {
        let pair = try Pair {
            $0.clientRoom = .max
            $0.serverRoom = -1
        }
        try pair.handshake()
        #expect(pair.server.peerReceiveRoom == Int(UInt32.max))
        #expect(pair.client.peerReceiveRoom == 0)
    }

    @Test("It is told through a cookie exchange as well")
    func cookie() throws {
        var setup = Setup()
        setup.clientRoom = 100_000
        setup.serverRoom = 200_000
        let gate = try CookieGate()
        let transport = DatagramTransport()
        let client = try Session(setup.client(), transport: DatagramTransport())
        _ = try client.advance()
        let first = client.transport.takeOutgoing()[0]
        #expect(gate.admit(first.span, client: [1], transport: transport) == .challenged)
        for datagram in transport.takeOutgoing() {
            _ = try client.receive(datagram.span) { _, _ in }
        }
        let hello = client.transport.takeOutgoing()[0]
        guard
            case .admitted(let prestate) = gate.admit(
                hello.span, client: [1], transport: transport)
        else {
            Issue.record("not admitted")
            return
        }
        let server = try Session(
            setup.server(), transport: DatagramTransport(), prestate: prestate)
        var toServer = [hello]
        while !toServer.isEmpty {
            for datagram in toServer { _ = try server.receive(datagram.span) { _, _ in } }
            for datagram in server.transport.takeOutgoing() {
                _ = try client.receive(datagram.span) { _, _ in }
            }
            toServer = client.transport.takeOutgoing()
        }
        #expect(server.isEstablished && client.isEstablished && client.usedCookie)
        #expect(server.peerReceiveRoom == 100_000)
        #expect(client.peerReceiveRoom == 200_000)
    }

    @Test(
        "A value of another length is passed over, and is no reason to refuse the hello",
        arguments: [0, 1, 2, 3])
    func malformed(length: Int) throws {
        let pair = try Pair {
            $0.clientRoom = 0x0102_0304
            $0.serverRoom = 5_000
        }
        _ = try pair.client.advance()
        let hellos = pair.take(pair.client)
        let hello = try #require(hellos.first)
        pair.toServer(try #require(Self.shortened(hello, to: length)))
        // The server answers with its flight, and not with an alert.
        #expect(pair.serverError == nil)
        #expect(pair.take(pair.server).first?.first == 22)
        #expect(pair.server.peerReceiveRoom == nil)
    }

    /// A ClientHello whose extension 0xFF6C has a value of so many bytes instead of four.
    private static func shortened(_ hello: [UInt8], to length: Int) -> [UInt8]? {
        let mark: [UInt8] = [0xFF, 0x6C, 0, 4, 1, 2, 3, 4]
        guard
            let start = hello.indices.first(where: { hello[$0...].starts(with: mark) })
        else { return nil }
        var bytes = hello
        bytes[start + 3] = UInt8(length)
        let cut = 4 - length
        bytes.removeSubrange(start + 8 - cut..<start + 8)
        func subtract(_ count: Int, at offset: Int) {
            let value = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            bytes[offset] = UInt8((value - count) >> 8)
            bytes[offset + 1] = UInt8((value - count) & 0xFF)
        }
        // Record, message and fragment length.
        subtract(cut, at: 11)
        subtract(cut, at: 13 + 2)
        subtract(cut, at: 13 + 10)
        // Version, random, session ID, cookie, suites and compression come before the extensions.
        var offset = 25 + 2 + 32
        offset += 1 + Int(bytes[offset])
        offset += 1 + Int(bytes[offset])
        offset += 2 + Int(bytes[offset]) << 8 + Int(bytes[offset + 1])
        offset += 1 + Int(bytes[offset])
        subtract(cut, at: offset)
        return bytes
    }
}
