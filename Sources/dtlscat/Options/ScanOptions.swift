import ArgumentParser
import Scan
import Sockets

/// What `scan` looks at, and how.
struct ScanOptions: ParsableArguments {
    @Flag(help: "Look at the protocol versions.")
    var versions = false

    @Flag(help: "Look at the cipher suites, and whose order counts.")
    var ciphers = false

    @Flag(help: "Look at the groups and the signature schemes.")
    var groups = false

    @Flag(help: "Look at the extensions.")
    var extensions = false

    @Flag(help: "Try versions, the first suite, and weak kinds alone.")
    var fast = false

    @Option(
        help: ArgumentHelp(
            "Fail on these: dtls1.0,no-cookie,cbc,expires:30d,…",
            valueName: "rules"),
        completion: .rules,
        transform: ScanRule.list)
    var failOn: [ScanRule]?

    @Option(
        help: ArgumentHelp(
            "Exchanges under way at once, 1 to 16; default: 1.", valueName: "n"))
    var jobs: Int?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give the first answer this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        help: ArgumentHelp(
            "Send a hello again after this long; default: 1s.",
            valueName: "time"))
    var retransmit: TimeValue?

    @Option(
        help: ArgumentHelp(
            "The name to ask it for, or none; default: HOST.", valueName: "name"),
        completion: .hostOrNone)
    var sni: String?

    mutating func validate() throws {
        if fast, failOn?.contains(where: { $0.kind == .clientOrder }) == true {
            throw ValidationError("client-order is nothing that --fast finds out")
        }
        if let jobs, !(1...16).contains(jobs) {
            throw ValidationError("--jobs is a number from 1 to 16")
        }
        if let wait, wait.milliseconds == 0 { throw ValidationError("--wait is a time above 0") }
        if let retransmit, !(200...1_000).contains(retransmit.milliseconds ?? 0) {
            throw ValidationError("--retransmit is a time from 200ms to 1s")
        }
        if let sni, sni.isEmpty || sni.utf8.count > 255 {
            throw ValidationError("a name has 1 to 255 bytes")
        }
    }

    /// The parts that are asked for, and those that the rules need.
    private var parts: Set<ScanConfiguration.Part> {
        var parts: Set<ScanConfiguration.Part> = []
        if versions { parts.insert(.versions) }
        if ciphers { parts.insert(.ciphers) }
        if groups { parts.insert(.groups) }
        if extensions { parts.insert(.extensions) }
        if parts.isEmpty {
            parts =
                fast ? [.versions, .ciphers, .groups] : Set(ScanConfiguration.Part.allCases)
        }
        return parts.union((failOn ?? []).flatMap(\.parts))
    }

    /// How to scan the server at `address`.
    ///
    /// - Parameter name: the host as the user has named it.
    func configuration(for address: SocketAddress, name: String) -> ScanConfiguration {
        var configuration = ScanConfiguration(address: address)
        configuration.parts = parts
        configuration.isFast = fast
        if let jobs { configuration.jobs = jobs }
        // A literal address is no name to ask for (RFC 6066 section 3).
        let isName = SocketAddress(host: name, port: 0) == nil
        let asked = sni ?? (isName ? name : "none")
        configuration.serverName = asked == "none" ? nil : asked
        if let wait { configuration.wait = wait.duration ?? .seconds(1_000_000) }
        if let time = retransmit?.duration { configuration.retransmit = time }
        return configuration
    }
}
