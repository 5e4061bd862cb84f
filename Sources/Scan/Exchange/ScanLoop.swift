internal import ClientHello
internal import Sockets
internal import SystemPackage

/// Runs inquiries, some at once, each as one exchange after the other; paced, and bounded in number
/// and time.
final class ScanLoop {
    /// Whether the server has been heard.
    private(set) var hasAnswered = false

    /// Why there is no way to the server.
    private(set) var unreachable: Errno?

    /// Whether it stopped at a bound.
    private(set) var isCut = false

    /// Whether the user has asked for the end.
    private(set) var isStopped = false

    /// How many exchanges there were.
    private(set) var exchanges = 0

    /// Sees each answer that counts.
    var onAnswer: ((Offer, Answer) -> Void)?

    private let configuration: ScanConfiguration
    private let loop = EventLoop()
    private let inbox = ReceiveBuffer()
    private var lanes: [Lane] = []
    private var patience: Patience
    private var nextStart = Deadline.now
    private let end: Deadline
    private let stop: EventLoop.Token?

    init(_ configuration: ScanConfiguration) throws(SocketError) {
        self.configuration = configuration
        patience = Patience(wait: configuration.wait, longest: configuration.retransmit)
        end = Deadline.now.advanced(by: configuration.mostTime)
        var stop: EventLoop.Token?
        if let descriptor = configuration.stop {
            let token = loop.add(descriptor)
            loop.setInterest(token, read: true, write: false)
            stop = token
        }
        self.stop = stop
        lanes = [try Lane(configuration, loop)]
    }

    /// Runs them to their ends, or until there is no way to the server, or to a bound.
    func run(_ inquiries: [any Inquiry]) throws(SocketError) {
        var waiting = inquiries[...]
        while unreachable == nil, !isCut, !isStopped {
            try assign(&waiting)
            if waiting.isEmpty, lanes.allSatisfy(\.isIdle) { return }
            begin(now: .now)
            let isOver = lanes.contains { $0.exchange?.isOver == true }
            try loop.wait(
                until: isOver ? .now : min(end, lanes.map { deadline(of: $0) }.min() ?? end))
            let now = Deadline.now
            for lane in lanes { turn(lane, now) }
            if now >= end { isCut = true }
            if let stop, loop.isReadable(stop) { isStopped = true }
        }
        for lane in lanes {
            leave(lane)
            lane.inquiry = nil
            lane.offer = nil
        }
    }

    // MARK: -

    /// Gives each lane that has nothing to do an inquiry, and each inquiry its next offer.
    private func assign(_ waiting: inout ArraySlice<any Inquiry>) throws(SocketError) {
        while lanes.count < configuration.jobs,
            waiting.count > lanes.count(where: \.isIdle), configuration.source?.port ?? 0 == 0
        {
            lanes.append(try Lane(configuration, loop))
        }
        for lane in lanes where lane.exchange == nil && lane.offer == nil {
            while lane.offer == nil {
                if lane.inquiry == nil {
                    guard let next = waiting.popFirst() else { break }
                    lane.inquiry = next
                }
                lane.offer = lane.inquiry?.next()
                lane.attempts = 0
                // A hello has two bytes of suites at least (RFC 5246 section 7.4.1.2), so that nothing
                // is taken of none.
                while lane.offer?.hello.suites.isEmpty == true {
                    lane.inquiry?.take(Answer(outcome: .silence))
                    lane.offer = lane.inquiry?.next()
                }
                if lane.offer == nil { lane.inquiry = nil }
            }
        }
    }

    private func deadline(of lane: Lane) -> Deadline {
        if let exchange = lane.exchange { return exchange.deadline }
        return lane.offer == nil ? .distantFuture : max(lane.ready, nextStart)
    }

    private func begin(now: Deadline) {
        for lane in lanes where lane.exchange == nil && max(lane.ready, nextStart) <= now {
            guard let offer = lane.offer else { continue }
            guard exchanges < configuration.mostExchanges else {
                isCut = true
                return
            }
            exchanges += 1
            // What an exchange before has brought about is not to be counted.
            if offer.observation != nil, !patience.usesCookies { move(lane) }
            // What is left of it is none of this one.
            for _ in 0..<Self.leftBatches {
                guard case .datagrams = lane.socket.receive(into: inbox) else { break }
            }
            var exchange = Exchange(
                offer, timing: patience.timing, record: lane.record, stale: lane.lastRandom,
                usesCookies: patience.usesCookies)
            let problem = lane.send(exchange.start(now: now))
            lane.exchange = exchange
            if let problem { note(problem, lane) }
            nextStart = now.advanced(by: configuration.pace)
        }
    }

    private func turn(_ lane: Lane, _ now: Deadline) {
        if loop.hasError(lane.token) {
            lane.socket.readErrors { note($0.errno, lane) }
        }
        if loop.isReadable(lane.token) { receive(lane, now) }
        if let datagrams = lane.exchange?.expire(now: now) { lane.send(datagrams) }
        if lane.exchange?.isOver == true { finish(lane, now) }
    }

    /// Ends the exchange where there is no way to the server; all else is for the timer.
    private func note(_ errno: Errno, _ lane: Lane) {
        switch errno {
        case .connectionRefused, .noRouteToHost, .networkUnreachable, .permissionDenied,
            .notPermitted:
            lane.exchange?.fail(errno)
        default: break
        }
    }

    private func receive(_ lane: Lane, _ now: Deadline) {
        // Whoever sends without end is not to keep time and signals waiting.
        for _ in 0..<Self.batches where lane.exchange?.isOver == false {
            guard case .datagrams = lane.socket.receive(into: inbox) else { return }
            inbox.forEachSegment { datagram in
                if let datagrams = lane.exchange?.take(datagram, now: now) {
                    lane.send(datagrams)
                }
            }
        }
    }

    private func finish(_ lane: Lane, _ now: Deadline) {
        guard let offer = lane.offer, let answer = lane.exchange?.answer else { return }
        leave(lane)
        lane.ready = now.advanced(by: configuration.pace)
        // The hellos that were sent again may each have an answer under way.
        if answer.retransmissions > 0, !answer.isSilence {
            lane.ready = now.advanced(by: max(configuration.pace, patience.timing.first))
        }
        if let hello = answer.hello { lane.lastRandom = hello.random }
        switch answer.outcome {
        case .unreachable(let errno) where !patience.isKnown:
            unreachable = errno
            return
        case .silence, .unreachable:
            if patience.isDoubtful(answer, to: offer, attempt: lane.attempts) {
                retry(lane, now)
                return
            }
        case .accepted, .alert, .observed: break
        }
        if case .unreachable(let errno) = answer.outcome {
            unreachable = errno
            return
        }
        patience.learn(from: answer, to: offer)
        if !answer.isSilence { hasAnswered = true }
        lane.offer = nil
        onAnswer?(offer, answer)
        lane.inquiry?.take(answer)
    }

    /// The same again, later, and at last from another port: the server may have kept something of the
    /// exchange before, or be busy.
    private func retry(_ lane: Lane, _ now: Deadline) {
        lane.attempts += 1
        lane.ready = now.advanced(by: configuration.pace * (1 << lane.attempts))
        lane.offer?.hello.random = ClientHello.randomBytes()
        if lane.attempts > 1 { move(lane) }
    }

    /// Takes another port, where it may, and one is to be had.
    private func move(_ lane: Lane) {
        guard configuration.source?.port ?? 0 == 0,
            let socket = try? UDPSocket.connected(
                to: configuration.address, source: configuration.source,
                options: configuration.socket)
        else { return }
        lane.move(to: socket)
    }

    /// Lets the server forget the exchange.
    private func leave(_ lane: Lane) {
        guard var exchange = lane.exchange else { return }
        if let alert = exchange.farewell(evenIfSilent: patience.refusesByAlert) {
            lane.send([alert])
        }
        lane.record = exchange.records.number
        lane.exchange = nil
    }

    private static let batches = 4

    /// These are read by nobody.
    private static let leftBatches = 64
}
