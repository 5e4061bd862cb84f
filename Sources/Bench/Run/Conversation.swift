internal import Sockets

/// One end of a bench over one channel, once both have agreed: it sends data, or takes them, or
/// both, and settles the accounts at the end.
///
/// Whoever has sent all says so, again and again until the receiver answers with its account. So
/// both ends know both, whatever is lost on the way.
final class Conversation {
    let channel: any Channel
    private(set) var source: TrafficSource?
    private(set) var sink: TrafficSink

    /// What the peer has received of ours, and what it has sent, as soon as it has said so.
    private(set) var farReceived: BenchAccount?
    private(set) var farSent: BenchAccount?

    private let sends: Bool
    /// Whether data come to this end.
    let receives: Bool
    private let settles: Bool
    private var clock = CPUMeter()
    private let omitted: Deadline
    private var isMeasuring = false
    private var endDue: Deadline?
    private var tries = 0

    /// - Parameters:
    ///   - sends: whether this end sends.
    ///   - receives: whether data come to this end.
    ///   - settles: whether the peer is asked for its account.
    init(
        _ channel: any Channel, _ request: BenchRequest, sends: Bool, receives: Bool,
        settles: Bool = true, now: Deadline
    ) {
        self.channel = channel
        self.sends = sends
        self.receives = receives
        self.settles = settles
        source = sends ? TrafficSource(request, now: now) : nil
        sink = TrafficSink(omit: request.omit)
        omitted = now.advanced(by: .nanoseconds(Int64(request.omit)))
    }

    /// Whether the accounts are settled, or nobody answers.
    var isDone: Bool {
        (!sends || farReceived != nil || tries > Self.mostTries)
            && (!receives || farSent != nil)
    }

    /// Whether the peer was asked for its account in vain.
    var hasGivenUp: Bool { sends && settles && farReceived == nil && tries > Self.mostTries }

    /// Whether this end has sent all that it was to send.
    func hasSentAll(now: Deadline) -> Bool { source?.isFinished(now: now) ?? true }

    /// CPU that this side has used since the start, what is omitted left out.
    var cpu: BenchCPU { clock.used }

    /// What this end has sent.
    var sent: BenchTally? { source?.tally }

    /// What has come to this end.
    var received: BenchTally? {
        // With everything counted from the first on, the sender's account tells of a lost end too; of
        // an echo we are the sender ourselves.
        receives ? sink.tally(sent: settles ? farSent?.tally.messages : sent?.messages) : nil
    }

    /// Sends what is due, for a turn.
    func pump(now: Deadline) {
        if !isMeasuring, now >= omitted {
            clock = CPUMeter()
            isMeasuring = true
        }
        guard source != nil else { return }
        var count = 0
        while count < Self.turn, channel.isReady(now: now), source?.isDue(now: now) == true {
            source?.next(now: count & 15 == 0 ? now : max(now, .now)) { channel.send($0, now: now) }
            count += 1
        }
        if count > 0 { channel.flush(now: now) }
        guard settles, hasSentAll(now: now), farReceived == nil, tries <= Self.mostTries,
            now >= endDue ?? now
        else { return }
        tries += 1
        endDue = now.advanced(by: Self.pause)
        say(account(sent ?? BenchAccount().tally).message(.end), now: now)
    }

    /// When ``pump(now:)`` is due, where the channel is ready.
    func deadline(now: Deadline) -> Deadline {
        guard let source, !isDone else { return .distantFuture }
        if let endDue {
            return farReceived == nil && tries <= Self.mostTries ? endDue : .distantFuture
        }
        // Nobody is told of the end, and so nothing follows it.
        if !settles, hasSentAll(now: now) { return .distantFuture }
        return channel.isReady(now: now) ? source.deadline(now: now) : source.end
    }

    /// Whether messages wait for nothing but a turn.
    func hasMore(now: Deadline) -> Bool {
        channel.isReady(now: now) && source?.isDue(now: now) == true
    }

    /// Takes a message of data.
    func takeData(number: UInt64, time: UInt64, bytes: Int, now: Deadline) {
        sink.note(number: number, time: time, bytes: bytes, now: now)
    }

    /// Takes a message about the accounts.
    func take(_ message: BenchMessage, now: Deadline) {
        switch message.kind {
        case .end:
            farSent = BenchAccount(message)
            say(account(received ?? sink.tally()).message(.result), now: now)
        case .result:
            farReceived = BenchAccount(message)
        default:
            break
        }
    }

    private func account(_ tally: BenchTally) -> BenchAccount {
        var account = BenchAccount()
        account.tally = tally
        account.cpu = cpu
        return account
    }

    private func say(_ message: BenchMessage, now: Deadline) {
        let bytes = message.bytes
        channel.send(bytes.span, now: now)
        channel.flush(now: now)
    }

    /// Messages in a turn, before others have theirs.
    private static let turn = 256
    private static let pause = Duration.milliseconds(100)
    private static let mostTries = 20
}
