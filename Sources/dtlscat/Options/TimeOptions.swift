import ArgumentParser

/// How long things may take.
struct TimeOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Give the handshake this long; default: 10s.", valueName: "time"))
    var wait: TimeValue?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "End after this silence; listen -k and forward: 300s.",
            valueName: "t"))
    var idleTimeout: TimeValue?

    @Option(
        help: ArgumentHelp(
            "Ask after this silence; forward: 20s.", valueName: "time"))
    var keepalive: TimeValue?

    @Option(
        help: ArgumentHelp(
            "Send a flight again after this long; default: 1s.",
            valueName: "time"))
    var retransmit: TimeValue?

    mutating func validate() throws {
        if let retransmit, !(200...1_000).contains(retransmit.milliseconds ?? 0) {
            throw ValidationError("--retransmit is a time from 200ms to 1s")
        }
        if let wait, wait.milliseconds == 0 {
            throw ValidationError("--wait is a time above 0")
        }
        if let idleTimeout, idleTimeout.milliseconds == 0 {
            throw ValidationError("--idle-timeout is a time above 0")
        }
        if let least = keepalive?.milliseconds, least < 1_000 {
            throw ValidationError("--keepalive is a time of 1s or more")
        }
    }
}
