import ArgumentParser
import DTLS
import Endpoint
import Probe

/// How often to probe, and how.
struct ProbeOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Shake hands so often, or until a signal with 0 or inf.", valueName: "n"),
        transform: ProbeOptions.number)
    var count: Count?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "With -c, begin one so long after another; default: 1s.",
            valueName: "time"))
    var interval: TimeValue?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give each handshake this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        help: ArgumentHelp(
            "Send a flight again after this long; default: 1s.",
            valueName: "time"))
    var retransmit: TimeValue?

    @Flag(help: "Find the largest datagram that gets there and back.")
    var mtu = false

    @Option(
        help: ArgumentHelp(
            "The MTU to shake hands with; default: 1400, --mtu 576.",
            valueName: "n"))
    var linkMtu: Int?

    @Option(
        help: ArgumentHelp("Offer records of this size at most, 512 to 16384.", valueName: "n"))
    var recordSize: Int?

    /// How many handshakes.
    struct Count: Equatable {
        /// So many; until the user ends it where `nil`.
        let number: Int?
    }

    mutating func validate() throws {
        if interval != nil, count == nil { throw ValidationError("--interval goes with --count") }
        if mtu, count != nil { throw ValidationError("--mtu and --count exclude each other") }
        if let interval, interval.duration == nil {
            throw ValidationError("--interval is a time, such as 500ms")
        }
        if let wait, wait.milliseconds == 0 { throw ValidationError("--wait is a time above 0") }
        if let retransmit, !(200...1_000).contains(retransmit.milliseconds ?? 0) {
            throw ValidationError("--retransmit is a time from 200ms to 1s")
        }
        if let linkMtu, !(256...16_384).contains(linkMtu) {
            throw ValidationError("--link-mtu is a number of bytes from 256 to 16384")
        }
        if let recordSize, !(512...16_384).contains(recordSize) {
            throw ValidationError("--record-size is a number of bytes from 512 to 16384")
        }
    }

    /// How many probes there are, and when.
    var schedule: ProbeSchedule {
        var schedule = ProbeSchedule()
        if let count { schedule.count = count.number }
        if let duration = interval?.duration { schedule.interval = duration }
        return schedule
    }

    /// Puts into `configuration` what is about time and sizes.
    func apply(to configuration: inout EndpointConfiguration) {
        if let milliseconds = retransmit?.milliseconds {
            configuration.session.retransmission = milliseconds
        }
        configuration.session.maximumRecordSize = recordSize
        if let wait { configuration.handshakeTime = wait.duration ?? .seconds(1_000_000) }
        // A path that is narrow is found out by what comes after the handshake.
        configuration.linkMTU = linkMtu ?? (mtu ? Self.narrowestLinkMTU : nil)
        // Nothing is sent that would have to keep to a pace.
        configuration.flow = .none
    }

    /// What every host takes (RFC 791 section 3.1).
    private static let narrowestLinkMTU = 576

    private static func number(_ argument: String) throws -> Count {
        if argument == "inf" { return Count(number: nil) }
        guard let number = Int(argument), number >= 0 else {
            throw ValidationError("--count is a number, or inf")
        }
        return Count(number: number == 0 ? nil : number)
    }
}

/// What a probe tells, and where.
struct ProbeOutputOptions: ParsableArguments {
    @Flag(name: .short, help: "Tell what happens; -vv each flight, -vvv each message.")
    var verbose: Int

    @Flag(name: [.customShort("Q"), .long], help: "Print nothing: the exit status tells.")
    var quiet = false

    @Flag(name: .customShort("z"), help: "Print nothing unless -v, as netcat's -z.")
    var zero = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Flag(help: "Show the peer's certificate.")
    var showCert = false

    @OptionGroup var secrets: SecretFileOptions

    @OptionGroup var color: ColorOptions

    mutating func validate() throws {
        if quiet || zero, json { throw ValidationError("--json and -Q exclude each other") }
    }

    /// Whether nothing is told but by the status.
    var isSilent: Bool { quiet || zero && verbose == 0 }

    /// The console for these options.
    var console: Console {
        Console(verbosity: verbose, isQuiet: isSilent, style: color.ofErrors)
    }

    /// The files that are written.
    var written: [(option: String, path: String?)] { secrets.written }
}
