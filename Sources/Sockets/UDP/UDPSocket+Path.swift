internal import Glibc
internal import SystemPackage

/// What the kernel knows of the socket's path and buffers.
extension UDPSocket {
    /// The MTU of the path to the one peer in bytes, IP header included; nil where the socket is
    /// not connected.
    ///
    /// The corresponding C function is `getsockopt`, with `IP_MTU` or `IPV6_MTU`.
    package var pathMTU: Int? {
        guard let remoteAddress else { return nil }
        return Self.pathMTU(of: descriptor, remoteAddress.family)
    }

    /// The MTU of the path to `peer` in bytes, IP header included; nil where there is no route.
    ///
    /// The kernel tells it of connected sockets only, so one is made and thrown away.
    package func pathMTU(to peer: SocketAddress) -> Int? {
        guard let probe = try? Self.plainSocket(peer.family) else { return nil }
        defer { try? probe.close() }
        if let interface = options.interface {
            _ = unsafe setsockopt(
                probe.rawValue, SOL_SOCKET, SO_BINDTODEVICE, interface,
                socklen_t(interface.utf8.count))
        }
        guard (try? Self.connect(probe, to: peer, peer.family)) != nil else { return nil }
        return Self.pathMTU(of: probe, peer.family)
    }

    /// How many bytes of datagrams the kernel keeps for the socket: what it granted of
    /// `Options.receiveBuffer`, in the same terms. (The kernel doubles it for its own overhead.)
    ///
    /// The corresponding C function is `getsockopt`, with `SO_RCVBUF`.
    package var receiveBufferSize: Int {
        (Self.get(descriptor, SOL_SOCKET, SO_RCVBUF) ?? 0) / 2
    }

    /// The same as the kernel counts it, with its overhead for each datagram.
    package var receiveRoom: Int { Self.get(descriptor, SOL_SOCKET, SO_RCVBUF) ?? 0 }

    private static func pathMTU(
        of descriptor: FileDescriptor, _ family: SocketAddress.Family
    ) -> Int? {
        switch family {
        case .v4: get(descriptor, SOL_IP, IP_MTU)
        case .v6: get(descriptor, SOL_IPV6, IPV6_MTU)
        }
    }
}
