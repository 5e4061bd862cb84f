internal import Endpoint
internal import Sockets

/// Holds messages back that came before their time, until those in front have come or the wait is
/// over.
struct Reordering {
    /// A message that waits.
    struct Held {
        let number: UInt64
        let bytes: [UInt8]
        let due: Deadline
        let association: Association
    }

    private let wait: Duration
    private var held: [ObjectIdentifier: [Held]] = [:]

    /// A buffer that holds a message for `wait` at most.
    init(wait: Duration) { self.wait = wait }

    /// When the first message is due, whatever is missing in front of it.
    var deadline: Deadline {
        held.values.lazy.compactMap { $0.lazy.map(\.due).min() }.min() ?? .distantFuture
    }

    /// Whether nothing waits.
    var isEmpty: Bool { held.isEmpty }

    /// Whether a message may pass at once.
    func passes(_ number: UInt64, of association: Association) -> Bool {
        held[ObjectIdentifier(association)] == nil
            && !association.awaitsRecords(before: number)
    }

    /// Keeps a message, in its place.
    mutating func hold(
        _ message: Span<UInt8>, number: UInt64, of association: Association, now: Deadline
    ) {
        let bytes = [UInt8](capacity: message.count) { output in
            for index in message.indices { output.append(message[index]) }
        }
        var list = held[ObjectIdentifier(association)] ?? []
        let index = list.firstIndex { $0.number > number } ?? list.endIndex
        list.insert(
            Held(
                number: number, bytes: bytes, due: now.advanced(by: wait),
                association: association),
            at: index)
        held[ObjectIdentifier(association)] = list
    }

    /// Takes out all that has come of one association.
    mutating func takeAll(of association: Association) -> [Held] {
        held.removeValue(forKey: ObjectIdentifier(association)) ?? []
    }

    /// Takes out what may pass now, in order; all of it where `everything` is asked for.
    mutating func takeDue(now: Deadline, everything: Bool = false) -> [Held] {
        var result: [Held] = []
        for (key, list) in held {
            // One that is due takes along all in front of it.
            let overdue = everything ? list.endIndex : (list.lastIndex { $0.due <= now } ?? -1) + 1
            let count =
                list[overdue...].firstIndex {
                    $0.association.awaitsRecords(before: $0.number)
                } ?? list.endIndex
            result += list[..<count]
            held[key] = count == list.count ? nil : Array(list[count...])
        }
        return result
    }
}
