internal import Sockets

/// One client of the relay: who it is, its socket to the server, and both ways between them.
final class ImpairClient {
    /// Where a client's datagrams come from, and which address of ours it sends to.
    struct Route: Hashable {
        let remote: SocketAddress
        let local: SocketAddress?
    }

    let number: UInt64
    let route: Route
    let began: Deadline
    var socket: UDPSocket
    var toServer: Path
    var toClient: Path
    var lastSeen: Deadline
    var sent: UInt64 = 0
    var hasMoved = false

    init(_ number: UInt64, _ route: Route, _ socket: UDPSocket, paths: (Path, Path), now: Deadline)
    {
        self.number = number
        self.route = route
        self.socket = socket
        (toServer, toClient) = paths
        began = now
        lastSeen = now
    }

    /// When one of those that are held back goes at the latest.
    var deadline: Deadline { min(toServer.deadline, toClient.deadline) }
}
