import TestSupport
import Testing

@testable import DTLS

@Suite struct IdentityTests {
    /// A folder with `c.pem` and `c.key`, of the given kind.
    private func workshop(_ key: String = "ec -pkeyopt ec_paramgen_curve:P-256") throws -> Workshop
    {
        let workshop = try Workshop()
        try workshop.openssl("req -x509 -newkey \(key) -nodes -subj /CN=c -out c.pem -keyout c.key")
        return workshop
    }

    private func load(
        _ workshop: Workshop, _ certificate: String, _ key: String?, password: String? = nil
    ) throws -> Identity {
        try Identity.load(
            certificate: workshop.file(certificate), key: key.map(workshop.file),
            password: password
        ).identity
    }

    @Test(
        "PEM files are loaded, of every kind of key",
        arguments: ["rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-384", "ed25519"])
    func pem(key: String) throws {
        let workshop = try workshop(key)
        let identity = try load(workshop, "c.pem", "c.key")
        #expect(identity.chain.map(\.subject) == ["CN=c"])
        #expect(identity.privateKeyPEM?.hasPrefix("-----BEGIN PRIVATE KEY-----") == true)
    }

    @Test("One PEM file may hold both")
    func onePEM() throws {
        let made = TestIdentity.ecdsa
        let workshop = try Workshop()
        let text = made.certificatePEM + (made.privateKeyPEM ?? "")
        let path = try workshop.write(text, to: "both.pem")
        let loaded = try Identity.load(certificate: path, key: nil, password: nil)
        #expect(loaded.identity.chain.map(\.sha256) == made.chain.map(\.sha256))
        #expect(!loaded.isReadableByOthers)
        let open = try workshop.write(text, to: "open.pem", mode: 0o644)
        #expect(try Identity.load(certificate: open, key: nil, password: nil).isReadableByOthers)
    }

    @Test("DER files are loaded")
    func der() throws {
        let workshop = try workshop()
        try workshop.openssl("x509 -in c.pem -outform DER -out c.der")
        try workshop.openssl("pkey -in c.key -outform DER -out k.der")
        #expect(try load(workshop, "c.der", "k.der").chain.count == 1)
        #expect(try load(workshop, "c.pem", "k.der").chain.count == 1)
    }

    @Test("PKCS#12 opens by its password, which may be empty")
    func pkcs12() throws {
        let workshop = try workshop()
        try workshop.openssl(
            "pkcs12 -export -in c.pem -inkey c.key -out c.p12 -passout pass:open-sesame")
        #expect(try load(workshop, "c.p12", nil, password: "open-sesame").chain.count == 1)
        try workshop.openssl("pkcs12 -export -in c.pem -inkey c.key -out e.p12 -passout pass:")
        #expect(try load(workshop, "e.p12", nil).chain.count == 1)

        let wrong = #expect(throws: IdentityError.self) {
            try load(workshop, "c.p12", nil, password: "wrong-one")
        }
        #expect(wrong?.description == "the password does not open \(workshop.file("c.p12"))")
        let missing = #expect(throws: IdentityError.self) { try load(workshop, "c.p12", nil) }
        #expect(
            missing?.description
                == "\(workshop.file("c.p12")) is encrypted, and no password was given")
    }

    @Test("An encrypted key opens by its password", arguments: ["PEM", "DER"])
    func encrypted(form: String) throws {
        let workshop = try workshop()
        try workshop.openssl(
            "pkcs8 -topk8 -v2 aes-256-cbc -in c.key -outform \(form) -out e.key"
                + " -passout pass:open-sesame")
        let path = workshop.file("e.key")
        #expect(try load(workshop, "c.pem", "e.key", password: "open-sesame").chain.count == 1)
        let wrong = #expect(throws: IdentityError.self) {
            try load(workshop, "c.pem", "e.key", password: "wrong-one")
        }
        #expect(wrong?.description == "the password does not open the key in \(path)")
        let missing = #expect(throws: IdentityError.self) { try load(workshop, "c.pem", "e.key") }
        #expect(
            missing?.description == "the key in \(path) is encrypted, and no password was given")
    }

    @Test("The traditional encrypted form opens as well")
    func traditional() throws {
        let workshop = try workshop("rsa:2048")
        try workshop.openssl(
            "rsa -aes128 -traditional -in c.key -out e.key -passout pass:open-sesame")
        #expect(try load(workshop, "c.pem", "e.key", password: "open-sesame").chain.count == 1)
        let wrong = #expect(throws: IdentityError.self) {
            try load(workshop, "c.pem", "e.key", password: "wrong-one")
        }
        #expect(wrong?.description.contains("password does not open") == true)
    }

    @Test("The key of another certificate is told from ours")
    func otherKey() throws {
        let workshop = try workshop()
        let other = try workshop.write(TestIdentity.ecdsa.privateKeyPEM ?? "", to: "other.key")
        let error = #expect(throws: IdentityError.self) { try load(workshop, "c.pem", "other.key") }
        #expect(
            error?.description
                == "the key in \(other) is not that of the certificate in \(workshop.file("c.pem"))"
        )
    }

    @Test("Files without a certificate or key are named")
    func missing() throws {
        let workshop = try workshop()
        let certificate = #expect(throws: IdentityError.self) {
            try load(workshop, "c.key", "c.key")
        }
        #expect(certificate?.description.hasPrefix("no certificate in ") == true)
        let key = #expect(throws: IdentityError.self) { try load(workshop, "c.pem", "c.pem") }
        #expect(key?.description.hasPrefix("no private key in ") == true)
        let file = #expect(throws: IdentityError.self) { try load(workshop, "none.pem", nil) }
        #expect(file?.description.contains("none.pem: no such file or directory") == true)
    }

    @Test("A self-signed certificate says what it was told to", arguments: [1, 30])
    func selfSigned(days: Int) throws {
        let identity = try Identity.selfSigned(
            commonName: "me", names: ["example.org", "192.0.2.1", "2001:db8::1"], days: days)
        let certificate = identity.chain[0]
        #expect(certificate.subject == "CN=me" && certificate.issuer == "CN=me")
        #expect(
            certificate.subjectAlternativeNames == ["example.org", "192.0.2.1", "2001:db8::1"])
        #expect(certificate.notAfter - certificate.notBefore == days * 86_400 + 3_600)
        #expect(try Certificate.parse(Array(certificate.pem.utf8))[0].sha256 == certificate.sha256)
    }

    @Test("A key or a token's PIN is never printed")
    func secrecy() throws {
        let identity = TestIdentity.ecdsa
        let pem = try #require(identity.privateKeyPEM)
        let secret = pem.split(separator: "\n")[1]
        for text in Printed(identity).texts { #expect(!text.contains(secret)) }
        let token = try Identity.load(
            certificate: "pkcs11:object=c", key: nil, password: "open-sesame"
        ).identity
        for text in Printed(token).texts { #expect(!text.contains("open-sesame")) }
        var configuration = Credentials.Configuration(role: .client)
        configuration.identity = token
        for text in Printed(configuration).texts { #expect(!text.contains("open-sesame")) }
    }
}
