internal import Glibc

/// A fixed stretch of memory with a readable window in it: bytes come in at the end and go out at
/// the start, and nothing is allocated after `init`.
///
/// A class, since the pump, the framings and the system calls share one buffer in place.
@safe package final class ByteBuffer {
    /// Owned: allocated in `init`, freed in `deinit`, never handed out beyond a closure's run.
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private var start = 0
    private var end = 0

    /// A buffer that holds at most `capacity` bytes.
    package init(capacity: Int) {
        // Zeros that take up no memory before they are written over.
        guard let zeros = unsafe calloc(capacity, 1) else { preconditionFailure("out of memory") }
        unsafe memory = UnsafeMutableBufferPointer(
            start: zeros.bindMemory(to: UInt8.self, capacity: capacity), count: capacity)
    }

    deinit {
        unsafe Glibc.free(memory.baseAddress)
    }

    /// How many bytes wait to be consumed.
    package var count: Int { end - start }

    /// Whether nothing waits to be consumed.
    package var isEmpty: Bool { start == end }

    /// How many more bytes fit.
    package var free: Int { unsafe memory.count - count }

    /// The readable bytes, lent to `body`.
    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let readable = unsafe UnsafeBufferPointer(rebasing: memory[start..<end])
        return try unsafe body(readable.span)
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
        unsafe bytes.withUnsafeBytes { source in
            unsafe UnsafeMutableRawPointer(memory.baseAddress!).advanced(by: end).copyMemory(
                from: source.baseAddress!, byteCount: count)
        }
        end += count
    }

    /// Appends one byte; the caller has seen that it fits in `free`.
    package func append(_ byte: UInt8) {
        makeRoom(for: 1)
        unsafe memory[end] = byte
        end += 1
    }

    /// Lends the free space behind the readable bytes, at least `minimum` bytes of it, to `body`,
    /// which returns how many bytes of it it has filled.
    package func fill<Failure: Error>(
        minimum: Int = 1, _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        makeRoom(for: minimum)
        let space = unsafe UnsafeMutableBufferPointer(rebasing: memory[end...])
        var span = unsafe space.mutableSpan
        let count = try body(&span)
        precondition(count <= span.count)
        end += count
        return count
    }

    /// Moves the readable bytes to the front where the space behind them is shorter than `count`.
    private func makeRoom(for count: Int) {
        precondition(count <= free)
        guard unsafe count > memory.count - end else { return }
        let base = unsafe UnsafeMutableRawPointer(memory.baseAddress!)
        unsafe base.copyMemory(from: base.advanced(by: start), byteCount: end - start)
        end -= start
        start = 0
    }
}
