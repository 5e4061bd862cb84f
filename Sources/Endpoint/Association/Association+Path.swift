internal import DTLS
internal import Sockets

// Which size of datagram the path takes, where nothing says so: a router that drops what is too large
// for its next link may keep quiet about it.
extension Association {
    // MARK: In the handshake

    /// The flight that waits for its answer.
    struct Flight {
        /// The size of its largest datagram, in bytes; 0 before the first flight.
        var largest = 0

        /// When it was last sent, and how often before.
        var sent = Deadline.distantFuture
        var tries = 0

        /// The message of the peer that it answers.
        var answered: HandshakeMessage?

        /// Whether it will go in smaller datagrams when it is sent again.
        var isCutSmaller = false
    }

    /// Notes that a flight has gone into the outbox, if one has since that ended at `mark`: another, or
    /// the last one again, by its timer or because the peer has repeated what it answers.
    func noteFlight(since mark: Int, now: Deadline) {
        let largest = session.transport.largestOutgoing(since: mark)
        guard phase == .handshake, largest > 0 else { return }
        let isAgain = flight.largest > 0 && session.lastReceivedMessage == flight.answered
        if !isAgain { noteAnswer() }
        flight = Flight(
            largest: largest, sent: now, tries: isAgain ? flight.tries + 1 : 0,
            answered: session.lastReceivedMessage)
    }

    /// Notes that the last flight was answered, and so has come through as it was.
    func noteAnswer() { path.proved(min(flight.largest, session.mtu)) }

    /// Cuts a flight that is due again into smaller datagrams, where it has some that may be too large
    /// for the path (RFC 6347 section 4.1.1.1).
    ///
    /// One that was lost by chance loses little: the first time it falls to the next step alone, and
    /// what the path takes is looked at anew once the session stands, if the peer answers heartbeats.
    ///
    /// - Parameter isAskedFor: whether the peer repeats what the flight answers.
    func fallBack(
        now: Deadline, isAskedFor: Bool = false, _ observer: any EndpointObserver
    ) {
        // GnuTLS's timer counts by itself, so this comes a little before it: it takes effect when the
        // flight is sent, and once a time.
        let patience =
            Duration.milliseconds(shared.configuration.session.retransmission)
            * (isAskedFor ? 1 : 1 << min(flight.tries, 10))
        guard shared.configuration.followsPath, !flight.isCutSmaller, flight.sent != .distantFuture,
            now >= flight.sent.advanced(by: patience * 3 / 4),
            // Where a part of the answer has come, ours has as well.
            evidence?.gap == nil, evidence?.hasHole != true,
            let next = path.step(
                below: flight.tries > 0 ? min(session.mtu, flight.largest) : session.mtu),
            next < flight.largest, shared.fitsFlight(next)
        else { return }
        session.mtu = next
        flight.isCutSmaller = true
        hasFallenBack = true
        // An address that nobody has proved is not to be remembered.
        if allowance == nil { observer.noted(.smallerFlight(remote, linkMTU(of: next))) }
    }

    /// Cuts the last flight of a server smaller, of which the client, for which it goes on to wait, has
    /// not seen all: the session stands already, and GnuTLS sends it again as the client asks for it.
    func fallBackBehindHandshake(sentSince mark: Int, _ observer: any EndpointObserver) {
        let largest = session.transport.largestOutgoing(since: mark)
        guard shared.configuration.followsPath, session.role == .server, largest > path.proven,
            let next = path.step(below: min(session.mtu, largest)), shared.fitsFlight(next)
        else { return }
        setMTU(next)
        observer.noted(.smallerPath(remote, linkMTU(of: next)))
    }

    /// The link MTU that has UDP payloads of `payload` bytes.
    func linkMTU(of payload: Int) -> Int {
        payload + EndpointConfiguration.headers(to: remote)
    }

    // MARK: Data

    /// How large to make the messages of a stream of which there is more than one, in bytes: no larger
    /// than is proved to get through.
    var streamMessage: Int { min(dataMTU, provenMessage) }

    /// Sees to ``provenMessage``, which is asked for with each message.
    func noteProof() {
        guard shared.configuration.followsPath, window != nil, path.proven < session.mtu else {
            provenMessage = .max
            return
        }
        let usual = session.mtu
        session.mtu = path.proven
        provenMessage = max(largestMessage, 1)
        session.mtu = usual
    }

    /// Sends a ping in a datagram as large as the path is to be proved to be, where that is due, or once
    /// more if it has no answer yet, in a small one; false where a ping of its own is to be sent.
    func pingPath(now: Deadline) -> Bool {
        // The very first measures the round trip, which is what one that is lost is told by; but a size
        // that nothing has proved yet is to be proved at once.
        guard shared.configuration.followsPath, let window else { return false }
        guard window.unansweredSince == nil else {
            // An echo does not ask whether it may send, and a copy that is too old is one record lost.
            guard window.tries == 0, path.isTrying, session.sentRecords < trialEnd &+ 16 else {
                return false
            }
            session.repeatPing()
            return true
        }
        guard window.roundTrip != nil || path.proven < session.mtu,
            let payload = path.nextTrial(session.mtu, now: now)
        else { return false }
        guard ping(payload: payload) else {
            path.dropTrial()
            return false
        }
        return true
    }

    /// How many more records may leave behind a ping that is to prove a size: if it is lost it is sent
    /// again, and a receiver takes no record that is more than 64 behind (RFC 6347 section 4.1.2.6).
    var roomBehindTrial: Int {
        trialEnd == .max
            ? .max : trialEnd > session.sentRecords ? Int(trialEnd - session.sentRecords) : 0
    }

    /// Takes what the answer to a ping says of the path.
    func judgePath(
        _ answer: SendWindow.Answer, now: Deadline, _ observer: any EndpointObserver
    ) {
        trialEnd = .max
        defer { noteProof() }
        switch path.answered(
            isFirst: answer.isToFirst, isLost: answer.isFirstLost, session.mtu,
            roundTrip: window?.roundTrip ?? .zero, now: now)
        {
        case .nothing: break
        case .takes(let payload):
            setMTU(payload)
            observer.noted(.largerPath(remote, linkMTU(of: payload)))
        case .suspect:
            guard !session.isClosedHere else { break }
            let wait = min(
                max((window?.roundTrip ?? .zero) * 4, Self.shortestSearch), Self.longestSearch)
            let smaller = path.steps.filter { $0 < session.mtu }
            let search = PathSearch([session.mtu] + smaller, wait: wait, now: now)
            pathSearch = search
            silentSince = now
            carryOut(search.first, now: now, observer)
        }
    }

    /// Goes on with the search for what the path takes, after an answer.
    func searchAnswered(now: Deadline, _ observer: any EndpointObserver) {
        guard let step = pathSearch?.answered(now: now) else { return }
        silentSince = now
        carryOut(step, now: now, observer)
    }

    /// Does what is due in it.
    func expireSearch(now: Deadline, _ observer: any EndpointObserver) {
        // After our close_notify there is nothing more to send.
        if session.isClosedHere { pathSearch = nil }
        guard let search = pathSearch, now >= search.due,
            let step = pathSearch?.expired(now: now)
        else { return }
        carryOut(step, now: now, observer)
    }

    private func carryOut(
        _ step: PathSearch.Step, now: Deadline, _ observer: any EndpointObserver
    ) {
        switch step {
        case .ping(let payload): _ = ping(payload: payload)
        case .repeatPing: session.repeatPing()
        case .smallPing: try? session.ping()
        case .use(let payload):
            pathSearch = nil
            defer { noteProof() }
            let wasUsed = path.proven >= session.mtu || hasSentUnproven
            path.proved(payload)
            guard payload < session.mtu else { break }
            path.shrank(to: payload, now: now)
            if wasUsed { sent.pathLosses += 1 }
            setMTU(payload)
            observer.noted(.smallerPath(remote, linkMTU(of: payload)))
        }
        wakeUp = min(wakeUp, flowDeadline)
    }

    /// Sends a ping in a datagram of `payload` bytes, or as large as messages may be.
    private func ping(payload: Int) -> Bool {
        let usual = session.mtu
        session.mtu = payload
        let size = payload - (session.dataMTU - largestMessage)
        let isUseful = payload <= usual || largestMessage > dataMTU
        session.mtu = usual
        guard isUseful else {
            // Messages are kept small by something else, and larger datagrams are of no use.
            path.limit(to: usual)
            return false
        }
        guard (try? session.ping(inDatagramOf: size)) != nil else { return false }
        // The window's; a search sends nothing behind its own.
        if pathSearch == nil { trialEnd = session.sentRecords + Self.mostBehindTrial }
        return true
    }

    /// Sees to ``isPathInQuestion``.
    func noteQuestion() { isPathInQuestion = pathProbe != nil || pathSearch != nil }

    private static let mostBehindTrial: UInt64 = 47

    private static let shortestSearch = Duration.milliseconds(50)
    private static let longestSearch = Duration.seconds(1)
}
