import ClientHello
import DTLS
import Testing

@Suite struct ServerFlightTests {
    private func flight(_ datagrams: [[UInt8]]) -> ServerFlight {
        var flight = ServerFlight()
        for datagram in datagrams { flight.take(datagram.span) }
        return flight
    }

    private func expectAll(_ flight: ServerFlight) {
        #expect(flight.hello?.suite == 0xC02B)
        #expect(flight.hello?.version == 0xFEFD)
        #expect(flight.hello?[HelloExtension.renegotiationInfo] == [0])
        #expect(flight.certificates == Flight.chain)
        #expect(flight.keyExchange?.group == .named(.x25519))
        #expect(flight.keyExchange?.scheme == SignatureScheme(0x0503))
        #expect(flight.requestedSchemes == [SignatureScheme(0x0403), SignatureScheme(0x0804)])
        #expect(flight.isComplete)
        #expect(flight.alert == nil)
    }

    @Test(arguments: [Int.max, 500, 100, 33, 1])
    func `all of it is read, whatever the size of the fragments`(size: Int) {
        expectAll(flight(Flight.datagrams(fragment: size)))
    }

    @Test func `all of it is read in any order, and twice`() {
        let datagrams = Flight.datagrams(fragment: 90)
        expectAll(flight(datagrams.reversed() + datagrams))
    }

    @Test func `pieces with a gap behind each are left alone after some`() {
        let datagrams = Flight.datagrams(fragment: 1)
        let others = stride(from: 0, to: datagrams.count, by: 2).map { datagrams[$0] }
        // Whoever sends those sends no flight, and is not kept up with.
        #expect(flight(others + datagrams).certificates.isEmpty)
        expectAll(flight(datagrams.prefix(60).reversed() + datagrams))
    }

    @Test func `all of it is read from one datagram`() {
        expectAll(flight([Flight.datagrams().flatMap { $0 }]))
    }

    @Test func `what is cut off at any byte is read without what is missing`() {
        let bytes = Flight.datagrams().flatMap { $0 }
        for count in 0..<bytes.count {
            #expect(!flight([Array(bytes.prefix(count))]).isComplete)
        }
    }

    @Test func `a flight with any byte turned round is read without a trap`() {
        let bytes = Flight.datagrams(fragment: 200).flatMap { $0 }
        var intact = 0
        for index in bytes.indices {
            for mask: UInt8 in [0x01, 0xFF] {
                var changed = bytes
                changed[index] ^= mask
                let flight = flight([changed])
                if flight.isComplete, flight.keyExchange?.group != nil { intact += 1 }
                _ = (flight.certificates, flight.requestedSchemes, flight.cookie, flight.hasStatus)
            }
        }
        // Most bytes are those of certificates, in which nothing is read.
        #expect(intact > bytes.count / 2)
    }

    @Test func `fragments that claim much are not kept`() {
        var writer = RecordWriter()
        var flight = ServerFlight()
        for sequence in 0..<200 as Range<UInt16> {
            var datagram =
                writer.datagrams(
                    of: HandshakeMessage(type: 11), body: [1, 2, 3], sequence: sequence)[0]
            // The message's length.
            datagram.replaceSubrange(14..<17, with: [0xFF, 0xFF, 0xFF])
            flight.take(datagram.span)
        }
        #expect(flight.isEmpty)
    }

    @Test func `a cookie is read, and an alert, and no alert that is protected`() {
        var writer = RecordWriter()
        let request = writer.datagrams(
            of: .helloVerifyRequest, body: [0xFE, 0xFF, 3, 7, 8, 9], sequence: 0)
        #expect(flight(request).cookie == [7, 8, 9])
        var alert = writer.datagram(of: Alert(level: .fatal, code: 40), version: 0xFEFD)
        #expect(flight([alert]).alert == Alert(level: .fatal, code: 40))
        alert[4] = 1
        #expect(flight([alert]).alert == nil)
        let warning = writer.datagram(of: Alert(level: .warning, code: 112), version: 0xFEFD)
        let fatal = writer.datagram(of: Alert(level: .fatal, code: 70), version: 0xFEFD)
        #expect(flight([warning, fatal, warning]).alert?.code == 70)
        #expect(flight([warning]).alert?.code == 112)
    }

    @Test func `DTLS 1.3 is told by its extension, and needs nothing more to be complete`() {
        let extensions = [HelloExtension(type: 43, body: [0xFE, 0xFC])]
        let first = Array(Flight.datagrams(suite: 0x1301, extensions: extensions).prefix(1))
        #expect(flight(first).hello?.version == 0xFEFC)
        #expect(flight(first).isComplete)
    }

    @Test(arguments: [
        ("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1", 256, "ffdhe2048"),
        ("FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1", 384, "ffdhe3072"),
        ("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD1", 256, "prime of 2048"),
        ("00007FFFFFFFFFFF", 128, "prime of 1023"),
    ])
    func `a group of numbers is told by its prime`(
        start: String, size: Int, name: String
    ) throws {
        var prime = stride(from: 0, to: start.count, by: 2).compactMap { offset in
            UInt8(start.dropFirst(offset).prefix(2), radix: 16)
        }
        let zeros = prime.prefix { $0 == 0 }.count
        prime += [UInt8](repeating: 0xFF, count: size + zeros - prime.count)
        let body = WireWriter.bytes { writer in
            writer.vector(Array("a hint".utf8), 2)
            writer.vector(prime, 2)
            writer.vector([2], 2)
            writer.vector([5], 2)
        }
        let suite = try #require(RegisteredSuite.named(0x00AA))
        let exchange = ServerKeyExchange(body: body, suite: suite, version: 0xFEFD)
        switch try #require(exchange.group) {
        case .named(let group): #expect("\(group)" == name)
        case .prime(let bits): #expect("prime of \(bits)" == name)
        case .explicitCurve: Issue.record("no curve")
        }
        #expect(exchange.scheme == nil)
    }
}
