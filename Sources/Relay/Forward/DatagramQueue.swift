internal import DequeModule
internal import Sockets

/// Datagrams that wait, in order, bounded in bytes, and lent out in runs of equal size.
final class DatagramQueue {
    private let bytes: ByteBuffer
    private var runs: Deque<Run> = []

    /// Datagrams of `size` bytes, the last of which may be shorter and is the last then.
    private struct Run {
        let size: Int
        var length: Int
    }

    /// A queue that holds at most `capacity` bytes.
    init(capacity: Int) {
        bytes = ByteBuffer(capacity: capacity)
    }

    /// Whether none waits.
    var isEmpty: Bool { runs.isEmpty }

    /// How many bytes wait.
    var count: Int { bytes.count }

    /// Puts a copy of `datagram`, which is not empty, behind the others; false where it does not fit.
    func append(_ datagram: Span<UInt8>) -> Bool {
        let size = datagram.count
        precondition(size > 0)
        guard size <= bytes.free else { return false }
        bytes.append(datagram)
        if let last = runs.last, size <= last.size, last.length.isMultiple(of: last.size) {
            runs[runs.count - 1].length += size
        } else {
            runs.append(Run(size: size, length: size))
        }
        return true
    }

    /// Lends the oldest run to `body`: its bytes, and the size of each datagram but the last. What
    /// `body` returns is how many of the bytes are dealt with: whole datagrams.
    ///
    /// Returns that number; nil where the queue is empty.
    func withRun(_ body: (_ bytes: Span<UInt8>, _ size: Int) -> Int) -> Int? {
        guard let run = runs.first else { return nil }
        let taken = bytes.withBytes { body($0.extracting(first: run.length), run.size) }
        precondition(taken == run.length || taken.isMultiple(of: run.size) && taken < run.length)
        bytes.consume(taken)
        if taken == run.length {
            runs.removeFirst()
        } else {
            runs[0].length -= taken
        }
        return taken
    }

    /// Forgets all; how many datagrams that were.
    func removeAll() -> Int {
        let count = runs.reduce(0) { $0 + ($1.length + $1.size - 1) / $1.size }
        runs.removeAll()
        bytes.consume(bytes.count)
        return count
    }
}
