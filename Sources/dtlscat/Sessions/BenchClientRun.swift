import Bench
import DTLS
import Endpoint
import FoundationEssentials
import Sockets
import SystemPackage

/// `bench` as a client: with a server elsewhere, or with one of its own.
struct BenchClientRun {
    private let command: BenchCommand
    private var console: Console { command.output.console }

    init(_ command: BenchCommand) { self.command = command }

    /// Measures once, or with each cipher that is to be compared.
    func run(
        stop: FileDescriptor, _ reporter: BenchReporter
    ) throws(Failure) -> [BenchResult] {
        let ciphers = list(command.bench.compare)
        guard !ciphers.isEmpty else {
            let ends = try ends(nil)
            try command.enterSandbox()
            let report = try measure(try settled(ends, stop, reporter), stop, reporter)
            return [BenchResult(name: nil, report: report)]
        }
        // A name that is mistyped is found before anything is measured.
        var runs: [(cipher: String, ends: Ends)] = []
        for cipher in ciphers { runs.append((cipher, try ends(cipher))) }
        try command.enterSandbox()
        var results: [BenchResult] = []
        for (cipher, ends) in runs {
            do throws(Failure) {
                let report = try measure(try settled(ends, stop, reporter), stop, reporter)
                results.append(BenchResult(name: cipher, report: report))
            } catch {
                // A cipher that is not agreed on is a result; all else concerns the others too.
                guard error.status == .handshake else { throw error }
                results.append(BenchResult(name: cipher, report: nil))
            }
        }
        return results
    }

    /// Who measures with whom.
    private enum Ends {
        case local(LocalSessions)
        case remote(Target, [SocketAddress], SessionConfiguration)
    }

    private func ends(_ cipher: String?) throws(Failure) -> Ends {
        var crypto = command.crypto
        if let cipher { crypto.cipher = cipher }
        guard !command.local else {
            return .local(try LocalSessions(command.psk, crypto, console))
        }
        let target = try Target(command.host ?? "", command.port)
        let session = try ClientSession(
            trust: command.trust, revocation: command.revocation, identity: command.identity,
            psk: command.psk, crypto: crypto
        ).configuration(host: target.host, console)
        return .remote(target, try command.address.resolve(target.host, target.port), session)
    }

    /// The ends, with what is remembered of the server put in.
    private func settled(
        _ ends: Ends, _ stop: FileDescriptor, _ reporter: BenchReporter
    ) throws(Failure) -> Ends {
        guard command.trust.usesMemory, case .remote(let target, let addresses, let session) = ends
        else { return ends }
        var configuration = command.endpoint(session)
        try FirstUse(command.trust, host: target.host, addresses).settle(
            &configuration, addresses, stop: stop, onNote: reporter.noted)
        return .remote(target, addresses, configuration.session)
    }

    private func measure(
        _ ends: Ends, _ stop: FileDescriptor, _ reporter: BenchReporter
    ) throws(Failure) -> BenchReport {
        switch ends {
        case .remote(let target, let addresses, let session):
            return try measure(
                addresses, session, host: target.host, port: target.port, stop, reporter)
        case .local(let pair):
            var configuration = command.endpoint(pair.server)
            configuration.keepsOpen = true
            let server = try BenchReporter.sorted { () throws(BenchFailure) in
                try LocalServer(configuration)
            }
            defer { server.end() }
            return try measure(
                [server.address], pair.client, host: "local", port: "\(server.address.port)", stop,
                reporter)
        }
    }

    private func measure(
        _ addresses: [SocketAddress], _ session: SessionConfiguration, host: String, port: String,
        _ stop: FileDescriptor, _ reporter: BenchReporter
    ) throws(Failure) -> BenchReport {
        var plan = BenchClient.Plan(
            addresses: addresses, configuration: command.endpoint(session),
            settings: command.bench.settings,
            start: BenchStart(
                time: Int(Date().timeIntervalSince1970), host: host,
                port: Int(addresses.first?.port ?? 0), isLocal: command.local,
                version: Version.number, gnutls: LibraryVersion.text, system: Self.system))
        plan.mode = command.bench.mode
        plan.usesPlainUDP = command.bench.udpBaseline
        return try sorted(host, addresses) { () throws(BenchFailure) in
            if plan.mode == .handshakes {
                return try HandshakeRun(
                    plan, stop: stop, onNote: reporter.noted, onInterval: reporter.interval
                ).run()
            }
            return try BenchClient(
                plan, stop: stop, onNote: reporter.noted, onInterval: reporter.interval
            ).run()
        }
    }

    /// Sorts what stops it; a key that has changed is told of in full.
    private func sorted(
        _ host: String, _ addresses: [SocketAddress],
        _ body: () throws(BenchFailure) -> BenchReport
    ) throws(Failure) -> BenchReport {
        do throws(Failure) {
            return try BenchReporter.sorted(body)
        } catch {
            guard command.trust.usesMemory else { throw error }
            throw try FirstUse(command.trust, host: host, addresses).explained(error)
        }
    }

    private static var system: String {
        let info = ProcessInfo.processInfo
        return "\(info.operatingSystemVersionString), \(info.processorCount) cores"
    }
}

/// What one cipher, or the only run, has come to.
struct BenchResult {
    /// The cipher, where several are compared.
    let name: String?

    /// What was measured; `nil` where the cipher was not agreed on.
    let report: BenchReport?
}
