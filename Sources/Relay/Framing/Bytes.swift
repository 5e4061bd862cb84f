extension UInt8 {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
}

extension [UInt8] {
    /// Appends a copy of `bytes`.
    mutating func append(contentsOf bytes: Span<UInt8>) {
        reserveCapacity(count + bytes.count)
        for offset in bytes.indices {
            append(bytes[offset])
        }
    }
}
