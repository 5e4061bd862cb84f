import Sockets
import Testing

/// Sockets on this machine and what goes between them.
enum Loopback {
    static let v4 = SocketAddress(host: "127.0.0.1", port: 0)!
    static let v6 = SocketAddress(host: "::1", port: 0)!

    /// The family of `address` in full: where to send to reach a socket bound to it.
    static func reach(_ socket: UDPSocket, at host: String) -> SocketAddress {
        SocketAddress(host: host, port: socket.localAddress.port)!
    }

    /// Bytes that differ from place to place.
    static func bytes(_ count: Int, seed: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 + seed) &* 31 &+ $0 >> 8) }
    }

    /// What `bytes` are as datagrams of `size`.
    static func segments(_ bytes: [UInt8], of size: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min($0 + size, bytes.count)])
        }
    }

    /// The next `count` datagrams that reach `socket`, or those that came in ten seconds.
    static func receive(_ count: Int, at socket: UDPSocket) throws -> [[UInt8]] {
        let buffer = ReceiveBuffer()
        var datagrams: [[UInt8]] = []
        while datagrams.count < count, try wait(for: socket) {
            while case .datagrams = socket.receive(into: buffer) {
                buffer.forEachSegment { datagrams.append(copy($0)) }
            }
        }
        return datagrams
    }

    /// Waits until there is something to read at `socket`, an error included; false after a
    /// minute.
    static func wait(for socket: UDPSocket) throws -> Bool {
        let loop = EventLoop()
        let token = loop.add(socket.descriptor)
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .now.advanced(by: .seconds(60)))
        return loop.isReadable(token)
    }

    static func copy(_ span: Span<UInt8>) -> [UInt8] {
        span.indices.map { span[$0] }
    }

    /// A port that answers "port unreachable" to everyone but one, and that no other test gets while
    /// the socket returned lives: connected elsewhere, it takes nothing from us.
    static func deadPort() throws -> UDPSocket {
        try UDPSocket.connected(to: SocketAddress(host: "127.0.0.1", port: 9)!, source: v4)
    }
}
