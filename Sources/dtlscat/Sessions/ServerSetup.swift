import DTLS
import Endpoint
import Sockets

/// A server that is about to begin: what it is made from, and how that is read again.
struct ServerSetup {
    /// What its endpoint is made from.
    var configuration: EndpointConfiguration

    private let server: ServerSession
    private let ticketFile: SharedKeyFile<TicketKey>?
    private let console: Console

    /// The set-up of `configuration`, whose sessions `server` has made and which get their ticket keys
    /// by `tickets`.
    init(
        _ configuration: EndpointConfiguration, _ server: ServerSession, _ tickets: TicketOptions,
        _ console: Console
    ) throws(Failure) {
        ticketFile = try tickets.loadTicketKeyFile(console)
        self.configuration = configuration
        self.configuration.session.ticketKey = try tickets.ticketKey(ticketFile)
        self.server = server
        self.console = console
        try configuration.checkFlight()
    }

    /// A server at `socket`.
    func endpoint(at socket: UDPSocket) throws(Failure) -> ServerEndpoint {
        do throws(GnuTLSError) {
            return try ServerEndpoint(socket: socket, configuration: configuration)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    /// What the server answers to beside its clients.
    ///
    /// - Parameters:
    ///   - apply: hands on what new sessions are made from, when that was read again.
    ///   - table: the clients now; `nil` where others show them.
    func upkeep(
        json: Bool, command: String, isActivated: Bool,
        apply: @escaping (SessionConfiguration) -> Void, table: @escaping () -> ClientTable?
    ) -> Upkeep {
        Upkeep(
            console, json: json, command: command, keepsOpen: configuration.keepsOpen,
            isActivated: isActivated, read: reread, apply: apply, table: table)
    }

    private func reread() throws(Failure) -> SessionConfiguration {
        var configuration = configuration
        configuration.session = try server.reread(configuration.session, console)
        try configuration.checkFlight()
        try ticketFile?.reread()
        return configuration.session
    }
}
