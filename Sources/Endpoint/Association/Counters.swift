/// What one association has carried, or all of an endpoint's together.
package struct Counters: Sendable, Hashable {
    /// Messages sealed and handed to the socket.
    package var sentMessages: UInt64 = 0

    /// Their bytes, without framing or protection.
    package var sentBytes: UInt64 = 0

    /// Messages opened and handed on.
    package var receivedMessages: UInt64 = 0

    /// Their bytes.
    package var receivedBytes: UInt64 = 0

    /// Records of the peer that have not come, up to its close_notify where that has.
    package var lost: UInt64 = 0

    /// Records that came after one with a higher number.
    package var reordered: UInt64 = 0

    /// Records that came again, and were dropped.
    package var replayed: UInt64 = 0

    /// Datagrams and records dropped as malformed or not authentic.
    package var discarded: UInt64 = 0

    /// Datagrams that the kernel would not take, after the retries that are due.
    package var unsent: UInt64 = 0

    /// How often the path took less than was sent on it, until that was seen: what was larger is lost.
    package var pathLosses: UInt64 = 0

    /// Adds what another association has carried.
    package mutating func add(_ other: Counters) {
        sentMessages += other.sentMessages
        sentBytes += other.sentBytes
        receivedMessages += other.receivedMessages
        receivedBytes += other.receivedBytes
        lost += other.lost
        reordered += other.reordered
        replayed += other.replayed
        discarded += other.discarded
        unsent += other.unsent
        pathLosses += other.pathLosses
    }

    /// Nothing carried yet.
    package init() {}
}
