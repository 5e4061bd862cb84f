import ArgumentParser
import DTLS
import Endpoint
import Relay
import Sockets

/// `dtlscat listen`: standard input and output through sessions with clients.
struct Listen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Wait for DTLS clients and pipe standard input and output through the session.",
        usage: "dtlscat listen [options] [ADDR] PORT",
        discussion: """
            With neither certificate nor key it makes a certificate for the run, and prints the \
            command to connect with. Example: dtlscat listen 4433 > photos.tar
            """,
        aliases: ["l"])

    @Argument(help: ArgumentHelp("An address of ours; default: all.", valueName: "addr"))
    var first: String

    @Argument(help: ArgumentHelp("A port, 0 for any; or a service's name.", valueName: "port"))
    var second: String?

    @OptionGroup(title: "Service") var service: ServiceOptions
    @OptionGroup(title: "Service") var limits: ServerLimitOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Time") var time: TimeOptions
    @OptionGroup(title: "MTU") var mtu: MTUOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Clients") var clients: ClientTrustOptions
    @OptionGroup(title: "Clients") var revocation: RevocationOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Pre-shared keys") var keys: ServerPSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Cryptography") var keying: KeyingOptions
    @OptionGroup(title: "Cryptography") var tickets: TicketOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    mutating func validate() throws {
        if keying.srtp != nil, tickets.ticketKeyFile != nil {
            throw ValidationError("--srtp and --ticket-key-file exclude each other")
        }
    }

    func run() throws {
        let console = output.console
        let (host, port) = second.map { (first, $0) } ?? (nil, first)
        let reporter = SessionReporter(
            console, output, keying, command: "listen", host: host)
        let files = FileUse(
            written: data.written + output.written
                + [("--ticket-key-file", tickets.ticketKeyFile)] + limits.written,
            read: identity.read + psk.read + [("--psk-db", keys.pskDb)] + clients.read
                + revocation.read + limits.read)
        try reporter.run("listen on port \(port)", files, failOnLoss: data.failOnLoss) {
            () throws(Failure) in
            let socket = try address.bind(host, port, numeric: names.numeric, mtu)
            var (session, announcement) = try ServerSession(
                identity: identity, clients: clients, revocation: revocation, psk: psk, keys: keys,
                crypto: crypto
            ).configuration(socket, console, clientCommand: "connect")
            session.apply(time, mtu, crypto, reporter.keyLog)
            session.srtpProfiles = keying.srtp?.profiles ?? []
            session.ticketKey = try tickets.ticketKey(console)
            var configuration = EndpointConfiguration(session: session)
            configuration.apply(time, mtu, output, data)
            try configuration.checkFlight()
            configuration.keepsOpen = service.keepOpen
            try limits.apply(to: &configuration, at: socket, console)
            if let most = service.maximumClients { configuration.maximumAssociations = most }
            let command = try Command(service, data)
            // The command's own end closes the session.
            if command != nil { configuration.lingerTime = nil }
            if service.keepOpen || command != nil, time.idleTimeout == nil {
                configuration.idleTime = .seconds(300)
            }
            let endpoint: ServerEndpoint
            do throws(GnuTLSError) {
                endpoint = try ServerEndpoint(socket: socket, configuration: configuration)
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
            if let command {
                if let announcement { console.say(announcement) }
                return try command.serve(
                    endpoint, keepsOpen: service.keepOpen, quitAfter: data.relay.quitAfter,
                    console, reporter)
            }
            let streams = try Streams(data, service: service.service, servesMany: service.keepOpen)
            if let announcement { console.say(announcement) }
            return try streams.relay(endpoint, relay, reporter)
        }
    }

    private var relay: RelayConfiguration {
        var relay = data.relay
        relay.service = service.service
        relay.keepsOpen = service.keepOpen
        relay.closesAtEndOfInput = false
        return relay
    }
}
