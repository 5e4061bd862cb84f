import Sockets

/// A port that nobody listens on just now, for a peer that cannot be told to take any.
package func freePort() throws -> String { try SilentPort().number }

/// A port of 127.0.0.1 that takes everything and never answers.
package final class SilentPort {
    private let socket: UDPSocket

    /// Its number.
    package var number: String { "\(socket.localAddress.port)" }

    /// Opens a port of the kernel's choice.
    package init() throws {
        guard let address = SocketAddress(host: "127.0.0.1", port: 0) else {
            throw TestFailure("no loopback address")
        }
        socket = try UDPSocket.bound(to: address, options: UDPSocket.Options())
    }
}
