package import Sockets

/// A plain socket at some address of the loopback device, for those who are not what they seem.
package final class Stranger {
    private let socket: UDPSocket
    private let server: SocketAddress
    private let buffer = ReceiveBuffer()

    /// A socket at `host` that sends to a server.
    package init(_ host: String = "127.0.0.1", to server: SocketAddress) throws {
        guard let address = SocketAddress(host: host, port: 0) else {
            throw TestFailure("\(host) is no address")
        }
        var options = UDPSocket.Options()
        options.receiveBuffer = 1 << 20
        options.allowCoalescing = false
        socket = try UDPSocket.bound(to: address, options: options)
        self.server = server
    }

    /// The same, to a port of 127.0.0.1.
    package convenience init(_ host: String = "127.0.0.1", toPort port: String) throws {
        guard let port = UInt16(port), let server = SocketAddress(host: "127.0.0.1", port: port)
        else { throw TestFailure("no port") }
        try self.init(host, to: server)
    }

    /// Sends a datagram, to the server or to another; what the kernel does not take is lost, as it may be on any path.
    package func send(_ datagram: [UInt8], to other: SocketAddress? = nil) {
        _ = socket.send(datagram.span, segmentSize: max(datagram.count, 1), to: other ?? server)
    }

    /// Sends a datagram to another port of 127.0.0.1.
    package func send(_ datagram: [UInt8], toPort port: String) throws {
        guard let port = UInt16(port), let other = SocketAddress(host: "127.0.0.1", port: port)
        else { throw TestFailure("no port") }
        send(datagram, to: other)
    }

    /// What has come so far.
    package func answers() -> [[UInt8]] {
        var answers: [[UInt8]] = []
        while case .datagrams = socket.receive(into: buffer) {
            answers.append(buffer.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } })
        }
        return answers
    }

    /// Waits for something to come; nothing where it has not in a while.
    package func answer() throws -> [[UInt8]] {
        let loop = EventLoop()
        loop.setInterest(loop.add(socket.descriptor), read: true, write: false)
        try loop.wait(until: Deadline.now.advanced(by: .seconds(20)))
        return answers()
    }
}
