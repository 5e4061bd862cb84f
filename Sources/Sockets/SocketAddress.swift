internal import CLinux
internal import Glibc

/// An IPv4 or IPv6 address and port, held in place: no allocation, cheap to hash.
///
/// An IPv4-mapped IPv6 address is the IPv4 address that it maps; a dual-stack socket maps it back
/// when it sends.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The protocol family of an address.
    package enum Family: Sendable {
        case v4, v6
    }

    /// The family.
    package let family: Family

    /// The port, in host byte order.
    package let port: UInt16

    /// The address in network byte order, as two halves; an IPv4 address is in the second.
    private let high: UInt64
    private let low: UInt64

    /// The interface of a link-local IPv6 address, and 0 otherwise.
    private let scope: UInt32

    private init(family: Family, high: UInt64, low: UInt64, scope: UInt32, port: UInt16) {
        self.family = family
        self.high = high
        self.low = low
        self.scope = scope
        self.port = port
    }

    /// The wildcard address of a family.
    package static func any(_ family: Family, port: UInt16) -> SocketAddress {
        SocketAddress(family: family, high: 0, low: 0, scope: 0, port: port)
    }

    /// The numeric `host`, with or without a scope; `nil` where it is a name.
    ///
    /// The corresponding C function is `getaddrinfo` with `AI_NUMERICHOST`.
    package init?(host: String, port: UInt16) {
        guard
            let addresses = try? Resolver.resolve(
                host: host, service: "\(port)", family: nil, numericOnly: true),
            let first = addresses.first
        else { return nil }
        self = first
    }

    /// The address in the C library's form; `nil` for other families and for none.
    init?(_ storage: sockaddr_storage) {
        var storage = storage
        switch Int32(storage.ss_family) {
        case AF_INET:
            let v4 = unsafe withUnsafeBytes(of: &storage) { unsafe $0.load(as: sockaddr_in.self) }
            self.init(
                family: .v4, high: 0, low: UInt64(UInt32(bigEndian: v4.sin_addr.s_addr)),
                scope: 0, port: UInt16(bigEndian: v4.sin_port))
        case AF_INET6:
            // sockaddr_in6: family 2, port 2, flow 4, address 16, scope 4.
            self = unsafe withUnsafeBytes(of: &storage) { bytes in
                let port = unsafe UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
                let high = unsafe UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
                let low = unsafe UInt64(bigEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
                let scope = unsafe bytes.load(fromByteOffset: 24, as: UInt32.self)
                if high == 0, low >> 32 == 0xFFFF {
                    return SocketAddress(
                        family: .v4, high: 0, low: low & 0xFFFF_FFFF, scope: 0, port: port)
                }
                return SocketAddress(family: .v6, high: high, low: low, scope: scope, port: port)
            }
        default:
            return nil
        }
    }

    /// The C library's form of the address for a socket of the given family: on a dual-stack
    /// socket an IPv4 address is mapped.
    func storage(for socketFamily: Family) -> (storage: sockaddr_storage, length: socklen_t) {
        var storage = sockaddr_storage()
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            if socketFamily == .v4 {
                unsafe bytes.storeBytes(of: sa_family_t(AF_INET), as: sa_family_t.self)
                unsafe bytes.storeBytes(
                    of: UInt32(truncatingIfNeeded: low).bigEndian, toByteOffset: 4,
                    as: UInt32.self)
                return
            }
            // An IPv4 wildcard on a dual-stack socket stays the wildcard.
            let isMapped = family == .v4 && low != 0
            let tail = isMapped ? 0xFFFF_0000_0000 | low : low
            unsafe bytes.storeBytes(of: sa_family_t(AF_INET6), as: sa_family_t.self)
            unsafe bytes.storeBytes(of: high.bigEndian, toByteOffset: 8, as: UInt64.self)
            unsafe bytes.storeBytes(of: tail.bigEndian, toByteOffset: 16, as: UInt64.self)
            unsafe bytes.storeBytes(of: scope, toByteOffset: 24, as: UInt32.self)
        }
        let length =
            socketFamily == .v4 ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
        return (storage, socklen_t(length))
    }

    /// Whether it names this very machine.
    package var isLoopback: Bool {
        family == .v4 ? low >> 24 == 127 : high == 0 && low == 1
    }

    /// Whether it stands for every address.
    package var isWildcard: Bool { high == 0 && low == 0 }

    /// The bytes of address and port, which say who a client is.
    package var identity: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(22)
        for half in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
            }
        }
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: scope >> UInt32(shift)))
        }
        bytes.append(UInt8(port >> 8))
        bytes.append(UInt8(port & 0xFF))
        return bytes
    }

    /// The numeric address, with the scope of a link-local one.
    ///
    /// The corresponding C function is `getnameinfo` with `NI_NUMERICHOST`.
    package var host: String {
        var (storage, length) = storage(for: family)
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = unsafe withUnsafePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getnameinfo(
                    address, length, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
            }
        }
        guard code == 0 else { return "?" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The address with another port.
    package func with(port: UInt16) -> SocketAddress {
        SocketAddress(family: family, high: high, low: low, scope: scope, port: port)
    }

    package var description: String {
        family == .v4 ? "\(host):\(port)" : "[\(host)]:\(port)"
    }
}
