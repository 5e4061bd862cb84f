internal import CLinux
internal import Glibc
internal import SystemPackage

/// Making sockets and setting their options.
extension UDPSocket {
    static func makeSocket(
        _ family: SocketAddress.Family, _ options: Options
    ) throws(SocketError) -> FileDescriptor {
        let descriptor = try plainSocket(family)
        do throws(SocketError) {
            try apply(options, to: descriptor, family)
            return descriptor
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// A non-blocking socket without any option set.
    static func plainSocket(_ family: SocketAddress.Family) throws(SocketError) -> FileDescriptor {
        let name = family == .v4 ? "IPv4" : "IPv6"
        let type = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let raw = try SystemCall.check("make an \(name) socket") {
            socket(family == .v4 ? AF_INET : AF_INET6, Int32(type), 0)
        }
        return FileDescriptor(rawValue: raw)
    }

    static func apply(
        _ options: Options, to descriptor: FileDescriptor, _ family: SocketAddress.Family,
        isInherited: Bool = false
    ) throws(SocketError) {
        // Best effort, both: the kernel takes less without a word, and says twice what it took. One
        // that somebody with more rights has made larger stays so.
        let before = (get(descriptor, SOL_SOCKET, SO_RCVBUF) ?? 0) / 2
        if !isInherited || before < options.receiveBuffer {
            set(descriptor, SOL_SOCKET, SO_RCVBUF, clamped(options.receiveBuffer))
        }
        if let size = options.sendBuffer { set(descriptor, SOL_SOCKET, SO_SNDBUF, clamped(size)) }
        set(descriptor, SOL_SOCKET, SO_RXQ_OVFL, 1)
        if options.sharesAddress { set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) }
        if options.allowCoalescing { _ = clinux_enable_coalescing(descriptor.rawValue) }
        if let interface = options.interface {
            try SystemCall.check("use interface \(interface)") {
                unsafe setsockopt(
                    descriptor.rawValue, SOL_SOCKET, SO_BINDTODEVICE, interface,
                    socklen_t(interface.utf8.count))
            }
        }
        let discovery = options.dontFragment ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT
        let trafficClass = options.dscp.map { clamped($0) << 2 }
        // An IPv6 socket may carry IPv4 too, so it gets the options of both.
        set(descriptor, SOL_IP, IP_RECVERR, 1)
        set(descriptor, SOL_IP, IP_MTU_DISCOVER, discovery)
        if let trafficClass { set(descriptor, SOL_IP, IP_TOS, trafficClass) }
        guard family == .v6 else { return }
        set(descriptor, SOL_IPV6, IPV6_RECVERR, 1)
        set(descriptor, SOL_IPV6, IPV6_MTU_DISCOVER, discovery)
        if let trafficClass { set(descriptor, SOL_IPV6, IPV6_TCLASS, trafficClass) }
        set(descriptor, SOL_IPV6, IPV6_V6ONLY, 0)
    }

    /// Asks for the address that each datagram was sent to.
    static func askForDestination(_ descriptor: FileDescriptor, _ family: SocketAddress.Family) {
        // A dual-stack socket reports IPv4 destinations as IPv4-mapped ones.
        switch family {
        case .v4: set(descriptor, SOL_IP, IP_PKTINFO, 1)
        case .v6: set(descriptor, SOL_IPV6, IPV6_RECVPKTINFO, 1)
        }
    }

    /// Refuses what is no UDP socket that hears from everyone, and makes it non-blocking and closed
    /// on exec; the family that it was made for.
    static func checkAdoptable(
        _ descriptor: FileDescriptor
    ) throws(SocketError) -> SocketAddress.Family {
        let action = "use descriptor \(descriptor.rawValue) as a UDP socket"
        try SystemCall.check(action) { fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC) }
        let flags = try SystemCall.check(action) { fcntl(descriptor.rawValue, F_GETFL) }
        try SystemCall.check(action) { fcntl(descriptor.rawValue, F_SETFL, flags | O_NONBLOCK) }
        guard let domain = get(descriptor, SOL_SOCKET, SO_DOMAIN) else {
            throw SocketError(errno: .notSocket, action: action)
        }
        let family: SocketAddress.Family? =
            domain == Int(AF_INET) ? .v4 : domain == Int(AF_INET6) ? .v6 : nil
        guard let family, get(descriptor, SOL_SOCKET, SO_PROTOCOL) == Int(IPPROTO_UDP) else {
            throw SocketError(errno: .protocolWrongTypeForSocket, action: action)
        }
        var peer = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isConnected = unsafe withUnsafeMutablePointer(to: &peer) { peer in
            // The storage is made to hold any `sockaddr`.
            let peer = UnsafeMutableRawPointer(peer)
            return unsafe getpeername(
                descriptor.rawValue, peer.assumingMemoryBound(to: sockaddr.self), &length) == 0
        }
        if isConnected { throw SocketError(errno: .socketIsConnected, action: action) }
        guard try localAddress(of: descriptor).port != 0 else {
            throw SocketError(errno: .addressNotAvailable, action: "\(action), as it is not bound")
        }
        return family
    }

    static func bind(
        _ descriptor: FileDescriptor, to address: SocketAddress, _ family: SocketAddress.Family
    ) throws(SocketError) {
        try unsafe address.withKernelAddress(for: family) { kernel, length throws(SocketError) in
            _ = try SystemCall.check("bind to \(address)") {
                unsafe Glibc.bind(descriptor.rawValue, kernel, length)
            }
        }
    }

    static func connect(
        _ descriptor: FileDescriptor, to address: SocketAddress, _ family: SocketAddress.Family
    ) throws(SocketError) {
        try unsafe address.withKernelAddress(for: family) { kernel, length throws(SocketError) in
            _ = try SystemCall.check("connect to \(address)") {
                unsafe Glibc.connect(descriptor.rawValue, kernel, length)
            }
        }
    }

    static func localAddress(of descriptor: FileDescriptor) throws(SocketError) -> SocketAddress {
        var address = clinux_address()
        address.length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        try SystemCall.check("read the socket's address") {
            unsafe withUnsafeMutablePointer(to: &address) { address in
                // The storage comes first in the structure and is made to hold any `sockaddr`.
                let storage = UnsafeMutableRawPointer(address)
                return unsafe getsockname(
                    descriptor.rawValue, storage.assumingMemoryBound(to: sockaddr.self),
                    &address.pointee.length)
            }
        }
        guard let parsed = SocketAddress(address) else {
            throw SocketError(
                errno: .addressFamilyNotSupported, action: "read the socket's address")
        }
        return parsed
    }

    /// Sets an option that is a number; whether the kernel took it.
    @discardableResult
    static func set(
        _ descriptor: FileDescriptor, _ level: Int32, _ option: Int32, _ value: Int32
    ) -> Bool {
        var value = value
        return unsafe setsockopt(
            descriptor.rawValue, level, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    /// The value of an option that is a number, or nil where there is none.
    static func get(_ descriptor: FileDescriptor, _ level: Int32, _ option: Int32) -> Int? {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor.rawValue, level, option, &value, &length) == 0 else {
            return nil
        }
        return Int(value)
    }

    private static func clamped(_ value: Int) -> Int32 { Int32(clamping: value) }
}
