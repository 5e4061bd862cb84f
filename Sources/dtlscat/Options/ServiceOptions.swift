import ArgumentParser
import Relay

/// What a listener does with its clients.
struct ServiceOptions: ParsableArguments {
    @Flag(name: [.short, .long], help: "Serve many clients, and go on when they leave.")
    var keepOpen = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Serve this many at once; default: 4096, 256 with -e.",
            valueName: "n"))
    var maxConns: Int?

    @Flag(help: "Send each message back to where it came from.")
    var echo = false

    @Flag(help: "Drop what comes.")
    var discard = false

    @Flag(help: "Send each message to every other client.")
    var broker = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Run this for each client; words end at blanks.", valueName: "command"),
        completion: .file())
    var exec: String?

    @Option(
        name: [.customShort("c"), .long],
        help: ArgumentHelp("Run this with /bin/sh for each client.", valueName: "command"))
    var shExec: String?

    @Option(help: ArgumentHelp("Serve by this many threads; default: 1.", valueName: "n"))
    var workers: Int?

    mutating func validate() throws {
        let given = [
            ("--echo", echo), ("--discard", discard), ("--broker", broker),
            ("--exec", exec != nil), ("--sh-exec", shExec != nil),
        ].filter(\.1).map(\.0)
        if given.count > 1 {
            throw ValidationError("\(given[0]) and \(given[1]) exclude each other")
        }
        if broker, !keepOpen {
            throw ValidationError("--broker goes with -k: it takes more than one client")
        }
        if let workers {
            guard (1...256).contains(workers) else {
                throw ValidationError("--workers is a number from 1 to 256")
            }
            guard keepOpen else {
                throw ValidationError("--workers goes with -k: a thread alone serves one client")
            }
        }
        if let maxConns, maxConns < 1 { throw ValidationError("--max-conns is 1 or more") }
    }

    /// What is done with what comes, where no command takes it.
    var service: RelayConfiguration.Service {
        echo ? .echo : discard ? .discard : broker ? .broker : .pipe
    }

    /// The most clients at once; the endpoint's own number where `nil`. A process takes more than a
    /// session does.
    var maximumClients: Int? { maxConns ?? (hasCommand ? 256 : nil) }

    /// Whether a command is run for each client.
    var hasCommand: Bool { exec != nil || shExec != nil }
}
