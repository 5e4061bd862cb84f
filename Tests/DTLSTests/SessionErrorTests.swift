import DTLS
import Testing

@Suite struct SessionErrorTests {
    @Test("Each error is told in a sentence")
    func sentences() {
        let alert = SessionError.alert(Alert(level: .fatal, code: 40))
        #expect(
            alert.description
                == "the peer has sent the alert handshake_failure (40): it has no version, suite or "
                + "group in common, or lacks what it wants, such as a certificate")
        #expect(
            SessionError.alert(Alert(level: .fatal, code: 200)).description
                == "the peer has sent the alert alert_200 (200)")
        #expect(
            SessionError.tooLarge(size: 1_500, limit: 1_300).description
                == "a message of 1500 bytes is longer than 1300, which one record holds here")
        let failure = GnuTLSError(code: -110, action: "receive a record")
        #expect(SessionError.failed(failure).description == failure.description)
    }

    @Test("What a datagram held before the alert in it is not lost")
    func before() throws {
        let (client, server) = try Cable.pair()
        try client.send(Array("hello".utf8))
        client.fail()
        let datagram = client.transport.takeOutgoing().flatMap { $0 }
        var messages: [[UInt8]] = []
        #expect(throws: SessionError.alert(Alert(level: .fatal, code: 80))) {
            try server.receive(datagram, into: &messages)
        }
        #expect(messages == [Array("hello".utf8)])
    }

    @Test("A text without a certificate is trusted for nothing")
    func trust() {
        for text in ["", "nothing", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"] {
            var configuration = Credentials.Configuration(role: .client)
            configuration.trust = .pem(text)
            #expect(throws: GnuTLSError.self) { try Credentials(configuration) }
        }
    }
}
