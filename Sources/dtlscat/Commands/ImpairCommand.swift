import ArgumentParser
import Impair
import Sockets
import SystemPackage

/// `dtlscat impair`: a bad network, between clients and a server.
struct ImpairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "impair",
        abstract: "Relay datagrams, and lose, delay or break some.",
        usage: "dtlscat impair [options] LISTEN TARGET",
        discussion: """
            LISTEN is PORT, ADDR:PORT or [v6]:PORT, and TARGET HOST:PORT. A spec has loss=,
            burst=, dup=, reorder=, delay=, jitter=, corrupt=, truncate=, replay=, mtu=,
            rate=, drop=, cut=, split, and to whom it applies types=, messages= and first=;
            see the manual page.

            Examples:
              dtlscat impair --s2c mtu=600 --seed 7 127.0.0.1:5000 vpn:4433
              dtlscat impair --both loss=10%,delay=50ms,jitter=10ms 5000 127.0.0.1:4433
            """)

    @Argument(
        help: "Where clients come to: PORT, ADDR:PORT, [v6]:PORT.", completion: .ownPlace)
    var listen: String

    @Argument(help: "The server: HOST:PORT, or [v6]:PORT.", completion: .place)
    var target: String

    @OptionGroup(title: "Network") var options: ImpairOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Output") var output: ReportOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    @Option(
        help: ArgumentHelp("Write a line for each datagram there.", valueName: "file"),
        completion: .file())
    var log: String?

    func run() throws {
        let console = output.console
        let reporter = ImpairReporter(console, json: output.json)
        do throws(Failure) {
            let relay = try makeRelay(reporter)
            try safety.enter(console)
            let signal: Signal?
            do throws(SocketError) {
                signal = try relay.run()
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
            try reporter.finish(relay, signal, options)
            if let signal { throw Failure(status: ExitStatus(signal), message: "") }
        } catch {
            if !error.message.isEmpty { console.report(error) }
            throw error.status
        }
    }

    private func makeRelay(_ reporter: ImpairReporter) throws(Failure) -> ImpairRelay {
        let target = try Target(target, nil)
        let from = try ListenPlace(listen)
        guard
            let server = try address.resolve(target.host, target.port, numeric: names.numeric).first
        else { throw Failure(status: .network, message: "no address of \(target.host)") }
        var configuration = ImpairConfiguration(target: server)
        options.apply(to: &configuration)
        // The relay is no link of its own: what an end fragments, or does not, is not its matter.
        configuration.socket = address.socketOptions(dontFragment: false)
        let socket = try address.bind(
            from.host, from.port, numeric: names.numeric, configuration.socket)
        if let log { try reporter.open(log) }
        do throws(SocketError) {
            return try ImpairRelay(
                socket, signals: try Signals(), configuration: configuration, observer: reporter)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }
}

/// Where to listen, in one word: PORT, ADDR:PORT or [v6]:PORT.
struct ListenPlace: Equatable {
    /// A name or a numeric address; every address where `nil`.
    let host: String?

    /// A number or the name of a service.
    let port: String

    init(_ text: String) throws(Failure) {
        guard text.contains(":") else {
            guard !text.isEmpty else { throw .usage("no port to listen on") }
            (host, port) = (nil, text)
            return
        }
        guard let colon = text.lastIndex(of: ":"), colon != text.startIndex,
            text.hasPrefix("[") || text.firstIndex(of: ":") == colon
        else { throw .usage("no address and port: \(text)", hint: "ADDR:PORT, or [v6]:PORT") }
        let target = try Target(text, nil)
        (host, port) = (target.host, target.port)
    }
}
