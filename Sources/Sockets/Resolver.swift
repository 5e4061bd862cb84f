internal import CLinux
internal import Glibc

/// Why a host or a service could not be turned into addresses.
package struct ResolverError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether what was typed is wrong in itself, rather than the network's answer.
    package let isUsage: Bool

    /// The whole sentence.
    package let description: String
}

/// Turns names into addresses.
package enum Resolver {
    /// Every address of `host`, in the order in which to try them, without duplicates.
    ///
    /// The corresponding C function is `getaddrinfo`.
    ///
    /// - Parameters:
    ///   - host: a name or a numeric address; the wildcard addresses where `nil`.
    ///   - service: a port number, or a name from the services database.
    ///   - family: the only family to ask for; both where `nil`.
    ///   - numericOnly: whether names are refused instead of looked up.
    package static func resolve(
        host: String?, service: String, family: SocketAddress.Family?, numericOnly: Bool
    ) throws(ResolverError) -> [SocketAddress] {
        if let number = Int(service), !(0...65_535).contains(number) {
            throw ResolverError(isUsage: true, description: "no such port: \(service)")
        }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        unsafe hints.ai_family =
            switch family {
            case .v4: AF_INET
            case .v6: AF_INET6
            case nil: AF_UNSPEC
            }
        unsafe hints.ai_flags = (host == nil ? AI_PASSIVE : 0) | (numericOnly ? AI_NUMERICHOST : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, service, &hints, &list)
        guard code == 0 else { throw error(code, host ?? "", service, numericOnly) }
        // Freed after the copies below are made.
        defer { unsafe freeaddrinfo(list) }

        var addresses: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let pointer = unsafe current.pointee.ai_addr {
                var storage = sockaddr_storage()
                unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                    let length = unsafe min(Int(current.pointee.ai_addrlen), bytes.count)
                    unsafe bytes.copyMemory(
                        from: UnsafeRawBufferPointer(start: pointer, count: length))
                }
                if let address = SocketAddress(storage), !addresses.contains(address) {
                    addresses.append(address)
                }
            }
            unsafe entry = current.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw error(EAI_NONAME, host ?? "", service, numericOnly) }
        return addresses
    }

    private static func error(
        _ code: Int32, _ host: String, _ service: String, _ numericOnly: Bool
    ) -> ResolverError {
        switch code {
        case EAI_SERVICE:
            ResolverError(isUsage: true, description: "no such port or service: \(service)")
        case EAI_NONAME where numericOnly:
            ResolverError(isUsage: true, description: "not a numeric address: \(host)")
        case EAI_NONAME, -5:
            // -5 is EAI_NODATA: the name exists, but has no address of the kind asked for.
            ResolverError(isUsage: false, description: "name not found: \(host)")
        default:
            ResolverError(
                isUsage: false,
                description: "cannot look up \(host): \(unsafe String(cString: gai_strerror(code)))")
        }
    }
}
