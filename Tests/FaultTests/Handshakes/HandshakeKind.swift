import DTLS

/// By what two sides know each other, and whether they have met.
enum HandshakeKind: String, Sendable, CaseIterable {
    case certificate = "with a certificate"
    case clientCertificate = "with certificates on both sides"
    case preSharedKey = "by a pre-shared key"
    case ticket = "that issues a ticket"
    case resumed = "that takes up a session"

    /// What both sides are made from; for a resumed one, after a handshake that issues the ticket.
    func configurations() throws -> (client: SessionConfiguration, server: SessionConfiguration) {
        var choices = PriorityChoices()
        var client = Credentials.Configuration(role: .client)
        var server = Credentials.Configuration(role: .server)
        var policy = VerificationPolicy.insecure
        server.identity = Self.serverIdentity
        switch self {
        case .clientCertificate:
            client.identity = Self.clientIdentity
            policy.requirePeerCertificate = true
        case .preSharedKey:
            choices.usesCertificates = false
            choices.usesPreSharedKey = true
            let key = try PreSharedKey(
                identity: Array("fault".utf8), key: Array(repeating: 7, count: 16))
            client.preSharedKey = key
            server.preSharedKey = key
            server.identity = nil
        default: break
        }
        let priority = try Priority(choices.render())
        var clientConfiguration = SessionConfiguration(
            role: .client, priority: priority, credentials: try Credentials(client),
            verification: .insecure)
        var serverConfiguration = SessionConfiguration(
            role: .server, priority: priority, credentials: try Credentials(server),
            verification: policy)
        clientConfiguration.retransmission = 1
        serverConfiguration.retransmission = 1
        guard self == .ticket || self == .resumed else {
            return (clientConfiguration, serverConfiguration)
        }
        let key = try TicketKey()
        serverConfiguration.ticketKey = { key }
        clientConfiguration.wantsTicket = true
        if self == .resumed {
            let first = try UnluckyHandshake(clientConfiguration, serverConfiguration)
            try first.run()
            clientConfiguration.resumption = first.client.session?.resumptionData
        }
        return (clientConfiguration, serverConfiguration)
    }

    private static let serverIdentity = identity("server")
    private static let clientIdentity = identity("client")

    private static func identity(_ name: String) -> Identity {
        do {
            return try Identity.selfSigned(
                commonName: name, names: [], keyType: .ecdsaP256)
        } catch { preconditionFailure("\(error)") }
    }
}
