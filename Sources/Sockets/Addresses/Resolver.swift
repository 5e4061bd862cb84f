internal import Glibc
internal import SystemPackage

/// Names and services to addresses.
package enum Resolver {
    /// Every address of `host`, in the system's order of preference and without duplicates; at
    /// least one.
    ///
    /// `service` is a port number or a name ("5684", "coaps"), which the system need not know; `family` nil takes both. With
    /// `numericOnly` nothing is asked of the network. An empty `host` is every address of this
    /// machine where `passive`, for listening, and an error otherwise. This call blocks.
    ///
    /// The corresponding C function is `getaddrinfo`, with `SOCK_DGRAM`.
    package static func resolve(
        host: String, service: String, family: SocketAddress.Family?, numericOnly: Bool,
        passive: Bool
    ) throws(ResolverError) -> [SocketAddress] {
        try check(host: host, service: service, passive: passive)
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        unsafe hints.ai_flags =
            (numericOnly ? AI_NUMERICHOST : 0) | (passive ? AI_PASSIVE : 0)
        switch family {
        case .v4: unsafe hints.ai_family = AF_INET
        case .v6: unsafe hints.ai_family = AF_INET6
        case nil: unsafe hints.ai_family = AF_UNSPEC
        }
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host.isEmpty ? nil : host, service, &hints, &list)
        let errno = Errno(rawValue: Glibc.errno)
        if status == EAI_SERVICE, let port = RegisteredService.port(of: service) {
            return try resolve(
                host: host, service: "\(port)", family: family, numericOnly: numericOnly,
                passive: passive)
        }
        guard status == 0 else {
            throw error(status, errno, host: host, service: service, family: family, numericOnly)
        }
        // The list is getaddrinfo's; each entry is read before it is given back.
        defer { unsafe freeaddrinfo(list) }
        return unsafe addresses(of: list)
    }

    private static func addresses(of list: UnsafeMutablePointer<addrinfo>?) -> [SocketAddress] {
        var addresses: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let address = unsafe SocketAddress(
                current.pointee.ai_addr, length: current.pointee.ai_addrlen),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses
    }

    /// Looks at what `getaddrinfo` would take without complaint: it cuts 65,536 down to 0.
    private static func check(
        host: String, service: String, passive: Bool
    ) throws(ResolverError) {
        guard !host.isEmpty || passive else { throw .usage("no host given") }
        guard !service.isEmpty else { throw .usage("no port given") }
        guard service.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return }
        guard let port = UInt16(service) else {
            throw .usage("port out of range (0 to 65535): \(service)")
        }
        guard port != 0 || passive else { throw .usage("nothing can be sent to port 0") }
    }

    private static func error(
        _ status: Int32, _ errno: Errno, host: String, service: String,
        family: SocketAddress.Family?, _ numericOnly: Bool
    ) -> ResolverError {
        let kind = family.map { $0 == .v4 ? "IPv4 " : "IPv6 " } ?? ""
        switch status {
        case EAI_SERVICE:
            return .usage("no such service: \(service)")
        case EAI_NONAME where numericOnly:
            return .usage("not a numeric \(kind)address: \(host)")
        case addressFamily where SocketAddress(host: host, port: 0) != nil:
            return .usage("not an \(kind)address: \(host)")
        case EAI_NONAME:
            return .network("name not found: \(host)")
        case addressFamily, noData:
            return .network("name has no \(kind)address: \(host)")
        case EAI_AGAIN:
            return .network("no name server answers for now: \(host)")
        case EAI_SYSTEM:
            return .network("cannot look up \(host): \(errno)")
        default:
            // The text is a constant of the C library.
            let text = unsafe gai_strerror(status).map { unsafe String(cString: $0) }
            return .network("cannot look up \(host): \(text ?? "error \(status)")")
        }
    }

    /// `EAI_ADDRFAMILY` and `EAI_NODATA`, which Swift's Glibc module hides (no _GNU_SOURCE).
    private static let addressFamily: Int32 = -9
    private static let noData: Int32 = -5
}
