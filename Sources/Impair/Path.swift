internal import DTLS
package import Sockets

/// One way between one client and the server: decides what becomes of each datagram.
///
/// The same seed and the same datagrams in the same order have the same fate; when they come and go
/// is up to the clock.
package struct Path {
    /// A datagram that goes on.
    package struct Delivery: Sendable {
        package var bytes: [UInt8]
        package var due: Deadline
    }

    private let impairments: Impairments
    private let overhead: Int
    private var count: UInt64 = 0
    private var inScope: UInt64 = 0
    private var isBad = false
    private var start: Deadline?
    private var bottleneck: Bottleneck?
    private var loss, burst, duplicate, reorder, jitter, corrupt, truncate, replay: Chance

    /// Those that went before, for one of them to come again.
    private var history: [[UInt8]] = []

    /// Those that are held back, and how many are still to go first.
    private var held: [(delivery: Delivery, left: Int, until: Deadline)] = []

    /// - Parameters:
    ///   - client: the client's number, from 1.
    ///   - overhead: how many bytes of IP and UDP are around a datagram: 28, or 48 for IPv6.
    package init(
        _ impairments: Impairments, seed: UInt64, client: UInt64, direction: Direction,
        overhead: Int
    ) {
        self.impairments = impairments
        self.overhead = overhead
        func chance(_ effect: Chance.Effect) -> Chance {
            Chance(seed: seed, client: client, direction: direction, effect: effect)
        }
        loss = chance(.loss)
        burst = chance(.burst)
        duplicate = chance(.duplicate)
        reorder = chance(.reorder)
        jitter = chance(.jitter)
        corrupt = chance(.corrupt)
        truncate = chance(.truncate)
        replay = chance(.replay)
        bottleneck = impairments.rate.map { Bottleneck(rate: $0, capacity: impairments.queue) }
    }

    /// When one that is held back goes at the latest.
    package var deadline: Deadline { held.map(\.until).min() ?? .distantFuture }

    /// Decides about the next datagram; what goes on now or later is handed to `deliver`.
    package mutating func take(
        _ datagram: Span<UInt8>, now: Deadline, _ deliver: (Delivery) -> Void
    ) -> Fate {
        count += 1
        let began = start ?? now
        start = began
        var fate = Fate()
        let isInScope = isInScope(datagram)
        // Each stream goes on by as much for every datagram that it is for, so that no effect shifts
        // another, and a flight that is sent again shifts nothing of the data behind it.
        var draw = Draw()
        if isInScope { draw = self.draw(datagram.count) }
        let shift = jitter.fraction() * 2 - 1

        fate.drop = drop(datagram, age: now.remaining(began))
        if fate.drop == nil, isInScope {
            if draw.isBurst { fate.drop = .burst } else if draw.isLost { fate.drop = .loss }
        }
        guard fate.drop == nil else {
            passHeld(now: now, deliver)
            return fate
        }
        var bytes = [UInt8](copying: datagram)
        if isInScope {
            if draw.isCorrupt, !bytes.isEmpty {
                bytes[draw.bit / 8] ^= 0x80 >> UInt8(draw.bit % 8)
                fate.corruptedBit = draw.bit
            }
            if draw.isShort, draw.left < bytes.count {
                fate.truncatedBytes = bytes.count - draw.left
                bytes.removeLast(fate.truncatedBytes)
            }
            fate.isDuplicated = draw.isTwice
            fate.isHeldBack = draw.isHeld
            fate.replays = draw.isReplay && !history.isEmpty
        }
        let pieces = impairments.split ? Self.split(bytes) : [bytes]
        fate.pieces = pieces.count
        var due = now
        for piece in pieces {
            guard let leaves = leave(piece.count, now: now) else {
                fate.drop = .queue
                fate.replays = false
                passHeld(now: now, deliver)
                return fate
            }
            due = leaves.advanced(by: impairments.delay)
            let seconds = Self.seconds(impairments.jitter) * shift
            due = max(due.advanced(by: .nanoseconds(Int64(seconds * 1e9))), leaves)
            let delivery = Delivery(bytes: piece, due: due)
            if fate.isHeldBack, held.count < Self.mostHeld {
                held.append(
                    (delivery, impairments.reorderDepth + 1, now.advanced(by: Self.longestHold)))
            } else {
                deliver(delivery)
            }
            if fate.isDuplicated { deliver(delivery) }
        }
        fate.delay = due.remaining(now)
        if fate.replays {
            let index = min(Int(draw.which * Double(history.count)), history.count - 1)
            deliver(Delivery(bytes: history[index], due: due))
        }
        if impairments.replay > 0 {
            if history.count == Self.mostRemembered { history.removeFirst() }
            history.append(bytes)
        }
        passHeld(now: now, deliver)
        return fate
    }

    /// Hands on what was held back for long enough.
    package mutating func release(now: Deadline, _ deliver: (Delivery) -> Void) {
        held.removeAll { entry in
            guard entry.left <= 0 || now >= entry.until else { return false }
            deliver(entry.delivery)
            return true
        }
    }

    // MARK: -

    /// What chance has said for one datagram.
    private struct Draw {
        var isLost = false
        var isBurst = false
        var isTwice = false
        var isHeld = false
        var isCorrupt = false
        var bit = 0
        var isShort = false
        var left = 0
        var isReplay = false
        var which = 0.0
    }

    private mutating func draw(_ size: Int) -> Draw {
        var draw = Draw()
        draw.isLost = loss.happens(impairments.loss)
        draw.isBurst = isLostToBurst()
        draw.isTwice = duplicate.happens(impairments.duplicate)
        draw.isHeld = reorder.happens(impairments.reorder)
        draw.isCorrupt = corrupt.happens(impairments.corrupt)
        draw.bit = corrupt.number(below: size * 8)
        draw.isShort = truncate.happens(impairments.truncate)
        draw.left = 1 + truncate.number(below: size - 1)
        draw.isReplay = replay.happens(impairments.replay)
        draw.which = replay.fraction()
        return draw
    }

    private mutating func isInScope(_ datagram: Span<UInt8>) -> Bool {
        let scope = impairments.scope
        guard !scope.isAll else { return true }
        if !scope.types.isEmpty || !scope.messages.isEmpty {
            let records = DatagramContents(datagram).records
            let hasType =
                scope.types.isEmpty || records.contains { scope.types.contains($0.type) }
            let hasMessage =
                scope.messages.isEmpty
                || records.contains {
                    $0.fragments.contains { scope.messages.contains($0.message.type) }
                }
            guard hasType, hasMessage else { return false }
        }
        inScope += 1
        return inScope <= scope.first
    }

    /// What needs no chance to drop it.
    private func drop(_ datagram: Span<UInt8>, age: Duration) -> Fate.Drop? {
        if let mtu = impairments.mtu, datagram.count + overhead > mtu { return .mtu }
        if impairments.cuts.contains(where: { $0.contains(age) }) { return .cut }
        return impairments.dropped.contains(count) ? .index : nil
    }

    private mutating func isLostToBurst() -> Bool {
        guard let link = impairments.burst else { return false }
        if burst.happens(isBad ? link.end : link.begin) { isBad.toggle() }
        return burst.happens(isBad ? link.lossWhileBad : link.lossWhileGood)
    }

    private mutating func leave(_ size: Int, now: Deadline) -> Deadline? {
        guard bottleneck != nil else { return now }
        return bottleneck?.leave(size + overhead, now: now)
    }

    /// One more has gone, so that those who are held back have one less to wait for.
    private mutating func passHeld(now: Deadline, _ deliver: (Delivery) -> Void) {
        guard !held.isEmpty else { return }
        for index in held.indices { held[index].left -= 1 }
        release(now: now, deliver)
    }

    /// A datagram for each record; what is none stays with the last.
    private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
        let starts = DatagramContents(bytes.span).records.map(\.offset)
        guard starts.count > 1 else { return [bytes] }
        return starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
            return Array(bytes[starts[index]..<end])
        }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static let longestHold = Duration.milliseconds(100)
    private static let mostHeld = 64
    private static let mostRemembered = 64
}
