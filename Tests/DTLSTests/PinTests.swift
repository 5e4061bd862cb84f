import Testing

@testable import DTLS

@Suite struct PinTests {
    private let certificate = TestIdentity.ecdsa.chain[0]

    @Test("Every notation for a certificate's digest is read, and matches it")
    func certificateNotations() throws {
        let digits = certificate.sha256Text
        var pairs: [String] = []
        var rest = Substring(digits)
        while !rest.isEmpty {
            pairs.append(rest.prefix(2).uppercased())
            rest = rest.dropFirst(2)
        }
        let colons = pairs.joined(separator: ":")
        for text in [
            digits, digits.uppercased(), colons, " \(digits)\n", "sha256:\(digits)",
            "SHA256:\(digits)", "sha-256:\(colons)", "sha256 Fingerprint=\(colons)",
            "SHA256 Fingerprint=\(colons)", "a=fingerprint:sha-256 \(colons)",
            "fingerprint:sha-256 \(colons)", "sha-256 \(colons)", pairs.joined(separator: " "),
        ] {
            let pin = try Pin(text)
            #expect(pin == .certificate(certificate.sha256))
            #expect(pin.matches(certificate))
        }
    }

    @Test("Every notation for a key's digest is read, and matches it")
    func keyNotations() throws {
        let pin = Pin.publicKey(of: certificate)
        let encoded = "\(pin)".dropFirst("pin-sha256:".count)
        for text in [
            "\(pin)", "pin-sha256:\"\(encoded)\"", "sha256//\(encoded)", "  sha256//\(encoded) ",
        ] {
            #expect(try Pin(text) == pin)
            #expect(try Pin(text).matches(certificate))
        }
    }

    @Test("A pin of another certificate does not match")
    func mismatch() {
        #expect(!Pin.publicKey(of: TestIdentity.rsa.chain[0]).matches(certificate))
        #expect(!Pin.certificate(TestIdentity.rsa.chain[0].sha256).matches(certificate))
        #expect(!Pin.certificate([]).matches(certificate))
        #expect(!Pin.certificate(certificate.publicKeyPin).matches(certificate))
    }

    @Test(
        "What is no SHA-256 digest is refused",
        arguments: [
            "", "x", "sha256:", "00", String(repeating: "0", count: 40),
            String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "0", count: 66), String(repeating: "g", count: 64), "pin-sha256:",
            "pin-sha256:AAAA", "pin-sha256:***", "sha256//AAAA", "sha1:00", "md5:00",
        ])
    func refused(text: String) {
        #expect(throws: PinError.self) { try Pin(text) }
    }

    @Test("What a pin prints is read as the same pin")
    func roundTrip() throws {
        for pin in [Pin.publicKey(of: certificate), .certificate(certificate.sha256)] {
            #expect(try Pin("\(pin)") == pin)
        }
    }

    @Test("A list has a pin a line, and comments")
    func list() throws {
        let pin = Pin.publicKey(of: certificate)
        let text = "# old\n\n\(pin) # the server's\n\(certificate.sha256Text)\r\n"
        #expect(try Pin.list(text) == [pin, .certificate(certificate.sha256)])
        #expect(throws: PinError.self) { try Pin.list("# nothing\n") }
        #expect(throws: PinError.self) { try Pin.list("\(pin)\nnonsense\n") }
    }
}
