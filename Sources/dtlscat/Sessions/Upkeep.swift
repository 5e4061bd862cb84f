import DTLS
import Endpoint
import FoundationEssentials
import Glibc
import Sockets
import SystemPackage

/// What a server that people leave running answers to: SIGHUP reads its keys and certificates again,
/// SIGUSR1 shows its clients, and a service manager hears how it is.
final class Upkeep {
    /// The signals that end any run.
    static let endingSignals: [Signal] = [.interrupt, .terminate]

    /// The signals to watch for.
    let signals = Upkeep.endingSignals + [.hangup, .user1]

    /// Whether the service manager has bound the socket.
    let isActivated: Bool

    private let console: Console
    private let json: Bool
    private let command: String
    private let endsOnHangup: Bool
    private let manager: ServiceManager?
    private let read: () throws(Failure) -> SessionConfiguration
    private let apply: (SessionConfiguration) -> Void
    private let table: () -> ClientTable?
    private var place = ""

    /// The upkeep of a server.
    ///
    /// - Parameters:
    ///   - keepsOpen: whether the server goes on after its first client.
    ///   - isActivated: whether the service manager has bound the socket.
    ///   - read: what new sessions are to be made from, by what the files hold now.
    ///   - apply: hands that to the endpoint, or to each where there are several.
    ///   - table: the clients now; `nil` where others show them.
    init(
        _ console: Console, json: Bool, command: String, keepsOpen: Bool, isActivated: Bool,
        read: @escaping () throws(Failure) -> SessionConfiguration,
        apply: @escaping (SessionConfiguration) -> Void, table: @escaping () -> ClientTable?
    ) {
        self.console = console
        self.json = json
        self.command = command
        self.isActivated = isActivated
        self.read = read
        self.apply = apply
        self.table = table
        manager = ServiceManager(ProcessInfo.processInfo.environment)
        // A terminal that closes sends it to what runs there, and a program that waits for one
        // client is no service; under nohup neither is to end.
        let isAtTerminal = isatty(FileDescriptor.standardInput.rawValue) == 1
        endsOnHangup = (isAtTerminal || !keepsOpen) && !Signals.isIgnored(.hangup)
    }

    /// Gives the service manager its signs of life; `nil` where it wants none.
    var heart: Heart? { manager?.heart }

    /// The server can be reached now.
    func began(at address: SocketAddress) {
        place = "listening on \(address)"
        tell { manager throws(SocketError) in try manager.ready(place) }
    }

    /// Answers a signal; false where it is to end the run.
    func answer(_ signal: Signal) -> Bool {
        switch signal {
        case .hangup where !endsOnHangup:
            reread()
            return true
        case .user1:
            showClients()
            return true
        default:
            tell { manager throws(SocketError) in try manager.stopping() }
            return false
        }
    }

    // MARK: -

    private func reread() {
        tell { manager throws(SocketError) in try manager.reloading() }
        var status = place
        do throws(Failure) {
            apply(try read())
            console.say("reread keys and certificates")
        } catch {
            console.warn("\(error.message); the keys and certificates from before stay")
            status += "; the keys and certificates from before stay: \(error.message)"
        }
        tell { manager throws(SocketError) in try manager.ready(status) }
    }

    private func showClients() {
        table()?.show(console, json: json, command: command)
    }

    private func tell(_ message: (ServiceManager) throws(SocketError) -> Void) {
        guard let manager else { return }
        do throws(SocketError) { try message(manager) } catch { console.warn("\(error)") }
    }
}
