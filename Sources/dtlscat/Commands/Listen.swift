import ArgumentParser
import DTLS
import Endpoint
import Relay
import Sockets

/// `dtlscat listen`: standard input and output through sessions with clients.
struct Listen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Wait for DTLS clients, and pipe to and from them.",
        usage: "dtlscat listen [options] [ADDR] PORT",
        discussion: """
            With neither certificate nor key it makes a certificate for the run, and prints
            the command to connect with.

            Examples:
              dtlscat listen 4433 > photos.tar
              dtlscat listen -k --cert gw.pem -c 'tr a-z A-Z' 127.0.0.1 4433
              dtlscat listen -k --psk-db keys --profile coap -o %i.log --recv-only 5684
            """,
        aliases: ["l"])

    @Argument(
        help: ArgumentHelp("An address of ours; default: all.", valueName: "addr"),
        completion: .ownAddress)
    var first: String?

    @Argument(
        help: ArgumentHelp("A port, 0 for any; or a service's name.", valueName: "port"),
        completion: .nothing)
    var second: String?

    @OptionGroup(title: "Service") var service: ServiceOptions
    @OptionGroup(title: "Service") var limits: ServerLimitOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Time and size") var time: TimeOptions
    @OptionGroup(title: "Time and size") var mtu: MTUOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Clients") var clients: ClientTrustOptions
    @OptionGroup(title: "Clients") var revocation: RevocationOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Pre-shared key") var keys: ServerPSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Cryptography") var keying: KeyingOptions
    @OptionGroup(title: "Cryptography") var tickets: TicketOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    mutating func validate() throws {
        if service.hasCommand, safety.sandbox == true {
            throw ValidationError("in a sandbox no command can be run: --sandbox or --exec")
        }
        if data.progress, service.hasCommand || service.workers != nil {
            throw ValidationError(
                "--progress is about the standard streams of one thread: it goes with neither a "
                    + "command nor --workers")
        }
        if keying.srtp != nil, tickets.ticketKeyFile != nil {
            throw ValidationError("--srtp and --ticket-key-file exclude each other")
        }
    }

    func run() throws {
        let console = output.console(progress: data.progress)
        let (host, port) = second.map { (first, $0) } ?? (nil, first)
        let reporter = SessionReporter(
            console, output, keying, command: "listen", host: host)
        let files = FileUse(
            written: data.written + output.written
                + [("--ticket-key-file", tickets.ticketKeyFile)] + limits.written,
            read: identity.read + psk.read + [("--psk-db", keys.pskDb)] + clients.read
                + revocation.read + limits.read)
        let place = port.map { "listen on port \($0)" } ?? "listen"
        try reporter.run(place, files, failOnLoss: data.failOnLoss) {
            () throws(Failure) in
            let command = try Command(service, data)
            let workers = try Workers(service, data, output, keying, command)
            let listening = try ListeningSocket(
                address, host: host, port: port, numeric: names.numeric, mtu,
                sharesAddress: workers != nil)
            let socket = listening.socket
            let server = ServerSession(
                identity: identity, clients: clients, revocation: revocation, psk: psk, keys: keys,
                crypto: crypto)
            var (session, announcement) = try server.configuration(
                socket, console, clientCommand: "connect")
            session.apply(time, mtu, crypto, reporter.keyLog)
            session.srtpProfiles = keying.srtp?.profiles ?? []
            var setup = try ServerSetup(endpoint(session), server, tickets, console)
            try limits.apply(to: &setup.configuration, at: socket, console)

            if let workers {
                let board = WorkerBoard(session: setup.configuration.session)
                reporter.upkeep = setup.upkeep(
                    json: output.json, command: "listen", isActivated: listening.isInherited,
                    apply: { board.session = $0 }, table: { nil })
                try enterSandbox(files, console)
                if let announcement { console.say(announcement) }
                return try workers.run(
                    socket, setup.configuration, relay, console, reporter, board)
            }
            let endpoint = try setup.endpoint(at: socket)
            reporter.upkeep = setup.upkeep(
                json: output.json, command: "listen", isActivated: listening.isInherited,
                apply: endpoint.reconfigure, table: { ClientTable(endpoint) })
            if let command {
                if let announcement { console.say(announcement) }
                return try command.serve(endpoint, service, data, console, reporter)
            }
            let streams = try Streams(data, service: service.service, servesMany: service.keepOpen)
            try enterSandbox(files, console)
            if let announcement { console.say(announcement) }
            return try streams.relay(endpoint, relay, reporter)
        }
    }

    private func enterSandbox(_ files: FileUse, _ console: Console) throws(Failure) {
        try safety.enter(console, usual: !service.hasCommand && !identity.usesToken) { sandbox in
            sandbox.readable =
                files.canBeReread
                + [tickets.ticketKeyFile, limits.cookieKeyFile, psk.variableFile].compactMap(\.self)
            sandbox.writable = [output.saveCert, data.clientFiles].compactMap(\.self)
        }
    }

    /// What the endpoint is made from.
    private func endpoint(_ session: SessionConfiguration) -> EndpointConfiguration {
        var configuration = EndpointConfiguration(session: session)
        configuration.apply(time, mtu, output, data)
        configuration.keepsOpen = service.keepOpen
        if let most = service.maximumClients { configuration.maximumAssociations = most }
        // The command's own end closes the session.
        if service.hasCommand { configuration.lingerTime = nil }
        if service.keepOpen || service.hasCommand, time.idleTimeout == nil {
            configuration.idleTime = .seconds(300)
        }
        return configuration
    }

    private var relay: RelayConfiguration {
        var relay = data.relay
        relay.service = service.service
        relay.keepsOpen = service.keepOpen
        relay.closesAtEndOfInput = false
        return relay
    }
}
