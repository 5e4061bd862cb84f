import ArgumentParser

/// What a client does that has lost its session.
struct ReconnectOptions: ParsableArguments {
    @Flag(help: "Where the session is lost, or does not come about, try again.")
    var reconnect = false
}
