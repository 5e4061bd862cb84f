import ArgumentParser
import DTLS

/// How a client takes up an earlier session.
struct SessionFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Take up the session in it, or keep a new one there.", valueName: "file"),
        completion: .file())
    var sessionFile: String?
}

/// How a server lets clients take up earlier sessions.
struct TicketOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Share the ticket key in this file; made if missing.",
            valueName: "key"),
        completion: .file())
    var ticketKeyFile: String?

    @Flag(help: "Give out no session tickets, and take none.")
    var noTickets = false

    mutating func validate() throws {
        if noTickets, ticketKeyFile != nil {
            throw ValidationError("--no-tickets and --ticket-key-file exclude each other")
        }
    }

    /// The file of the ticket key; `nil` where none is named.
    func loadTicketKeyFile(_ console: Console) throws(Failure) -> SharedKeyFile<TicketKey>? {
        try ticketKeyFile.map { path throws(Failure) in
            try SharedKeyFile<TicketKey>(path, console)
        }
    }

    /// Where each session gets its ticket key from: `file`, or else a key of this run; `nil` where
    /// there are to be no tickets.
    func ticketKey(_ file: SharedKeyFile<TicketKey>?) throws(Failure) -> (
        @Sendable () -> TicketKey
    )? {
        if noTickets { return nil }
        if let file { return { file.current } }
        let key = try SharedKeyFile<TicketKey>.randomKey()
        return { key }
    }
}
