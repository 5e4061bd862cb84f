import Glibc

/// A UDP socket of IPv4, and no more than a session needs of it.
public final class UDPSocket {
    private let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    /// Binds to a port; the kernel chooses one where it is 0.
    public init(port: UInt16 = 0) throws {
        let own = Address(host: "0.0.0.0", port: port).name
        guard descriptor >= 0, withPointer(to: own, { bind(descriptor, $0, $1) }) == 0 else {
            throw SocketError(errno: errno)
        }
    }

    deinit { close(descriptor) }

    /// The port that it is bound to.
    public var port: UInt16 {
        var own = sockaddr_in()
        _ = withMutablePointer(to: &own) { getsockname(descriptor, $0, $1) }
        return Address(own).port
    }

    /// Waits for a datagram, for so many milliseconds at most; `nil` where none has come.
    public func receive(within milliseconds: Int) -> (datagram: [UInt8], from: Address)? {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, Int32(clamping: milliseconds)) > 0 else { return nil }
        var sender = sockaddr_in()
        let count = withMutablePointer(to: &sender) {
            recvfrom(descriptor, &buffer, buffer.count, 0, $0, $1)
        }
        return count >= 0 ? (Array(buffer.prefix(count)), Address(sender)) : nil
    }

    /// Sends a datagram. What fails is lost, as datagrams may be anyway.
    public func send(_ datagram: [UInt8], to address: Address) {
        _ = withPointer(to: address.name) {
            sendto(descriptor, datagram, datagram.count, 0, $0, $1)
        }
    }
}

/// Whom datagrams come from and go to.
public struct Address: Hashable, Sendable {
    /// In the order of the network.
    let host: UInt32

    /// In the order of this machine.
    public let port: UInt16

    /// A numeric address, such as `127.0.0.1`.
    public init(host: String, port: UInt16) {
        (self.host, self.port) = (inet_addr(host), port)
    }

    init(_ name: sockaddr_in) {
        (host, port) = (name.sin_addr.s_addr, UInt16(bigEndian: name.sin_port))
    }

    var name: sockaddr_in {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        (name.sin_addr.s_addr, name.sin_port) = (host, port.bigEndian)
        return name
    }

    static let size = socklen_t(MemoryLayout<sockaddr_in>.size)
}

/// What the kernel has said.
public struct SocketError: Error {
    let errno: Int32
}

private func withPointer<Result>(
    to name: sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    withUnsafePointer(to: name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, Address.size) }
    }
}

private func withMutablePointer<Result>(
    to name: inout sockaddr_in,
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
) -> Result {
    var size = Address.size
    return withUnsafeMutablePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &size) }
    }
}
