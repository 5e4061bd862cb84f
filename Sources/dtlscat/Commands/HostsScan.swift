import ArgumentParser
import DTLS
import Endpoint
import Sockets
import Trust

/// `dtlscat hosts scan`: the keys of servers, as lines for `dtlscat hosts import`.
struct HostsScan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Print the keys that servers show.",
        usage: "dtlscat hosts scan [options] HOST:PORT ...",
        discussion: """
            Nobody vouches for these keys: compare them with what the servers' owners say.

            Examples:
              dtlscat hosts scan -p 5684 sensor1 sensor2
              dtlscat hosts scan -f servers.txt > new.hosts
            """)

    @Argument(help: "HOST:PORT, [V6]:PORT, or a host alone with -p.", completion: .place)
    var hosts: [String] = []

    @Option(
        name: .short,
        help: ArgumentHelp(
            "Read more from this file, one a line; - for stdin.",
            valueName: "file"),
        completion: .file())
    var file: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("The port of hosts without one.", valueName: "port"))
    var port: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give each handshake this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        help: ArgumentHelp(
            "The name to ask for, or none; default: HOST.", valueName: "name"),
        completion: .hostOrNone)
    var sni: String?

    @OptionGroup var names: NameOptions

    @Flag(name: .customShort("4"), help: "Use IPv4 alone.")
    var onlyIPv4 = false

    @Flag(name: .customShort("6"), help: "Use IPv6 alone.")
    var onlyIPv6 = false

    @OptionGroup var output: StoreOutputOptions
    @OptionGroup var safety: SandboxOptions

    mutating func validate() throws {
        if hosts.isEmpty, file == nil { throw ValidationError("give at least one HOST:PORT") }
        if onlyIPv4, onlyIPv6 { throw ValidationError("-4 and -6 exclude each other") }
        if let wait, wait.milliseconds == 0 {
            throw ValidationError("--wait is a time above 0")
        }
    }

    func run() throws {
        let console = output.console
        var seen: Set<String> = []
        let rows = try targets().map { Row($0) }
            .filter { seen.insert($0.name.lowercased()).inserted }
        for row in rows { prepare(row) }
        var next = 0
        var first: ExitStatus?
        // In the order in which they were given, each as soon as those before it are done.
        func tell() throws(ExitStatus) {
            while next < rows.count, let answer = rows[next].answer {
                switch answer {
                case .success(let line): try writeOut(Console.escaped(line) + "\n")
                case .failure(let failure):
                    console.report(failure, during: "\(rows[next].name)")
                    if first == nil { first = failure.status }
                }
                next += 1
            }
        }
        var broken: ExitStatus?
        // Those that there are no handshakes with may be first.
        try tell()
        do throws(Failure) {
            try safety.enter(console)
        } catch {
            console.report(error)
            throw error.status
        }
        try PeerFetch.run(rows.compactMap(\.fetch), atOnce: Self.most) { _ in
            do throws(ExitStatus) { if broken == nil { try tell() } } catch { broken = error }
        }
        if let status = broken ?? first { throw status }
    }

    // MARK: -

    /// One server.
    private final class Row {
        let target: Target
        var fetch: PeerFetch?
        var place: Place?
        var failure: Failure?

        init(_ target: Target) { self.target = target }

        var name: String {
            target.host.contains(":")
                ? "[\(target.host)]:\(target.port)" : "\(target.host):\(target.port)"
        }

        /// Its line, or why there is none; `nil` while that is open.
        var answer: Result<String, Failure>? {
            if let failure { return .failure(failure) }
            guard let place, let outcome = fetch?.outcome else { return nil }
            return outcome.flatMap { shown in
                if let pin = shown.pin { return .success("\(KnownHost(place, pin, since: today))") }
                return .failure(
                    Failure(
                        status: .handshake,
                        message: "the server speaks pre-shared keys alone, and has no key to show"))
            }
        }
    }

    private func targets() throws(Failure) -> [Target] {
        var words = hosts
        if let file {
            do throws(SecretError) {
                let text = String(
                    decoding: try SecretFile.read(file == "-" ? "fd:0" : file).bytes, as: UTF8.self)
                for line in text.split(whereSeparator: \.isNewline) {
                    words += line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
                        .map(String.init)
                }
            } catch {
                throw .usage(error.description)
            }
        }
        var targets: [Target] = []
        for word in words {
            // A numeric address without a port has colons in it, too.
            let isAlone = !word.contains(":") || SocketAddress(host: word, port: 0) != nil
            guard isAlone || word.hasPrefix("[") && word.hasSuffix("]") else {
                targets.append(try Target(word, nil))
                continue
            }
            guard let port else {
                throw .usage("no port: \(word)", hint: "HOST:PORT, or -p for those without one")
            }
            targets.append(try Target(word, port))
        }
        return targets
    }

    private func prepare(_ row: Row) {
        do throws(Failure) {
            let addresses: [SocketAddress]
            do throws(ResolverError) {
                addresses = try Resolver.resolve(
                    host: row.target.host, service: row.target.port,
                    family: onlyIPv4 ? .v4 : onlyIPv6 ? .v6 : nil, numericOnly: names.numeric,
                    passive: false)
            } catch {
                throw Failure(
                    status: error.isUsage ? .usage : .network, message: error.description)
            }
            guard let place = Place(host: row.target.host, port: addresses.first?.port ?? 0) else {
                throw .usage("nothing can be remembered of a host of this name")
            }
            let name =
                sni ?? (SocketAddress(host: place.host, port: 0) == nil ? place.host : "none")
            var configuration = EndpointConfiguration(
                session: try PeerFetch.session(serverName: name == "none" ? nil : name))
            if let wait { configuration.handshakeTime = wait.duration ?? .seconds(1_000_000) }
            row.place = place
            row.fetch = PeerFetch(addresses: addresses, configuration: configuration)
        } catch {
            row.failure = error
        }
    }

    /// How many handshakes are under way at once.
    private static let most = 64
}
