package import DTLS
package import Sockets

/// Why an association has ended.
package enum EndReason: Sendable {
    /// In order: close_notify was sent, and the peer's has come or was waited for.
    case closed(byPeer: Bool)

    /// The handshake did not finish in time.
    case timeout(Stall)

    /// The peer's certificate or pin does not satisfy.
    case untrusted(VerificationFailure)

    /// The peer ended it by a fatal alert, during the handshake or after.
    case alert(Alert, duringHandshake: Bool)

    /// The server has asked for a certificate, and broken off at what it got for an answer.
    case certificateRefused(Alert)

    /// Both sides have no version, suite or kind of key in common.
    case nothingShared(Disagreement)

    /// The handshake failed here, and the peer was told.
    case handshake(GnuTLSError)

    /// The pre-shared key, or its identity, is not the same on both sides.
    case preSharedKey(PreSharedKeyProblem)

    /// The peer's port is closed, or its host cannot be reached.
    case network(SocketError)

    /// The peer's name leads to no address, now that it was looked up again.
    case unresolved(ResolverError)

    /// Nothing came for as long as the idle time-out allows.
    case idle(Duration)

    /// The peer has left heartbeats unanswered, and said nothing else for as long as this.
    case unanswered(Duration)

    /// The peer answers no heartbeats, which are insisted on.
    case noHeartbeats

    /// The peer is gone: its port answers that nobody listens there.
    case vanished

    /// A record could not be handled in a session that stood.
    case broken(GnuTLSError)

    /// It made way: too many handshakes were under way, or the peer has begun a new session.
    case displaced
}

extension EndReason {
    /// Whether the peer has broken the handshake off at our certificate.
    package var isRefusalOfUs: Bool {
        if case .alert(let alert, duringHandshake: true) = self {
            alert.isAboutCertificate
        } else {
            false
        }
    }

    /// Whether the peer has broken a handshake off because it no longer wants it (user_canceled, RFC
    /// 5246 section 7.2.2), as one does that begins anew.
    package var isCancellation: Bool {
        if case .alert(let alert, duringHandshake: true) = self { alert.code == 90 } else { false }
    }
}

/// What differs between two sides that both use a pre-shared key.
package enum PreSharedKeyProblem: Sendable, Hashable {
    /// This server does not know the client's identity.
    case unknownIdentity

    /// The server has said that it does not know ours.
    case ourIdentityRefused

    /// The Finished messages do not open: the keys differ.
    case differentKey

    /// Our Finished stays without an answer, which a different key looks like from here.
    case probablyDifferentKey
}
