import Bench
import DTLS
import Endpoint
import Sockets

/// `bench --server`: serves until a signal asks for the end, and tells of each client with -v.
final class BenchServerRun: BenchServerReporter {
    private let command: BenchCommand
    private let console: Console

    init(_ command: BenchCommand) {
        self.command = command
        console = command.output.console
    }

    func run(stop signals: Signals, _ console: Console) throws(Failure) {
        let (host, port) = command.port.map { (command.host, $0) } ?? (nil, command.host ?? "")
        let socket = try command.address.bind(host, port, command.mtu)
        var (session, announcement) = try ServerSession(
            identity: command.identity, clients: command.clients, revocation: command.revocation,
            psk: command.psk,
            keys: command.keys, crypto: command.crypto
        ).configuration(socket, console, clientCommand: "bench")
        let endpoint: ServerEndpoint
        do throws(GnuTLSError) {
            let ticketKey = try TicketKey()
            session.ticketKey = { ticketKey }
            var configuration = command.endpoint(session)
            configuration.keepsOpen = true
            configuration.idleTime = .seconds(300)
            endpoint = try ServerEndpoint(socket: socket, configuration: configuration)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
        try command.enterSandbox()
        if let announcement { console.say(announcement) }
        do throws(SocketError) {
            try BenchServer(endpoint, stop: signals.descriptor, reporter: self).run()
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }

    func began(_ association: Association, serverSends: Bool) {
        console.note(1, SessionSummary(association).sentence)
    }

    func ended(_ association: Association, received: BenchTally?, sent: BenchTally?) {
        var parts: [String] = []
        if let received {
            parts.append("received \(received.bytes) bytes, \(received.lost ?? 0) messages lost")
        }
        if let sent { parts.append("sent \(sent.bytes) bytes") }
        if parts.isEmpty { parts.append("done") }
        console.note(1, "\(association.name): \(parts.joined(separator: "; "))")
    }

    func noted(_ note: EndpointNote) { console.note(note) }
}
