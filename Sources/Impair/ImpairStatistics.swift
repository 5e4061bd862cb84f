/// What has gone one way, and what became of it.
package struct ImpairStatistics: Sendable, Hashable {
    /// How many datagrams came, and how many bytes.
    package internal(set) var received: UInt64 = 0
    package internal(set) var receivedBytes: UInt64 = 0

    /// How many went on, and how many bytes.
    package internal(set) var forwarded: UInt64 = 0
    package internal(set) var forwardedBytes: UInt64 = 0

    /// How many were dropped, by reason.
    package internal(set) var dropped: [Fate.Drop: UInt64] = [:]

    /// How many were sent twice.
    package internal(set) var duplicated: UInt64 = 0

    /// How many were held back until later ones had gone.
    package internal(set) var heldBack: UInt64 = 0

    /// Of how many a bit was turned round.
    package internal(set) var corrupted: UInt64 = 0

    /// How many have lost their end.
    package internal(set) var truncated: UInt64 = 0

    /// How often one that went before went again.
    package internal(set) var replayed: UInt64 = 0

    /// How many were split.
    package internal(set) var split: UInt64 = 0

    /// How many times the other side's host has answered that it does not take what was sent.
    package internal(set) var refused: UInt64 = 0

    /// None yet.
    package init() {}

    mutating func count(_ fate: Fate) {
        if let drop = fate.drop {
            dropped[drop, default: 0] += 1
            return
        }
        if fate.isDuplicated { duplicated += 1 }
        if fate.isHeldBack { heldBack += 1 }
        if fate.corruptedBit != nil { corrupted += 1 }
        if fate.truncatedBytes > 0 { truncated += 1 }
        if fate.replays { replayed += 1 }
        if fate.pieces > 1 { split += 1 }
    }
}
