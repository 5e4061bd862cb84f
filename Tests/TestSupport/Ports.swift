import Sockets

/// A port that nobody listens on just now, for a peer that cannot be told to take any.
package func freePort() throws -> String { "\(try freePorts(1))" }

/// The first of `count` ports, one after the other, that nobody listens on just now; below those that
/// the kernel gives to sockets that ask for any, so that no other test comes by one of them.
package func freePorts(_ count: Int) throws -> UInt16 {
    for _ in 0..<1_000 {
        let first = UInt16.random(in: 10_000..<30_000)
        let isFree = (first..<first + UInt16(count)).allSatisfy { port in
            guard let address = SocketAddress(host: "127.0.0.1", port: port) else { return false }
            return (try? UDPSocket.bound(to: address, options: UDPSocket.Options())) != nil
        }
        if isFree { return first }
    }
    throw TestFailure("no \(count) ports are free")
}

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
