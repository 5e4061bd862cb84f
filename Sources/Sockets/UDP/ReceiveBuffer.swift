internal import CLinux
internal import Glibc

/// Room for what one receive brings: one datagram, or a batch of equal ones from one sender.
///
/// The memory is allocated once; what is in it is valid until the next receive.
@safe package final class ReceiveBuffer {
    /// Owned: allocated in `init`, freed in `deinit`, never handed out beyond a closure's run.
    private let memory: UnsafeMutableRawBufferPointer

    /// How many bytes the last receive brought, in all segments together.
    package private(set) var count = 0

    /// The size of every segment but the last, which may be shorter; `count` for a lone datagram.
    package private(set) var segmentSize = 0

    /// Whether the datagram was longer than the buffer; its rest is lost.
    package private(set) var isTruncated = false

    /// Who sent it.
    package private(set) var source = SocketAddress.any(.v6, port: 0)

    /// Which of this machine's addresses it was sent to, where the socket is not connected.
    package private(set) var destination: SocketAddress?

    private var arrival = clinux_arrival()

    /// A buffer of `capacity` bytes, at least 65,536: a batch is never longer.
    package init(capacity: Int = 65_536) {
        precondition(capacity >= 65_536)
        unsafe memory = .allocate(byteCount: capacity, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe memory.deallocate()
    }

    /// How many datagrams there are; a datagram of no bytes is one.
    package var segmentCount: Int {
        segmentSize == 0 ? 1 : (count + segmentSize - 1) / segmentSize
    }

    /// Lends the datagram at `index`, from 0, to `body`.
    package func withSegment<Result, Failure: Error>(
        _ index: Int, _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < segmentCount)
        let start = index * segmentSize
        let end = min(start + segmentSize, count)
        // The memory is initialised, and lives as long as this object, which the call holds.
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[start..<end])
        return try unsafe body(bytes.assumingMemoryBound(to: UInt8.self).span)
    }

    /// Lends all datagrams to `body`, one behind the other: of `segmentSize` each, but for the last.
    package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
        return unsafe body(bytes.assumingMemoryBound(to: UInt8.self).span)
    }

    /// Lends each datagram to `body`, in order.
    package func forEachSegment<Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        for index in 0..<segmentCount {
            try withSegment(index, body)
        }
    }

    /// Lets the kernel fill the buffer: what `recvmsg` returned. `port` is the socket's own.
    func receive(from socket: Int32, port: UInt16) -> Int {
        let result = unsafe clinux_receive(socket, memory.baseAddress, memory.count, &arrival)
        guard result >= 0 else { return result }
        count = result
        let size = Int(arrival.segment_size)
        segmentSize = size > 0 && size < result ? size : result
        isTruncated = arrival.truncated
        if let address = SocketAddress(arrival.source) { source = address }
        destination = SocketAddress(arrival.destination)
        destination?.port = port
        return result
    }

    /// The drop counter that came with it, where one did.
    var drops: Int? { arrival.has_drops ? Int(arrival.drops) : nil }
}
