import DTLS
import Endpoint
import Probe
import SystemPackage

/// Tells what probes have found: on standard output, as a line each or as JSON at the end, or not at
/// all.
final class ProbeReporter {
    let console: Console

    /// What is remembered of the peer, where that is what it is known by.
    var firstUse: FirstUse?

    private let options: ProbeOutputOptions
    private let target: Target
    private let isMany: Bool
    private var summary = ProbeSummary()
    private var lines: [ProbeJSON.Attempt] = []
    private var flights: [Flight] = []
    private var association: Association?
    private var failure: Failure?
    private var hasTold = false
    private var path: PathLimit?

    /// - Parameter isMany: whether there are many probes, which are summed up.
    init(_ options: ProbeOutputOptions, _ target: Target, isMany: Bool) {
        self.options = options
        self.target = target
        self.isMany = isMany
        console = options.console
    }

    /// Tells a step on the way. Flights are told of by themselves, and what was sent again with them.
    func noted(_ note: EndpointNote) {
        switch note {
        case .retransmitted, .handshakeMessage, .trying:
            if console.verbosity >= 3 { console.note(note) }
        default: console.note(note)
        }
    }

    /// Notes a peer that is not trusted.
    func untrusted(_ association: Association, _ reason: EndReason) {
        self.association = association
        try? showCertificate(association)
    }

    /// Tells of a probe that has come to its end.
    func tell(_ probe: Probe, number: Int) throws(Failure) {
        flights = probe.flights
        if let found = probe.association { association = found }
        if options.verbose >= 2 { try write(flights.map { StyledLine($0.line) }) }
        guard probe.reason == nil, let association = probe.association else {
            let failure = Self.failure(probe.reason, firstUse)
            self.failure = failure
            summary.addFailure()
            if isMany, options.json { append(ProbeJSON.Attempt(number, failure)) }
            if isMany { try write(["\(number): " + StyledLine(failure.message, .bad)]) }
            if !hasTold, let found = probe.association { try showCertificate(found) }
            return
        }
        summary.add(association.handshakeTime)
        if isMany, options.json { append(ProbeJSON.Attempt(number, association)) }
        if !isMany || !hasTold {
            try write([StyledLine(SessionSummary(association).sentence)])
        }
        if !hasTold {
            KeyingReport(association, nil).tell(console)
            try showCertificate(association)
        }
        hasTold = true
        if isMany { try write(["\(number): \(ProbeLine(association).text)"]) }
    }

    /// Tells of the path to the peer.
    func tell(_ outcome: PathOutcome) throws(Failure) {
        switch outcome {
        case .found(let limit):
            path = limit
            try write([StyledLine(limit.sentence)])
        case .unanswered:
            failure = Failure(
                status: .data,
                message: "the path cannot be measured: the peer answers no heartbeats, and sends "
                    + "back nothing of what it gets",
                hint: "dtlscat listen and gnutls-serv --heartbeat answer them; a service of "
                    + "echoes, such as dtlscat listen --echo, will do as well")
        case .lost:
            failure = Failure(
                status: .closed,
                message: "the path cannot be measured: the peer has stopped answering")
        }
    }

    /// Sums up many probes; throws the failure of the last that failed.
    func tellSum() throws(Failure) {
        if isMany, summary.count > 0 { try write(ProbeSumReport(summary, target).lines) }
        if let failure { throw failure }
        // The user has ended it before there was anything to tell.
        guard summary.count > 0 else { throw Failure(status: .interrupted, message: "") }
    }

    /// Ends the run with `failure`, which is `nil` where all went well.
    func finish(_ failure: Failure?) throws {
        var failure = failure
        // What the other subcommands have for it is a flag here.
        let hint = failure?.hint?.replacing("--mtu", with: "--link-mtu")
        failure?.hint = hint
        if let failure, !failure.message.isEmpty, !options.isSilent || failure.status == .usage {
            console.report(
                failure,
                during: failure.status == .usage ? nil : "probe of \(target.host):\(target.port)")
        }
        if options.json {
            let report = ProbeJSON(
                target, association, flights, Array(lines.suffix(Self.mostLines)),
                isMany ? summary : nil, path, failure)
            let text = try ReportEncoder.encode(report)
            do throws(Failure) {
                try write(text)
            } catch {
                // What has failed before is told already.
                if failure == nil {
                    if !error.message.isEmpty { console.report(error) }
                    throw error.status
                }
            }
        }
        if let failure { throw failure.status }
    }

    // MARK: -

    /// Keeps the last ones: without an end there may be any number.
    private func append(_ attempt: ProbeJSON.Attempt) {
        if lines.count >= 2 * Self.mostLines { lines.removeFirst(Self.mostLines) }
        lines.append(attempt)
    }

    private static let mostLines = 10_000

    private static func failure(_ reason: EndReason?, _ firstUse: FirstUse?) -> Failure {
        let failure =
            reason.flatMap { Failure($0) }
            ?? Failure(status: .closed, message: "the peer has closed")
        return firstUse?.explained(failure) ?? failure
    }

    private func showCertificate(_ association: Association) throws(Failure) {
        guard options.showCert, let leaf = association.session.peerCertificates.first else {
            return
        }
        try write(CertificateReport(leaf).lines.map { StyledLine($0) })
        if let report = OCSPReport(association.session) {
            try write(["status: \(report.sentence)"])
        }
    }

    private func write(_ lines: [StyledLine]) throws(Failure) {
        guard !options.isSilent, !options.json, !lines.isEmpty else { return }
        let style = options.color.ofOutput
        try write(Array(lines.map { $0.text(style) }.joined().utf8))
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
        } catch let error as Errno where error == .brokenPipe {
            throw Failure(status: .brokenPipe, message: "")
        } catch {
            throw Failure(status: .data, message: "cannot write standard output: \(error)")
        }
    }
}
