import ArgumentParser
import Endpoint
import Relay

extension Framing: Choice {}
extension RelayConfiguration.TooLarge: Choice {}
extension FlowPolicy: Choice {}

/// How standard input becomes messages, and messages standard output.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "\(Framing.list).",
            valueName: "framing"))
    var framing: Framing?

    @Option(
        help: ArgumentHelp(
            "How standard input is cut into messages.", valueName: "framing"))
    var inFraming: Framing?

    @Option(
        help: ArgumentHelp(
            "How messages are told apart on standard output.", valueName: "framing"))
    var outFraming: Framing?

    @Flag(name: .customShort("0"), help: "The same as --framing nul.")
    var nul = false

    @Option(
        help: ArgumentHelp(
            "Of messages: split, error or drop; default: error.", valueName: "what"))
    var tooLarge: RelayConfiguration.TooLarge?

    @Flag(name: [.customShort("C"), .long], help: "Send CRLF where the input has LF.")
    var crlf = false

    @Flag(help: "Send alone: what the peer says is dropped.")
    var sendOnly = false

    @Flag(help: "Receive alone: standard input is not read.")
    var recvOnly = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Wait this long after the end of input; default: 2s.",
            valueName: "time"))
    var quitAfter: TimeValue?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Send at most this many bits a second: 500K, 10M.", valueName: "rate"))
    var bitrate: RateValue?

    @Option(
        help: """
            Its pace: auto, heartbeat or none.
            """)
    var flow = FlowPolicy.auto

    @Option(
        help: ArgumentHelp("Hold messages back this long for those before.", valueName: "time"))
    var ordered: TimeValue?

    @Flag(help: "Show on a terminal how far it has come.")
    var progress = false

    @Flag(help: "End with status 8 where anything was lost.")
    var failOnLoss = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Write there instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        name: [.customShort("x"), .long],
        help: ArgumentHelp("Write what is sent and received there, in hex.", valueName: "file"),
        completion: .file())
    var hexDump: String?

    mutating func validate() throws {
        if sendOnly, recvOnly {
            throw ValidationError("--send-only and --recv-only exclude each other")
        }
        if nul, framing != nil { throw ValidationError("-0 and --framing exclude each other") }
        if let ordered, ordered.duration == nil {
            throw ValidationError("--ordered takes a time that ends")
        }
    }

    /// The relay's part of the options.
    var relay: RelayConfiguration {
        var relay = RelayConfiguration()
        let both = nul ? .nul : framing ?? .stream
        relay.inputFraming = inFraming ?? both
        relay.outputFraming = outFraming ?? both
        relay.tooLarge = relay.inputFraming == .stream ? .split : tooLarge ?? .error
        relay.crlf = crlf
        relay.sends = !recvOnly
        relay.receives = !sendOnly
        if let quitAfter { relay.quitAfter = quitAfter.duration }
        relay.bitrate = bitrate?.bitsPerSecond
        relay.ordering = ordered?.duration
        return relay
    }
}

extension DataOptions {
    /// The files that are written.
    var written: [(option: String, path: String?)] {
        [("--output", output), ("--hex-dump", hexDump)]
    }
}
