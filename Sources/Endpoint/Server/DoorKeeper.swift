internal import Sockets

/// Shuts a socket's door when hellos come faster than they are answered: they would fill its buffer,
/// and what the clients say who are served would find no room there, and be lost.
struct DoorKeeper {
    private(set) var door = UDPSocket.Door.open

    /// Hellos that were turned away since the socket was last found empty, but for those that belong
    /// to the ones that were let in.
    private var backlog = 0
    private var next = Deadline.distantFuture
    private let most: Int

    /// A keeper of a socket whose buffer holds `receiveRoom` bytes, as the kernel counts them. Hellos
    /// may come twenty times as fast as they are answered, so it is to be done before that part of the
    /// buffer was answered.
    init(receiveRoom: Int) { most = max(receiveRoom / Self.room / 24, Self.least) }

    /// When ``relax(now:)`` is due.
    var deadline: Deadline { next }

    /// Counts a hello of somebody who was not let in; the door to set now, where there are too many.
    mutating func turnedAway(now: Deadline) -> UDPSocket.Door? {
        backlog += 1
        guard backlog >= most, let narrower = UDPSocket.Door(rawValue: door.rawValue + 1)
        else { return nil }
        backlog = 0
        door = narrower
        next = now.advanced(by: Self.calm)
        return door
    }

    /// Counts one who was let in: where hellos lead to sessions, however many, there is no flood.
    mutating func letIn() { backlog = max(0, backlog - Self.worth) }

    /// Notes that the socket has no more.
    mutating func isEmpty() { backlog = 0 }

    /// Opens the door a little after a while; the door to set now.
    mutating func relax(now: Deadline) -> UDPSocket.Door? {
        guard now >= next, let wider = UDPSocket.Door(rawValue: door.rawValue - 1) else {
            return nil
        }
        door = wider
        next = door == .open ? .distantFuture : now.advanced(by: Self.calm)
        return door
    }

    /// What a small datagram takes of a socket's buffer, in bytes.
    private static let room = 768

    /// More than come at once where nobody means harm.
    private static let least = 64

    /// How many are turned away for each that is let in, at most, where nobody means harm: each says
    /// hello once without a cookie, and a few times more where answers are late.
    private static let worth = 8

    private static let calm = Duration.seconds(1)
}
