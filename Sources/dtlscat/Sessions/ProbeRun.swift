import DTLS
import Endpoint
import Probe
import Sockets
import SystemPackage

/// `probe`: shakes hands as often as asked for.
struct ProbeRun {
    private let command: ProbeCommand
    private let target: Target
    private let reporter: ProbeReporter
    private var console: Console { reporter.console }

    init(_ command: ProbeCommand, _ target: Target, _ reporter: ProbeReporter) {
        self.command = command
        self.target = target
        self.reporter = reporter
    }

    /// Probes, and tells of each; throws the failure of the last that failed.
    ///
    /// - Parameter stop: becomes readable where the user asks for the end.
    func run(stop: FileDescriptor) throws(Failure) {
        Version.warnAtStart(console)
        try FileUse(
            written: command.output.written,
            read: command.identity.read + command.psk.read + command.trust.read
                + command.revocation.read
        ).check()
        let secrets = try SecretFiles(command.output.secrets, console)
        var session = try ClientSession(
            trust: command.trust, revocation: command.revocation, identity: command.identity,
            psk: command.psk, crypto: command.crypto
        ).configuration(host: target.host, console)
        session.applicationProtocols = list(command.crypto.alpn)
        session.keyLog = secrets.keyLog
        var (configuration, addresses) = try place(session)
        let firstUse =
            try command.trust.usesMemory
            ? FirstUse(command.trust, host: target.host, addresses) : nil
        try command.safety.enter(console, usual: !command.identity.usesToken) { sandbox in
            sandbox.asksOnTerminal = firstUse != nil
            sandbox.writable = [firstUse?.path].compactMap(\.self)
        }
        if let firstUse {
            reporter.firstUse = firstUse
            try firstUse.settle(
                &configuration, addresses, stop: stop, onNote: reporter.noted,
                onFailure: reporter.untrusted)
        }
        try probe(addresses, configuration, stop, secrets.capture)
        try reporter.tellSum()
    }

    /// Where to connect to, and how.
    private func place(
        _ session: SessionConfiguration
    ) throws(Failure) -> (EndpointConfiguration, [SocketAddress]) {
        let addresses = try command.address.resolve(
            target.host, target.port, numeric: command.names.numeric)
        var configuration = EndpointConfiguration(session: session)
        command.probe.apply(to: &configuration)
        try configuration.checkFlight()
        configuration.isVerbose = command.output.verbose >= 3
        configuration.socket = command.address.socketOptions(dontFragment: true)
        configuration.source = try addresses.first.flatMap { first throws(Failure) in
            try command.source.address(
                for: first.family, command.address, numeric: command.names.numeric)
        }
        let usable = addresses.filter {
            configuration.source == nil || $0.family == configuration.source?.family
        }
        return (configuration, usable)
    }

    private func probe(
        _ addresses: [SocketAddress], _ configuration: EndpointConfiguration,
        _ stop: FileDescriptor, _ tap: (any DatagramTap)?
    ) throws(Failure) {
        let schedule = command.probe.schedule
        let loop = ProbeLoop(stop: stop)
        let buffers = ClientEndpoint.Buffers()
        var done = 0
        while true {
            let start = Deadline.now
            let probe = Probe(
                addresses: addresses, configuration: configuration, loop: loop, buffers: buffers,
                tap: tap, onNote: reporter.noted)
            defer { probe.close() }
            try Self.run { () throws(SocketError) in try probe.shakeHands() }
            if !probe.isStopped {
                done += 1
                try look(at: probe, number: done)
            }
            guard !probe.isStopped, let next = schedule.next(after: done, begunAt: start) else {
                return
            }
            probe.close()
            let isStopped = try Self.run { () throws(SocketError) in
                try loop.pause(until: next)
            }
            if isStopped { return }
        }
    }

    /// Tells of a probe that has come to its end, and looks at its path where that is asked for.
    private func look(at probe: Probe, number: Int) throws(Failure) {
        guard command.probe.mtu else {
            try reporter.tell(probe, number: number)
            return
        }
        let path = try Self.run { () throws(SocketError) in try probe.findPath() }
        guard !probe.isStopped else { return }
        try reporter.tell(probe, number: number)
        if probe.reason == nil, let path { try reporter.tell(path) }
    }

    /// What the kernel refuses here is no fault of the peer's or the user's.
    private static func run<Result>(
        _ body: () throws(SocketError) -> Result
    ) throws(Failure) -> Result {
        do throws(SocketError) {
            return try body()
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }
}
