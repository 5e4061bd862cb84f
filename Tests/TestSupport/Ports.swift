package import Sockets

/// A port that nobody listens on just now, for a peer that cannot be told to take any.
package func freePort() throws -> String { "\(try boundSocket().localAddress.port)" }

/// A socket on a port of 127.0.0.1 that nobody reads.
package func boundSocket() throws -> UDPSocket {
    guard let address = SocketAddress(host: "127.0.0.1", port: 0) else {
        throw TestFailure("no loopback address")
    }
    return try UDPSocket.bound(to: address, options: UDPSocket.Options())
}
