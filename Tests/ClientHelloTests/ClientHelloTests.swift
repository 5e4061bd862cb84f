import DTLS
import Testing

@testable import ClientHello

@Suite struct ClientHelloTests {
    private let hello: ClientHello = {
        var hello = ClientHello(
            version: 0xFEFD, suites: [0xC02B, 0x0096],
            extensions: [
                .serverName("example.org"), .groups([.x25519]), .uncompressedPoints,
                .connectionIdentifier, .padding(300),
            ])
        hello.cookie = [1, 2, 3]
        hello.sessionID = [4, 5]
        return hello
    }()

    @Test func `a hello reads back what it was made of`() {
        #expect(ClientHello(body: hello.body) == hello)
    }

    @Test func `one that is cut off is read without what is missing, or not at all`() {
        let body = hello.body
        for count in 0..<body.count {
            let cut = ClientHello(body: Array(body.prefix(count)))
            #expect(cut != hello)
        }
    }

    @Test func `each hello has a random of its own`() {
        let randoms = (0..<100).map { _ in
            ClientHello(version: 0xFEFD, suites: [1], extensions: []).random
        }
        #expect(Set(randoms).count == 100)
        #expect(randoms.allSatisfy { $0.count == 32 })
    }

    @Test func `what DTLS's own reader finds in it is what was offered`() throws {
        var writer = RecordWriter()
        let datagram = try #require(
            writer.datagrams(of: .clientHello, body: hello.body, sequence: 0).first)
        let offer = HelloOffer(clientHelloIn: datagram.span)
        #expect(offer?.suites == hello.suites)
        #expect(offer?.versions == [0xFEFD])
    }

    @Test func `fragments are datagrams of their own, numbered, and make the whole`() throws {
        var writer = RecordWriter(number: 41)
        let datagrams = writer.datagrams(
            of: .clientHello, body: hello.body, sequence: 1, fragment: 100)
        #expect(datagrams.count == (hello.body.count + 99) / 100)
        let records = datagrams.map { DatagramContents($0.span).records }
        #expect(records.allSatisfy { $0.count == 1 })
        #expect(
            records.compactMap(\.first?.number) == (0..<datagrams.count).map { 41 + UInt64($0) })
        var assembly = MessageAssembly()
        // In any order.
        for (datagram, record) in zip(datagrams, records).reversed() {
            let fragment = try #require(record.first?.fragments.first)
            assembly.take(fragment, datagram[25...])
        }
        #expect(assembly.messages[1]?.body == hello.body)
        #expect(writer.number == 41 + UInt64(datagrams.count))
    }
}
