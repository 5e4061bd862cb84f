import Foundation
import TestSupport
import Testing

@testable import DTLS

@Suite struct SessionRefusalTests {
    /// Why a client refuses its server; the server must hear of it by `alert`.
    private func refusal(
        alert: UInt8, _ configure: (inout Setup) throws -> Void
    ) throws -> String {
        let pair = try Pair {
            $0.clientPolicy = VerificationPolicy()
            try configure(&$0)
        }
        pair.attempt()
        #expect(pair.serverError == .alert(Alert(level: .fatal, code: alert)))
        #expect(!pair.client.isEstablished && !pair.server.isEstablished)
        guard case .untrusted(let failure)? = pair.clientError else {
            Issue.record("the client ended by \(String(describing: pair.clientError))")
            return ""
        }
        #expect(pair.client.verificationFailure == failure)
        return failure.description
    }

    @Test("A self-signed certificate")
    func selfSigned() throws {
        let text = try refusal(alert: 42) { _ in }
        #expect(text == "certificate is self-signed, and nobody vouches for it")
    }

    @Test("An expired certificate")
    func expired() throws {
        let workshop = try Workshop()
        let trust = try workshop.write(TestIdentity.expired.certificatePEM, to: "ca.pem")
        let text = try refusal(alert: 42) {
            $0.identity = TestIdentity.expired
            $0.clientTrust = .file(trust)
        }
        let day = day(of: TestIdentity.expired.chain[0].notAfter)
        #expect(text == "certificate expired on \(day)")
    }

    @Test("A certificate for another name")
    func wrongName() throws {
        let workshop = try Workshop()
        let trust = try workshop.write(TestIdentity.ecdsa.certificatePEM, to: "ca.pem")
        let text = try refusal(alert: 42) {
            $0.clientTrust = .file(trust)
            $0.clientPolicy.name = "example.org"
        }
        #expect(text == "certificate is for localhost, 127.0.0.1, not for example.org")
    }

    @Test("An unknown authority, and a certificate for another purpose")
    func authority() throws {
        let workshop = try Workshop()
        let key = "ec -pkeyopt ec_paramgen_curve:P-256"
        try workshop.makeAuthority("ca", key: key)
        try workshop.makeAuthority("other", key: key)
        try workshop.makeLeaf("leaf", key: key, authority: "ca")
        try workshop.makeLeaf(
            "mail", key: key, authority: "ca", extension: "extendedKeyUsage=emailProtection")
        let leaf = try Identity.load(
            certificate: workshop.file("leaf.pem"), key: workshop.file("leaf.key"), password: nil)
        let unknown = try refusal(alert: 42) {
            $0.identity = leaf.identity
            $0.clientTrust = .file(workshop.file("other.pem"))
        }
        #expect(unknown == "certificate is signed by an unknown authority: CN=ca")
        let mail = try Identity.load(
            certificate: workshop.file("mail.pem"), key: workshop.file("mail.key"), password: nil)
        let purpose = try refusal(alert: 42) {
            $0.identity = mail.identity
            $0.clientTrust = .file(workshop.file("ca.pem"))
        }
        #expect(purpose == "certificate is for another purpose")
    }

    @Test("Another key than the pin's")
    func pinMismatch() throws {
        let text = try refusal(alert: 42) {
            $0.clientPolicy = .insecure
            $0.clientPolicy.pins = [.publicKey(of: TestIdentity.rsa.chain[0])]
        }
        let found = Pin.publicKey(of: TestIdentity.ecdsa.chain[0])
        #expect(text == "certificate does not match the pin; it has \(found)")
    }

    /// A certificate with the text of another in it; an address takes any bytes.
    private func holder(of identity: Identity) throws -> Identity {
        try CertificateTemplate(
            subject: .commonName("somebody else"),
            names: [.address(Array(identity.certificatePEM.utf8))], days: 30
        ).selfSigned(.generate(.ecdsaP256))
    }

    @Test("A certificate that holds the pinned one's text is not taken for it")
    func nestedText() throws {
        let victim = TestIdentity.ecdsa
        let identity = try holder(of: victim)
        let text = try refusal(alert: 42) {
            $0.identity = identity
            $0.clientPolicy = .insecure
            $0.clientPolicy.pins = [.publicKey(of: victim.chain[0])]
        }
        #expect(text.contains("\(Pin.publicKey(of: identity.chain[0]))"))
        #expect(try Certificate.parse(identity.chain[0].der).map(\.der) == [identity.chain[0].der])
    }

    @Test("What a trusted certificate in DER holds as text is not trusted for that")
    func nestedTrust() throws {
        let folder = try Folder()
        let trust = try folder.write(
            Data(holder(of: TestIdentity.ecdsa).chain[0].der), to: "ca.der")
        let text = try refusal(alert: 42) { $0.clientTrust = .file(trust) }
        #expect(text == "certificate is self-signed, and nobody vouches for it")
    }

    @Test("A client without a certificate, where one is asked for")
    func missingCertificate() throws {
        let pair = try Pair { $0.serverPolicy.requirePeerCertificate = true }
        pair.attempt()
        #expect(pair.serverError == .untrusted(VerificationFailure([.missing])))
        guard case .alert? = pair.clientError else {
            Issue.record("the client ended by \(String(describing: pair.clientError))")
            return
        }
    }

    @Test("A wrong pre-shared key shows by a Finished that comes twice and does not open")
    func wrongKey() throws {
        let pair = try Pair {
            try $0.share([1, 2, 3, 4])
            $0.clientKey = try PreSharedKey(identity: Array("alice".utf8), key: [4, 3, 2, 1])
            $0.retransmission = 1
        }
        pair.attempt()
        #expect(pair.clientError == nil && pair.serverError == nil && !pair.isEstablished)
        pair.retransmit { pair.server.hasUnreadableFinished }
        #expect(pair.server.hasUnreadableFinished && pair.server.usesPreSharedKey)
        pair.server.refuseFinished()
        pair.carry()
        #expect(pair.clientError == .alert(Alert(level: .fatal, code: 51)))
    }

    @Test("The right pre-shared key never looks like a wrong one")
    func rightKey() throws {
        let pair = try Pair { try $0.share([1, 2, 3, 4]) }
        try pair.handshake()
        #expect(!pair.server.hasUnreadableFinished)
    }

    @Test("An unknown identity")
    func unknownIdentity() throws {
        let pair = try Pair {
            try $0.share([1, 2, 3, 4])
            $0.clientKey = try PreSharedKey(identity: Array("mallory".utf8), key: [1, 2, 3, 4])
        }
        pair.attempt()
        #expect(pair.server.hasUnknownIdentity)
        #expect(pair.server.clientIdentity == Array("mallory".utf8))
        #expect(pair.clientError == .alert(Alert(level: .fatal, code: 115)))
    }
}
