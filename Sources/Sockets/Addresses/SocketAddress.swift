internal import Glibc

/// An IPv4 or IPv6 address and a port, kept in place: 24 bytes, nothing allocated.
///
/// An IPv4 address is kept as its IPv4-mapped IPv6 form, so that a peer is one and the same
/// whichever socket it is seen from. The socket gives the kernel the form that suits its family.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The protocol that an address belongs to.
    package enum Family: Hashable, Sendable {
        case v4, v6
    }

    /// The sixteen bytes of the address, the first one in the highest bits.
    let high: UInt64
    let low: UInt64

    /// The index of the interface of a link-local address, otherwise 0.
    let scope: UInt32

    /// The port, in the machine's own byte order.
    package var port: UInt16

    init(high: UInt64, low: UInt64, scope: UInt32, port: UInt16) {
        self.high = high
        self.low = low
        self.scope = scope
        self.port = port
    }

    init(v4 host: UInt32, port: UInt16) {
        self.init(high: 0, low: Self.mappedPrefix | UInt64(host), scope: 0, port: port)
    }

    /// The address that a numeric `host` writes ("127.0.0.1", "::1", "fe80::1%eth0", without
    /// brackets), or nil where it is none.
    ///
    /// The corresponding C function is `inet_pton`.
    package init?(host: String, port: UInt16) {
        var v4 = in_addr()
        if unsafe inet_pton(AF_INET, host, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr), port: port)
            return
        }
        let parts = host.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        var v6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, String(parts[0]), &v6) == 1 else { return nil }
        var scope: UInt32 = 0
        if parts.count == 2 {
            let name = String(parts[1])
            scope = unsafe UInt32(name) ?? if_nametoindex(name)
            guard scope != 0 else { return nil }
        }
        self.init(v6: v6, scope: scope, port: port)
    }

    /// Every address of this machine: "0.0.0.0" or "::".
    package static func any(_ family: Family, port: UInt16) -> SocketAddress {
        switch family {
        case .v4: SocketAddress(v4: 0, port: port)
        case .v6: SocketAddress(high: 0, low: 0, scope: 0, port: port)
        }
    }

    /// The protocol of the address; an IPv4-mapped IPv6 address is an IPv4 one.
    package var family: Family { high == 0 && low >> 32 == 0xFFFF ? .v4 : .v6 }

    /// Whether it is one of this machine's to itself: 127.0.0.0/8 or ::1.
    package var isLoopback: Bool {
        switch family {
        case .v4: low >> 24 & 0xFF == 127
        case .v6: high == 0 && low == 1
        }
    }

    /// Whether it stands for every address of the machine.
    package var isWildcard: Bool {
        switch family {
        case .v4: low == Self.mappedPrefix
        case .v6: high == 0 && low == 0
        }
    }

    /// Twenty-two bytes that tell this address from any other: the address as IPv6, the port, and
    /// the interface's index, all in network order.
    package var identity: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(22)
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: high >> UInt64(shift)))
        }
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: low >> UInt64(shift)))
        }
        bytes.append(UInt8(port >> 8))
        bytes.append(UInt8(port & 0xFF))
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: scope >> UInt32(shift)))
        }
        return bytes
    }

    /// The numeric address without its port: "127.0.0.1", "fe80::1%eth0".
    ///
    /// The corresponding C functions are `inet_ntop` and `if_indextoname`.
    package var host: String {
        switch family {
        case .v4:
            return "\(low >> 24 & 0xFF).\(low >> 16 & 0xFF).\(low >> 8 & 0xFF).\(low & 0xFF)"
        case .v6:
            var address = v6Address
            let text = unsafe withCString(capacity: Int(INET6_ADDRSTRLEN)) { buffer, capacity in
                unsafe inet_ntop(AF_INET6, &address, buffer, socklen_t(capacity)) != nil
            }
            return (text ?? "?") + (scope == 0 ? "" : "%" + scopeName)
        }
    }

    /// The address and its port: "127.0.0.1:4433", "[::1]:4433".
    package var description: String {
        switch family {
        case .v4: "\(host):\(port)"
        case .v6: "[\(host)]:\(port)"
        }
    }

    private var scopeName: String {
        let name = unsafe withCString(capacity: Int(IF_NAMESIZE)) { buffer, _ in
            unsafe if_indextoname(scope, buffer) != nil
        }
        return name ?? "\(scope)"
    }

    static let mappedPrefix: UInt64 = 0xFFFF << 32
}

/// The text that `body`, a C function, writes into a buffer of `capacity` bytes, or nil where it
/// returns false.
private func withCString(
    capacity: Int, _ body: (UnsafeMutablePointer<CChar>, Int) -> Bool
) -> String? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
        // The allocation lives for the length of this closure, and String copies out of it.
        guard let start = buffer.baseAddress, unsafe body(start, capacity) else {
            return nil
        }
        return unsafe String(cString: start)
    }
}
