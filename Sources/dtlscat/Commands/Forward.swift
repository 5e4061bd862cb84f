import ArgumentParser

/// `dtlscat forward`: a UDP service through DTLS.
struct Forward: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carry the datagrams of a UDP service through DTLS.",
        usage: """
            dtlscat forward [options] udp:ADDR:PORT dtls:HOST:PORT
            dtlscat forward [options] dtls:ADDR:PORT udp:HOST:PORT
            """,
        discussion: """
            The first carries what comes to a UDP port to a server, by a session for each
            address that it comes from; the second is that server.

            Examples:
              dtlscat forward --pin pin-sha256:… udp:127.0.0.1:51820 dtls:srv:2815
              dtlscat forward --cert srv.pem dtls::2815 udp:127.0.0.1:51820
            """)

    @Argument(
        help: ArgumentHelp("Where datagrams or clients come to.", valueName: "from"),
        completion: .entrance)
    var from: String

    @Argument(help: ArgumentHelp("Where they are carried to.", valueName: "to"), completion: .exit)
    var to: String

    @OptionGroup(title: "Forward") var options: ForwardOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Time and size") var time: TimeOptions
    @OptionGroup(title: "Time and size") var again: ReconnectOptions
    @OptionGroup(title: "Time and size") var mtu: MTUOptions
    @OptionGroup(title: "Trust, to a server") var trust: TrustOptions
    @OptionGroup(title: "Clients, of a server") var clients: ClientTrustOptions
    @OptionGroup(title: "Trust") var revocation: RevocationOptions
    @OptionGroup(title: "Limits, of a server") var limits: ServerLimitOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Pre-shared key") var keys: ServerPSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Cryptography") var tickets: TicketOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    func run() throws {
        let console = output.console
        let ends = try ForwardEnds(from, to)
        try checkWay(ends)
        let isServer = ends.from.kind == .dtls
        let reporter = SessionReporter(
            console, output, nil, command: "forward", host: ends.to.host)
        reporter.isServer = isServer
        let files = FileUse(
            written: output.written + [("--ticket-key-file", tickets.ticketKeyFile)]
                + limits.written,
            read: identity.read + psk.read + trust.read + clients.read + revocation.read
                + [("--psk-db", keys.pskDb)] + limits.read)
        try reporter.run("forward \(ends.from.text) to \(ends.to.text)", files) {
            () throws(Failure) in
            let run = ForwardRun(
                command: self, ends: ends, files: files, console: console, reporter: reporter)
            return try isServer ? run.serveClients() : run.serveSources()
        }
    }
}
