import ArgumentParser
import DTLS
import Endpoint
import Sockets

/// How to look at a peer.
struct FetchOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give the handshake this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        help: ArgumentHelp(
            "The name to ask it for, or none; default: HOST.", valueName: "name"),
        completion: .hostOrNone)
    var sni: String?

    @Option(
        help: ArgumentHelp(
            "The link's MTU in bytes; default: 1400, or the path's.",
            valueName: "n"))
    var mtu: Int?

    mutating func validate() throws {
        if sni?.isEmpty == true { throw ValidationError("a name is not empty") }
        if let mtu, !(256...16_384).contains(mtu) {
            throw ValidationError("--mtu is a number of bytes from 256 to 16384")
        }
        if let wait, wait.milliseconds == 0 { throw ValidationError("--wait is a time above 0") }
    }

    /// Begins a handshake with the peer, and sees who it is.
    func look(
        at target: Target, _ command: FingerprintCommand
    ) throws(Failure) -> PeerFetch.Result {
        let isName = SocketAddress(host: target.host, port: 0) == nil
        let name = sni ?? (isName ? target.host : nil)
        let session = try PeerFetch.session(serverName: name == "none" ? nil : name)
        let addresses = try command.address.resolve(
            target.host, target.port, numeric: command.names.numeric)
        var configuration = EndpointConfiguration(session: session)
        if let wait { configuration.handshakeTime = wait.duration ?? .seconds(1_000_000) }
        configuration.linkMTU = mtu
        configuration.socket = command.address.socketOptions(dontFragment: true)
        configuration.source = try addresses.first.flatMap { first throws(Failure) in
            try command.source.address(
                for: first.family, command.address, numeric: command.names.numeric)
        }
        let usable = addresses.filter {
            configuration.source == nil || $0.family == configuration.source?.family
        }
        let console = command.output.console
        let fetch = PeerFetch(addresses: usable, configuration: configuration)
        fetch.onNote = { console.note($0) }
        try command.safety.enter(console)
        return try fetch.run()
    }
}

/// How to read files.
struct FileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the password of PKCS#12 or a key, or fd:N.", valueName: "file"),
        completion: .file())
    var keyPassFile: String?

    /// The password in that file; `nil` without one.
    func password() throws(SecretError) -> String? {
        try readPassword(keyPassFile)
    }
}

/// What a report tells, and how.
struct ReportOptions: ParsableArguments {
    @Flag(name: .short, help: "Tell what happens; -vv each message of the handshake.")
    var verbose: Int

    @Flag(name: [.customShort("Q"), .long], help: "Tell errors alone.")
    var quiet = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    @OptionGroup var color: ColorOptions

    /// The console for these options.
    var console: Console {
        Console(verbosity: verbose, isQuiet: quiet, style: color.ofErrors)
    }
}
