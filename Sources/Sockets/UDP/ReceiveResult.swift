package import SystemPackage

/// What a receive brought.
package enum ReceiveResult: Hashable, Sendable {
    /// One datagram or more are in the buffer; one of no bytes is a datagram like any other.
    case datagrams

    /// Nothing is there for now.
    case wouldBlock

    /// Nothing was received, but an error was pending, most often an earlier datagram's ICMP
    /// answer (ECONNREFUSED, EMSGSIZE); the socket is as good as before.
    case failed(Errno)
}
