internal import CLinux
internal import Glibc

/// To and from the kernel's `sockaddr`.
extension SocketAddress {
    init(v6 address: in6_addr, scope: UInt32, port: UInt16) {
        let halves = unsafe unsafeBitCast(address, to: (UInt64, UInt64).self)
        self.init(
            high: UInt64(bigEndian: halves.0), low: UInt64(bigEndian: halves.1), scope: scope,
            port: port)
    }

    /// The address that a `sockaddr` of `length` bytes holds, or nil where it holds no IP address.
    @unsafe init?(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        // The length says how much of which structure is there; it is read as raw bytes, since a
        // `sockaddr` in memory of another type may not be rebound.
        let raw = unsafe UnsafeRawPointer(address)
        switch (unsafe Int32(address.pointee.sa_family), Int(length)) {
        case (AF_INET, MemoryLayout<sockaddr_in>.size...):
            let v4 = unsafe raw.loadUnaligned(as: sockaddr_in.self)
            self.init(
                v4: UInt32(bigEndian: v4.sin_addr.s_addr), port: UInt16(bigEndian: v4.sin_port))
        case (AF_INET6, MemoryLayout<sockaddr_in6>.size...):
            let v6 = unsafe raw.loadUnaligned(as: sockaddr_in6.self)
            self.init(
                v6: v6.sin6_addr, scope: v6.sin6_scope_id, port: UInt16(bigEndian: v6.sin6_port))
        default:
            return nil
        }
    }

    init?(_ address: clinux_address) {
        let storage = address.storage
        let parsed = unsafe withUnsafeBytes(of: storage) { bytes in
            // The storage is 128 bytes of its own, which outlive the closure.
            unsafe SocketAddress(
                bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), length: address.length)
        }
        guard let parsed else { return nil }
        self = parsed
    }

    var v6Address: in6_addr {
        unsafe unsafeBitCast((high.bigEndian, low.bigEndian), to: in6_addr.self)
    }

    /// Lends the address to `body` in the form that a socket of `family` takes: IPv4-mapped where
    /// an IPv4 address leaves from an IPv6 socket.
    func withKernelAddress<Result, Failure: Error>(
        for family: Family, _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // A `sockaddr_in6` has room for either structure, and is alive until `body` has returned.
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        if family == .v6 || self.family == .v6 {
            storage.sin6_family = sa_family_t(AF_INET6)
            storage.sin6_port = port.bigEndian
            storage.sin6_addr = v6Address
            storage.sin6_scope_id = scope
        } else {
            var v4 = sockaddr_in()
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            v4.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
            unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                unsafe bytes.storeBytes(of: v4, as: sockaddr_in.self)
            }
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
        }
        return try unsafe withUnsafeBytes(of: storage) { bytes throws(Failure) in
            try unsafe body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), length)
        }
    }
}

extension Optional where Wrapped == SocketAddress {
    /// The same for an address that may be absent: nil and 0 then.
    func withKernelAddress<Result, Failure: Error>(
        for family: SocketAddress.Family,
        _ body: (UnsafePointer<sockaddr>?, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let self else { return try body(nil, 0) }
        return try unsafe self.withKernelAddress(for: family) { address, length throws(Failure) in
            try unsafe body(address, length)
        }
    }
}
