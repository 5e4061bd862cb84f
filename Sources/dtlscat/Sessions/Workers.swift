import DTLS
import Endpoint
import Relay
import Sockets
import Synchronization
import SystemPackage

/// A listener on several threads: each has a socket at the same address, an endpoint and a loop. The
/// keys are all that they share.
struct Workers {
    private let count: Int
    private let service: ServiceOptions
    private let data: DataOptions
    private let output: OutputOptions
    private let keying: KeyingOptions
    private let command: Command?

    /// The workers that the options ask for; `nil` where one loop is to do. What goes through the one
    /// standard output, or to all clients, cannot be shared out.
    init?(
        _ service: ServiceOptions, _ data: DataOptions, _ output: OutputOptions,
        _ keying: KeyingOptions, _ command: Command?
    ) throws(Failure) {
        guard let count = service.workers, count > 1 else { return nil }
        let hasFiles = try data.output.flatMap(ClientFileName.init) != nil
        let isPipe = service.service == .pipe && command == nil
        guard service.service != .broker, !isPipe || hasFiles else {
            throw .usage(
                "--workers shares out clients, and what is here is for all of them together",
                hint: "it goes with --echo, --discard, a command, or a file for each client: -o %n")
        }
        if isPipe, !data.recvOnly {
            throw .usage("with --workers no standard input can be sent: add --recv-only")
        }
        let others = [
            ("--pcap", output.secrets.pcap != nil), ("--hex-dump", data.hexDump != nil),
            ("--save-cert", output.saveCert != nil),
        ]
        if let other = others.first(where: \.1)?.0 {
            throw .usage("\(other) is one file, and --workers would write it all at once")
        }
        self.count = count
        self.service = service
        self.data = data
        self.output = output
        self.keying = keying
        self.command = command
    }

    /// Serves with `socket` and others at its address until a signal ends it.
    func run(
        _ socket: UDPSocket, _ configuration: EndpointConfiguration, _ relay: RelayConfiguration,
        _ console: Console, _ reporter: SessionReporter, _ board: WorkerBoard
    ) throws(Failure) -> RelayOutcome {
        do {
            let configuration = try shared(configuration)
            let upkeep = reporter.upkeep
            let crew = try Crew(signals: try Signals(upkeep?.signals ?? Upkeep.endingSignals))
            var sockets = [socket]
            while sockets.count < count {
                sockets.append(try .bound(to: socket.localAddress, options: socket.options))
            }
            for (index, socket) in sockets.enumerated() {
                let place = Place(
                    index: index, descriptor: try socket.descriptor.duplicate(),
                    options: socket.options)
                try start(place, configuration, relay, crew, console, board)
            }
            reporter.noted(.listening(socket.localAddress))
            crew.heart = upkeep?.heart
            crew.onSignal = { [unowned crew] signal in
                // The workers hand in their parts of the table.
                guard signal != .user1 else { return false }
                guard upkeep?.answer(signal) == true else { return false }
                crew.passOn(Self.reread)
                return true
            }
            return try crew.finish()
        } catch let error as SocketError {
            throw Failure(status: .network, message: error.description)
        } catch {
            throw Failure(status: .bug, message: "\(error)")
        }
    }

    /// What each worker's endpoint is made from: its part of what they may have together, and the key
    /// that they have in common.
    private func shared(
        _ configuration: EndpointConfiguration
    ) throws(GnuTLSError) -> EndpointConfiguration {
        var result = configuration
        result.maximumAssociations = part(configuration.maximumAssociations)
        result.maximumHandshakes = part(configuration.maximumHandshakes)
        result.maximumHandshakesOfSource = part(configuration.maximumHandshakesOfSource)
        // A source meets all of them by and by, from one port and another.
        result.handshakeRate = configuration.handshakeRate.map {
            HandshakeRate(count: $0.count, period: $0.period * count)
        }
        if configuration.cookieKey == nil {
            let key = try CookieKey()
            result.cookieKey = { key }
        }
        return result
    }

    private func part(_ whole: Int) -> Int { (whole + count - 1) / count }

    /// Tells a worker that what new sessions are made from is on the board; SIGHUP itself, where it
    /// ends the run, ends a worker.
    private static let reread = Signal.user2

    /// Where a worker stands.
    private struct Place: Sendable {
        let index: Int
        let descriptor: FileDescriptor
        let options: UDPSocket.Options
    }

    private func start(
        _ place: Place, _ configuration: EndpointConfiguration, _ relay: RelayConfiguration,
        _ crew: Crew, _ console: Console, _ board: WorkerBoard
    ) throws(SocketError) {
        let numbers = stride(from: place.index + 1, to: .max, by: count)
        let (count, service, data, output) = (count, service, data, output)
        let (keying, command, index) = (keying, command, place.index)
        try crew.start { signals throws(SocketError) in
            let socket = try UDPSocket.adopted(place.descriptor, options: place.options)
            guard let endpoint = try? ServerEndpoint(socket: socket, configuration: configuration)
            else { throw SocketError(errno: .noMemory, action: "start a worker") }
            let reporter = SessionReporter(console, output, keying, command: "listen", host: nil)
            reporter.isWorker = true
            let answer: (Signal) -> Bool = { signal in
                switch signal {
                case Self.reread: endpoint.reconfigure(session: board.session)
                case .user1:
                    board.add(ClientTable(endpoint), of: index, among: count)?
                        .show(console, json: output.json, command: "listen")
                default: return false
                }
                return true
            }
            if let command {
                let hub = try command.hub(endpoint, service, data, signals, console, reporter)
                hub.onSignal = answer
                return try hub.run()
            }
            // Its names have been looked at before, and nothing is opened yet.
            guard
                let streams = try? Streams(
                    data, service: service.service, servesMany: true, numbers: numbers)
            else { return RelayOutcome(ending: .finished) }
            let relay = streams.relay(endpoint, relay, signals, reporter)
            relay.onSignal = answer
            return try relay.run()
        }
    }
}

/// What the workers and their crew tell each other.
final class WorkerBoard: Sendable {
    private struct State {
        var session: SessionConfiguration
        var tables: [Int: [ClientTable]] = [:]
    }

    private let state: Mutex<State>

    init(session: SessionConfiguration) { state = Mutex(State(session: session)) }

    /// What new sessions are made from.
    var session: SessionConfiguration {
        get { state.withLock { $0.session } }
        set { state.withLock { $0.session = newValue } }
    }

    /// Puts a worker's part of the table in; all of it, when it is the last of `count`. One that is
    /// asked again before the others have answered is answered in turn.
    func add(_ table: ClientTable, of worker: Int, among count: Int) -> ClientTable? {
        state.withLock { state in
            state.tables[worker, default: []].append(table)
            guard state.tables.count == count else { return nil }
            let parts = (0..<count).compactMap { state.tables[$0]?.removeFirst() }
            state.tables = state.tables.filter { !$0.value.isEmpty }
            return parts.dropFirst().reduce(into: parts.first) { $0?.add($1) }
        }
    }
}
