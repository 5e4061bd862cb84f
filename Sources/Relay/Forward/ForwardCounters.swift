/// What was carried for one source, or for all of them together, in datagrams of plain UDP.
package struct ForwardCounters: Sendable, Hashable {
    /// Datagrams that came over UDP, the dropped ones as well.
    package var received: UInt64 = 0

    /// Their bytes.
    package var receivedBytes: UInt64 = 0

    /// Datagrams sent over UDP.
    package var sent: UInt64 = 0

    /// Their bytes.
    package var sentBytes: UInt64 = 0

    /// Datagrams without a byte, which a record cannot carry.
    package var empty: UInt64 = 0

    /// Datagrams larger than what fits one of the session's.
    package var tooLarge: UInt64 = 0

    /// Datagrams for which the queue had no room: more came than the session takes.
    package var overflowed: UInt64 = 0

    /// Datagrams that came while there was no session, and none could be begun.
    package var withoutSession: UInt64 = 0

    /// Datagrams that the kernel would not send over UDP.
    package var unsent: UInt64 = 0

    /// Times that a host has answered over UDP that a datagram did not reach its port.
    package var refused: UInt64 = 0

    /// All that were dropped here.
    package var dropped: UInt64 { empty + tooLarge + overflowed + withoutSession + unsent }

    /// Nothing carried yet.
    package init() {}

    /// Adds what was carried for another.
    package mutating func add(_ other: ForwardCounters) {
        received += other.received
        receivedBytes += other.receivedBytes
        sent += other.sent
        sentBytes += other.sentBytes
        empty += other.empty
        tooLarge += other.tooLarge
        overflowed += other.overflowed
        withoutSession += other.withoutSession
        unsent += other.unsent
        refused += other.refused
    }
}
