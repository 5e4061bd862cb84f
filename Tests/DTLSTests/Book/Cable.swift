import DTLS

/// What the chapters leave out: two sessions, and what carries their datagrams.
enum Cable {
    /// Carries datagrams both ways until none moves; what arrives beyond the handshake is in the
    /// results: what the client was sent, and what the server was.
    @discardableResult
    static func carry(
        _ client: Session, _ server: Session
    ) throws(SessionError) -> (toClient: [[UInt8]], toServer: [[UInt8]]) {
        var (toClient, toServer): ([[UInt8]], [[UInt8]]) = ([], [])
        while client.transport.hasOutgoing || server.transport.hasOutgoing {
            for datagram in client.transport.takeOutgoing() {
                try server.receive(datagram, into: &toServer)
            }
            for datagram in server.transport.takeOutgoing() {
                try client.receive(datagram, into: &toClient)
            }
        }
        return (toClient, toServer)
    }

    /// Has a client begin, and carries.
    static func shake(_ client: Session, _ server: Session) throws(SessionError) {
        try client.advance()
        try carry(client, server)
    }

    /// A server that shows `identity`, and takes any client.
    static func server(_ identity: Identity, _ policy: VerificationPolicy = .insecure) throws
        -> Session
    {
        var credentials = Credentials.Configuration(role: .server)
        credentials.identity = identity
        return try Session(
            SessionConfiguration(
                role: .server, priority: Priority(), credentials: Credentials(credentials),
                verification: policy))
    }

    /// A client without anything to show.
    static func client(_ policy: VerificationPolicy = .insecure) throws -> Session {
        try Session(
            SessionConfiguration(
                role: .client, priority: Priority(),
                credentials: Credentials(Credentials.Configuration(role: .client)),
                verification: policy))
    }

    /// Two sessions that stand.
    static func pair() throws -> (client: Session, server: Session) {
        let identity = try Identity.selfSigned(commonName: "book", names: ["example.org"])
        let (client, server) = (try client(), try server(identity))
        try shake(client, server)
        return (client, server)
    }
}
