extension Array where Element == UInt8 {
    /// A copy of the bytes that `span` lends.
    package init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }
}
