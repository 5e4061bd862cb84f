import ArgumentParser

/// What a client does that has lost its session.
struct ReconnectOptions: ParsableArguments {
    @Flag(help: "Try again where there is no session, or no more.")
    var reconnect = false
}
