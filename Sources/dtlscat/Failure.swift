import DTLS
import Endpoint
import Relay
import Sockets
import SystemPackage

/// Why a run failed, as the user is told: a sentence, what to do about it, and the exit status.
struct Failure: Error {
    /// What the process ends with.
    let status: ExitStatus

    /// The sentence, in lower case and without a final period; not yet escaped.
    let message: String

    /// What to do about it, where there is something to do.
    var hint: String?

    /// The alert that was received, where one was.
    var alert: Alert?

    /// The pin of the key that the peer has shown instead of the one that was wanted.
    var found: String?

    /// Where the handshake stopped, for scripts.
    var stage: String?

    /// Something wrong with what the user has typed or named.
    static func usage(_ message: String, hint: String? = nil) -> Failure {
        Failure(status: .usage, message: message, hint: hint)
    }

    /// The class of the failure, as `--json` names it.
    var kind: String { "\(status)" }
}

extension Failure {
    /// The failure that an association's end is; `nil` where it is none.
    ///
    /// - Parameter isServer: whether the peer is a client, which other options are about.
    init?(_ reason: EndReason, isServer: Bool = false) {
        switch reason {
        case .closed: return nil
        case .timeout(let stall): self.init(stall)
        case .untrusted(let failure): self.init(failure, isServer)
        case .alert(let alert, let duringHandshake):
            self.init(alert, duringHandshake, isServer)
        case .certificateRefused(let alert):
            self.init(
                status: .untrusted,
                message: "the server wants a certificate, and does not take ours: \(alert)",
                hint: "--cert and --key say who we are")
            self.alert = alert
        case .nothingShared(let disagreement): self.init(disagreement, isServer)
        // A ticket holds what the client has shown, and has 64 KiB.
        case .handshake(let error) where isServer && error.name == "GNUTLS_E_HANDSHAKE_TOO_LARGE":
            self.init(
                status: .handshake,
                message: "the client's certificates are too large for a session ticket",
                hint: "--no-tickets gives out none")
        case .handshake(let error):
            self.init(
                status: .handshake, message: "the handshake failed: \(error.text)",
                hint: error.name == "GNUTLS_E_NO_APPLICATION_PROTOCOL"
                    ? Self.protocolHint
                    : "-vv shows how far it came; --profile legacy allows old versions and suites")
        case .preSharedKey(let problem): self.init(problem)
        case .network(let error):
            self.init(status: .network, message: error.description)
            if error.errno == .connectionRefused {
                hint =
                    "no service of UDP is at that port; it may be one of TCP, which openssl "
                    + "s_client without -dtls would find out"
            }
        case .unresolved(let error): self.init(error)
        case .idle(let time):
            self.init(status: .closed, message: "nothing came for \(TimeValue.text(time))")
        case .unanswered(let time):
            self.init(
                status: .closed,
                message: "the peer is gone: it has answered nothing for \(TimeValue.text(time))")
        case .noHeartbeats:
            self.init(
                status: .handshake, message: "the peer answers no heartbeats",
                hint: "--flow auto keeps to a pace with such a peer")
        case .vanished:
            self.init(
                status: .closed, message: "the peer is gone: nobody listens at its port any more")
        case .broken(let error):
            self.init(status: .closed, message: "the session broke: \(error.text)")
        case .displaced:
            self.init(status: .closed, message: "the session made way for a newer one")
        }
    }

    /// What is wrong with a name.
    init(_ error: ResolverError) {
        self.init(status: error.isUsage ? .usage : .network, message: error.description)
    }

    private init(_ failure: VerificationFailure, _ isServer: Bool) {
        self.init(
            status: failure.isPinMismatch ? .pin : .untrusted, message: failure.description)
        if case .pinMismatch(let pin)? = failure.reasons.first { found = pin }
        guard !failure.isPinMismatch, let reason = failure.reasons.first else { return }
        switch reason {
        case .selfSigned, .unknownAuthority:
            hint =
                isServer
                ? "--client-pin accepts one certificate, --client-ca an authority"
                : "--pin accepts one certificate, --ca an authority; --show-cert shows the pin"
        case .wrongName:
            hint = "--name says which name the certificate has to be for"
        default: break
        }
    }

    private init(_ alert: Alert, _ duringHandshake: Bool, _ isServer: Bool) {
        let message = Self.message(alert)
        defer { stage = duringHandshake ? "alert" : nil }
        // A client that was asked for none has shown none that could be refused.
        if alert.isAboutCertificate, isServer || !duringHandshake {
            self.init(
                status: .untrusted, message: "the peer refuses our certificate: \(alert)",
                hint: "--cert and --key say who we are")
            self.alert = alert
            return
        }
        switch alert.code {
        // handshake_failure, protocol_version, insufficient_security; GnuTLS has
        // unsupported_certificate for a client that knows no pre-shared key.
        case _ where duringHandshake && [40, 43, 70, 71].contains(alert.code):
            self.init(status: .handshake, message: message, hint: Self.offerHint)
        case 120:
            self.init(status: .handshake, message: message, hint: Self.protocolHint)
        default:
            self.init(status: duringHandshake ? .handshake : .closed, message: message)
        }
        self.alert = alert
    }

    /// The alert, and what it usually means.
    static func message(_ alert: Alert) -> String {
        "the peer has ended it by the alert \(alert)" + (alert.meaning.map { ": \($0)" } ?? "")
    }

    /// What to try where nothing was in common.
    static let offerHint =
        "no version, suite or kind of key in common; --psk-file if it has keys rather than "
        + "certificates, --profile legacy if it is old; dtlscat priority shows what we offer"

    private static let protocolHint = "no application protocol in common: --alpn names ours"

    private init(_ problem: PreSharedKeyProblem) {
        status = .psk
        switch problem {
        case .unknownIdentity:
            message = "the client's identity is not known here"
            hint = "--psk-db has the keys of many, a line identity:hex each"
            stage = "identity"
        case .ourIdentityRefused:
            message = "the server does not know our identity"
            hint = "--psk-identity says who we are"
            stage = "identity"
        case .differentKey:
            message = "the pre-shared keys differ"
            hint = Self.keyHint
            stage = Stall.Stage.finished.rawValue
        case .probablyDifferentKey:
            message = "our Finished stays unanswered: the pre-shared keys probably differ"
            hint = Self.keyHint
            stage = Stall.Stage.finished.rawValue
        }
    }

    private static let keyHint =
        "both sides need the same bytes; a key is hexadecimal in a file"
}

extension Failure {
    /// The failure that a relay's ending is; `nil` where it is none.
    init?(_ ending: RelayOutcome.Ending, isServer: Bool) {
        switch ending {
        case .finished, .signal, .outputClosed: return nil
        case .endpoint(let reason): self.init(reason, isServer: isServer)
        case .outputFailed(let error), .inputFailed(let error):
            self.init(status: .data, message: error.description)
        case .unsentInput:
            self.init(
                status: .closed, message: "the peer closed before all of the input was sent")
        case .framing(let error):
            self.init(status: .data, message: "standard input: \(error)")
        case .tooLarge(let size, let limit):
            self.init(
                status: .data,
                message: "a message of \(size) bytes or more does not fit a datagram of \(limit)",
                hint: "--too-large split sends it in pieces; --framing stream minds no boundaries")
        }
    }
}
