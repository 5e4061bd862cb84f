import Testing

@testable import Relay

@Suite struct DatagramQueueTests {
    @Test func `runs are of equal size, and a shorter datagram ends one`() {
        let queue = DatagramQueue(capacity: 1_000)
        for size in [3, 3, 2, 2, 5, 5, 5] { #expect(append(size, to: queue)) }
        #expect(queue.count == 25)
        #expect(runs(of: queue) == [[3, 3, 2], [2], [5, 5, 5]])
        #expect(queue.isEmpty && queue.count == 0)
    }

    @Test func `what is not taken comes again, and bytes keep their order`() {
        let queue = DatagramQueue(capacity: 100)
        for start in [0, 4, 8] as [UInt8] {
            let datagram = [start, start + 1, start + 2, start + 3]
            let isTaken = queue.append(datagram.span)
            #expect(isTaken)
        }
        var seen: [UInt8] = []
        let first = queue.withRun { bytes, size in
            seen += bytes.indices.prefix(size).map { bytes[$0] }
            return size
        }
        #expect(first == 4)
        let rest = queue.withRun { bytes, _ in
            seen += bytes.indices.map { bytes[$0] }
            return bytes.count
        }
        #expect(rest == 8)
        #expect(seen == Array(0..<12))
        let none = queue.withRun { _, _ in 0 }
        #expect(none == nil)
    }

    @Test func `what has no room is refused whole, and what is there stays`() {
        let queue = DatagramQueue(capacity: 10)
        #expect(append(6, to: queue))
        #expect(!append(5, to: queue))
        #expect(append(4, to: queue))
        #expect(runs(of: queue) == [[6, 4]])
    }

    @Test func `those that are given up are counted`() {
        let queue = DatagramQueue(capacity: 100)
        for size in [3, 3, 1, 7, 2] { #expect(append(size, to: queue)) }
        #expect(queue.removeAll() == 5)
        #expect(queue.isEmpty && queue.count == 0)
        #expect(append(100, to: queue))
    }

    @Test func `any order of sizes comes out as it went in`() {
        var generator = SeededGenerator(seed: 7)
        let queue = DatagramQueue(capacity: 100_000)
        let sizes = (0..<500).map { _ in Int.random(in: 1...4, using: &generator) }
        for size in sizes { #expect(append(size, to: queue)) }
        var seen: [Int] = []
        while queue.withRun({ bytes, size in
            // As a socket does that is full at times.
            let most = Int.random(in: 1...3, using: &generator) * size
            let taken = min(most, bytes.count)
            seen += Self.sizes(taken, size)
            return taken
        }) != nil {}
        #expect(seen == sizes)
    }

    private func append(_ size: Int, to queue: DatagramQueue) -> Bool {
        queue.append([UInt8](repeating: 1, count: size).span)
    }

    private func runs(of queue: DatagramQueue) -> [[Int]] {
        var runs: [[Int]] = []
        while queue.withRun({ bytes, size in
            runs.append(Self.sizes(bytes.count, size))
            return bytes.count
        }) != nil {}
        return runs
    }

    private static func sizes(_ count: Int, _ size: Int) -> [Int] {
        stride(from: 0, to: count, by: size).map { min(size, count - $0) }
    }
}
