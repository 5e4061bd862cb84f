internal import Sockets

/// The associations of a server, by who they are with and by when they are due.
struct AssociationTable {
    /// Who a peer is: where it sends from, and which of our addresses it asked.
    struct Key: Hashable {
        let remote: SocketAddress
        let local: SocketAddress?
    }

    private var byPeer: [Key: Association] = [:]
    private var bySerial: [UInt64: Association] = [:]
    private var timetable = Timetable()
    private var lastSerial: UInt64 = 0

    /// How many there are, successors included.
    var count: Int { bySerial.count }

    /// Every association, successors included, in no order.
    var all: some Collection<Association> { bySerial.values }

    /// The association that datagrams from a peer belong to.
    subscript(key: Key) -> Association? { byPeer[key] }

    /// The association with a number; `nil` where it has ended.
    subscript(serial: UInt64) -> Association? { bySerial[serial] }

    /// A number that no association has had.
    mutating func nextSerial() -> UInt64 {
        lastSerial += 1
        return lastSerial
    }

    /// Adds an association under `key`, in place of one that is there; as a successor, only beside
    /// it.
    mutating func insert(_ association: Association, for key: Key, asSuccessor: Bool) {
        bySerial[association.serial] = association
        if !asSuccessor { byPeer[key] = association }
        schedule(association)
    }

    /// Puts an association that was a successor in its predecessor's place.
    mutating func promote(_ association: Association, for key: Key) {
        byPeer[key] = association
    }

    /// Forgets an association.
    mutating func remove(_ association: Association, for key: Key) {
        bySerial[association.serial] = nil
        timetable.remove(association.serial)
        if byPeer[key] === association { byPeer[key] = nil }
    }

    /// The earliest moment that an association is due; too early where it was put off since.
    var deadline: Deadline { timetable.deadline }

    /// Makes sure that `association` is looked at when it is due.
    ///
    /// The timetable holds no association, so that one that has ended keeps no memory until its time.
    mutating func schedule(_ association: Association) {
        timetable.schedule(association.serial, at: association.deadline)
    }

    /// Takes out the associations that are due.
    mutating func takeDue(now: Deadline) -> [Association] {
        var result: [Association] = []
        for serial in timetable.takeDue(now: now) {
            guard let association = bySerial[serial] else { continue }
            if association.deadline <= now {
                result.append(association)
            } else {
                schedule(association)
            }
        }
        return result
    }
}
