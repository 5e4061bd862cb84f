/// What happens to datagrams that go one way; nothing at first.
package struct Impairments: Sendable, Hashable {
    /// How many of them are lost, from 0 to 1.
    package var loss = 0.0

    /// How losses come in bursts.
    package var burst: Burst?

    /// How many come twice, from 0 to 1.
    package var duplicate = 0.0

    /// How many are held back, from 0 to 1.
    package var reorder = 0.0

    /// How many later ones go first where one is held back; none waits for them for more than 0.1 s.
    package var reorderDepth = 3

    /// How long each takes.
    package var delay = Duration.zero

    /// By how much that differs at most, either way.
    package var jitter = Duration.zero

    /// Of how many a bit is turned round, from 0 to 1.
    package var corrupt = 0.0

    /// How many lose their end, from 0 to 1.
    package var truncate = 0.0

    /// After how many another comes again that went before, from 0 to 1.
    package var replay = 0.0

    /// The MTU of the link, in bytes of IP; what is larger is dropped, and nobody is told.
    package var mtu: Int?

    /// What the link takes, in bits of IP a second.
    package var rate: UInt64?

    /// How many bytes wait for a link of that ``rate``; more are dropped.
    package var queue = 65_536

    /// Whether the records of a datagram come in a datagram each.
    package var split = false

    /// Which datagrams are dropped by their number, from 1 for a client's first.
    package var dropped: Set<UInt64> = []

    /// Between which times after a client's first datagram nothing comes through.
    package var cuts: [Range<Duration>] = []

    /// Whom it concerns.
    package var scope = Scope()

    /// None.
    package init() {}

    /// Losses that come in bursts: a link that is good or bad by turns (Gilbert 1960, Elliott 1963).
    package struct Burst: Sendable, Hashable {
        /// How likely a good link turns bad with the next datagram.
        package var begin: Double

        /// How likely a bad link turns good again with the next.
        package var end: Double

        /// How many are lost while it is bad.
        package var lossWhileBad = 1.0

        /// How many are lost while it is good.
        package var lossWhileGood = 0.0

        /// A link that loses everything while it is bad.
        package init(begin: Double, end: Double) {
            self.begin = begin
            self.end = end
        }
    }

    /// Which datagrams chance may change: all of them at first.
    package struct Scope: Sendable, Hashable {
        /// Those with a record of one of these content types; all where empty.
        package var types: Set<UInt8> = []

        /// Those with a part of one of these handshake messages, in the clear; all where empty.
        package var messages: Set<UInt8> = []

        /// The first so many of those, for each client.
        package var first: UInt64 = .max

        /// Whether it is every datagram.
        package var isAll: Bool { types.isEmpty && messages.isEmpty && first == .max }
    }

    /// Whether datagrams pass as they are.
    package var isNone: Bool { self == Impairments() }
}
