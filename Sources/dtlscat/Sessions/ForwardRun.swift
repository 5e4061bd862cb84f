import DTLS
import Endpoint
import Relay
import Sockets

/// One run of `dtlscat forward`.
struct ForwardRun {
    let command: Forward
    let ends: ForwardEnds
    let files: FileUse
    let console: Console
    let reporter: SessionReporter

    /// Carries what comes to a UDP port to a DTLS server.
    func serveSources() throws(Failure) -> RelayOutcome {
        let to = ends.to
        var session = try ClientSession(
            trust: command.trust, revocation: command.revocation, identity: command.identity,
            psk: command.psk, crypto: command.crypto
        ).configuration(host: to.host, console)
        session.apply(command.time, command.mtu, command.crypto, reporter.keyLog)
        var (configuration, forwarding) = try self.configuration(session)
        configuration.socket = command.address.socketOptions(command.mtu)
        // The forward looks after its sources; this is for a server that has been silent for as long
        // although they were not, and most likely knows nothing of the session any more.
        configuration.idleTime = forwarding.idleTime.map { $0 + .seconds(5) }
        configuration.unansweredTime = Self.unansweredTime
        forwarding.tellsOfSilence = configuration.keepalive != nil
        if command.time.keepalive == nil { configuration.keepalive = Self.usualKeepalive }
        forwarding.reconnects = command.again.reconnect
        let addresses = try resolve(to)
        configuration.source = try source(for: addresses)
        let usable = addresses.filter {
            configuration.source == nil || $0.family == configuration.source?.family
        }
        let socket = try bind(ends.from, plainOptions)
        let firstUse =
            try command.trust.usesMemory
            ? FirstUse(command.trust, host: to.host, usable) : nil
        try enterSandbox { sandbox in
            sandbox.asksOnTerminal = firstUse != nil
            sandbox.writable = [command.output.saveCert, firstUse?.path].compactMap(\.self)
        }
        if let firstUse {
            reporter.firstUse = firstUse
            try firstUse.settle(
                &configuration, usable, onNote: reporter.noted, onFailure: reporter.ended)
        }
        forwarding.expectedDataMTU = expectedDataMTU(configuration, usable, socket)
        let clients = ForwardClients(usable, configuration, tap: reporter.tap)
        do throws(SocketError) {
            let engine = try UDPForward(
                socket, signals: try Signals(Upkeep.endingSignals),
                configuration: forwarding, reporter: reporter, dialer: clients)
            begin(at: socket, forwarding.expectedDataMTU)
            defer { reporter.forward?.totals = engine.totals }
            return counted(try engine.run(), engine.totals)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    /// Carries what DTLS clients send to a UDP service.
    func serveClients() throws(Failure) -> RelayOutcome {
        let targets = try resolve(ends.to)
        let source = try source(for: targets)
        guard let target = targets.first(where: { source == nil || $0.family == source?.family })
        else { throw .usage("--source is of another family than \(ends.to.host)") }
        let socket = try bind(ends.from, command.address.socketOptions(command.mtu))
        let server = ServerSession(
            identity: command.identity, clients: command.clients, revocation: command.revocation,
            psk: command.psk, keys: command.keys, crypto: command.crypto)
        var (session, announcement) = try server.configuration(
            socket, console, clientCommand: "forward"
        ) { host, port in
            "udp:127.0.0.1:\(target.port) \(ForwardEnd.text(.dtls, host, port))"
        }
        session.apply(command.time, command.mtu, command.crypto, reporter.keyLog)
        var (configuration, forwarding) = try self.configuration(session)
        configuration.keepsOpen = true
        configuration.idleTime = forwarding.idleTime
        configuration.maximumAssociations = forwarding.maximumSources
        try command.limits.apply(to: &configuration, at: socket, console)
        forwarding.expectedDataMTU = configuration.expectedDataMTU(
            to: socket.localAddress, pathMTU: nil)
        let setup = try ServerSetup(configuration, server, command.tickets, console)
        let endpoint = try setup.endpoint(at: socket)
        endpoint.tap = reporter.tap
        let service = ServiceForward(
            to: target, source: source, options: plainOptions,
            expectedDataMTU: forwarding.expectedDataMTU, reporter: reporter)
        let upkeep = setup.upkeep(
            json: command.output.json, command: "forward", isActivated: false,
            apply: endpoint.reconfigure, table: { ClientTable(endpoint) })
        reporter.upkeep = upkeep
        try enterSandbox { sandbox in
            sandbox.readable =
                files.canBeReread
                + [
                    command.tickets.ticketKeyFile, command.limits.cookieKeyFile,
                    command.psk.variableFile,
                ].compactMap(\.self)
            sandbox.writable = [command.output.saveCert].compactMap(\.self)
        }
        do throws(SocketError) {
            let hub = try Hub(
                endpoint, signals: try Signals(upkeep.signals),
                configuration: Hub.Configuration(), reporter: reporter,
                makePartner: service.partner(of:))
            hub.onSignal = upkeep.answer
            hub.heart = upkeep.heart
            if let announcement { console.say(announcement) }
            begin(at: socket, forwarding.expectedDataMTU)
            defer { reporter.forward?.totals = service.totals }
            return counted(try hub.run(), service.totals)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    // MARK: -

    private func enterSandbox(_ needs: (inout Sandbox) -> Void) throws(Failure) {
        try command.safety.enter(console, usual: !command.identity.usesToken, needs)
    }

    /// What both ways have in common.
    private func configuration(
        _ session: SessionConfiguration
    ) throws(Failure) -> (EndpointConfiguration, ForwardConfiguration) {
        var configuration = EndpointConfiguration(session: session)
        configuration.apply(command.time, command.mtu, command.output)
        try configuration.checkFlight()
        // What is carried knows by itself how much the path takes.
        configuration.paceWithoutHeartbeats = nil
        var forwarding = ForwardConfiguration(expectedDataMTU: 1)
        if let idle = command.time.idleTimeout { forwarding.idleTime = idle.duration }
        if let most = command.options.maxConns { forwarding.maximumSources = most }
        return (configuration, forwarding)
    }

    /// How sockets of plain UDP are set up. A datagram of the service that does not fit its path is
    /// fragmented there, as it would be without us.
    private var plainOptions: UDPSocket.Options {
        var options = command.address.socketOptions(dontFragment: false)
        options.interface = nil
        options.dscp = nil
        return options
    }

    private func resolve(_ end: ForwardEnd) throws(Failure) -> [SocketAddress] {
        try command.address.resolve(end.host, end.port, numeric: command.names.numeric)
    }

    private func bind(
        _ end: ForwardEnd, _ options: UDPSocket.Options
    ) throws(Failure) -> UDPSocket {
        try command.address.bind(end.host, end.port, numeric: command.names.numeric, options)
    }

    /// Our own address to send from, of the family that the first of `addresses` is of.
    private func source(for addresses: [SocketAddress]) throws(Failure) -> SocketAddress? {
        guard let name = command.options.source, let first = addresses.first else { return nil }
        let own = try command.address.resolve(
            name, "0", numeric: command.names.numeric, forListening: true)
        guard let match = own.first(where: { $0.family == first.family }) else {
            throw .usage("--source \(name) is of another family than \(ends.to.host)")
        }
        return match
    }

    /// What fits a datagram to the first of the server's addresses.
    private func expectedDataMTU(
        _ configuration: EndpointConfiguration, _ addresses: [SocketAddress], _ socket: UDPSocket
    ) -> Int {
        guard let first = addresses.first else { return 1 }
        return configuration.expectedDataMTU(to: first, pathMTU: socket.pathMTU(to: first))
    }

    private func begin(at socket: UDPSocket, _ dataMTU: Int) {
        raiseDescriptorLimit()
        let local = socket.localAddress
        let report = ForwardReport(
            from: ForwardEnd.text(ends.from.kind, local.host, local.port), to: ends.to.text,
            dataMTU: dataMTU, console)
        reporter.forward = report
        report.begin()
    }

    /// The outcome with what was dropped in it.
    private func counted(_ outcome: RelayOutcome, _ totals: ForwardTotals) -> RelayOutcome {
        var outcome = outcome
        outcome.empty += totals.carried.empty
        outcome.tooLarge += totals.carried.tooLarge
        console.note(1, CarriedReport(totals.carried).sentence)
        return outcome
    }

    /// Routers in between forget a UDP flow after 30 seconds.
    private static let usualKeepalive = Duration.seconds(20)

    /// A server that is gone is left sooner than by others, since its sources do not wait either.
    private static let unansweredTime = Duration.seconds(10)
}
