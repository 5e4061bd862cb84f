import DTLS
import Testing

@Suite struct VerifyingTests {
    @Test("A chain and a name are verified")
    func chain() throws {
        let authority = try Self.makeAuthority()
        let trusted = authority.chain.map(\.pem).joined()
        // book: Verifying 1
        var credentials = Credentials.Configuration(role: .client)
        credentials.trust = .pem(trusted)  // or .system, .file("ca.pem"), .directory("/etc/certs")

        var policy = VerificationPolicy()
        policy.name = "example.org"

        var configuration = try SessionConfiguration(
            role: .client, priority: Priority(), credentials: Credentials(credentials),
            verification: policy)
        configuration.serverName = "example.org"
        // book ends
        let server = try Cable.server(Self.issue("example.org", by: authority))
        let client = try Session(configuration)
        try Cable.shake(client, server)
        #expect(client.isEstablished && client.verifiedBy == .chain)
        #expect(server.requestedServerName == "example.org")

        let other = try Session(configuration)
        let impostor = try Cable.server(Self.issue("example.com", by: authority))
        #expect(
            throws: SessionError.untrusted(
                try #require(Self.failure(of: other, at: impostor)))
        ) { try other.advance() }
        #expect(
            other.verificationFailure?.reasons == [
                .wrongName(wanted: "example.org", names: ["example.com"])
            ])
    }

    @Test("A pin is verified, and a stranger remembered")
    func pins() throws {
        let identity = try Identity.selfSigned(commonName: "book", names: ["example.org"])
        let known = try #require(identity.chain.first).publicKeyPinText
        // book: Verifying 2
        var policy = VerificationPolicy.insecure
        policy.pins = [try Pin(known)]  // "pin-sha256:…", or any notation that Pin reads
        // book ends
        let client = try Cable.client(policy)
        try Cable.shake(client, Cable.server(identity))
        #expect(client.verifiedBy == .pin)

        var pins: [Pin] = []
        func hear(_ datagram: [UInt8], _ client: Session) throws {
            var messages: [[UInt8]] = []
            // book: Verifying 3
            do {
                try client.receive(datagram, into: &messages)
            } catch .untrusted(let failure) {
                guard let pin = failure.unknownPeer else { throw failure }
                pins.append(pin)  // Ask somebody first; then come again with it.
            }
            // book ends
        }
        let (server, stranger) = (try Cable.server(identity), try Cable.client(Self.firstUse))
        try stranger.advance()
        while pins.isEmpty {
            var messages: [[UInt8]] = []
            for datagram in stranger.transport.takeOutgoing() {
                try server.receive(datagram, into: &messages)
            }
            let flight = server.transport.takeOutgoing()
            try #require(!flight.isEmpty)
            for datagram in flight where pins.isEmpty { try hear(datagram, stranger) }
        }
        policy.pins = pins
        let again = try Cable.client(policy)
        try Cable.shake(again, Cable.server(identity))
        #expect(pins.count == 1 && again.isEstablished)
    }

    @Test("A client shows a certificate, and nothing flows before it is verified")
    func clients() throws {
        let authority = try Self.makeAuthority()
        let trusted = authority.chain.map(\.pem).joined()
        let identity = try Self.issue("example.org", by: authority)
        // book: Verifying 4
        var credentials = Credentials.Configuration(role: .server)
        credentials.identity = identity
        credentials.trust = .pem(trusted)

        var policy = VerificationPolicy()
        policy.requirePeerCertificate = true
        // book ends
        let server = try Session(
            SessionConfiguration(
                role: .server, priority: Priority(), credentials: Credentials(credentials),
                verification: policy))
        var own = Credentials.Configuration(role: .client)
        own.identity = try Self.issue("alice", by: authority)
        let client = try Session(
            SessionConfiguration(
                role: .client, priority: Priority(), credentials: Credentials(own),
                verification: .insecure))
        #expect(throws: SessionError.self) { try client.send([1]) }
        try Cable.shake(client, server)
        #expect(server.peerCertificates.first?.subject == "CN=alice")
        #expect(server.verifiedBy == .chain)

        let nobody = try Cable.client()
        let refusing = try Session(
            SessionConfiguration(
                role: .server, priority: Priority(), credentials: Credentials(credentials),
                verification: policy))
        #expect(throws: SessionError.self) { try Cable.shake(nobody, refusing) }
        #expect(refusing.verificationFailure?.reasons == [.missing])
    }

    // MARK: -

    private static var firstUse: VerificationPolicy {
        var policy = VerificationPolicy.insecure
        policy.refusesUnknown = true
        return policy
    }

    private static func failure(of client: Session, at server: Session) -> VerificationFailure? {
        try? Cable.shake(client, server)
        return client.verificationFailure
    }

    private static func makeAuthority() throws -> CertificateAuthority {
        // book: Verifying 5
        var template = CertificateTemplate(
            subject: .commonName("Example Authority"), names: [], days: 365)
        template.isAuthority = true
        let authority = try CertificateAuthority(
            template.selfSigned(.generate(.ecdsaP256)), path: "the example's authority")
        // book ends
        return authority
    }

    private static func issue(
        _ name: String, by authority: CertificateAuthority
    ) throws -> Identity {
        // book: Verifying 6
        let identity = try authority.issue(
            CertificateTemplate(subject: .commonName(name), names: [.dns(name)], days: 90),
            to: .generate(.ecdsaP256))
        // book ends
        return identity
    }
}

extension Certificate {
    fileprivate var publicKeyPinText: String { "\(Pin.publicKey(of: self))" }
}
