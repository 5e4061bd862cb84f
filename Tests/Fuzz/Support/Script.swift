/// Takes an input apart, from its start: numbers, and bytes with their count in front. Once it is used
/// up, everything is 0 and empty.
struct Script {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { offset >= bytes.count }

    mutating func byte() -> UInt8 {
        guard offset < bytes.count else { return 0 }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A number of two bytes.
    mutating func short() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// A number of `range`, which a byte chooses.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(byte()) % range.count
    }

    mutating func flag() -> Bool { byte() & 1 != 0 }

    mutating func take(_ count: Int) -> [UInt8] {
        let part = bytes[offset..<min(offset + count, bytes.count)]
        offset = part.endIndex
        return Array(part)
    }

    /// Bytes with their count, one byte, in front.
    mutating func vector() -> [UInt8] { take(Int(byte())) }

    /// Bytes with their count, two bytes, in front.
    mutating func longVector() -> [UInt8] { take(short()) }

    /// All that is left.
    mutating func rest() -> [UInt8] { take(bytes.count - offset) }
}
