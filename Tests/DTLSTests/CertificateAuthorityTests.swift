import TestSupport
import Testing

@testable import DTLS

@Suite struct CertificateAuthorityTests {
    private func template(
        _ name: String, days: Int = 30, isAuthority: Bool = false
    ) throws -> CertificateTemplate {
        var template = CertificateTemplate(
            subject: .commonName(name), names: [try CertificateName(name)], days: days)
        template.isAuthority = isAuthority
        return template
    }

    private func authority(
        _ type: PrivateKey.KeyType = .ecdsaP256, days: Int = 30
    ) throws -> CertificateAuthority {
        let identity = try template("authority", days: days, isAuthority: true)
            .selfSigned(.generate(type))
        return try CertificateAuthority(identity, path: "ca.pem")
    }

    @Test(
        "An authority of each kind signs keys of each kind", arguments: PrivateKey.KeyType.allCases)
    func signs(type: PrivateKey.KeyType) throws {
        let authority = try authority(type)
        let leaf = try authority.issue(template("leaf"), to: .generate(.ecdsaP256))
        let other = try self.authority().issue(template("leaf"), to: .generate(type))
        for identity in [leaf, other] {
            #expect(identity.chain.count == 1)
            #expect(identity.chain[0].issuer == "CN=authority")
            #expect(identity.chain[0].subjectAlternativeNames == ["leaf"])
        }
    }

    @Test("A certificate does not outlive its authority")
    func clamped() throws {
        let authority = try authority(days: 10)
        let leaf = try authority.issue(template("leaf", days: 3_650), to: .generate(.ed25519))
        #expect(leaf.chain[0].notAfter == authority.notAfter)
        #expect(leaf.chain[0].notBefore >= authority.chain[0].notBefore)
    }

    @Test("Only a valid authority signs")
    func refused() throws {
        let leaf = try template("leaf").selfSigned(.generate(.ecdsaP256))
        #expect(throws: IdentityError.self) { try CertificateAuthority(leaf, path: "leaf.pem") }
        let error = #expect(throws: IdentityError.self) { try authority(days: -1) }
        #expect(error?.description.contains("expired on") == true)
        let token = try Identity.load(certificate: "pkcs11:a=b", key: nil, password: nil).identity
        #expect(throws: IdentityError.self) { try CertificateAuthority(token, path: "token") }
    }

    @Test("Of a request, the key goes into the certificate, and what the template says")
    func request() throws {
        let workshop = try Workshop()
        let key = try PrivateKey.generate(.ecdsaP384)
        let made = try CertificateRequest.make(template("asked.example"), key)
        let path = try workshop.write(try made.pem(), to: "r.csr")
        let request = try CertificateRequest.load(path)
        #expect(request.subject == "CN=asked.example")
        #expect(try request.names().known == [.dns("asked.example")])
        let chain = try authority().issue(template("given.example"), to: request)
        #expect(chain[0].subject == "CN=given.example")
        #expect(chain[0].subjectAlternativeNames == ["given.example"])
        #expect(try key.pin() == Pin.publicKey(of: chain[0]))
    }

    @Test("A request that was altered, is weak, or asks for a strange name is refused")
    func badRequests() throws {
        let workshop = try Workshop()
        let made = try CertificateRequest.make(
            template("asked.example"), .generate(.ecdsaP256))
        var der = try #require(
            bytes(
                base64: try made.pem().split(separator: "\n")
                    .filter { !$0.hasPrefix("-") }.joined()))
        // A letter of the name.
        let place = try #require(der.firstRange(of: Array("asked".utf8))).lowerBound
        der[place] ^= 1
        let altered =
            "-----BEGIN CERTIFICATE REQUEST-----\n\(base64(der))\n"
            + "-----END CERTIFICATE REQUEST-----\n"
        let path = try workshop.write(altered, to: "altered.csr")
        let error = #expect(throws: IdentityError.self) { try CertificateRequest.load(path) }
        #expect(error?.description.contains("signature") == true)

        try workshop.openssl("req -newkey rsa:1024 -nodes -subj /CN=a -out w.csr -keyout w.key")
        let weak = #expect(throws: IdentityError.self) {
            try CertificateRequest.load(workshop.file("w.csr"))
        }
        #expect(weak?.description.contains("weak") == true)

        try workshop.openssl(
            "req -newkey ed25519 -nodes -subj /CN=a -addext subjectAltName=DNS:a_/b,email:a@b"
                + " -out s.csr -keyout s.key")
        let strange = try CertificateRequest.load(workshop.file("s.csr"))
        #expect(throws: IdentityError.self) { try strange.names() }
    }

    @Test("A key is never printed")
    func secrecy() throws {
        let key = try PrivateKey.generate(.ed25519)
        let pem = try key.pem()
        let secret = String(decoding: pem.bytes, as: UTF8.self).split(separator: "\n")[1]
        for text in Printed(key).texts + Printed(pem).texts { #expect(!text.contains(secret)) }
        for text in Printed(try authority()).texts { #expect(!text.contains("PRIVATE")) }
    }
}

@Suite struct PreSharedKeyMakeTests {
    private func line(_ identity: [UInt8], length: Int = 32) throws -> String {
        String(
            decoding: try PreSharedKey.makeLine(identity: identity, length: length).bytes,
            as: UTF8.self)
    }

    @Test(
        "A line is read again, whatever the identity",
        arguments: [
            "alice", "#alice", "a:b", "", " a", "a ", "# a", "#00", "00ff", "a\nb", "zoë",
            "\u{600}", "a\u{200D}", "a\u{2028}b", "hex:00", "\0",
        ])
    func roundTrip(identity: String) throws {
        let bytes = Array(identity.utf8)
        guard !bytes.isEmpty else {
            #expect(throws: SecretError.self) { try line(bytes) }
            return
        }
        let text = try line(bytes)
        #expect(text.hasSuffix("\n") && text.split(separator: "\n").count == 1)
        let read = try PreSharedKey.file(Array(text.utf8))
        #expect(read.identity == bytes && read.key.count == 32)
        let database = try PreSharedKeyDatabase("other:00\n" + text)
        #expect(database.key(for: bytes) == read.key)
        #expect(try PreSharedKey.identity(PreSharedKey.text(ofIdentity: bytes)) == bytes)
    }

    @Test("An identity may be any bytes")
    func binary() throws {
        for length in [1, 64] {
            let read = try PreSharedKey.file(
                Array(try line([0, 255, 128, 10], length: length).utf8))
            #expect(read.identity == [0, 255, 128, 10] && read.key.count == length)
        }
    }

    @Test("Sizes out of range are refused")
    func sizes() {
        #expect(throws: SecretError.self) { try line([1], length: 0) }
        #expect(throws: SecretError.self) { try line([1], length: 65) }
        #expect(throws: SecretError.self) { try line(Wire.zeros(129)) }
    }

    @Test("No two keys or identities are the same")
    func random() throws {
        #expect(try line([65]) != line([65]))
        #expect(try PreSharedKey.makeIdentity() != PreSharedKey.makeIdentity())
    }
}
