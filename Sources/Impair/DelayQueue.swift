internal import HeapModule
internal import Sockets

/// Datagrams that are on their way, the one that arrives first in front.
struct DelayQueue {
    /// One of them, and where it goes.
    struct Entry: Comparable {
        let due: Deadline
        let order: UInt64
        let client: UInt64
        let direction: Direction
        let bytes: [UInt8]

        static func < (left: Entry, right: Entry) -> Bool {
            (left.due, left.order) < (right.due, right.order)
        }

        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
    }

    private var entries = Heap<Entry>()
    private var order: UInt64 = 0
    private var size = 0

    /// When the first arrives.
    var deadline: Deadline { entries.min?.due ?? .distantFuture }

    /// Puts one on its way; false where too many are.
    mutating func insert(
        _ delivery: Path.Delivery, client: UInt64, direction: Direction
    ) -> Bool {
        guard size + delivery.bytes.count + Self.overhead <= Self.capacity else { return false }
        size += delivery.bytes.count + Self.overhead
        order += 1
        entries.insert(
            Entry(
                due: delivery.due, order: order, client: client, direction: direction,
                bytes: delivery.bytes))
        return true
    }

    /// Takes out the first, if it has arrived.
    mutating func takeDue(now: Deadline) -> Entry? {
        guard let first = entries.min, first.due <= now else { return nil }
        return takeFirst()
    }

    /// Takes out the first, whenever it arrives.
    mutating func takeFirst() -> Entry? {
        guard let first = entries.popMin() else { return nil }
        size -= first.bytes.count + Self.overhead
        return first
    }

    /// Of all clients together: a second of delay at half a gigabit a second.
    private static let capacity = 64 << 20

    /// What an entry takes beside its bytes.
    private static let overhead = 96
}
