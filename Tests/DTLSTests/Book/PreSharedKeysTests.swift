import DTLS
import Testing

@Suite struct PreSharedKeysTests {
    @Test("Both sides know a key, and no certificate is shown")
    func chapter() throws {
        // book: PreSharedKeys 1
        var choices = PriorityChoices()
        choices.usesCertificates = false
        choices.usesPreSharedKey = true
        let priority = try Priority(choices)
        // book ends

        let secret: [UInt8] = [0x1a, 0x2b, 0x3c, 0x4d, 0x5e, 0x6f, 0x70, 0x81]
        // book: PreSharedKeys 2
        var clientCredentials = Credentials.Configuration(role: .client)
        clientCredentials.preSharedKey = try PreSharedKey(
            identity: Array("sensor-7".utf8), key: secret)
        let client = try Session(
            SessionConfiguration(
                role: .client, priority: priority, credentials: Credentials(clientCredentials),
                verification: VerificationPolicy()))
        // book ends

        let lines = """
            # identity:key, as psktool writes it
            sensor-7:1a2b3c4d5e6f7081
            sensor-8:8f9e0d1c2b3a4958

            """
        // book: PreSharedKeys 3
        var serverCredentials = Credentials.Configuration(role: .server)
        serverCredentials.preSharedKeys = try PreSharedKeyDatabase(lines)
        serverCredentials.preSharedKeyHint = "serial number"
        let server = try Session(
            SessionConfiguration(
                role: .server, priority: priority, credentials: Credentials(serverCredentials),
                verification: VerificationPolicy()))
        // book ends
        try Cable.shake(client, server)
        #expect(client.isEstablished && server.isEstablished)
        #expect(server.clientIdentity == Array("sensor-7".utf8))
        #expect(client.preSharedKeyHint == "serial number")
        #expect(client.parameters.cipherSuite.contains("ECDHE_PSK"))
    }

    @Test("A line with a fresh key is read back")
    func makeLine() throws {
        // book: PreSharedKeys 4
        let line = try PreSharedKey.makeLine(identity: Array("sensor-9".utf8), length: 32)
        let database = try PreSharedKeyDatabase(line.bytes)
        // book ends
        #expect(database.key(for: Array("sensor-9".utf8))?.count == 32)
    }

    @Test("A key that differs looks like silence, until the server tells", .timeLimit(.minutes(10)))
    func wrongKey() throws {
        let (client, server) = try Self.pair(clientKey: [1, 2, 3, 4], serverKey: [4, 3, 2, 1])
        var failure: SessionError?
        do throws(SessionError) {
            try client.advance()
            while failure == nil {
                try Cable.carry(client, server)
                // book: PreSharedKeys 5
                if server.hasUnreadableFinished { server.refuseFinished() }
                // book ends
                // Sends its flight again, once a millisecond has gone by.
                try client.advance()
            }
        } catch {
            failure = error
        }
        #expect(failure == .alert(Alert(level: .fatal, code: 51)))
    }

    private static func pair(
        clientKey: [UInt8], serverKey: [UInt8]
    ) throws -> (client: Session, server: Session) {
        var choices = PriorityChoices()
        choices.usesCertificates = false
        choices.usesPreSharedKey = true
        let identity = Array("sensor-7".utf8)
        func session(_ role: Role, _ key: [UInt8]) throws -> Session {
            var credentials = Credentials.Configuration(role: role)
            credentials.preSharedKey = try PreSharedKey(identity: identity, key: key)
            var configuration = try SessionConfiguration(
                role: role, priority: Priority(choices), credentials: Credentials(credentials),
                verification: VerificationPolicy())
            configuration.retransmission = 1
            return try Session(configuration)
        }
        return (try session(.client, clientKey), try session(.server, serverKey))
    }
}
