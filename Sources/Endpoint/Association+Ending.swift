internal import DTLS
internal import Sockets

// Why it ends.
extension Association {
    /// Why a handshake whose time is over has ended.
    func stall(now: Deadline) -> EndReason {
        // A different key makes the server drop our Finished, and nothing else does so for long.
        if session.role == .client, session.usesPreSharedKey,
            session.lastReceivedMessage == .serverHelloDone, session.lastSentMessage == .finished
        {
            return .preSharedKey(.probablyDifferentKey)
        }
        return .timeout(
            Stall(
                lastReceived: session.lastReceivedMessage, lastSent: session.lastSentMessage,
                retransmissions: retransmissions, waited: now.remaining(started),
                isClient: session.role == .client))
    }

    /// Why an error ends it.
    func reason(for error: SessionError) -> EndReason {
        switch error {
        case .untrusted(let failure): .untrusted(failure)
        case .alert(let alert): Self.reason(for: alert, session, phase)
        case .tooLarge:
            .broken(GnuTLSError(code: Self.largePacket, action: "send a record"))
        case .failed(let error) where phase == .handshake:
            session.hasUnknownIdentity ? .preSharedKey(.unknownIdentity) : .handshake(error)
        case .failed(let error): .broken(error)
        }
    }

    private static func reason(for alert: Alert, _ session: Session, _ phase: Phase) -> EndReason {
        guard phase == .handshake else { return .alert(alert, duringHandshake: false) }
        // handshake_failure is what a server says that wants a certificate (RFC 5246 section 7.4.6).
        if session.wasAskedForCertificate, alert.code == 40 || alert.isAboutCertificate {
            return .certificateRefused(alert)
        }
        switch alert.code {
        case 115: return .preSharedKey(.ourIdentityRefused)
        // bad_record_mac and decrypt_error.
        case 20 where session.usesPreSharedKey, 51 where session.usesPreSharedKey:
            return .preSharedKey(.differentKey)
        default: return .alert(alert, duringHandshake: true)
        }
    }

    /// GNUTLS_E_LARGE_PACKET.
    private static let largePacket: Int32 = -7
}
