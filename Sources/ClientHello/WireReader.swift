/// Reads numbers and vectors from bytes, for as long as there are any (RFC 5246 section 4).
///
/// Each read that asks for more than there is gives `nil`, and leaves nothing to read.
package struct WireReader {
    private let bytes: [UInt8]
    private var offset: Int

    /// Reads `bytes` from their start.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
        offset = 0
    }

    /// Whether nothing is left.
    package var isAtEnd: Bool { offset >= bytes.count }

    /// An integer of `count` bytes, 3 at most.
    package mutating func number(_ count: Int) -> Int? {
        guard let part = take(count) else { return nil }
        return part.reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of two bytes.
    package mutating func short() -> UInt16? { number(2).map { UInt16($0) } }

    /// The next `count` bytes.
    package mutating func take(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= bytes.count - offset else {
            offset = bytes.count
            return nil
        }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// Bytes with their length, of `size` bytes, in front.
    package mutating func vector(_ size: Int) -> [UInt8]? {
        guard let length = number(size) else { return nil }
        return take(length)
    }

    /// A vector of numbers of two bytes each, behind a length of two bytes; one byte too many is left
    /// out.
    package mutating func shorts() -> [UInt16]? {
        guard var list = vector(2).map({ WireReader($0) }) else { return nil }
        var numbers: [UInt16] = []
        while let number = list.short() { numbers.append(number) }
        return numbers
    }
}
