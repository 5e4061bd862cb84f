package import SystemPackage

/// What became of a datagram sent earlier: an entry of the socket's error queue.
package struct SocketFault: Hashable, Sendable {
    /// The reason: ECONNREFUSED, EHOSTUNREACH, EMSGSIZE…
    package var errno: Errno

    /// Whether this machine found it before the datagram left, as against an ICMP message, which
    /// anyone on the way can forge.
    package var isLocal: Bool

    /// The path's new MTU in bytes, IP header included, where `errno` is EMSGSIZE.
    package var mtu: Int?

    /// Where the datagram was going.
    package var peer: SocketAddress?

    /// The fault of these parts.
    package init(errno: Errno, isLocal: Bool, mtu: Int?, peer: SocketAddress?) {
        self.errno = errno
        self.isLocal = isLocal
        self.mtu = mtu
        self.peer = peer
    }
}
