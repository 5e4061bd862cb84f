import DTLS
import Endpoint
import Relay

/// What was agreed on with a peer, in one line.
struct SessionSummary {
    /// Address, version, suite, group, round trips, time, data MTU and how the peer was verified.
    let sentence: String

    init(_ association: Association) {
        let session = association.session
        let parameters = session.parameters
        var parts = [
            "\(association.name): \(parameters.version?.description ?? "unknown version")",
            parameters.cipherSuite,
        ]
        if let group = parameters.group { parts.append(group) }
        if let name = parameters.applicationProtocol { parts.append("ALPN \(name)") }
        if let name = session.requestedServerName { parts.append("SNI \(name)") }
        if let profile = session.srtpProfile { parts.append("\(profile)") }
        if parameters.isResumed { parts.append("resumed") }
        parts.append("\(session.roundTrips) round trips")
        parts.append("\(milliseconds(association.handshakeTime)) ms")
        parts.append("data MTU \(association.dataMTU)")
        parts.append(Self.verification(session))
        if let report = OCSPReport(session) { parts.append(report.sentence) }
        if !parameters.extendedMasterSecret { parts.append("no extended master secret") }
        if parameters.encryptThenMAC { parts.append("encrypt-then-MAC") }
        sentence = parts.joined(separator: ", ")
    }

    private static func verification(_ session: Session) -> String {
        if session.usesPreSharedKey {
            if let identity = session.clientIdentity {
                return "client \(IdentityText(identity).text) verified by key"
            }
            return "verified by key" + (session.preSharedKeyHint.map { ", hint \($0)" } ?? "")
        }
        switch session.verifiedBy {
        case .nothing where session.role == .server: return "client not asked who it is"
        case .nothing: return "not verified"
        case .chain: return "verified by chain"
        case .pin: return "verified by pin"
        case .chainAndPin: return "verified by chain and pin"
        }
    }
}

/// Milliseconds with one decimal.
func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
    return Double(tenths) / 10
}

/// Milliseconds with three decimals.
func fineMilliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds * 1_000_000 + attoseconds / 1_000_000_000_000) / 1_000
}

/// What was carried, in one line.
struct TrafficReport {
    private let counters: Counters

    init(_ counters: Counters) { self.counters = counters }

    /// Messages and bytes each way, and what was not right.
    var sentence: String {
        var text =
            "sent \(counters.sentMessages) messages, \(counters.sentBytes) bytes; "
            + "received \(counters.receivedMessages), \(counters.receivedBytes) bytes; "
            + "lost \(counters.lost)"
        if counters.reordered > 0 { text += ", reordered \(counters.reordered)" }
        if counters.replayed > 0 { text += ", replayed \(counters.replayed)" }
        if counters.discarded > 0 { text += ", discarded \(counters.discarded)" }
        if counters.unsent > 0 { text += ", unsent \(counters.unsent)" }
        return text
    }

    /// What was lost, for `--fail-on-loss`.
    func loss(_ outcome: RelayOutcome) -> String {
        var parts: [String] = []
        if counters.lost > 0 { parts.append("\(counters.lost) records lost on the way") }
        if counters.unsent > 0 {
            parts.append("\(counters.unsent) datagrams not taken by the kernel")
        }
        if counters.pathLosses > 0 {
            parts.append("what was sent until it was seen that the path takes less may be lost")
        }
        if outcome.tooLarge > 0 { parts.append("\(outcome.tooLarge) messages too large") }
        if outcome.empty > 0 { parts.append("\(outcome.empty) empty messages") }
        if outcome.lostSessions > 0, !outcome.isAccounted {
            let sessions =
                outcome.lostSessions == 1 ? "a session" : "\(outcome.lostSessions) sessions"
            parts.append("\(sessions) lost, and what was under way may be missing")
        } else if !outcome.isAccounted {
            parts.append("the peer has not said that it was finished, so its last may be missing")
        }
        return parts.joined(separator: "; ")
    }
}

/// A certificate for a person to read.
struct CertificateReport {
    /// What it says of itself: titles and values, not yet escaped.
    let properties: [(title: String, value: String)]

    private let certificate: Certificate

    init(_ certificate: Certificate) {
        self.certificate = certificate
        let left = certificate.notAfter - Validity.now
        let state =
            certificate.notBefore > Validity.now
            ? "not yet valid" : left < 0 ? "expired" : "\(Validity.days(left)) left"
        let names = certificate.subjectAlternativeNames.joined(separator: ", ")
        var properties = [
            ("subject", certificate.subject),
            ("issuer", certificate.issuer),
            (
                "valid",
                "\(day(of: certificate.notBefore)) to \(day(of: certificate.notAfter)), \(state)"
            ),
            ("key", "\(certificate.keyType); signed by \(certificate.signatureAlgorithm)"),
        ]
        if !names.isEmpty { properties.insert(("names", names), at: 2) }
        self.properties = properties
    }

    /// A line for each property, and its digests.
    var lines: [String] {
        properties.map { "\($0.title): \($0.value)" } + [
            "sha256: \(certificate.sha256Text)",
            "pin: \(Pin.publicKey(of: certificate))",
        ]
    }
}

/// A stapled OCSP answer for a person to read.
struct OCSPReport {
    /// The verdict, until when it holds, and whether anybody has looked at who signed it.
    let sentence: String

    init?(_ session: Session) {
        guard let status = session.stapledStatus else { return nil }
        let verdict =
            switch status.verdict {
            case .good: "good"
            case .revoked(let time): "revoked on \(day(of: time)), told"
            case .unknown: "unknown"
            }
        let end = status.nextUpdate.map { ", next on \(day(of: $0))" } ?? ""
        let doubt = session.checksChain ? "" : ", not checked"
        sentence = "OCSP \(verdict) on \(day(of: status.thisUpdate))\(end)\(doubt)"
    }
}

/// A client's identity, as it would be typed: text, or `hex:` and digits where it is none.
struct IdentityText {
    let text: String

    init(_ identity: [UInt8]) {
        if let text = String(validating: identity, as: UTF8.self), Console.escaped(text) == text,
            !text.hasPrefix("hex:")
        {
            self.text = text
        } else {
            let digits = identity.map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            text = "hex:" + digits.joined()
        }
    }
}
