import FoundationEssentials
import Sockets

/// Where a listener hears from its clients.
struct ListeningSocket {
    /// The socket.
    let socket: UDPSocket

    /// Whether the service manager has bound it.
    let isInherited: Bool

    /// The socket that the service manager has left to us, which a host or port that is given has to
    /// agree with; without one, a new socket there.
    ///
    /// - Parameter sharesAddress: whether others of this program may be bound to the same address.
    init(
        _ address: AddressOptions, host: String?, port: String?, numeric: Bool, _ mtu: MTUOptions,
        sharesAddress: Bool = false
    ) throws(Failure) {
        if let socket = try Self.inherited(address.socketOptions(mtu)) {
            guard !sharesAddress else {
                throw .usage("the service manager has bound one socket, and --workers need more")
            }
            if let family = address.family, family != Self.family(socket) {
                throw .usage("the service manager's socket is of the other family")
            }
            if let port {
                let wanted = try address.resolve(host, port, numeric: numeric, forListening: true)
                guard wanted.contains(where: { Self.agrees(socket.localAddress, $0, host: host) })
                else {
                    let place = host.map { "\($0) port \(port)" } ?? "port \(port)"
                    throw .usage(
                        "the service manager has bound \(socket.localAddress), and not \(place)",
                        hint: "without ADDR and PORT any will do")
                }
            }
            self.socket = socket
            isInherited = true
        } else {
            guard let port else {
                throw .usage("no port to listen on", hint: "dtlscat listen [ADDR] PORT")
            }
            socket = try address.bind(
                host, port, numeric: numeric, mtu, sharesAddress: sharesAddress)
            isInherited = false
        }
    }

    private static func inherited(_ options: UDPSocket.Options) throws(Failure) -> UDPSocket? {
        do throws(InheritedSocket.Failure) {
            return try InheritedSocket(ProcessInfo.processInfo.environment)?.adopt(options)
        } catch {
            throw .usage(error.description)
        }
    }

    /// Whether a socket at `actual` is what was asked for; a port of 0 is any.
    private static func agrees(
        _ actual: SocketAddress, _ wanted: SocketAddress, host: String?
    ) -> Bool {
        (wanted.port == 0 || wanted.port == actual.port)
            && (host == nil || wanted.host == actual.host)
    }

    private static func family(_ socket: UDPSocket) -> SocketAddress.Family {
        socket.localAddress.family
    }
}
