/// Writes numbers and vectors as they are on the wire (RFC 5246 section 4).
package struct WireWriter {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []

    /// Nothing yet.
    package init() {}

    /// Writes the low `count` bytes of `value`, the highest first.
    package mutating func number(_ value: some BinaryInteger, _ count: Int) {
        let value = UInt64(truncatingIfNeeded: value)
        for index in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
        }
    }

    /// Writes `other` as it is.
    package mutating func append(_ other: some Sequence<UInt8>) { bytes += other }

    /// Writes `other` with its length, of `size` bytes, in front; it has to fit that.
    package mutating func vector(_ other: [UInt8], _ size: Int) {
        precondition(other.count < 1 << (8 * size))
        number(other.count, size)
        bytes += other
    }

    /// Writes numbers of two bytes each, with their length of `size` bytes in front.
    package mutating func shorts(_ numbers: [UInt16], _ size: Int = 2) {
        var list = WireWriter()
        for each in numbers { list.number(each, 2) }
        vector(list.bytes, size)
    }

    /// What `body` writes.
    package static func bytes(_ body: (inout WireWriter) -> Void) -> [UInt8] {
        var writer = WireWriter()
        body(&writer)
        return writer.bytes
    }
}
