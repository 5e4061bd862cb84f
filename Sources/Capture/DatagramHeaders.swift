internal import Sockets

/// The IP and UDP headers of the datagrams from one address to another, made up of what the owner of
/// a socket knows: the time to live is not among it, nor whether they came in fragments.
struct DatagramHeaders {
    /// The length of both headers, in bytes.
    let count: Int

    private let source: ArraySlice<UInt8>
    private let destination: ArraySlice<UInt8>
    private let ports: ArraySlice<UInt8>

    /// The sum of all that a checksum takes in and that is the same for each datagram.
    private let sum: UInt64

    /// The headers between two addresses. Where one of them is not known, and stands for all, it is
    /// written as zeros of the other's family.
    init(from source: SocketAddress, to destination: SocketAddress) {
        let isV4 = source.family == .v4 || destination.family == .v4
        let (from, to) = (source.identity, destination.identity)
        let address = isV4 ? 12..<16 : 0..<16
        count = isV4 ? 28 : 48
        self.source = from[address]
        self.destination = to[address]
        ports = from[16..<18] + to[16..<18]
        sum =
            Self.words(self.source) + Self.words(self.destination) + Self.words(ports)
            + UInt64(Self.udp)
    }

    /// Appends the headers of `datagram` to `bytes`.
    func append(for datagram: Span<UInt8>, to bytes: inout [UInt8]) {
        let length = UInt16(truncatingIfNeeded: 8 + datagram.count)
        if count == 28 { appendIPv4(length, to: &bytes) } else { appendIPv6(length, to: &bytes) }
        bytes += ports
        Self.append(length, to: &bytes)
        // The length counts twice: in the header, and in the pseudo-header before it.
        var total = sum + 2 * UInt64(length)
        var index = 0
        while index + 1 < datagram.count {
            total += UInt64(datagram[index]) << 8 | UInt64(datagram[index + 1])
            index += 2
        }
        if index < datagram.count { total += UInt64(datagram[index]) << 8 }
        let checksum = Self.folded(total)
        // Zero is for none at all (RFC 768).
        Self.append(checksum == 0 ? 0xFFFF : checksum, to: &bytes)
    }

    /// RFC 791 section 3.1; not to be fragmented, which is how they are sent.
    private func appendIPv4(_ length: UInt16, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes += [0x45, 0]
        Self.append(20 &+ length, to: &bytes)
        bytes += [0, 0, 0x40, 0, Self.hops, Self.udp, 0, 0]
        bytes += source
        bytes += destination
        let checksum = Self.folded(Self.words(bytes[start...]))
        bytes[start + 10] = UInt8(checksum >> 8)
        bytes[start + 11] = UInt8(checksum & 0xFF)
    }

    /// RFC 8200 section 3.
    private func appendIPv6(_ length: UInt16, to bytes: inout [UInt8]) {
        bytes += [0x60, 0, 0, 0]
        Self.append(length, to: &bytes)
        bytes += [Self.udp, Self.hops]
        bytes += source
        bytes += destination
    }

    /// The sum of 16-bit words, of which there is a whole number.
    private static func words(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var sum: UInt64 = 0
        for index in stride(from: bytes.startIndex, to: bytes.endIndex, by: 2) {
            sum += UInt64(bytes[index]) << 8 | UInt64(bytes[index + 1])
        }
        return sum
    }

    /// The complement of the sum's sixteen bits (RFC 1071).
    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + sum >> 16 }
        return ~UInt16(sum)
    }

    private static func append(_ number: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(number >> 8))
        bytes.append(UInt8(number & 0xFF))
    }

    /// The protocol's number.
    private static let udp: UInt8 = 17

    /// What most hosts begin with.
    private static let hops: UInt8 = 64
}
