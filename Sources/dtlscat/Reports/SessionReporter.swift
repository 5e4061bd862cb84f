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

    private let console: Console
    private let options: OutputOptions
    private let keying: KeyingOptions
    private var secrets: SecretFiles?
    private let command: String
    private let host: String?
    private var untrusted: Association?

    /// What is remembered of the peer, where that is what it is known by.
    var firstUse: FirstUse?

    /// What a failure happened during, as soon as it is known better than from the options.
    private var place: String?

    /// A reporter for one run of `command`.
    init(
        _ console: Console, _ options: OutputOptions, _ keying: KeyingOptions, command: String,
        host: String?
    ) {
        self.console = console
        self.options = options
        self.keying = keying
        self.command = command
        self.host = host
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
        do throws(Failure) {
            try files.check()
            secrets = try SecretFiles(options, console)
            outcome = try body()
        } catch {
            finish(error, context, nil)
            throw error.status
        }
        tell(outcome)
        switch outcome.ending {
        case .signal(let signal):
            let status = signal == .interrupt ? ExitStatus.interrupted : .terminated
            writeJSON(outcome, nil, status)
            throw status
        case .outputClosed:
            writeJSON(outcome, nil, .brokenPipe)
            throw ExitStatus.brokenPipe
        default:
            break
        }
        if var failure = Failure(outcome.ending, isServer: command == "listen")
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
        console.note(1, SessionSummary(association).sentence)
        KeyingReport(association, keying).tell(console)
        if options.showCert { showCertificate(association) }
        saveCertificate(association)
        sessionFile?.save(association.session)
    }

    func peerClosed(_ association: Association) {
        console.note(2, "\(association.name) < close_notify")
    }

    func ended(_ association: Association, _ reason: EndReason) {
        sessionFile?.forget(association, reason)
        if case .untrusted = reason {
            untrusted = association
            if options.showCert { showCertificate(association) }
            saveCertificate(association)
        }
        // A handshake that makes way is told of with the others that are refused.
        if case .displaced = reason, !association.wasEstablished { return }
        // A server of many tells of each; the others end with it, and tell at the end.
        if let failure = Failure(reason, isServer: command == "listen") {
            console.note(1, "\(association.name): \(failure.message)")
        } else {
            var text = "closed; \(TrafficReport(association.counters).sentence)"
            if let time = association.roundTrip {
                text += "; round trip \(fineMilliseconds(time)) ms"
            }
            console.note(1, "\(association.name): \(text)")
        }
    }

    func noted(_ note: EndpointNote) {
        if case .listening(let address) = note { place = "listen on \(address)" }
        console.note(note)
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
        case .ended(.exited(0)): console.note(1, "\(association.name): the command has ended")
        case .ended(.exited(let status)):
            console.note(1, "\(association.name): the command has ended with status \(status)")
        case .ended(.killed(let signal)):
            console.note(1, "\(association.name): the command was ended by signal \(signal)")
        case .failed(let reason): console.warn("\(association.name): \(reason)")
        }
    }

    // MARK: -

    private func tell(_ outcome: RelayOutcome) {
        if outcome.counters.lost > 0 {
            console.warn("\(outcome.counters.lost) records were lost on the way")
        }
        console.note(1, TrafficReport(outcome.counters).sentence)
    }

    private func lossFailure(_ outcome: RelayOutcome, _ failOnLoss: Bool) -> Failure? {
        if outcome.undelivered > 0 {
            return Failure(
                status: .data,
                message: "\(outcome.undelivered) messages were not delivered to standard output")
        }
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
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(text.utf8) }
        } catch {
            console.warn("cannot save the certificate to \(path): \(error)")
        }
    }

    private func writeJSON(_ outcome: RelayOutcome?, _ failure: Failure?, _ status: ExitStatus) {
        guard options.json else { return }
        let report = JSONReport(
            command: command, host: host, outcome: outcome,
            association: outcome?.association ?? untrusted, exports: keying.export,
            failure: failure, status: status)
        guard let text = try? ReportEncoder.encode(report) else { return }
        _ = try? FileDescriptor.standardError.writeAll(text)
    }
}
