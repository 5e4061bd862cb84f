/// What became of a datagram.
package struct Fate: Sendable, Hashable {
    /// Why it was dropped; `nil` where it goes on.
    package var drop: Drop?

    /// Which bit of it was turned round; counted from 0.
    package var corruptedBit: Int?

    /// How many bytes were cut from its end.
    package var truncatedBytes = 0

    /// Whether it goes twice.
    package var isDuplicated = false

    /// Whether later ones go first.
    package var isHeldBack = false

    /// Whether one that went before goes again behind it.
    package var replays = false

    /// Into how many datagrams it is split; 1 where it is not.
    package var pieces = 1

    /// How long it waits, for the link and on it.
    package var delay = Duration.zero

    /// Nothing happens to it.
    package init() {}

    /// Why a datagram was dropped.
    package enum Drop: String, Sendable, Hashable, CaseIterable {
        /// It was to be lost by chance.
        case loss

        /// The link was bad.
        case burst

        /// It was named by its number.
        case index

        /// It is larger than the link takes.
        case mtu

        /// Nothing came through.
        case cut

        /// Too many waited for the link, or on it.
        case queue

        /// The kernel did not take it.
        case unsent

        /// It was under way when the relay ended.
        case pending
    }
}
