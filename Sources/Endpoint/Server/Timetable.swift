internal import HeapModule
package import Sockets

/// When each of many is due, by their numbers.
///
/// An entry of the heap is never moved: one that is put off comes up too early, and is put back for
/// later by whoever takes it, so that a datagram that arrives costs no more than a comparison. Entries
/// that are worth nothing any more are cleared away once they are most of all, so that those who come
/// and go, or are asked often and due late, leave nothing behind.
package struct Timetable {
    private var due: [UInt64: Deadline] = [:]
    private var entries = Heap<Entry>()

    /// A table without entries.
    package init() {}

    /// The earliest moment that one is due; too early where it was put off since.
    package var deadline: Deadline { entries.min?.deadline ?? .distantFuture }

    /// Makes sure that `number` comes up at `deadline`, or earlier where it is down for that.
    package mutating func schedule(_ number: UInt64, at deadline: Deadline) {
        guard deadline < due[number] ?? .distantFuture else { return }
        due[number] = deadline
        entries.insert(Entry(deadline: deadline, number: number))
        clear()
    }

    /// Takes `number` out.
    package mutating func remove(_ number: UInt64) {
        due[number] = nil
        clear()
    }

    /// How many entries are kept, those that are worth nothing any more as well.
    var size: Int { entries.count }

    /// Takes out those that have come up; who is due only later is to be scheduled again.
    package mutating func takeDue(now: Deadline) -> [UInt64] {
        var result: [UInt64] = []
        while let first = entries.min, first.deadline <= now {
            entries.removeMin()
            // An older entry, of one that was taken out or has come to be due earlier.
            guard due[first.number] == first.deadline else { continue }
            due[first.number] = nil
            result.append(first.number)
        }
        return result
    }

    private mutating func clear() {
        guard entries.count > 2 * due.count + Self.few else { return }
        entries = Heap(due.map { Entry(deadline: $0.value, number: $0.key) })
    }

    /// So many are not worth clearing away.
    private static let few = 64

    private struct Entry: Comparable {
        let deadline: Deadline
        let number: UInt64

        static func < (left: Entry, right: Entry) -> Bool { left.deadline < right.deadline }
    }
}
