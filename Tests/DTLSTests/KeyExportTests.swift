import Testing

@testable import DTLS

@Suite struct KeyExportTests {
    private func export(_ label: String, _ length: Int) throws -> KeyExport {
        try #require(KeyExport(label: label, length: length))
    }

    @Test("Both sides export the same, of the length asked for", arguments: [1, 32, 60, 4_096])
    func same(length: Int) throws {
        let pair = try Pair()
        try pair.handshake()
        let wanted = try export("EXTRACTOR-dtls_srtp", length)
        let ours = try pair.client.export(wanted)
        #expect(ours.count == length)
        #expect(try pair.server.export(wanted) == ours)
        if length > 1 { #expect(Set(ours).count > 1) }
    }

    @Test("Another label or another session exports something else")
    func different() throws {
        let pair = try Pair()
        try pair.handshake()
        let other = try Pair()
        try other.handshake()
        let wanted = try export("EXPORTER-one", 32)
        let ours = try pair.client.export(wanted)
        #expect(try pair.client.export(export("EXPORTER-two", 32)) != ours)
        #expect(try other.client.export(wanted) != ours)
        #expect(try pair.client.export(export("EXPORTER-one", 60)).prefix(32) == ours[...])
    }

    @Test("Nothing is exported before the handshake is done")
    func early() throws {
        let pair = try Pair()
        let wanted = try export("EXPORTER-one", 32)
        #expect(throws: GnuTLSError.self) { try pair.client.export(wanted) }
    }

    @Test(
        "A label is printable ASCII and none by which the session makes its own keys",
        arguments: [
            "", "key expansion", "master secret", "extended master secret", "client finished",
            "server finished", "tab\t", "zoë", "\u{1B}[31m",
        ])
    func badLabel(label: String) {
        #expect(KeyExport(label: label, length: 32) == nil)
    }

    @Test("A length is 1 to 4096 bytes, a label at most 255")
    func badLength() {
        #expect(KeyExport(label: "a", length: 0) == nil)
        #expect(KeyExport(label: "a", length: -1) == nil)
        #expect(KeyExport(label: "a", length: 4_097) == nil)
        let longest = String(repeating: "a", count: 255)
        #expect(KeyExport(label: longest, length: 1) != nil)
        #expect(KeyExport(label: longest + "a", length: 1) == nil)
    }
}
