internal import DequeModule
internal import Sockets

/// The handshakes under way, by their age, and by where they come from.
struct HalfOpen {
    private var all = Queue()
    private var bySource: [AddressBlock: Queue] = [:]

    /// How many there are.
    var count: Int { all.count }

    /// The number of the oldest.
    var oldest: UInt64? { all.oldest }

    /// How many come from `source`.
    func count(of source: AddressBlock) -> Int { bySource[source]?.count ?? 0 }

    /// The number of the oldest that comes from `source`.
    func oldest(of source: AddressBlock) -> UInt64? { bySource[source]?.oldest }

    /// Notes one that begins; numbers count up.
    mutating func begin(_ number: UInt64, of source: AddressBlock) {
        all.append(number)
        bySource[source, default: Queue()].append(number)
    }

    /// Notes that one is done, or over.
    mutating func end(_ number: UInt64, of source: AddressBlock) {
        all.remove(number)
        bySource[source]?.remove(number)
        if bySource[source]?.count == 0 { bySource[source] = nil }
    }

    /// Numbers, in the order in which they came.
    private struct Queue {
        private var members: Set<UInt64> = []

        /// The first is a member; of the others some may be none any more.
        private var order: Deque<UInt64> = []

        var count: Int { members.count }
        var oldest: UInt64? { order.first }

        mutating func append(_ number: UInt64) {
            members.insert(number)
            order.append(number)
        }

        mutating func remove(_ number: UInt64) {
            members.remove(number)
            while let first = order.first, !members.contains(first) { order.removeFirst() }
            // Behind one that takes for ever, those that are over would pile up.
            if order.count > 2 * members.count + 16 {
                order.removeAll { !members.contains($0) }
            }
        }
    }
}
