internal import Endpoint
package import Sockets

/// Carries datagrams of plain UDP to a server by DTLS, and its answers back: a session for each
/// address that they come from.
///
/// One thread, one loop. What cannot be sent at once waits in a short queue of its source, and what
/// the queue has no room for is dropped and counted, as a router would: no source waits for another.
package final class UDPForward {
    /// Called for each signal before anything else; true is that it was dealt with.
    package var onSignal: ((Signal) -> Bool)?

    /// What was carried in all, so far.
    package internal(set) var totals = ForwardTotals()

    weak var reporter: (any ForwardReporter)?

    /// For what waits.
    let queues = QueueStore()

    private let socket: UDPSocket
    private let signals: Signals
    let configuration: ForwardConfiguration
    let dialer: any ForwardDialer
    private let loop = EventLoop()
    private let ready: ReadinessSet
    private let inbox = ReceiveBuffer()

    /// Sources by number: those who are leaving too.
    private var sources: [UInt64: ForwardSource] = [:]
    /// Sources that have not left, by who they are.
    private var bySource: [ForwardSource.Route: ForwardSource] = [:]
    /// Those for whom something came that is yet to be flushed.
    private var touched: [ForwardSource] = []
    private var timetable = Timetable()
    private var lastNumber: UInt64 = 0
    var handshakes = 0
    private var kernelDrops: UInt64 = 0
    var gate = DialGate()

    /// Sources that have lost their session and are to get another, with the time that each last
    /// carried something; by numbers of their own.
    private var lost: [UInt64: (route: ForwardSource.Route, lastCarried: Deadline)] = [:]
    private var isEnding = false
    var hasToldOfSilence = false
    private var nextEviction = Deadline(nanoseconds: 0)
    var now = Deadline.now

    /// What goes back over UDP, to one source at a time.
    private var answers: AnswerQueue
    var outcome = RelayOutcome(ending: .finished)

    /// - Parameters:
    ///   - socket: where datagrams of plain UDP come to; bound, not connected.
    ///   - signals: what asks for the end.
    ///   - dialer: makes the clients of the server.
    package init(
        _ socket: UDPSocket, signals: Signals, configuration: ForwardConfiguration,
        reporter: any ForwardReporter, dialer: any ForwardDialer
    ) throws(SocketError) {
        self.socket = socket
        self.signals = signals
        self.configuration = configuration
        self.reporter = reporter
        self.dialer = dialer
        ready = try ReadinessSet()
        answers = AnswerQueue(socket)
    }

    /// Runs until a signal asks for the end; the outcome has what the sessions have carried.
    package func run() throws(SocketError) -> RelayOutcome {
        let signalToken = loop.add(signals.descriptor)
        loop.setInterest(signalToken, read: true, write: false)
        let socketToken = loop.add(socket.descriptor)
        let readyToken = loop.add(ready.descriptor)
        reporter?.noted(.listening(socket.localAddress))
        while true {
            loop.setInterest(socketToken, read: true, write: answers.isBlocked)
            loop.setInterest(readyToken, read: !answers.isWaiting, write: false)
            try loop.wait(until: min(timetable.deadline, answers.retryTime ?? .distantFuture))
            now = .now
            if loop.isReadable(signalToken), let signal = signals.next(),
                onSignal?(signal) != true
            {
                outcome.ending = .signal(signal)
                break
            }
            if loop.hasError(socketToken) { readErrors() }
            if answers.isWaiting { sendAnswers() }
            if loop.isReadable(socketToken) { readSocket() }
            if loop.isReadable(readyToken) { ready.takeReady { serve($0) } }
            for number in timetable.takeDue(now: now) {
                if let source = sources[number] { expire(source) } else { reconnect(number) }
            }
        }
        isEnding = true
        for source in Array(sources.values) { end(source) }
        return outcome
    }

    // MARK: From the sources

    /// Reads datagrams while there are any, but not for so long that the sessions starve.
    private func readSocket() {
        reading: for _ in 0..<32 {
            switch socket.receive(into: inbox) {
            case .wouldBlock: break reading
            // An earlier answer's ICMP message, which is in the error queue as well.
            case .failed: continue
            case .datagrams: route()
            }
        }
        noteKernelDrops()
        // Only now, so that what came together leaves together.
        for source in touched { settle(source) }
        touched.removeAll(keepingCapacity: true)
    }

    /// Counts what the socket's own buffer had no room for, as far as the kernel has told.
    private func noteKernelDrops() {
        let dropped = UInt64(socket.counters.kernelDrops)
        guard dropped > kernelDrops else { return }
        totals.carried.received += dropped - kernelDrops
        totals.carried.overflowed += dropped - kernelDrops
        kernelDrops = dropped
        tell(.overflow)
    }

    private func route() {
        let route = ForwardSource.Route(remote: inbox.source, local: inbox.destination)
        if let source = bySource[route] {
            source.take(inbox, now: now)
            if touched.last !== source { touched.append(source) }
        } else if let source = admit(route) {
            source.take(inbox, now: now)
            source.endpoint.start(now: now)
            settle(source)
        } else {
            totals.carried.received += UInt64(inbox.segmentCount)
            totals.carried.receivedBytes += UInt64(inbox.count)
            if inbox.count == 0 {
                totals.carried.empty += 1
                tell(.empty)
            } else {
                totals.carried.withoutSession += UInt64(inbox.segmentCount)
            }
        }
    }

    /// Takes up a source that has no session, if it may have one now.
    private func admit(_ route: ForwardSource.Route) -> ForwardSource? {
        guard inbox.count > 0, gate.allows(underWay: handshakes, now: now), hasRoom() else {
            return nil
        }
        return add(route)
    }

    private func add(_ route: ForwardSource.Route) -> ForwardSource {
        lastNumber += 1
        let source = ForwardSource(
            route, number: lastNumber, endpoint: dialer.makeEndpoint(), forward: self, now: now)
        source.endpoint.observer = source
        sources[source.number] = source
        bySource[route] = source
        handshakes += 1
        totals.sources += 1
        totals.most = max(totals.most, bySource.count)
        reporter?.came(route.remote)
        return source
    }

    /// Whether one more source may have a session; the one that has been silent for longest makes way
    /// for it, where it has been for a while.
    private func hasRoom() -> Bool {
        let most = configuration.maximumSources
        if bySource.count < most { return true }
        guard now >= nextEviction, sources.count < most * 2 else {
            tell(.tableFull(most: most))
            return false
        }
        let oldest = bySource.values.lazy.filter(\.isEstablished)
            .min { $0.lastCarried < $1.lastCarried }
        let since = oldest?.lastCarried ?? now
        guard let oldest, now >= since.advanced(by: Self.leastIdle) else {
            nextEviction = since.advanced(by: Self.leastIdle)
            tell(.tableFull(most: most))
            return false
        }
        oldest.wasIdle = true
        leave(oldest)
        settle(oldest)
        return true
    }

    private func readErrors() {
        socket.readErrors { fault in
            totals.carried.refused += 1
            if let peer = fault.peer { tell(.refused(peer)) }
        }
    }

    // MARK: From the server

    private func serve(_ readiness: ReadinessSet.Readiness) {
        guard let source = sources[readiness.key] else { return }
        let endpoint = source.endpoint
        if readiness.hasError { endpoint.readErrors(now: now) }
        if readiness.isWritable { endpoint.flush(now: now) }
        if readiness.isReadable {
            for _ in 0..<16 {
                // What waits for the kernel is one source's, and bounded: nothing is read meanwhile.
                guard !source.isOver, !answers.isWaiting, endpoint.receive(now: now) else { break }
                sendAnswers()
            }
        }
        settle(source)
    }

    /// Sends a message of the server to its source, with those that come together with it.
    func deliver(_ message: Span<UInt8>, to source: ForwardSource) {
        source.lastCarried = now
        if !source.hasAnswered {
            source.hasAnswered = true
            gate.proved()
        }
        guard answers.append(message, to: source) else {
            source.counters.unsent += 1
            tell(.unsent)
            return
        }
    }

    private func sendAnswers() {
        if !answers.flush(now: now) { tell(.unsent) }
    }

    // MARK: What becomes of a source

    /// Does what has come to be due for a source.
    private func expire(_ source: ForwardSource) {
        if let leaveBy = source.leaveBy, now >= leaveBy {
            source.endpoint.end(now: now)
        } else if isIdle(source) {
            source.wasIdle = true
            leave(source)
        } else if now >= source.endpoint.deadline {
            source.endpoint.expire(now: now)
        }
        settle(source)
    }

    private func isIdle(_ source: ForwardSource) -> Bool {
        guard let idle = configuration.idleTime, source.isEstablished, source.leaveBy == nil else {
            return false
        }
        return now >= source.lastCarried.advanced(by: idle)
    }

    /// Says goodbye to the server; a datagram that comes from the source now begins anew.
    func leave(_ source: ForwardSource) {
        guard source.leaveBy == nil else { return }
        source.leaveBy = now.advanced(by: Self.farewell)
        bySource[source.route] = nil
        source.dropQueue()
        source.endpoint.close(now: now)
    }

    /// Brings everything about a source up to date after something was done with it.
    private func settle(_ source: ForwardSource) {
        if !source.isOver { source.pump(now: now) }
        if !source.isOver { watch(source) }
        guard !source.isOver else {
            forget(source)
            return
        }
        if let mtu = source.endpoint.dataMTU, mtu < source.knownDataMTU { fits(mtu, source) }
        timetable.schedule(
            source.number, at: source.deadline(idleTime: configuration.idleTime))
    }

    /// Waits for what the endpoint waits for.
    private func watch(_ source: ForwardSource) {
        let endpoint = source.endpoint
        if endpoint.socket !== source.watched {
            // Before it is let go of, and closed.
            if let old = source.watched { ready.remove(old.descriptor) }
            source.watched = endpoint.socket
            if let socket = endpoint.socket {
                do throws(SocketError) {
                    try ready.add(socket.descriptor, key: source.number)
                } catch {
                    source.watched = nil
                    failed(source, .network(error))
                    return
                }
            }
        }
        guard let socket = source.watched else { return }
        ready.setInterest(
            socket.descriptor, key: source.number, read: endpoint.canReceive,
            write: endpoint.isBlocked && endpoint.retryTime == nil)
    }

    private func end(_ source: ForwardSource) {
        source.endpoint.end(now: now)
        source.isOver = true
        forget(source)
    }

    private func forget(_ source: ForwardSource) {
        guard sources.removeValue(forKey: source.number) != nil else { return }
        if bySource[source.route] === source { bySource[source.route] = nil }
        if let socket = source.watched { ready.remove(socket.descriptor) }
        source.watched = nil
        timetable.remove(source.number)
        if !source.isEstablished { handshakes -= 1 }
        source.dropQueue()
        answers.forget(source)
        totals.carried.add(source.counters)
        reporter?.left(source.route.remote, source.counters, wasIdle: source.wasIdle)
        if source.isToReturn, configuration.reconnects, !isEnding, !source.wasIdle,
            bySource[source.route] == nil
        {
            lose(source)
        }
    }

    // MARK: Reconnecting

    /// Remembers a source that has lost its session, so that the server can reach it again soon.
    private func lose(_ source: ForwardSource) {
        lastNumber += 1
        lost[lastNumber] = (source.route, source.lastCarried)
        // Not at once: it has just been lost.
        timetable.schedule(lastNumber, at: max(gate.next, now.advanced(by: Self.reconnectPause)))
    }

    /// Begins anew for a source that has lost its session, unless it has done so by itself, or has
    /// carried nothing for long.
    private func reconnect(_ number: UInt64) {
        guard let (route, lastCarried) = lost.removeValue(forKey: number), bySource[route] == nil
        else { return }
        if let idle = configuration.idleTime, now >= lastCarried.advanced(by: idle) { return }
        guard gate.allows(underWay: handshakes, now: now) else {
            lost[number] = (route, lastCarried)
            timetable.schedule(
                number, at: max(gate.next, now.advanced(by: Self.reconnectPause)))
            return
        }
        guard bySource.count < configuration.maximumSources else { return }
        let source = add(route)
        source.isToReturn = true
        source.lastCarried = lastCarried
        source.endpoint.start(now: now)
        settle(source)
    }

    func tell(_ drop: ForwardDrop) {
        reporter?.dropped(drop)
    }

    /// How long a session is lost before another is begun.
    private static let reconnectPause = Duration.milliseconds(200)

    /// How long the server may take to answer our close_notify.
    private static let farewell = Duration.seconds(2)

    /// Who has been silent for this long makes way for others where there is no room: what Linux
    /// gives a UDP flow that has seen no answer.
    private static let leastIdle = Duration.seconds(30)
}
