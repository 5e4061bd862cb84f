import DTLS
import Endpoint
import FoundationEssentials
import Relay
import Sockets
import SystemPackage

/// Tells the user how a session goes, and at the end how it went, as text and as JSON.
final class SessionReporter: RelayReporter {
    /// Keeps a client's session; `nil` where none is to be kept.
    var sessionFile: SessionFile?

    let console: Console
    private let options: OutputOptions
    private let keying: KeyingOptions?
    private var secrets: SecretFiles?
    private let command: String
    private let host: String?
    private var untrusted: Association?

    /// Keeps a server that people leave running; `nil` for all else.
    var upkeep: Upkeep?

    /// Handshakes with clients that did not come about, the last of them.
    private var failures: [(client: String, failure: Failure)] = []
    private static let mostFailures = 16

    /// What the last attempt has come to, where another was announced.
    private var retry: Retry?
    private var hasWarnedOfSilence = false

    private enum Retry {
        case lostSession, failedAttempt
    }

    /// What is remembered of the peer, where that is what it is known by.
    var firstUse: FirstUse?

    /// What is told of the datagrams that are carried, where that is what is done.
    var forward: ForwardReport?

    /// Whether the peers are clients, which other options are about.
    var isServer: Bool

    /// Whether this is for one of several loops, which are told of together.
    var isWorker = false

    /// What a failure happened during, as soon as it is known better than from the options.
    private var place: String?

    /// A reporter for one run of `command`.
    init(
        _ console: Console, _ options: OutputOptions, _ keying: KeyingOptions?, command: String,
        host: String?
    ) {
        self.console = console
        self.options = options
        self.keying = keying
        self.command = command
        self.host = host
        isServer = command == "listen"
    }

    /// Takes the lines of the key log; `nil` where nobody wants them.
    var keyLog: (@Sendable (String) -> Void)? { secrets?.keyLog }

    /// Takes the datagrams; `nil` where nobody wants them.
    var tap: (any DatagramTap)? { secrets?.capture }

    /// Runs `body`, tells how it went, and ends with its status.
    func run(
        _ context: String, _ files: FileUse, failOnLoss: Bool = false,
        _ body: () throws(Failure) -> RelayOutcome
    ) throws {
        let outcome: RelayOutcome
        Version.warnAtStart(console)
        do throws(Failure) {
            try files.check()
            secrets = try SecretFiles(options.secrets, console)
            outcome = try body()
        } catch {
            finish(error, context, nil)
            throw error.status
        }
        tell(outcome)
        switch outcome.ending {
        case .signal(let signal):
            // What ends a listener with -k, which has only told of the first.
            if let text = undelivered(outcome) { console.warn(text) }
            let status: ExitStatus =
                switch signal {
                case .interrupt: .interrupted
                case .hangup: .hungUp
                default: .terminated
                }
            writeJSON(outcome, nil, status)
            throw status
        case .outputClosed:
            writeJSON(outcome, nil, .brokenPipe)
            throw ExitStatus.brokenPipe
        default:
            break
        }
        if var failure = Failure(outcome.ending, isServer: isServer)
            ?? lossFailure(outcome, failOnLoss)
        {
            if let firstUse { failure = firstUse.explained(failure) }
            finish(failure, context, outcome)
            throw failure.status
        }
        writeJSON(outcome, nil, .ok)
    }

    // MARK: What the relay tells

    func established(_ association: Association) {
        if let retry {
            let isResumed = association.session.isResumed
            console.say(
                (retry == .lostSession ? "reconnected" : "connected") + " to \(association.name)"
                    + (isResumed ? ", resumed" : ""))
            self.retry = nil
        }
        established(association, prefix: "")
    }

    /// Tells that a session stands, with a `prefix` that says whose it is.
    func established(_ association: Association, prefix: String) {
        console.note(1, prefix + SessionSummary(association).sentence)
        KeyingReport(association, keying).tell(console)
        if options.showCert { showCertificate(association) }
        saveCertificate(association)
        sessionFile?.save(association.session)
    }

    func peerClosed(_ association: Association) {
        console.note(2, "\(association.name) < close_notify")
    }

    func ended(_ association: Association, _ reason: EndReason) {
        ended(association, reason, prefix: "")
    }

    /// Tells that a session has ended, with a `prefix` that says whose it was.
    func ended(_ association: Association, _ reason: EndReason, prefix: String) {
        sessionFile?.forget(association, reason)
        if case .untrusted = reason {
            untrusted = association
            if options.showCert { showCertificate(association) }
            saveCertificate(association)
        }
        // A handshake that makes way is told of with the others that are refused.
        if case .displaced = reason, !association.wasEstablished { return }
        // A server of many tells of each; the others end with it, and tell at the end.
        if let failure = Failure(reason, isServer: isServer) {
            console.note(1, "\(prefix)\(association.name): \(failure.message)")
            guard isServer, !association.wasEstablished else { return }
            // A client tells it at the end; a listener goes on, and has no other occasion.
            if let hint = failure.hint {
                console.note(1, "\(prefix)\(association.name): hint: \(hint)")
            }
            if failures.count == Self.mostFailures { failures.removeFirst() }
            failures.append((association.name, failure))
        } else {
            var text = "closed; \(TrafficReport(association.counters).sentence)"
            if let time = association.roundTrip {
                text += "; round trip \(fineMilliseconds(time)) ms"
            }
            console.note(1, "\(prefix)\(association.name): \(text)")
        }
    }

    func retrying(_ association: Association?, _ reason: EndReason, after pause: Duration) {
        if let association { sessionFile?.forget(association, reason) }
        let name = association?.name ?? host ?? "the server"
        let why = Failure(reason)?.message ?? "the server has closed it"
        let pause = TimeValue.text(pause)
        if let association, association.wasEstablished {
            retry = .lostSession
            console.say("lost the session with \(name): \(why); reconnecting in \(pause)")
            console.note(1, "\(name): \(TrafficReport(association.counters).sentence)")
        } else if retry == nil {
            retry = .failedAttempt
            console.say("\(name): \(why); trying again in \(pause)")
        } else {
            console.note(1, "\(name): \(why); trying again in \(pause)")
        }
    }

    func noted(_ note: EndpointNote) {
        switch note {
        case .listening(let address):
            guard !isWorker else { return }
            place = "listen on \(address)"
            let source = upkeep?.isActivated == true ? " (socket from the service manager)" : ""
            console.note(1, "listening on \(address)\(source)")
            upkeep?.began(at: address)
        case .noSignsOfLife(let address) where !hasWarnedOfSilence:
            hasWarnedOfSilence = true
            console.warn("--keepalive can do nothing with \(address), which answers no heartbeats")
        default:
            console.note(note)
        }
    }

    func dropped(_ drop: MessageDrop) {
        switch drop {
        case .empty:
            console.warn("an empty message cannot be carried, and is counted as lost")
        case .tooLarge(let size, let limit):
            console.warn("a message of \(size) bytes or more is dropped: a datagram takes \(limit)")
        case .undelivered:
            console.warn("standard output is too slow: messages are dropped, and counted")
        case .undeliveredToPartner:
            console.warn(
                "what stands behind a client is too slow: messages are dropped, and counted")
        }
    }

    func partner(of association: Association, _ event: PartnerEvent) {
        switch event {
        case .stoppedReading:
            console.note(
                1, "\(association.name): the command reads no more, and what comes is dropped")
        case .ended(.exited(0)): console.note(1, "\(association.name): the command has ended")
        case .ended(.exited(let status)):
            console.note(1, "\(association.name): the command has ended with status \(status)")
        case .ended(.killed(let signal)):
            console.note(1, "\(association.name): the command was ended by signal \(signal)")
        // Where there are many, one that cannot be served is not the only one.
        case .failed(let reason):
            if let forward {
                forward.warnNowAndThen(reason, every: .seconds(1), "\(association.name): \(reason)")
            } else {
                console.warn("\(association.name): \(reason)")
            }
        }
    }

    // MARK: -

    private func tell(_ outcome: RelayOutcome) {
        if outcome.counters.lost > 0 {
            console.warn("\(outcome.counters.lost) records were lost on the way")
        }
        console.note(1, TrafficReport(outcome.counters).sentence)
    }

    private func undelivered(_ outcome: RelayOutcome) -> String? {
        let count = outcome.undelivered
        return count > 0 ? "\(count) messages were not delivered: their taker was too slow" : nil
    }

    private func lossFailure(_ outcome: RelayOutcome, _ failOnLoss: Bool) -> Failure? {
        if let text = undelivered(outcome) { return Failure(status: .data, message: text) }
        guard failOnLoss, outcome.hasLoss else { return nil }
        return Failure(status: .data, message: TrafficReport(outcome.counters).loss(outcome))
    }

    private func finish(_ failure: Failure, _ context: String, _ outcome: RelayOutcome?) {
        console.report(failure, during: failure.status == .usage ? nil : place ?? context)
        writeJSON(outcome, failure, failure.status)
    }

    private func showCertificate(_ association: Association) {
        guard let leaf = association.session.peerCertificates.first else { return }
        for line in CertificateReport(leaf).lines { console.write(line) }
        if let report = OCSPReport(association.session) {
            console.write("status: \(report.sentence)")
        }
    }

    private func saveCertificate(_ association: Association) {
        guard let path = options.saveCert else { return }
        let text = association.session.peerCertificates.map(\.pem).joined()
        guard !text.isEmpty else { return }
        do {
            try TextFile.write(text, to: path)
        } catch {
            console.warn("cannot save the certificate to \(path): \(error)")
        }
    }

    private func writeJSON(_ outcome: RelayOutcome?, _ failure: Failure?, _ status: ExitStatus) {
        guard options.json else { return }
        let report = JSONReport(
            command: command, host: host, outcome: outcome,
            association: outcome?.association ?? untrusted, exports: keying?.export ?? [],
            forward: forward?.json, failures: failures, failure: failure, status: status)
        guard let text = try? ReportEncoder.encode(report) else { return }
        _ = try? FileDescriptor.standardError.writeAll(text)
    }
}
