internal import CLinux
internal import Glibc
package import SystemPackage

/// A UDP socket, connected to one peer or open to all, with segmentation (GSO) and coalescing
/// (GRO) where the kernel and the device have them.
package final class UDPSocket {
    /// How a socket is set up.
    package struct Options: Sendable {
        /// The receive buffer to ask for, in bytes; the kernel may give less.
        package var receiveBuffer = 4_194_304

        /// The send buffer to ask for, in bytes; the kernel's own choice where `nil`.
        package var sendBuffer: Int?

        /// Whether datagrams may not be fragmented on their way.
        package var dontFragment = true

        /// The interface to send from and receive on; any where `nil`.
        package var interface: String?

        /// The differentiated services code point, 0 to 63 (RFC 2474).
        package var dscp: Int?

        /// Whether a run of datagrams is handed to the kernel in one call.
        package var allowsSegmentation = true

        /// Whether the kernel may hand over a run of datagrams at once.
        package var allowsCoalescing = true

        /// The options above.
        package init() {}
    }

    /// How a receive went.
    package enum ReceiveResult: Sendable {
        /// There are datagrams in the buffer.
        case datagrams

        /// There are none.
        case wouldBlock

        /// The kernel reports an error of something sent before; the socket goes on working.
        case failed(Errno)
    }

    /// The non-blocking descriptor, closed with this object.
    package let descriptor: FileDescriptor

    let family: SocketAddress.Family
    let isConnected: Bool
    var options: Options

    /// Whether runs of datagrams are handed over in one call; false once one was refused.
    package internal(set) var segments: Bool

    /// A socket that is connected to `remote`.
    ///
    /// The corresponding C function is `connect`.
    package static func connected(
        to remote: SocketAddress, source: SocketAddress? = nil, options: Options = Options()
    ) throws(SocketError) -> UDPSocket {
        let socket = try UDPSocket(family: remote.family, isConnected: true, options: options)
        if let source { try socket.bind(to: source) }
        let (storage, length) = remote.storage(for: remote.family)
        try socket.check("reach \(remote)") {
            unsafe withAddress(storage) { address in
                unsafe connect(socket.descriptor.rawValue, address, length)
            }
        }
        return socket
    }

    /// A socket on `local` that receives from anybody.
    ///
    /// The corresponding C function is `bind`.
    package static func bound(
        to local: SocketAddress, options: Options = Options()
    ) throws(SocketError) -> UDPSocket {
        let socket = try UDPSocket(family: local.family, isConnected: false, options: options)
        try socket.bind(to: local)
        return socket
    }

    private init(
        family: SocketAddress.Family, isConnected: Bool, options: Options
    ) throws(SocketError) {
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let raw = socket(family == .v4 ? AF_INET : AF_INET6, type, 0)
        guard raw >= 0 else {
            throw SocketError(errno: Errno(rawValue: errno), action: "open a socket")
        }
        descriptor = FileDescriptor(rawValue: raw)
        self.family = family
        self.isConnected = isConnected
        self.options = options
        segments = options.allowsSegmentation && clinux_has_segmentation(raw)
        try configure()
    }

    deinit { try? descriptor.close() }

    // MARK: Doors

    /// The address that it is bound to.
    ///
    /// The corresponding C function is `getsockname`.
    package var localAddress: SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let raw = descriptor.rawValue
        let code = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(raw, address, &length)
            }
        }
        return code == 0 ? SocketAddress(storage) : nil
    }

    /// The MTU of the path to the peer of a connected socket, in bytes, as the kernel knows it.
    ///
    /// The corresponding C function is `getsockopt` with `IP_MTU` or `IPV6_MTU`.
    package var pathMTU: Int? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let code =
            family == .v4
            ? unsafe getsockopt(descriptor.rawValue, Self.ip, IP_MTU, &value, &length)
            : unsafe getsockopt(descriptor.rawValue, Self.ipv6, IPV6_MTU, &value, &length)
        return code == 0 && value > 0 ? Int(value) : nil
    }

    /// The MTU of the path to `remote`, in bytes, by a socket made for the question.
    package func pathMTU(to remote: SocketAddress) -> Int? {
        try? UDPSocket.connected(to: remote, options: options).pathMTU
    }

    /// Reads a datagram, or a run of them from one sender.
    ///
    /// The corresponding C function is `recvmsg`.
    package func receive(into buffer: ReceiveBuffer) -> ReceiveResult {
        while true {
            let count = buffer.receive(
                from: descriptor.rawValue, wantsDestination: !isConnected)
            if count >= 0 { return .datagrams }
            switch Errno(rawValue: errno) {
            case .interrupted: continue
            case .resourceTemporarilyUnavailable: return .wouldBlock
            case let errno: return .failed(errno)
            }
        }
    }

    /// Hands each error in the queue to `body`, and empties it.
    ///
    /// The corresponding C function is `recvmsg` with `MSG_ERRQUEUE`.
    package func readErrors(_ body: (SocketFault) -> Void) {
        var fault = clinux_fault()
        for _ in 0..<64 {
            let code = unsafe clinux_receive_fault(descriptor.rawValue, &fault)
            if code < 0 { return }
            guard code == 1 else { continue }
            body(
                SocketFault(
                    errno: Errno(rawValue: fault.error), isLocal: fault.local,
                    mtu: fault.mtu > 0 ? Int(fault.mtu) : nil,
                    peer: SocketAddress(fault.peer.storage)))
        }
    }

    // MARK: Set-up

    private func configure() throws(SocketError) {
        set(SOL_SOCKET, SO_RCVBUF, Int32(clamping: options.receiveBuffer))
        if let size = options.sendBuffer { set(SOL_SOCKET, SO_SNDBUF, Int32(clamping: size)) }
        allowFragments(!options.dontFragment)
        set(Self.ip, IP_RECVERR, 1)
        if family == .v6 {
            set(Self.ipv6, IPV6_RECVERR, 1)
            set(Self.ipv6, IPV6_V6ONLY, isConnected ? 1 : 0)
        }
        if let dscp = options.dscp {
            set(Self.ip, IP_TOS, Int32(dscp << 2))
            if family == .v6 { set(Self.ipv6, IPV6_TCLASS, Int32(dscp << 2)) }
        }
        if options.allowsCoalescing { clinux_enable_coalescing(descriptor.rawValue) }
        if !isConnected { clinux_enable_arrival_details(descriptor.rawValue, family == .v6) }
        if let interface = options.interface {
            try check("use the interface \(interface)") {
                unsafe setsockopt(
                    descriptor.rawValue, SOL_SOCKET, SO_BINDTODEVICE, interface,
                    socklen_t(interface.utf8.count))
            }
        }
    }

    /// Lets datagrams be fragmented, or forbids it. Without it the kernel answers EMSGSIZE.
    func allowFragments(_ allowed: Bool) {
        set(Self.ip, IP_MTU_DISCOVER, allowed ? IP_PMTUDISC_DONT : IP_PMTUDISC_DO)
        if family == .v6 {
            set(Self.ipv6, IPV6_MTU_DISCOVER, allowed ? IPV6_PMTUDISC_DONT : IPV6_PMTUDISC_DO)
        }
    }

    private func bind(to local: SocketAddress) throws(SocketError) {
        let (storage, length) = local.storage(for: family)
        try check("bind to \(local)") {
            unsafe withAddress(storage) { address in
                unsafe Glibc.bind(descriptor.rawValue, address, length)
            }
        }
    }

    /// Sets an option that is no loss where the kernel refuses it.
    private func set(_ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(
            descriptor.rawValue, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func check(
        _ action: @autoclosure () -> String, _ body: () -> Int32
    ) throws(SocketError) {
        guard body() < 0 else { return }
        throw SocketError(errno: Errno(rawValue: errno), action: action())
    }

    private static let ip = Int32(IPPROTO_IP)
    private static let ipv6 = Int32(IPPROTO_IPV6)
}

/// Lends an address in the form that the C functions take.
func withAddress<Result>(
    _ storage: sockaddr_storage, _ body: (UnsafePointer<sockaddr>) -> Result
) -> Result {
    unsafe withUnsafePointer(to: storage) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) }
    }
}

/// An error that the kernel has queued for something sent before.
package struct SocketFault: Sendable {
    /// What went wrong.
    package let errno: Errno

    /// Whether this machine found it, rather than another on the way.
    package let isLocal: Bool

    /// The path's MTU, where that was exceeded, in bytes.
    package let mtu: Int?

    /// Where the datagram was going.
    package let peer: SocketAddress?
}
