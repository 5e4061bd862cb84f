package import DTLS

/// Where a handshake has come to rest, and what was seen until then.
package struct Stall: Sendable, Hashable {
    /// The last message of the peer that was read whole; `nil` where none came.
    package var lastReceived: HandshakeMessage?

    /// The last message that was sent.
    package var lastSent: HandshakeMessage?

    /// How often a flight was sent again.
    package var retransmissions = 0

    /// How long was waited.
    package var waited = Duration.zero

    /// Whether this was the client.
    package var isClient = true

    /// How many datagrams of the peer were no records.
    package var foreignDatagrams = 0

    /// The largest datagram of the peer that came, in bytes; 0 where none did.
    package var largestReceived = 0

    /// The largest that was sent, in bytes, as far as the MTU lets them grow.
    package var largestSent = 0

    /// Whether smaller datagrams were tried, or asked for.
    package var hasFallenBack = false

    /// How often a server has asked for a cookie.
    package var cookieRequests = 0

    /// How many hellos came after the first.
    package var repeatedHellos = 0

    /// A message of which the peer's datagrams have brought a part alone.
    package var gap: Gap?

    /// Whether a message is missing in front of one that has come.
    package var hasHole = false

    /// A handshake of which nothing is known.
    package init() {}
}

extension Stall {
    /// Which flight it is that stalls.
    package var stage: Stage { isClient ? clientStage : serverStage }

    /// What a handshake can come to rest at.
    package enum Stage: String, Sendable, CaseIterable {
        /// The client's first hello is not answered.
        case clientHello = "client_hello"

        /// What answers is not DTLS.
        case notDTLS = "not_dtls"

        /// The hello with the cookie is not answered.
        case cookie

        /// The server asks for a cookie again and again.
        case cookieLoop = "cookie_loop"

        /// The server's flight does not come, or not all of it.
        case serverFlight = "server_flight"

        /// The client's flight does not come, or not all of it.
        case clientFlight = "client_flight"

        /// The client's last flight came or went, and nothing after it.
        case finished
    }

    private var clientStage: Stage {
        // A part of the flight, too small to be read, is more than nothing.
        let hasPart = gap != nil || hasHole
        switch lastReceived {
        case nil where hasPart: return .serverFlight
        case nil: return foreignDatagrams > 0 ? .notDTLS : .clientHello
        case .helloVerifyRequest? where hasPart: return .serverFlight
        case .helloVerifyRequest?:
            return cookieRequests >= Self.loop ? .cookieLoop : .cookie
        case .serverHelloDone?: return .finished
        default: return .serverFlight
        }
    }

    private var serverStage: Stage {
        switch lastReceived {
        case nil, .clientHello?: gap == nil && !hasHole ? .serverFlight : .clientFlight
        case .clientKeyExchange?, .certificateVerify?:
            gap == nil && !hasHole ? .finished : .clientFlight
        default: .clientFlight
        }
    }

    /// A server that has lost an answer asks twice; more often it does not believe the address.
    private static let loop = 3
}

/// Two sides that have nothing to agree on.
package struct Disagreement: Sendable, Hashable {
    /// What the client offers.
    package let client: HelloOffer

    /// What the server takes, where that is us.
    package let server: HelloOffer?

    /// The version that the server has chosen, where that is none of ours.
    package let versionChosen: UInt16?

    /// The alert that the peer has sent, where it was the peer who found out.
    package let alert: Alert?
}
