/// The addresses that begin with the same bits, as CIDR notation has them: "192.0.2.0/24",
/// "2001:db8::/32". IPv4-mapped IPv6 is IPv4; IPv6 blocks hold no IPv4 address.
package struct AddressBlock: Hashable, Sendable {
    let high: UInt64
    let low: UInt64

    /// How many bits of the sixteen bytes count.
    let length: Int

    /// The block that `text` writes; an address alone is a block of one. Bits behind the prefix do not
    /// count. `nil` where it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = SocketAddress(host: String(parts[0]), port: 0), address.scope == 0
        else { return nil }
        let bits = parts[0].contains(":") ? 128 : 32
        var length = bits
        if parts.count == 2 {
            guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let given = Int(parts[1]),
                given <= bits
            else { return nil }
            length = given
        }
        self.init(address, length: 128 - bits + length)
    }

    /// The block of `length` bits that an address is in.
    init(_ address: SocketAddress, length: Int) {
        let (high, low) = Self.mask(length)
        self.high = address.high & high
        self.low = address.low & low
        self.length = length
    }

    /// What one host, or one household, sends from: the address of IPv4, the first half of IPv6.
    package init(sourceOf address: SocketAddress) {
        self.init(address, length: address.family == .v4 ? 128 : 64)
    }

    /// Whether `address` is one of them.
    package func contains(_ address: SocketAddress) -> Bool {
        guard address.family == .v6 || length >= Self.mapped else { return false }
        return AddressBlock(address, length: length) == self
    }

    private static func mask(_ length: Int) -> (high: UInt64, low: UInt64) {
        (
            length == 0 ? 0 : UInt64.max << UInt64(max(64 - length, 0)),
            length <= 64 ? 0 : UInt64.max << UInt64(128 - length)
        )
    }

    /// How many bits all IPv4-mapped addresses begin with.
    static let mapped = 96
}

extension AddressBlock: CustomStringConvertible {
    /// The block in CIDR notation; an address alone where it is one.
    package var description: String {
        let address = SocketAddress(high: high, low: low, scope: 0, port: 0)
        if length == 128 { return address.host }
        return address.family == .v4 && length >= Self.mapped
            ? "\(address.host)/\(length - Self.mapped)" : "\(address.host)/\(length)"
    }
}

/// The addresses in any of many blocks; how many blocks there are costs a look-up nothing.
package struct AddressSet: Sendable {
    /// By their length, of which there are few.
    private var blocks: [Int: Set<AddressBlock>] = [:]

    /// The addresses in `blocks`.
    package init(_ blocks: [AddressBlock] = []) {
        for block in blocks { self.blocks[block.length, default: []].insert(block) }
    }

    /// Whether it holds no address.
    package var isEmpty: Bool { blocks.isEmpty }

    /// Whether `address` is in one of the blocks.
    package func contains(_ address: SocketAddress) -> Bool {
        let shortest = address.family == .v4 ? AddressBlock.mapped : 0
        return blocks.contains { length, blocks in
            length >= shortest && blocks.contains(AddressBlock(address, length: length))
        }
    }
}
