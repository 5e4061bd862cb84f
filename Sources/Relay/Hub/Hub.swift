package import Endpoint
package import Sockets
internal import SystemPackage

/// A server in which something of its own stands behind each client: a process, or a UDP service.
///
/// One thread, one loop, as in ``Relay``. Nothing is read from a partner whose client takes nothing
/// now, and the pings of a client whose partner is behind are not answered, so that it stops. The
/// descriptors of partners may be many: they wait in a set of their own, and only those are looked
/// at that something happens to.
package final class Hub {
    /// Makes what stands behind a client.
    package typealias MakePartner = (Association) throws(SocketError) -> any Partner

    let endpoint: ServerEndpoint
    weak var reporter: (any RelayReporter)?

    /// Is shown each signal before it ends the run; true where that has dealt with it.
    package var onSignal: ((Signal) -> Bool)?

    /// Tells somebody that the loop still turns.
    package var heart: Heart?

    var now = Deadline.now
    var lines: [UInt64: Line] = [:]
    var byAssociation: [ObjectIdentifier: Line] = [:]
    var outcome = RelayOutcome(ending: .finished)
    let configuration: Configuration
    let makePartner: MakePartner

    private let loop = EventLoop()
    private let descriptors: ReadinessSet
    private let signals: Signals
    private var ending: RelayOutcome.Ending?
    private var lastNumber: UInt64 = 0

    /// Those that something has happened to in this turn.
    private var touched: [Line] = []

    /// Those whose client takes nothing for now, or not as much as there is for it.
    private var stalled: [UInt64: Line] = [:]

    /// Those whose partner has said its last word, or whose client is gone: they have deadlines.
    private var leaving: [UInt64: Line] = [:]

    /// Clients that nothing could be put behind.
    private var orphans: [Association] = []

    /// How a hub ends.
    package struct Configuration: Sendable {
        /// Whether to go on when a client has left.
        package var keepsOpen = true

        /// How long a client may take to answer our close_notify; for ever where `nil`.
        package var quitAfter: Duration? = .seconds(2)

        /// The most partners at once, with those whose clients are gone and who have not ended yet.
        package var maximumPartners = Int.max

        /// The defaults above.
        package init() {}
    }

    /// A hub of the clients at `endpoint`.
    ///
    /// - Parameter makePartner: makes what stands behind a client, when that is verified; where it
    ///   cannot be had, the client is told goodbye.
    package init(
        _ endpoint: ServerEndpoint, signals: Signals, configuration: Configuration,
        reporter: any RelayReporter, makePartner: @escaping MakePartner
    ) throws(SocketError) {
        self.endpoint = endpoint
        self.signals = signals
        self.configuration = configuration
        self.reporter = reporter
        self.makePartner = makePartner
        descriptors = try ReadinessSet()
    }

    /// Runs until a signal ends it, or, without ``Configuration/keepsOpen``, the one client leaves.
    package func run() throws(SocketError) -> RelayOutcome {
        endpoint.observer = self
        let signalToken = loop.add(signals.descriptor)
        loop.setInterest(signalToken, read: true, write: false)
        let partnersToken = loop.add(descriptors.descriptor)
        loop.setInterest(partnersToken, read: true, write: false)
        let socketToken = endpoint.socket.map { loop.add($0.descriptor) }

        endpoint.start(now: now)
        while ending == nil {
            if let socketToken {
                loop.setInterest(
                    socketToken, read: endpoint.canReceive,
                    write: endpoint.isBlocked && endpoint.retryTime == nil)
            }
            try loop.wait(
                until: min(endpoint.deadline, leavingDeadline, heart?.deadline ?? .distantFuture))
            now = .now
            heart?.beat(now: now)
            if loop.isReadable(signalToken), let signal = signals.next(),
                onSignal?(signal) != true
            {
                finish(.signal(signal))
                break
            }
            if let socketToken {
                if loop.hasError(socketToken) { endpoint.readErrors(now: now) }
                let isWritable = loop.isWritable(socketToken)
                if isWritable { endpoint.flush(now: now) }
                if isWritable || loop.isReadable(socketToken) { readSocket() }
            }
            if loop.isReadable(partnersToken) { servePartners() }
            if now >= endpoint.deadline { endpoint.expire(now: now) }
            resumeStalled()
            expireLeaving()
            settle()
            endpoint.flush(now: now)
        }
        endpoint.end(now: now)
        settle()
        try leave(signalToken, partnersToken)
        return outcome
    }

    /// Notes the end; only the first counts.
    func finish(_ ending: RelayOutcome.Ending) {
        guard self.ending == nil else { return }
        self.ending = ending
        outcome.ending = ending
    }

    // MARK: A turn

    private func readSocket() {
        for _ in 0..<16 {
            guard endpoint.canReceive, endpoint.receive(now: now) else { return }
        }
    }

    private func servePartners() {
        descriptors.takeReady { ready in
            let count = UInt64(Self.descriptorsOfPartner)
            guard let line = lines[ready.key / count] else { return }
            touch(line)
            line.partner.ready(
                Int(ready.key % count), isReadable: ready.isReadable,
                isWritable: ready.isWritable, line)
        }
    }

    private func resumeStalled() {
        for (number, line) in stalled where line.isReady {
            stalled[number] = nil
            touch(line)
            line.partner.resume(line)
        }
    }

    private func expireLeaving() {
        for line in leaving.values {
            if let due = line.closeDeadline, now >= due, !line.isOver {
                endpoint.end(line.association, now: now)
            }
            if line.isOver, now >= line.partner.deadline {
                touch(line)
                line.partner.expire(line, now: now)
            }
        }
    }

    /// Does what the turn has left to do for those that something has happened to.
    private func settle() {
        // What is done here may touch others, or the same again.
        while !touched.isEmpty || !orphans.isEmpty {
            let gone = orphans
            orphans = []
            for association in gone { endpoint.fail(association, now: now) }
            let lines = touched
            touched = []
            for line in lines {
                line.isTouched = false
                settle(line)
            }
        }
    }

    private func settle(_ line: Line) {
        line.partner.settle(line)
        if line.wantsClose, line.closeDeadline == nil, !line.isOver {
            line.closeDeadline =
                configuration.quitAfter.map { now.advanced(by: $0) } ?? .distantFuture
            leaving[line.number] = line
            endpoint.close(line.association, now: now)
        }
        if !line.isOver {
            endpoint.setAnswersPings(line.partner.hasRoom, of: line.association)
        }
        let isReady = line.isReady
        let isStalled = !isReady || line.partner.isHeldUp
        stalled[line.number] = isStalled && !line.isOver && !line.wantsClose ? line : nil
        for index in line.registered.indices {
            watch(line, index, line.partner.interest(index, clientIsReady: isReady))
        }
        if line.isOver, line.partner.isGone { forget(line) }
    }

    private func watch(_ line: Line, _ index: Int, _ interest: Interest?) {
        let before = line.registered[index]
        guard interest != before else { return }
        line.registered[index] = interest
        let key = line.number * UInt64(Self.descriptorsOfPartner) + UInt64(index)
        if let before, before.descriptor != interest?.descriptor {
            descriptors.remove(before.descriptor)
        }
        guard let interest else { return }
        if before?.descriptor != interest.descriptor {
            do throws(SocketError) {
                try descriptors.add(interest.descriptor, key: key)
            } catch {
                // Nothing more is heard of the partner: the client goes, and takes it along.
                line.registered[index] = nil
                guard !line.isOver, !line.wantsClose else { return }
                line.tell(.failed(error.description))
                line.wantsClose = true
                orphans.append(line.association)
                return
            }
        }
        descriptors.setInterest(
            interest.descriptor, key: key, read: interest.read, write: interest.write)
    }

    /// Waits for a descriptor no more; to be done before it is closed, since another may get its
    /// number.
    func unwatch(_ line: Line, _ index: Int) {
        guard let before = line.registered[index] else { return }
        line.registered[index] = nil
        descriptors.remove(before.descriptor)
    }

    private func forget(_ line: Line) {
        for index in line.registered.indices { unwatch(line, index) }
        lines[line.number] = nil
        leaving[line.number] = nil
        stalled[line.number] = nil
        if !configuration.keepsOpen, let reason = line.endReason {
            if let ending = RelayOutcome.Ending(reason, isListener: true) { finish(ending) }
        }
    }

    // MARK: Lines

    /// Puts something behind a client.
    func open(_ association: Association) {
        do throws(SocketError) {
            // Those whose clients are gone may take a while to end.
            guard lines.count < configuration.maximumPartners else {
                throw SocketError(
                    errno: .resourceTemporarilyUnavailable,
                    action: "serve more while others are ending")
            }
            let partner = try makePartner(association)
            lastNumber += 1
            let line = Line(association, number: lastNumber, partner, self)
            lines[line.number] = line
            byAssociation[ObjectIdentifier(association)] = line
            touch(line)
        } catch {
            orphans.append(association)
            if configuration.keepsOpen {
                reporter?.partner(of: association, .failed(error.description))
            } else {
                finish(.outputFailed(error))
            }
        }
    }

    /// Notes that something has happened to a line.
    func touch(_ line: Line) {
        guard !line.isTouched else { return }
        line.isTouched = true
        touched.append(line)
    }

    /// Notes that a line's client is gone.
    func clientGone(_ line: Line, _ reason: EndReason) {
        line.isOver = true
        line.endReason = reason
        leaving[line.number] = line
        touch(line)
        line.partner.clientGone(line, now: now)
    }

    /// Counts a message that could not be carried; the first of a kind is told.
    func dropped(_ drop: MessageDrop) {
        let count: UInt64
        switch drop {
        case .empty:
            outcome.empty += 1
            count = outcome.empty
        case .tooLarge:
            outcome.tooLarge += 1
            count = outcome.tooLarge
        case .undelivered, .undeliveredToPartner:
            outcome.undelivered += 1
            count = outcome.undelivered
        }
        if count == 1 { reporter?.dropped(drop) }
    }

    // MARK: The end

    private var leavingDeadline: Deadline {
        var deadline = Deadline.distantFuture
        for line in leaving.values {
            if line.isOver {
                deadline = min(deadline, line.partner.deadline)
            } else if let due = line.closeDeadline {
                deadline = min(deadline, due)
            }
        }
        return deadline
    }

    /// Waits for the partners to end; a second signal ends them at once.
    private func leave(
        _ signalToken: EventLoop.Token, _ partnersToken: EventLoop.Token
    ) throws(SocketError) {
        while !lines.isEmpty {
            try loop.wait(until: min(leavingDeadline, heart?.deadline ?? .distantFuture))
            now = .now
            heart?.beat(now: now)
            if loop.isReadable(signalToken), let signal = signals.next(),
                onSignal?(signal) != true
            {
                for line in lines.values { line.partner.endAtOnce() }
                return
            }
            if loop.isReadable(partnersToken) { servePartners() }
            expireLeaving()
            settle()
        }
    }

    /// How many descriptors a partner has at most.
    static let descriptorsOfPartner = 3
}
