import Testing

@testable import DTLS

@Suite struct PinTests {
    private let certificate = TestIdentity.ecdsa.chain[0]
    private let other = TestIdentity.rsa.chain[0]

    @Test("Hexadecimal digits are a certificate's digest or a key's", arguments: [true, false])
    func hexadecimalDigits(ofKey: Bool) throws {
        let print = Fingerprint(.certificate(certificate))
        let digits = try #require(print.text(.hex, ofPublicKey: ofKey))
        let colons = try #require(print.text(.colon, ofPublicKey: ofKey))
        for text in [
            digits, digits.uppercased(), colons, colons.lowercased(), " \(digits)\n",
            "sha256:\(digits)", "SHA256:\(digits)", "sha-256:\(colons)",
            colons.split(separator: ":").joined(separator: " "),
        ] {
            #expect(try Pin(text).matches(certificate), "\(text)")
            #expect(try !Pin(text).matches(other), "\(text)")
        }
    }

    @Test("A line of SDP or of openssl is about the certificate alone")
    func certificateNotations() throws {
        let print = Fingerprint(.certificate(certificate))
        for (ofKey, fits) in [(false, true), (true, false)] {
            let colons = try #require(print.text(.colon, ofPublicKey: ofKey))
            for text in [
                "sha256 Fingerprint=\(colons)", "SHA256 Fingerprint=\(colons)",
                "a=fingerprint:sha-256 \(colons)", "a=fingerprint:SHA-256 \(colons)",
                "fingerprint:sha-256 \(colons)", "sha-256 \(colons)", "3 0 1 \(colons.digits)",
                "_4433._udp.h. IN TLSA ( 03 00 01 \(colons.digits) )",
            ] {
                #expect(try Pin(text).matches(certificate) == fits, "\(text)")
                #expect(try !Pin(text).matches(publicKey: certificate.publicKeyInfo))
            }
        }
    }

    @Test("Every notation for a key's digest is read, and matches it")
    func keyNotations() throws {
        let pin = Pin.publicKey(of: certificate)
        let encoded = "\(pin)".dropFirst("pin-sha256:".count)
        let digits = hexadecimal(certificate.publicKeyPin)
        for text in [
            "\(pin)", "pin-sha256:\"\(encoded)\"", "pin-sha256=\"\(encoded)\"",
            "sha256//\(encoded)", "  sha256//\(encoded) ", "sha256/\(encoded)", "\(encoded)",
            "3 1 1 \(digits)", "1 1 1 \(digits)",
            "host. 3600 IN TLSA 3 1 1 \(digits.prefix(20)) \(digits.dropFirst(20))",
        ] {
            #expect(try Pin(text) == pin, "\(text)")
            #expect(try Pin(text).matches(certificate))
            #expect(try Pin(text).matches(publicKey: certificate.publicKeyInfo))
            #expect(try !Pin(text).matches(other))
        }
    }

    @Test(
        "Whatever a fingerprint prints is a pin of the same", arguments: Digest.Algorithm.allCases)
    func roundTrip(algorithm: Digest.Algorithm) throws {
        let identities = [TestIdentity.ecdsa, TestIdentity.rsa, TestIdentity.ed25519].flatMap(
            \.chain)
        for certificate in identities {
            let print = Fingerprint(.certificate(certificate), algorithm)
            for notation in Fingerprint.Notation.allCases {
                for ofKey in [true, false] {
                    guard let text = print.text(notation, ofPublicKey: ofKey) else { continue }
                    let pin = try Pin(text)
                    #expect(pin.matches(certificate), "\(text)")
                    #expect(pin.isWeak == (algorithm == .sha1))
                    #expect(try Pin("\(pin)") == pin)
                    let strangers = identities.filter { $0.sha256 != certificate.sha256 }
                    #expect(!strangers.contains { pin.matches($0) }, "\(text)")
                }
            }
        }
    }

    @Test("A line of ssh-keygen -l is a pin, whatever its comment says")
    func sshLine() throws {
        let print = Fingerprint(.certificate(certificate))
        let digest = try #require(print.text(.ssh, ofPublicKey: true))
        let pin = try Pin(digest)
        for comment in ["no comment", "me@host", "", "256 SHA256:AAAA"] {
            #expect(try Pin("256 \(digest) \(comment) (ECDSA)") == pin)
        }
        #expect(throws: PinError.self) { try Pin("256 SHA256:AAAA no comment (ECDSA)") }
        #expect(throws: PinError.self) { try Pin("256 MD5:00:11 no comment (ECDSA)") }
        #expect(throws: PinError.self) { try Pin("key \(digest)") }
    }

    @Test("A whole session description has the pins of its fingerprints, and no others")
    func sessionDescription() throws {
        let print = Fingerprint(.certificate(certificate))
        let line = try #require(print.text(.sdp, ofPublicKey: false))
        let head = "v=0\no=- 1 2 IN IP4 127.0.0.1\ns=-\nt=0 0\nm=audio 9 UDP/TLS/RTP/SAVPF 111\n"
        for text in ["\(head)\(line)\na=setup:actpass\n", "\(head)\(line)\n"] {
            #expect(try Pin.list(text) == [Pin(line)])
            #expect(try Pin.list(text.replacing("\n", with: "\r\n")) == [Pin(line)])
        }
        #expect(throws: PinError.self) { try Pin.list(head) }
        let error = #expect(throws: PinError.self) { try Pin.list(head + "a=fingerprint:md5 00\n") }
        #expect(error?.description.hasPrefix("line 6: ") == true)
        #expect(throws: PinError.self) { try Pin.list("\(line)\nv=0\n") }
    }

    @Test("A TLSA record of the whole certificate or key is that alone")
    func exact() throws {
        let whole = try Pin("3 0 0 \(hexadecimal(certificate.der))")
        #expect(whole.matches(certificate))
        #expect(!whole.matches(other))
        #expect(!whole.matches(publicKey: certificate.der))
        let key = try Pin("3 1 0 \(hexadecimal(certificate.publicKeyInfo))")
        #expect(key.matches(certificate))
        #expect(!key.matches(other))
        #expect(try Pin("\(key)") == key && Pin("\(whole)") == whole)
    }

    @Test("A key that cannot be read matches no pin")
    func noKey() throws {
        let empty = Pin(.publicKey, Digest(.sha256, of: []))
        #expect(!empty.matches(publicKey: []))
        #expect(try !Pin("SHA256:\(String(repeating: "A", count: 43))").matches(publicKey: [1, 2]))
    }

    @Test(
        "What is no digest is refused",
        arguments: [
            "", "x", "sha256:", "00", String(repeating: "0", count: 32),
            String(repeating: "0", count: 63), String(repeating: "0", count: 65),
            String(repeating: "0", count: 66), String(repeating: "g", count: 64), "pin-sha256:",
            "pin-sha256:AAAA", "pin-sha256:\"", "pin-sha256:***", "sha256//AAAA", "sha1:00",
            "md5:00", "MD5:00:11", "sha1:" + String(repeating: "0", count: 64), "TLSA", "3 1 1",
            "3 1 1 00ff", "3 1 1 xyz", "3 2 1 " + String(repeating: "0", count: 64),
            "2 1 1 " + String(repeating: "0", count: 64), "0 0 1 0011",
            "3 1 3 " + String(repeating: "0", count: 64),
            "SHA256:" + String(repeating: "A", count: 42),
            "99999999999999999999 1 1 0011", "\u{200E}", "a=", "a=fingerprint:sha-256",
            "a=fingerprint:md5 00",
        ])
    func refused(text: String) {
        #expect(throws: PinError.self) { try Pin(text) }
    }

    @Test("A list has a pin a line, and comments")
    func list() throws {
        let pin = Pin.publicKey(of: certificate)
        let text = "# old\n\n\(pin) # the server's\n\(certificate.sha256Text)\r\n"
        #expect(try Pin.list(text) == [pin, Pin(.either, Digest(.sha256, of: certificate.der))])
        #expect(throws: PinError.self) { try Pin.list("# nothing\n") }
        let error = #expect(throws: PinError.self) { try Pin.list("\(pin)\r\n\nnonsense\n") }
        #expect(error?.description.hasPrefix("line 3: ") == true)
    }
}

extension String {
    /// Without colons, in lower case.
    fileprivate var digits: String { filter { $0 != ":" }.lowercased() }
}
