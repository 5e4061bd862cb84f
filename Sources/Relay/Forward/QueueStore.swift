/// Queues for those who need one for a moment: most of the many have nothing waiting, and memory that
/// is handed back to the allocator is not without cost to get again.
final class QueueStore {
    private var spare: [DatagramQueue] = []

    /// An empty queue.
    func take() -> DatagramQueue { spare.popLast() ?? DatagramQueue(capacity: Self.capacity) }

    /// Takes a queue back, which is empty.
    func put(_ queue: DatagramQueue) {
        precondition(queue.isEmpty)
        if spare.count < Self.most { spare.append(queue) }
    }

    /// How many bytes a queue holds: a burst that a peer's buffer is too small for, and more than two
    /// batches of datagrams.
    static let capacity = 262_144

    private static let most = 16
}
