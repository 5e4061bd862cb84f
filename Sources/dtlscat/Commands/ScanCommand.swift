import ArgumentParser
import Endpoint
import Scan
import Sockets
import SystemPackage

/// `dtlscat scan`: what a server speaks.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Find out which versions and suites a server takes.",
        usage: "dtlscat scan [options] HOST PORT",
        discussion: """
            Breaks each handshake off once the server has chosen, paces itself, and stops
            by itself. Scan what is yours, or what you may.

            Examples:
              dtlscat scan --json turn 5349
              dtlscat scan --fast --versions --ciphers 192.0.2.7 5684
              dtlscat scan --fail-on dtls1.0,no-cookie,cbc,expires:30d turn 5349
            """)

    @Argument(help: "A host, or dtls://HOST:PORT.", completion: .host)
    var host: String

    @Argument(help: "Its port.", completion: .port)
    var port: String?

    @OptionGroup(title: "Scan") var scan: ScanOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Address") var source: SourceOptions
    @OptionGroup(title: "Output") var output: ReportOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    mutating func validate() throws {
        if output.quiet, output.json {
            throw ValidationError("--json and -Q exclude each other")
        }
        if source.sourcePort ?? 0 > 0, scan.jobs ?? 1 > 1 {
            throw ValidationError("--source-port is one port, and --jobs needs one for each")
        }
    }

    func run() throws {
        let console = output.console
        var report: ScanReport?
        var broken: [BrokenRule] = []
        var failure: Failure?
        do throws(Failure) {
            let found = try find(console)
            report = found
            for rule in scan.failOn ?? [] {
                if let problem = rule.problem(found) {
                    broken.append(BrokenRule(rule: rule.text, problem: problem))
                }
            }
            failure = Failure(found, broken, hasRules: scan.failOn != nil)
        } catch {
            if error.message.isEmpty { throw error.status }
            failure = error
        }
        if output.json {
            try write(ReportEncoder.encode(ScanJSON(host, port, report, broken, failure)))
        } else if let report, !output.quiet {
            try write(Array(ScanText(report).text(output.color.ofOutput).utf8))
        }
        for each in broken { console.tell(broken: each.rule, each.problem) }
        if let failure {
            console.report(failure, during: failure.status == .usage ? nil : "scan \(name)")
            throw failure.status
        }
    }

    /// The server, as it was named.
    private var name: String { port.map { "\(host):\($0)" } ?? host }

    /// Scans the first of the host's addresses that answers.
    private func find(_ console: Console) throws(Failure) -> ScanReport {
        let target = try Target(host, port)
        let addresses = try address.resolve(target.host, target.port, numeric: names.numeric)
        let own = try addresses.first.flatMap { first throws(Failure) in
            try source.address(for: first.family, address, numeric: names.numeric)
        }
        let signals: Signals
        do throws(SocketError) {
            signals = try Signals()
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
        try safety.enter(console)
        var failure = Failure(status: .network, message: "no address of \(target.host)")
        for candidate in addresses where own == nil || candidate.family == own?.family {
            var configuration = scan.configuration(for: candidate, name: target.host)
            configuration.socket = address.socketOptions(dontFragment: true)
            configuration.source = own
            configuration.stop = signals.descriptor
            console.note(1, "scanning \(candidate)")
            do throws(ScanError) {
                return try run(configuration, console)
            } catch {
                if error == .stopped {
                    throw Failure(status: ExitStatus(signals.next() ?? .interrupt), message: "")
                }
                failure = Failure(error)
            }
        }
        throw failure
    }

    private func run(
        _ configuration: ScanConfiguration, _ console: Console
    ) throws(ScanError) -> ScanReport {
        let run: Scan
        do throws(SocketError) {
            run = try Scan(configuration)
        } catch {
            throw .socket(error)
        }
        run.onNote = { note in console.note(2, note) }
        return try run.run()
    }

    private func write(_ bytes: [UInt8]) throws {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
        } catch Errno.brokenPipe {
            throw ExitStatus.brokenPipe
        } catch {
            throw Failure(status: .data, message: "cannot write standard output: \(error)")
        }
    }
}

/// A rule that a server does not keep, and why.
struct BrokenRule: Encodable {
    /// The rule as it was typed.
    let rule: String

    /// Why it is not kept, in a clause.
    let problem: String
}

extension Failure {
    /// Why there is no report.
    fileprivate init(_ error: ScanError) {
        switch error {
        case .noAnswer:
            self.init(
                status: .timeout, message: "nothing answers",
                hint: "a firewall may drop datagrams, or no server of DTLS be at that port; -w "
                    + "waits longer")
        case .unreachable(let errno):
            let failure = Failure(
                .network(SocketError(errno: errno, action: "reach the server")))
            self = failure ?? Failure(status: .network, message: "\(errno)")
        case .stopped: self.init(status: .interrupted, message: "")
        case .socket(let error):
            self.init(status: .network, message: error.description)
        }
    }

    /// What is not as it has to be; `nil` where all is.
    fileprivate init?(_ report: ScanReport, _ broken: [BrokenRule], hasRules: Bool) {
        if !report.versions.values.contains(true) {
            self.init(
                status: .handshake,
                message: "the server answers, but takes nothing of what was offered",
                hint: "-vv shows what it answers; --sni asks for another name")
        } else if !broken.isEmpty {
            self.init(
                status: .threshold,
                message: broken.count == 1
                    ? "a rule is not kept" : "\(broken.count) rules are not kept")
        } else if report.isCut {
            self.init(
                status: hasRules ? .threshold : .closed,
                message: "the scan could not be finished after \(report.exchanges) exchanges")
        } else {
            return nil
        }
    }
}
