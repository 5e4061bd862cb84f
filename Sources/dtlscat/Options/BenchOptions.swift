import ArgumentParser
import Bench
import Endpoint

/// What to measure, in iperf3's letters where it has one.
struct BenchOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Measure for this long; default: 10s.", valueName: "time"))
    var time: TimeValue?

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp(
            "End after this many bytes or handshakes instead.",
            valueName: "size"))
    var bytes: SizeValue?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Bytes a message; default: what fits, --latency 64.",
            valueName: "n"))
    var length: SizeValue?

    @Option(
        name: [.customShort("P"), .long],
        help: ArgumentHelp("This many streams side by side.", valueName: "n"))
    var parallel = 1

    @Flag(name: [.customShort("R"), .long], help: "The server sends.")
    var reverse = false

    @Flag(help: "Both send.")
    var bidir = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Bits a second and stream: 500K; default: no limit.",
            valueName: "rate"))
    var bitrate: RateValue?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Report each time this has passed; default: 1s.", valueName: "time"))
    var interval: TimeValue?

    @Option(
        name: [.customShort("O"), .long],
        help: ArgumentHelp("Leave out what happens in this time at first.", valueName: "time"))
    var omit: TimeValue?

    @Flag(help: "Measure handshakes.")
    var handshakes = false

    @Option(help: ArgumentHelp("This many handshakes under way.", valueName: "n"))
    var concurrency = 1

    @Flag(help: "Let handshakes take up an earlier session.")
    var resume = false

    @Flag(help: "Measure the round trips of single messages.")
    var latency = false

    @Flag(help: "Measure the same over plain UDP, and what DTLS costs.")
    var udpBaseline = false

    @Option(
        help: ArgumentHelp(
            "Measure with each of these ciphers: AES-128-GCM,…",
            valueName: "list"),
        completion: .ciphers)
    var compare: String?

    @Option(
        help: ArgumentHelp("Draw the result there, as SVG.", valueName: "file"),
        completion: .file())
    var plot: String?

    @Option(
        help: ArgumentHelp(
            "End with status 10 below these bits or handshakes/s.",
            valueName: "rate"))
    var failUnder: RateValue?

    @Option(
        help: ArgumentHelp(
            "End with status 10 where more percent are lost.", valueName: "percent"))
    var maxLoss: Double?

    mutating func validate() throws {
        if reverse, bidir { throw ValidationError("-R and --bidir exclude each other") }
        if handshakes, latency {
            throw ValidationError("--handshakes and --latency exclude each other")
        }
        if handshakes || latency, reverse || bidir {
            throw ValidationError("-R and --bidir are for throughput")
        }
        if handshakes, udpBaseline || length != nil || parallel != 1 {
            throw ValidationError("--udp-baseline, -l and -P are not for --handshakes")
        }
        if !handshakes, resume || concurrency != 1 {
            throw ValidationError("--resume and --concurrency are for --handshakes")
        }
        if latency, failUnder != nil { throw ValidationError("--fail-under is not for --latency") }
        if time != nil, bytes != nil { throw ValidationError("-t and -n exclude each other") }
        if let time, time.milliseconds ?? 0 < 1 || time.milliseconds ?? 0 > 86_400_000 {
            throw ValidationError("-t is a time of up to 24h")
        }
        if let interval, interval.milliseconds ?? 0 < 10 {
            throw ValidationError("-i is a time from 10ms")
        }
        if let omit, omit.milliseconds ?? .max > 3_600_000 {
            throw ValidationError("-O is a time of up to 1h")
        }
        if let bytes, bytes.bytes < 1 { throw ValidationError("-n is 1 or more") }
        if let length, !(16...16_384).contains(length.bytes) {
            throw ValidationError("-l is a number of bytes from 16 to 16384")
        }
        if !(1...128).contains(parallel) { throw ValidationError("-P is a number from 1 to 128") }
        if !(1...512).contains(concurrency) {
            throw ValidationError("--concurrency is a number from 1 to 512")
        }
        if let maxLoss, !(0...100).contains(maxLoss) {
            throw ValidationError("--max-loss is a percentage from 0 to 100")
        }
    }

    /// Each option, and whether it was given: what a client measures is no business of a server.
    var used: [(Bool, String)] {
        [
            (time != nil, "-t"), (bytes != nil, "-n"), (length != nil, "-l"),
            (parallel != 1, "-P"), (reverse, "-R"), (bidir, "--bidir"), (bitrate != nil, "-b"),
            (interval != nil, "-i"), (omit != nil, "-O"), (handshakes, "--handshakes"),
            (concurrency != 1, "--concurrency"), (resume, "--resume"), (latency, "--latency"),
            (udpBaseline, "--udp-baseline"), (compare != nil, "--compare"), (plot != nil, "--plot"),
            (failUnder != nil, "--fail-under"), (maxLoss != nil, "--max-loss"),
        ]
    }

    /// What is measured.
    var mode: BenchReport.Mode { handshakes ? .handshakes : latency ? .latency : .throughput }

    /// What is asked for, as plain values.
    var settings: BenchSettings {
        var settings = BenchSettings(length: length?.bytes ?? (latency ? 64 : 0))
        settings.streams = parallel
        settings.direction = reverse ? .reverse : bidir ? .bidirectional : .send
        settings.bytes = bytes.map { UInt64($0.bytes) }
        settings.seconds = bytes == nil ? time.map(Self.seconds) ?? 10 : nil
        settings.bitrate = bitrate?.bitsPerSecond
        settings.omit = omit.map(Self.seconds) ?? 0
        settings.interval = interval.map(Self.seconds) ?? 1
        settings.concurrency = concurrency
        settings.resumes = resume
        return settings
    }

    private static func seconds(_ time: TimeValue) -> Double {
        Double(time.milliseconds ?? 0) / 1_000
    }
}

/// What is told of a measurement.
struct BenchOutputOptions: ParsableArguments {
    @Flag(name: .short, help: "Tell what happens; -vv flights, -vvv datagrams.")
    var verbose: Int

    @Flag(name: [.customShort("Q"), .long], help: "Tell the result and errors alone.")
    var quiet = false

    @Flag(help: "Print the result as JSON, by iperf3's names.")
    var json = false

    @OptionGroup var color: ColorOptions

    /// The console for these options.
    var console: Console {
        Console(verbosity: verbose, isQuiet: quiet, style: color.ofErrors)
    }

    /// Each option that only a client has a use for, and whether it was given.
    var used: [(Bool, String)] { [(json, "--json")] }
}

/// How long things may take, where there is no standard input.
struct BenchTimeOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give the handshake this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        help: """
            Its pace: auto, heartbeat or none.
            """)
    var flow = FlowPolicy.auto

    mutating func validate() throws {
        if let wait, wait.milliseconds == 0 { throw ValidationError("--wait is a time above 0") }
    }
}
