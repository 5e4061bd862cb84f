internal import DTLS
internal import Endpoint
internal import Sockets

/// One stream of a client: asks the peer what it is, then measures.
final class BenchStream {
    /// What the peer has turned out to be.
    enum Peer { case bench, echo, silent }

    /// What is measured on the stream.
    enum Task {
        case traffic
        case echo(interval: Duration?, count: UInt64?)
        /// Nothing: only the peer's CPU is asked for.
        case account
    }

    let channel: any Channel
    private(set) var peer: Peer?
    private(set) var conversation: Conversation?
    private(set) var probe: EchoProbe?
    private(set) var begun: Deadline?

    /// Where the peer serves plain UDP, and the token for it.
    private(set) var plainPort: UInt16 = 0
    private(set) var token: UInt64 = 0

    private(set) var request: BenchRequest
    private let task: Task
    private var asked = 0
    private var askDue: Deadline
    private var lastData: Deadline
    private var isFinishing = false
    private var settled = 0
    private var settleDue: Deadline
    private var remindDue: Deadline

    init(_ channel: any Channel, _ request: BenchRequest, _ task: Task, now: Deadline) {
        self.channel = channel
        self.request = request
        self.task = task
        askDue = now
        lastData = now
        settleDue = now
        remindDue = now
    }

    /// Why it cannot be measured with this peer; `nil` where it can.
    var obstacle: String? {
        if asked > 0, request.length > channel.largestMessage {
            return "a message of \(request.length) bytes does not fit a datagram, which takes "
                + "\(channel.largestMessage)"
        }
        guard let peer else { return nil }
        // Nobody has agreed to it: a firewall is in between, say.
        if request.token > 0, peer != .bench { return "the peer does not answer over plain UDP" }
        switch task {
        case .echo where peer == .silent: return "the peer returns nothing"
        case .traffic where request.serverSends && peer != .bench:
            return "the peer is no dtlscat bench --server, so that it does not send"
        default: return nil
        }
    }

    /// Whether the stream has measured all that it was to.
    func isDone(now: Deadline) -> Bool {
        guard let conversation, let peer else { return false }
        if isEnding(now: now) { return true }
        switch (task, peer) {
        case (.account, .bench): return isFinishing && isSettled
        case (.account, _): return isFinishing
        case (.echo, _): return (probe?.isDone(now: now) ?? true) && isSettled
        case (.traffic, .bench): return conversation.isDone
        case (.traffic, .silent): return conversation.hasSentAll(now: now)
        case (.traffic, .echo):
            return conversation.hasSentAll(now: now)
                && now >= lastData.advanced(by: Self.echoPatience)
        }
    }

    /// Whether the peer has told what it used, or there is no asking it.
    private var isSettled: Bool {
        peer != .bench || conversation?.farReceived != nil || settled >= Self.mostAsked
    }

    /// Ends a stream that measures nothing itself.
    func finish() { isFinishing = true }

    /// Whether the peer is long past its time.
    private func isEnding(now: Deadline) -> Bool { now >= giveUp }

    private var giveUp: Deadline {
        guard let begun, request.duration > 0 else { return .distantFuture }
        return begun.advanced(
            by: .nanoseconds(Int64(request.duration + request.omit)) + Self.settling)
    }

    /// Does what is due.
    func pump(now: Deadline) {
        if peer == nil {
            guard now >= askDue, channel.isReady(now: now) else { return }
            if asked == Self.mostAsked {
                begin(.silent, now: now)
                guard obstacle == nil else { return }
            } else {
                asked += 1
                askDue = now.advanced(by: Self.askPause)
                if request.length == 0 { request.length = channel.largestMessage }
                say(request.message, now: now)
                return
            }
        }
        conversation?.pump(now: now)
        if onlyListens, now >= remindDue {
            remindDue = now.advanced(by: .seconds(1))
            remind(now: now)
        }
        if probe != nil { probe?.pump(channel, now: now) }
        guard wantsAccount(now: now), now >= settleDue else { return }
        settled += 1
        settleDue = now.advanced(by: Self.askPause)
        say(BenchMessage(.end), now: now)
    }

    /// Whether the peer is to be asked what it has used.
    private func wantsAccount(now: Deadline) -> Bool {
        guard !isSettled else { return false }
        switch task {
        case .traffic: return false
        case .account: return isFinishing
        case .echo: return probe?.isDone(now: now) == true
        }
    }

    /// Whether nothing but data is to come, so that only a word of ours could find out that the peer is
    /// gone.
    private var onlyListens: Bool {
        guard peer == .bench, case .traffic = task, let conversation else { return false }
        return conversation.receives && conversation.farSent == nil
    }

    /// Whether the peer was to send, and has not been heard for long.
    func isSilent(now: Deadline) -> Bool {
        onlyListens && now >= lastData.advanced(by: Self.silence)
    }

    /// Whether the peer has not settled its account, for all the time that it had.
    var isUnsettled: Bool {
        guard peer == .bench, case .traffic = task, let conversation else { return false }
        return !conversation.isDone || conversation.hasGivenUp
    }

    /// Shows the peer that somebody is there, while nothing is carried.
    func remind(now: Deadline) { say(request.message, now: now) }

    /// When ``pump(now:)`` is due.
    func deadline(now: Deadline) -> Deadline {
        if peer == nil { return channel.isReady(now: now) ? askDue : .distantFuture }
        var deadline = conversation?.deadline(now: now) ?? .distantFuture
        if wantsAccount(now: now) { deadline = min(deadline, settleDue) }
        if let probe {
            deadline = min(
                deadline, probe.deadline(now: now, isReady: channel.isReady(now: now)))
        }
        if peer == .echo, case .traffic = task, conversation?.hasSentAll(now: now) == true {
            deadline = min(deadline, lastData.advanced(by: Self.echoPatience))
        }
        if onlyListens { deadline = min(deadline, remindDue) }
        return min(deadline, giveUp > now ? giveUp : .distantFuture)
    }

    func hasMore(now: Deadline) -> Bool {
        peer != nil && conversation?.hasMore(now: now) == true
    }

    /// Takes a message of the peer.
    func receive(_ message: Span<UInt8>, now: Deadline) {
        if let data = BenchMessage.readData(message) {
            lastData = now
            if peer == nil { begin(.bench, now: now) }
            if data.kind == .echo {
                probe?.take(number: data.number, now: .now)
            } else {
                conversation?.takeData(
                    number: data.number, time: data.time, bytes: message.count, now: now)
            }
            return
        }
        guard let message = BenchMessage(message) else { return }
        switch message.kind {
        case .request:
            // It has returned what it was asked.
            if peer == nil { begin(.echo, now: now) }
        case .accept:
            plainPort = UInt16(truncatingIfNeeded: message[0])
            token = message[1]
            if peer == nil { begin(.bench, now: now) }
        default:
            // An echo of our own account tells nothing.
            if peer == .bench { conversation?.take(message, now: now) }
        }
    }

    private func begin(_ peer: Peer, now: Deadline) {
        self.peer = peer
        begun = now
        lastData = now
        remindDue = now.advanced(by: .seconds(1))
        switch task {
        case .traffic:
            conversation = Conversation(
                channel, request, sends: request.clientSends,
                receives: request.serverSends || peer == .echo, settles: peer == .bench, now: now)
        case .echo(let interval, let count):
            guard peer != .silent else { return }
            probe = EchoProbe(
                length: request.length, interval: interval,
                duration: request.duration > 0
                    ? .nanoseconds(Int64(request.duration)) : nil,
                omit: .nanoseconds(Int64(request.omit)), count: count, now: now)
            fallthrough
        case .account:
            conversation = Conversation(
                channel, request, sends: false, receives: false, settles: false, now: now)
        }
    }

    private func say(_ message: BenchMessage, now: Deadline) {
        let bytes = message.bytes
        channel.send(bytes.span, now: now)
        channel.flush(now: now)
    }

    private static let askPause = Duration.milliseconds(200)
    private static let mostAsked = 5
    static let settling = Duration.seconds(5)
    private static let echoPatience = Duration.milliseconds(500)

    /// After this long a peer that was to send is gone.
    static let silence = Duration.seconds(10)
}
