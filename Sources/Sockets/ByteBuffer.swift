/// A fixed stretch of memory with a readable window in it: bytes come in at the end and go out at
/// the start, and nothing is allocated after `init`.
///
/// A class, since the pump, the framings and the system calls share one buffer in place.
package final class ByteBuffer {
    private var storage: [UInt8]
    private var start = 0
    private var end = 0

    /// A buffer that holds at most `capacity` bytes.
    package init(capacity: Int) {
        storage = [UInt8](repeating: 0, count: capacity)
    }

    /// How many bytes wait to be consumed.
    package var count: Int { end - start }

    /// Whether nothing waits to be consumed.
    package var isEmpty: Bool { start == end }

    /// How many more bytes fit.
    package var free: Int { storage.count - count }

    /// The readable bytes, lent to `body`.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.span.extracting(start..<end))
    }

    /// Forgets the first `count` readable bytes.
    package func consume(_ count: Int) {
        precondition(count <= end - start)
        start += count
        if start == end {
            start = 0
            end = 0
        }
    }

    /// Copies `bytes` behind the readable ones; the caller has seen that they fit in `free`.
    package func append(_ bytes: Span<UInt8>) {
        let count = bytes.count
        guard count > 0 else { return }
        makeRoom(for: count)
        unsafe storage.withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                unsafe target.baseAddress!.advanced(by: end).copyMemory(
                    from: source.baseAddress!, byteCount: count)
            }
        }
        end += count
    }

    /// Appends one byte; the caller has seen that it fits in `free`.
    package func append(_ byte: UInt8) {
        makeRoom(for: 1)
        storage[end] = byte
        end += 1
    }

    /// Lends the free space behind the readable bytes, at least `minimum` bytes of it, to `body`,
    /// which returns how many bytes of it it has filled.
    package func fill<Failure: Error>(
        minimum: Int = 1, _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        makeRoom(for: minimum)
        var span = storage.mutableSpan
        // The toolchain's only name for a part of a mutable span, until SE-0467's is spelt out.
        var space = span._mutatingExtracting(end..<span.count)
        let count = try body(&space)
        precondition(count <= storage.count - end)
        end += count
        return count
    }

    /// Moves the readable bytes to the front where the space behind them is shorter than `count`.
    private func makeRoom(for count: Int) {
        precondition(count <= free)
        guard count > storage.count - end else { return }
        unsafe storage.withUnsafeMutableBytes { bytes in
            unsafe bytes.baseAddress!.copyMemory(
                from: bytes.baseAddress!.advanced(by: start), byteCount: end - start)
        }
        end -= start
        start = 0
    }
}
