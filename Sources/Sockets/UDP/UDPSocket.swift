internal import CLinux
internal import Glibc
package import SystemPackage

/// A UDP socket that sends and receives runs of datagrams, non-blocking.
///
/// Errors that the network answers with are values: the socket outlives them all.
package final class UDPSocket {
    /// What to ask of the kernel for a socket.
    package struct Options: Hashable, Sendable {
        /// Room for datagrams not yet read, in bytes; capped by `net.core.rmem_max` without an
        /// error. The default, 4 MiB, rides out some milliseconds at full speed.
        package var receiveBuffer = 4 << 20

        /// Room for datagrams not yet on the wire, in bytes; nil leaves the kernel's default.
        package var sendBuffer: Int?

        /// Whether datagrams that do not fit the path are refused instead of fragmented.
        package var dontFragment = true

        /// The one interface to use, nil for what the routes say.
        package var interface: String?

        /// The differentiated services code point, 0 to 63; nil leaves it 0.
        package var dscp: Int?

        /// Whether a run of datagrams may leave by one call (UDP_SEGMENT).
        package var allowSegmentation = true

        /// Whether a run of datagrams may arrive by one call (UDP_GRO).
        package var allowCoalescing = true

        /// Whether several sockets of this user may be bound to one address, among which the kernel
        /// shares out those who send (SO_REUSEPORT).
        package var sharesAddress = false

        /// The defaults.
        package init() {}
    }

    /// The socket, for the event loop: non-blocking, closed on exec, closed with this object.
    package let descriptor: FileDescriptor

    /// Where datagrams come from that name no other source.
    package let localAddress: SocketAddress

    /// The one peer, of a connected socket.
    package let remoteAddress: SocketAddress?

    /// What the socket has done.
    package internal(set) var counters = SocketCounters()

    let family: SocketAddress.Family
    /// What was asked for.
    package let options: Options

    /// What its send buffer holds, in bytes as the kernel counts them.
    private(set) lazy var sendRoom = Self.get(descriptor, SOL_SOCKET, SO_SNDBUF) ?? .max

    /// Whether runs leave by one call: false for good once that has been refused.
    var segmentation: Bool

    /// A socket that sends to `peer` and hears from it alone, from `source` where that is given,
    /// whose port 0 is any.
    ///
    /// The corresponding C functions are `socket`, `bind` and `connect`.
    package static func connected(
        to peer: SocketAddress, source: SocketAddress? = nil, options: Options = Options()
    ) throws(SocketError) -> UDPSocket {
        let descriptor = try makeSocket(peer.family, options)
        do throws(SocketError) {
            if let source { try bind(descriptor, to: source, peer.family) }
            try connect(descriptor, to: peer, peer.family)
            return try UDPSocket(descriptor, peer.family, peer: peer, options)
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// A socket that hears from everyone at `address`, whose port 0 is any free one. "::" takes
    /// IPv4 as well.
    ///
    /// An address in use is an error, unless all sockets there have ``Options/sharesAddress``.
    ///
    /// The corresponding C functions are `socket` and `bind`.
    package static func bound(
        to address: SocketAddress, options: Options = Options()
    ) throws(SocketError) -> UDPSocket {
        let descriptor = try makeSocket(address.family, options)
        do throws(SocketError) {
            askForDestination(descriptor, address.family)
            try bind(descriptor, to: address, address.family)
            return try UDPSocket(descriptor, address.family, peer: nil, options)
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// A socket that another program has bound and left to this one, set up as one of
    /// ``bound(to:options:)`` is; closed where it is of no use.
    ///
    /// The corresponding C functions are `getsockopt`, `getsockname` and `fcntl`.
    package static func adopted(
        _ descriptor: FileDescriptor, options: Options = Options()
    ) throws(SocketError) -> UDPSocket {
        do throws(SocketError) {
            let family = try checkAdoptable(descriptor)
            try apply(options, to: descriptor, family, isInherited: true)
            askForDestination(descriptor, family)
            return try UDPSocket(descriptor, family, peer: nil, options)
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    private init(
        _ descriptor: FileDescriptor, _ family: SocketAddress.Family, peer: SocketAddress?,
        _ options: Options
    ) throws(SocketError) {
        self.localAddress = try Self.localAddress(of: descriptor)
        self.descriptor = descriptor
        self.family = family
        self.remoteAddress = peer
        self.options = options
        segmentation =
            options.allowSegmentation && clinux_has_segmentation(descriptor.rawValue)
        counters.gsoRefused = options.allowSegmentation && !segmentation
    }

    deinit {
        try? descriptor.close()
    }

    /// Receives a datagram or a batch of them into `buffer`, in place of what is there.
    ///
    /// The corresponding C function is `recvmsg`.
    package func receive(into buffer: ReceiveBuffer) -> ReceiveResult {
        while true {
            if buffer.receive(from: descriptor.rawValue, port: localAddress.port) >= 0 { break }
            switch Errno(rawValue: Glibc.errno) {
            case .interrupted: continue
            case .wouldBlock, .resourceTemporarilyUnavailable: return .wouldBlock
            case let other: return .failed(other)
            }
        }
        if buffer.segmentSize < buffer.count { counters.groBatches += 1 }
        if let drops = buffer.drops { counters.kernelDrops = drops }
        return .datagrams
    }

    /// Empties the error queue: `body` is given each entry, in order. Until this is done, every
    /// wait for the socket ends at once (`EventLoop.hasError`).
    ///
    /// The corresponding C function is `recvmsg`, with `MSG_ERRQUEUE`.
    package func readErrors(_ body: (SocketFault) -> Void) {
        var entry = clinux_fault()
        while true {
            let result = unsafe clinux_receive_fault(descriptor.rawValue, &entry)
            if result > 0 {
                body(
                    SocketFault(
                        errno: Errno(rawValue: entry.error), isLocal: entry.local,
                        mtu: entry.mtu == 0 ? nil : Int(entry.mtu),
                        peer: SocketAddress(entry.peer)))
            } else if result < 0 && Errno(rawValue: Glibc.errno) != .interrupted {
                return
            }
        }
    }
}
