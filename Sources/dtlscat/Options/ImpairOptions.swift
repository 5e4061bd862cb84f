import ArgumentParser
import Impair

/// What a bad network does.
struct ImpairOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What happens both ways: loss=10%,delay=50ms,…", valueName: "spec"),
        completion: .impairments,
        transform: ImpairmentSpec.init)
    var both: ImpairmentSpec?

    @Option(
        name: .customLong("c2s"),
        help: ArgumentHelp(
            "What happens from clients to the server, instead.", valueName: "spec"),
        completion: .impairments,
        transform: ImpairmentSpec.init)
    var toServer: ImpairmentSpec?

    @Option(
        name: .customLong("s2c"),
        help: ArgumentHelp(
            "What happens from the server to clients, instead.", valueName: "spec"),
        completion: .impairments,
        transform: ImpairmentSpec.init)
    var toClient: ImpairmentSpec?

    @Option(help: ArgumentHelp("The same number gives the same fate.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Come from another port after that many, or a time.", valueName: "n|time"),
        transform: ImpairOptions.rebinding)
    var rebindAfter: ImpairConfiguration.Rebinding?

    @Option(
        name: [.customShort("t"), .long],
        help: ArgumentHelp("End after this time; default: on a signal.", valueName: "time"))
    var time: TimeValue?

    @Option(
        name: [.customShort("m"), .customLong("max-conns")],
        help: ArgumentHelp("At most so many clients at once; default: 1024.", valueName: "n"))
    var maxConns: Int?

    @Option(
        name: [.customShort("i"), .long],
        help: ArgumentHelp(
            "Forget clients after this silence; default: 300s.", valueName: "t"))
    var idleTimeout: TimeValue?

    mutating func validate() throws {
        if let maxConns, !(1...1_000_000).contains(maxConns) {
            throw ValidationError("--max-conns is a number from 1 to 1000000")
        }
    }

    /// The configuration that they come to, but for the target and sockets.
    func apply(to configuration: inout ImpairConfiguration) {
        configuration.toServer = (toServer ?? both)?.impairments ?? Impairments()
        configuration.toClient = (toClient ?? both)?.impairments ?? Impairments()
        configuration.seed = seed
        configuration.rebinding = rebindAfter
        configuration.runTime = time?.duration
        if let maxConns { configuration.maximumClients = maxConns }
        if let idleTimeout { configuration.idleTime = idleTimeout.duration ?? .seconds(1_000_000) }
    }

    private static func rebinding(_ argument: String) throws -> ImpairConfiguration.Rebinding {
        if let count = UInt64(argument), count > 0 { return .datagrams(count) }
        guard UInt64(argument) == nil, let time = TimeValue(argument: argument)?.duration else {
            throw ValidationError(
                "--rebind-after is a number of datagrams, or a time with its unit, such as 6s")
        }
        return .time(time)
    }
}
