@testable import DTLS
@testable import Impair
@testable import Sockets

/// Datagrams on a way that does them harm, as a script sends them, and the queue that they wait in.
///
/// Each comes out as often, and as much changed, as its fate says, and no later than it may; their order
/// is kept where nothing is to change it; the same seed has the same fate, whenever they come, and the
/// chance of one effect is not that of another.
final class Journey {
    private let impairments: Impairments
    private let overhead: Int
    private var path: Path
    /// The same once more, and one whose datagrams all come at one time.
    private var twin: Path
    private var hasty: Path
    /// One that loses datagrams by chance, and does nothing else to them.
    private var lossy: Path

    private var script: Script
    private var now = Deadline(nanoseconds: 1_000_000_000)
    private var queue = DelayQueue()
    private var waiting = 0
    private var statistics = ImpairStatistics()
    private var count: UInt64 = 0

    /// What is held back, as the path should have it, and whether that is no longer known.
    private var held: [(bytes: [UInt8], left: Int, until: Deadline)] = []
    private var isUnsure = false
    /// What has gone, for one of them to come again.
    private var gone: [[UInt8]] = []
    private var lastDue = Deadline(nanoseconds: 0)
    private var lastOut = Deadline(nanoseconds: 0)
    private let keepsOrder: Bool

    init(_ input: [UInt8]) {
        var script = Script(input)
        let impairments = Self.impairments(&script)
        let seed = UInt64(script.byte())
        overhead = script.flag() ? 28 : 48
        let overhead = overhead
        func path(_ impairments: Impairments) -> Path {
            Path(impairments, seed: seed, client: 1, direction: .toServer, overhead: overhead)
        }
        self.impairments = impairments
        self.path = path(impairments)
        twin = path(impairments)
        hasty = path(impairments)
        var lossOnly = Impairments()
        lossOnly.loss = impairments.loss
        lossOnly.scope = impairments.scope
        lossy = path(lossOnly)
        keepsOrder = impairments.reorder == 0 && impairments.jitter == .zero
        self.script = script
    }

    func run() {
        var steps = 200
        while !script.isAtEnd, steps > 0, !isUnsure {
            steps -= 1
            switch script.number(0...7) {
            case 0: pass(milliseconds: script.number(0...255))
            case 1: pass(milliseconds: script.number(0...255) * 100)
            case 2: release()
            default: send(datagram())
            }
        }
        pass(milliseconds: 101)
        release()
        check(path.deadline == .distantFuture, "one is held for ever")
        pass(milliseconds: 200_000_000)
        while let entry = queue.takeFirst() {
            check(entry.due > now, "one that is due and does not come")
            waiting -= 1
        }
        check(waiting == 0, "\(waiting) have got lost in the queue")
        check(queue.deadline == .distantFuture, "something is due in an empty queue")
        check(statistics.dropped.values.reduce(0, +) <= count, "more dropped than have come")
    }

    // MARK: What the script says

    private static func impairments(_ script: inout Script) -> Impairments {
        var all = Impairments()
        let (first, second) = (script.byte(), script.byte())
        func share() -> Double { Double(script.byte()) / 255 }
        if first & 1 != 0 { all.loss = share() }
        if first & 2 != 0 {
            all.burst = Impairments.Burst(begin: share(), end: share())
            all.burst?.lossWhileBad = share()
            all.burst?.lossWhileGood = share()
        }
        if first & 4 != 0 { all.duplicate = share() }
        if first & 8 != 0 {
            all.reorder = share()
            all.reorderDepth = script.number(1...64)
        }
        if first & 16 != 0 { all.delay = .milliseconds(script.short() * 60 % 3_600_001) }
        if first & 32 != 0 { all.jitter = .milliseconds(script.short() * 60 % 3_600_001) }
        if first & 64 != 0 { all.corrupt = share() }
        if first & 128 != 0 { all.truncate = share() }
        if second & 1 != 0 { all.replay = share() }
        if second & 2 != 0 { all.mtu = 48 + script.number(0...255) * 6 }
        if second & 4 != 0 {
            all.rate = 1 << UInt64(script.number(0...49))
            all.queue = 1 << script.number(0...39)
        }
        all.split = second & 8 != 0
        if second & 16 != 0 { all.dropped = Set(script.vector().prefix(16).map { UInt64($0) }) }
        if second & 32 != 0 {
            for _ in 0...script.number(0...3) {
                let start = Duration.milliseconds(script.short())
                all.cuts.append(start..<(start + .milliseconds(script.short() + 1)))
            }
        }
        if second & 64 != 0 { all.scope.types = Set(script.vector().prefix(4)) }
        if second & 128 != 0 {
            all.scope.messages = Set(script.vector().prefix(4))
            all.scope.first = script.flag() ? .max : UInt64(script.byte())
        }
        return all
    }

    /// Some records, or any bytes.
    private func datagram() -> [UInt8] {
        count += 1
        if script.flag() { return [UInt8(count & 0xFF)] + script.vector() }
        var datagram: [UInt8] = []
        for part in 0...script.number(0...3) {
            let body =
                [UInt8(count >> 8), UInt8(count & 0xFF), UInt8(part)]
                + [UInt8](repeating: script.byte(), count: script.number(0...255))
            let isHello = script.flag()
            let message =
                isHello
                ? [1] + [0, 0, UInt8(body.count & 0xFF)] + [0, 0, 0, 0, 0, 0, 0]
                    + [UInt8(body.count & 0xFF)] : []
            datagram += Attack.record(
                isHello ? 22 : 23, epoch: isHello ? 0 : 1, number: UInt8(count & 0xFF),
                message + body)
        }
        return datagram
    }

    private func pass(milliseconds: Int) {
        now = now.advanced(by: .milliseconds(milliseconds))
        while let entry = queue.takeDue(now: now) {
            check(entry.due <= now, "one comes before it is due")
            check(entry.due >= lastOut, "one comes out before another that was due earlier")
            lastOut = entry.due
            waiting -= 1
        }
        check(queue.deadline > now, "what is due does not come")
    }

    // MARK: What happens

    private func send(_ datagram: [UInt8]) {
        var deliveries: [Path.Delivery] = []
        let fate = path.take(datagram.span, now: now) { deliveries.append($0) }
        trace("\(datagram.count) bytes: \(fate)")
        compare(datagram, fate, deliveries)
        statistics.count(fate)
        check(fate.delay >= .zero, "a delay of \(fate.delay)")
        var rest = deliveries[...]
        if fate.drop == nil || fate.drop == .queue {
            let bytes = changed(datagram, fate)
            guard takePieces(bytes, fate, &rest) else { return }
            if fate.replays, fate.drop == nil {
                guard let again = rest.popFirst() else { fatalError("nothing comes again") }
                check(gone.contains(again.bytes), "one comes again that has not gone")
                put(again, now)
            }
            if impairments.replay > 0, fate.drop == nil {
                if gone.count == 64 { gone.removeFirst() }
                gone.append(bytes)
            }
        }
        // One more has gone.
        for index in held.indices { held[index].left -= 1 }
        takeReleased(&rest)
        check(rest.isEmpty, "\(rest.count) that nobody has sent")
    }

    /// Takes from `rest` what goes on of a datagram at once; false where that cannot be told.
    private func takePieces(
        _ bytes: [UInt8], _ fate: Fate, _ rest: inout ArraySlice<Path.Delivery>
    ) -> Bool {
        var pieces = pieces(bytes)
        check(pieces.count == fate.pieces, "\(fate.pieces) pieces of \(pieces.count)")
        if fate.drop == .queue {
            // Those behind the first that has found no room are not tried.
            guard !fate.isHeldBack, impairments.reorder == 0 else {
                isUnsure = true
                return false
            }
            let times = fate.isDuplicated ? 2 : 1
            check(rest.count % times == 0 && rest.count / times < pieces.count, "a wrong drop")
            pieces.removeLast(pieces.count - rest.count / times)
        }
        for piece in pieces {
            let isHeld = fate.isHeldBack && held.count < 64
            if isHeld {
                let until = now.advanced(by: .milliseconds(100))
                held.append((piece, impairments.reorderDepth + 1, until))
            }
            for _ in 0..<(isHeld ? 0 : 1) + (fate.isDuplicated ? 1 : 0) {
                guard let next = rest.popFirst() else { fatalError("one has got lost: \(fate)") }
                check(next.bytes == piece, "another than was sent")
                check(!keepsOrder || next.due >= lastDue, "one overtakes another")
                lastDue = next.due
                put(next, now)
            }
        }
        return true
    }

    /// Takes from `rest` what has been held back for long enough.
    private func takeReleased(_ rest: inout ArraySlice<Path.Delivery>) {
        held.removeAll { entry in
            guard entry.left <= 0 || now >= entry.until else { return false }
            guard let next = rest.popFirst() else { fatalError("one is held for ever") }
            check(next.bytes == entry.bytes, "another than was held")
            put(next, entry.until)
            return true
        }
    }

    private func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        guard impairments.split else { return [bytes] }
        let starts = DatagramContents(bytes.span).records.map(\.offset)
        guard starts.count > 1 else { return [bytes] }
        return zip(starts, starts.dropFirst() + [bytes.count]).map { Array(bytes[$0..<$1]) }
    }

    private func changed(_ datagram: [UInt8], _ fate: Fate) -> [UInt8] {
        var bytes = datagram
        if let bit = fate.corruptedBit { bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8) }
        check(fate.truncatedBytes < max(bytes.count, 1), "\(fate.truncatedBytes) are cut")
        bytes.removeLast(fate.truncatedBytes)
        if let mtu = impairments.mtu {
            check(bytes.count + overhead <= mtu, "\(bytes.count) bytes through \(mtu)")
        }
        return bytes
    }

    /// Puts one into the queue, as the relay does, which came at `sent` or before.
    private func put(_ delivery: Path.Delivery, _ sent: Deadline) {
        if impairments.rate == nil {
            let latest = sent.advanced(by: impairments.delay + impairments.jitter)
            check(delivery.due <= latest, "one comes too late")
        }
        guard delivery.due > now else { return }
        check(
            queue.insert(delivery, client: 1, direction: .toServer), "no room for \(waiting + 1)")
        waiting += 1
    }

    /// What was held back for long enough goes on.
    private func release() {
        var deliveries: [Path.Delivery] = []
        path.release(now: now) { deliveries.append($0) }
        twin.release(now: now) { _ in }
        guard !isUnsure else { return }
        var rest = deliveries[...]
        takeReleased(&rest)
        check(rest.isEmpty, "one goes on that was not held")
        let until = held.map(\.until).min() ?? .distantFuture
        check(path.deadline == until && until > now, "what is held is due for ever")
    }

    // MARK: The same again

    private func compare(_ datagram: [UInt8], _ fate: Fate, _ deliveries: [Path.Delivery]) {
        var again: [Path.Delivery] = []
        let same = twin.take(datagram.span, now: now) { again.append($0) }
        check(same == fate, "another fate with the same seed")
        check(
            again.map(\.bytes) == deliveries.map(\.bytes)
                && again.map(\.due) == deliveries.map(\.due),
            "other datagrams with the same seed")
        if impairments.rate == nil, impairments.cuts.isEmpty {
            let early = hasty.take(datagram.span, now: Deadline(nanoseconds: 1)) { _ in }
            check(early == fate, "the clock decides: \(early) and \(fate)")
        }
        let plain = lossy.take(datagram.span, now: now) { _ in }
        let isOther = fate.drop != nil && fate.drop != .loss && fate.drop != .queue
        check(isOther || (fate.drop == .loss) == (plain.drop == .loss), "another loses it")
    }
}
