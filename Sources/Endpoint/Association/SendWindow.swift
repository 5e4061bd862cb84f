package import Sockets

/// How much may be under way to a peer that answers heartbeats (RFC 6520), so that its socket
/// buffer does not overflow.
///
/// UDP has no flow control. But both ends work in order, so that an answered ping says that all
/// that was sent before it has been read, or is lost. What was sent since then may still lie in
/// the peer's socket buffer: it is kept below what such a buffer holds. One ping is under way at a
/// time. One that stays unanswered is sent again, for it may be lost itself: a lost, late or
/// duplicated heartbeat neither stalls the sender nor lets it overrun.
///
/// How much a buffer holds its owner may have said; where not, it is what a plain socket has. On a
/// path with a long round trip most of what is under way is on the wire and not in the buffer:
/// there the window grows beyond that, for as long as answers do not become slower.
package struct SendWindow: Sendable {
    /// What may be under way, in bytes as ``charge(_:)`` counts them.
    package private(set) var size: Int

    /// What was sent since the last answered ping, or before it was.
    package private(set) var underWay = 0

    /// The round trip, smoothed as TCP does it (RFC 6298 section 2); `nil` before the first.
    package private(set) var roundTrip: Duration?

    /// The shortest round trip.
    package private(set) var leastRoundTrip: Duration?

    /// Whether a ping was answered that had nothing in front of it: any other waits in the peer's
    /// buffer as well, and of a slow peer it would tell of a long path.
    private var hasMeasuredPath = false

    private let limit: Int
    private var deviation = Duration.zero
    private var sinceLastPing = 0
    private var lastCharge = 0
    private var ping: Ping?
    private var wasFull = false
    private var isCramped = false

    private struct Ping {
        var sent: Deadline
        var due: Deadline
        var tries = 0
        /// Whether nothing else was under way.
        var isAlone = false
        /// Whether the answer to the try before came after all.
        var wasLate = false
        /// When the first of the tries was made.
        var since: Deadline
    }

    /// A window with nothing under way.
    ///
    /// - Parameter held: what the peer's socket buffer holds, in bytes as its kernel counts them; by
    ///   default, what Linux gives to a socket that asks for nothing.
    package init(held: Int = 212_992) {
        // The kernel gives a quarter of the room back late (`udp_rmem_release`).
        limit = min(max(held / 4 * 3, Self.leastHeld), Self.most)
        size = limit
    }

    /// Keeps, until the first answers, to what a peer holds of messages that overtake the end of its
    /// handshake.
    package mutating func restrain() { size = min(size, Self.early) }

    /// Whether another message like the last may be sent. One always may where nothing is under way.
    package var isOpen: Bool { underWay == 0 || underWay + lastCharge <= size }

    /// Whether it is time for a ping: none is under way, and enough was sent since the last.
    package var wantsPing: Bool {
        ping == nil && sinceLastPing > 0 && (sinceLastPing >= size / 4 || !isOpen || isCramped)
    }

    /// Whether a ping is to go in front of the first message, to measure the path.
    package var wantsFirstPing: Bool { ping == nil && roundTrip == nil && underWay == 0 }

    /// When the ping that is under way counts as lost.
    package var deadline: Deadline { ping?.due ?? .distantFuture }

    /// How often the ping that is under way was sent again.
    var tries: Int { ping?.tries ?? 0 }

    /// Since when the peer owes an answer.
    package var unansweredSince: Deadline? { ping?.since }

    /// How many messages of `bytes` may be sent. Where there is room for none, a ping is wanted, even
    /// if smaller ones would fit.
    package mutating func room(for bytes: Int) -> Int {
        let charge = Self.charge(bytes)
        let room = max((size - underWay) / charge, underWay == 0 ? 1 : 0)
        isCramped = room == 0
        return room
    }

    /// Notes messages of `bytes` each that have been sealed.
    package mutating func sent(_ bytes: Int, count: Int = 1) {
        let charge = Self.charge(bytes) * count
        underWay += charge
        sinceLastPing += charge
        lastCharge = Self.charge(bytes)
        if !isOpen { wasFull = true }
    }

    /// Notes that a ping has been sealed: the first, or another for one that counts as lost.
    package mutating func pinged(now: Deadline) {
        sinceLastPing = 0
        let tries = ping.map { $0.tries + 1 } ?? 0
        let wait = min(patience * (1 << min(tries, 10)), Self.longestPatience)
        ping = Ping(
            sent: now, due: now.advanced(by: wait), tries: tries, isAlone: underWay == 0,
            since: ping?.since ?? now)
    }

    /// What is known of a ping that was sent again where it got no answer in time.
    package struct Answer {
        /// Whether the answer is to the first of them.
        let isToFirst: Bool

        /// Whether the first was lost: its answer has not come late either, and another's has.
        let isFirstLost: Bool
    }

    /// Notes that the newest ping was answered; `nil` where there is none.
    @discardableResult
    package mutating func answered(now: Deadline) -> Answer? {
        guard let ping else { return nil }
        let time = now.remaining(ping.sent)
        measure(time)
        leastRoundTrip = min(leastRoundTrip ?? time, time)
        if ping.isAlone { hasMeasuredPath = true }
        // The first answer came late from a peer that was busy yet with its handshake.
        if !isLong { size = min(size, limit) }
        underWay = sinceLastPing
        self.ping = nil
        switch ping.tries {
        case 0: grow(time)
        // The first was lost, and so met a full buffer. Where it was only late, or where more than
        // one stayed unanswered, the peer was busy; and where nothing was in front of it, as with a
        // sign of life, it was the path that has lost it.
        case 1 where !ping.wasLate && !ping.isAlone: shrink()
        default: break
        }
        wasFull = !isOpen
        isCramped = false
        return Answer(
            isToFirst: ping.tries == 0, isFirstLost: ping.tries == 1 && !ping.wasLate)
    }

    /// Notes an answer to a ping that has been replaced.
    package mutating func answeredLate() { ping?.wasLate = true }

    /// What the peer's kernel charges its socket buffer for a datagram with a message of `bytes`, at
    /// most: a power of two that holds it with its headers, and the descriptor of it (the
    /// `truesize` of Linux, where datagrams do not come in coalesced batches).
    static func charge(_ bytes: Int) -> Int {
        let held = bytes + recordOverhead + bufferOverhead
        let rounded = held <= 512 ? 512 : 1 << (Int.bitWidth - (held - 1).leadingZeroBitCount)
        return rounded + descriptorSize
    }

    // MARK: -

    private mutating func measure(_ time: Duration) {
        guard let smoothed = roundTrip else {
            roundTrip = time
            deviation = time / 2
            return
        }
        let difference = smoothed > time ? smoothed - time : time - smoothed
        deviation = (deviation * 3 + difference) / 4
        roundTrip = (smoothed * 7 + time) / 8
    }

    /// Makes the window smaller; it comes back to its limit with the answers that follow.
    private mutating func shrink() { size = max(size / 2, min(limit, Self.least)) }

    private mutating func grow(_ time: Duration) {
        if size < limit {
            size = min(size + limit / 8, limit)
        } else if isLong, let least = leastRoundTrip {
            if time > least * 3 / 2 {
                size = max(size - size / 8, limit)
            } else if wasFull, time <= least * 5 / 4 {
                size = min(size + size / 8, limit * Self.mostTimes, Self.most)
            }
        }
    }

    /// Whether a round trip is longer than a peer's loop may take to come round.
    private var isLong: Bool {
        hasMeasuredPath && (leastRoundTrip ?? .zero) >= Self.longPath
    }

    /// How long an answer may take.
    private var patience: Duration {
        guard let roundTrip else { return Self.firstPatience }
        return max(roundTrip + deviation * 4, Self.shortestPatience)
    }

    /// Some datagrams of any size up to a kilobyte or two.
    private static let least = 16_384

    /// 64 datagrams of the least charge, and so fewer of any other; see EarlyRecords.
    private static let early = 49_152

    /// What a dtlscat takes in while its standard output is stuck; see `Endpoint.answersPings`.
    private static let most = 1_048_576

    /// Linux gives no socket less, and a peer that claims to have less would be waited for by others.
    private static let leastHeld = 2_304

    /// How much larger than the peer's buffer the window may become, for what is on the wire.
    private static let mostTimes = 8

    private static let recordOverhead = 64
    private static let bufferOverhead = 384
    private static let descriptorSize = 256

    /// RFC 6298 section 2.
    private static let firstPatience = Duration.seconds(1)

    /// A process that waits for its turn on a busy machine is not a lost datagram.
    private static let shortestPatience = Duration.milliseconds(20)
    /// Pings that nobody reads fill what is left of a small buffer, and one that finds no room is a
    /// record lost: no more than ten in ten seconds.
    private static let longestPatience = Duration.seconds(5)

    /// Beyond some turns of a busy machine's scheduler.
    private static let longPath = Duration.milliseconds(10)
}
