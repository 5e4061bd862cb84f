import ArgumentParser

/// How many a forward serves, and where it sends from.
struct ForwardOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Serve this many sources at once; default: 1024.", valueName: "n"))
    var maxConns: Int?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Send to TO from this address of ours.", valueName: "address"))
    var source: String?

    // A forward serves many in any case, and who is used to listen types it.
    @Flag(name: [.short, .long], help: .hidden)
    var keepOpen = false

    mutating func validate() throws {
        if let maxConns, maxConns < 1 { throw ValidationError("--max-conns is 1 or more") }
    }
}

extension Forward {
    /// Refuses an option that would do nothing: one of a client where we are the server, or the other
    /// way round.
    func checkWay(_ ends: ForwardEnds) throws(Failure) {
        let isClient = ends.to.kind == .dtls
        for (option, isGiven) in isClient ? ofServers : ofClients where isGiven {
            throw .usage(
                isClient
                    ? "\(option) is for a server, and this is the client of \(ends.to.text)"
                    : "\(option) is for a client, and this is the server at \(ends.from.text)")
        }
    }

    private var ofClients: [(option: String, isGiven: Bool)] {
        [
            ("--ca", trust.ca != nil), ("--name", trust.name != nil), ("--sni", trust.sni != nil),
            ("--pin", !trust.pin.isEmpty), ("--tofu", trust.tofu),
            ("--strict-tofu", trust.strictTofu), ("--known-hosts", trust.store.knownHosts != nil),
            ("--insecure", trust.insecure), ("--reconnect", again.reconnect),
        ]
    }

    private var ofServers: [(option: String, isGiven: Bool)] {
        [
            ("--require-client-cert", clients.requireClientCert),
            ("--client-ca", clients.clientCa != nil), ("--client-pin", !clients.clientPin.isEmpty),
            ("--psk-db", keys.pskDb != nil), ("--psk-hint", keys.pskHint != nil),
            ("--ticket-key-file", tickets.ticketKeyFile != nil),
            ("--no-tickets", tickets.noTickets), ("--allow", !limits.allow.isEmpty),
            ("--deny", !limits.deny.isEmpty), ("--rate-limit", limits.rateLimit != nil),
            ("--no-cookie", limits.noCookie), ("--cookie-key-file", limits.cookieKeyFile != nil),
        ]
    }
}
