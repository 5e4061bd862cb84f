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
        let waited = now.remaining(started)
        var stall = stall(waited: waited)
        if stall.stage == .clientHello, let formerStall {
            // It has told nothing, and the one before has.
            stall = formerStall
            stall.waited = waited
        }
        return .timeout(stall)
    }

    /// Whether a client has heard some of the server's flight, but not all of it.
    var isFlightMissing: Bool {
        guard phase == .handshake else { return false }
        return stall(waited: .zero).stage == .serverFlight
    }

    func stall(waited: Duration) -> Stall {
        var stall = Stall()
        stall.lastReceived = session.lastReceivedMessage
        stall.lastSent = session.lastSentMessage
        stall.retransmissions = retransmissions
        stall.waited = waited
        stall.isClient = session.role == .client
        stall.largestSent = session.mtu
        stall.hasFallenBack = hasFallenBack
        guard let evidence else { return stall }
        stall.foreignDatagrams = evidence.foreign
        stall.largestReceived = evidence.largest
        stall.cookieRequests = evidence.cookieRequests
        stall.repeatedHellos = evidence.repeatedHellos
        stall.gap = evidence.gap
        stall.hasHole = evidence.hasHole
        return stall
    }

    /// Why an error ends it.
    func reason(for error: SessionError) -> EndReason {
        switch error {
        case .untrusted(let failure): .untrusted(failure)
        case .alert(let alert): refusal(alert) ?? Self.reason(for: alert, session, phase)
        case .tooLarge:
            .broken(GnuTLSError(code: Self.largePacket, action: "send a record"))
        case .failed(let error) where phase == .handshake:
            session.hasUnknownIdentity
                ? .preSharedKey(.unknownIdentity)
                : disagreement(error).map { .nothingShared($0) } ?? .handshake(error)
        case .failed(let error): .broken(error)
        }
    }

    /// What a server has refused by an alert before it chose anything: all that the client offers.
    private func refusal(_ alert: Alert) -> EndReason? {
        // handshake_failure, protocol_version, insufficient_security.
        guard phase == .handshake, session.role == .client, [40, 70, 71].contains(alert.code),
            session.lastReceivedMessage == nil
                || session.lastReceivedMessage == .helloVerifyRequest
        else { return nil }
        return .nothingShared(
            Disagreement(
                client: session.offer, server: nil, versionChosen: nil, alert: alert))
    }

    /// What was found here to have nothing in common.
    private func disagreement(_ error: GnuTLSError) -> Disagreement? {
        guard Self.disagreements.contains(error.name), let evidence else { return nil }
        if session.role == .client {
            return evidence.versionChosen.map { version in
                Disagreement(
                    client: session.offer, server: nil, versionChosen: version, alert: nil)
            }
        }
        return evidence.offer.map { offer in
            Disagreement(client: offer, server: session.offer, versionChosen: nil, alert: nil)
        }
    }

    /// What GnuTLS says of a hello that it can do nothing with.
    private static let disagreements: Set<String> = [
        "GNUTLS_E_UNSUPPORTED_VERSION_PACKET", "GNUTLS_E_NO_CIPHER_SUITES",
        "GNUTLS_E_UNKNOWN_CIPHER_SUITE", "GNUTLS_E_NO_COMMON_KEY_SHARE",
        "GNUTLS_E_UNWANTED_ALGORITHM", "GNUTLS_E_INSUFFICIENT_SECURITY",
    ]

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
