internal import CLinux
internal import Glibc

/// Where a batch of datagrams is received, again and again.
@safe package final class ReceiveBuffer {
    /// Owned: allocated in `init`, freed in `deinit`.
    private let memory: UnsafeMutableRawBufferPointer
    private var arrival = clinux_arrival()

    /// How many bytes came, in all datagrams.
    package private(set) var count = 0

    /// The size of each datagram but the last, in bytes; `count` where only one came.
    package private(set) var segmentSize = 0

    /// Who sent them.
    package private(set) var source = SocketAddress.any(.v4, port: 0)

    /// Which of our addresses they were sent to, port 0; `nil` on a connected socket.
    package private(set) var destination: SocketAddress?

    /// A buffer for a full batch, 64 KiB.
    package init() {
        unsafe memory = .allocate(byteCount: Self.capacity, alignment: 16)
    }

    deinit { unsafe memory.deallocate() }

    /// How many datagrams came; one that is empty counts.
    package var segmentCount: Int {
        segmentSize == 0 ? 1 : (count + segmentSize - 1) / segmentSize
    }

    /// Lends each datagram to `body`, in the order of arrival.
    package func forEachSegment(_ body: (Span<UInt8>) -> Void) {
        var offset = 0
        repeat {
            let end = segmentSize == 0 ? count : min(offset + segmentSize, count)
            let segment = unsafe UnsafeRawBufferPointer(rebasing: memory[offset..<end])
            unsafe body(segment.bindMemory(to: UInt8.self).span)
            offset = end
        } while offset < count
    }

    /// Receives from `socket`; what `recvmsg` returns.
    func receive(from socket: Int32, wantsDestination: Bool) -> Int {
        let result = unsafe clinux_receive(socket, memory.baseAddress, memory.count, &arrival)
        guard result >= 0 else { return result }
        count = result
        let coalesced = Int(arrival.segment_size)
        segmentSize = coalesced > 0 && coalesced < result ? coalesced : result
        if let address = SocketAddress(arrival.source.storage) { source = address }
        destination =
            wantsDestination ? SocketAddress(arrival.destination.storage) : nil
        return result
    }

    private static let capacity = 65_536
}
