internal import DTLS
package import Sockets

// How much is sent to the peer, and in datagrams of which size.
extension Association {
    /// Whether the peer can take another message: none after our close_notify, behind which GnuTLS
    /// refuses all (GNUTLS_E_INVALID_SESSION).
    package func isOpen(now: Deadline) -> Bool {
        guard !session.isClosedHere, !isPathInQuestion, !isSilent, session.sentRecords < trialEnd
        else { return false }
        if let window { return window.isOpen }
        return pacer?.allows(now: now) ?? true
    }

    /// Whether the peer, which takes nothing for now, is not to be waited for by others: it has kept
    /// them waiting for long, at one time or by and by, or answers no heartbeats, and a pace is all that
    /// is known of it.
    func isSlow(now: Deadline) -> Bool {
        guard let window, !isSilent, !session.isClosedHere else { return true }
        guard !window.isOpen || pathSearch != nil || roomBehindTrial == 0 else { return false }
        if let since = window.unansweredSince,
            now >= since.advanced(by: Self.patienceOfMany)
        {
            return true
        }
        return now >= patienceEnd
    }

    /// Notes that others wait until the peer takes more.
    func beginWait(now: Deadline) {
        guard waitedForSince == nil else { return }
        waitedForSince = now
        isPatienceOver = false
        wakeUp = min(wakeUp, patienceEnd)
    }

    /// Notes that nobody waits for the peer any more.
    func endWait(now: Deadline) {
        guard let since = waitedForSince else { return }
        waitedForSince = nil
        patience = max(.zero, patience - now.remaining(since))
    }

    /// When the others wait no longer.
    private var patienceEnd: Deadline {
        waitedForSince?.advanced(by: patience) ?? .distantFuture
    }

    /// The round trip, as far as heartbeats have told.
    package var roundTrip: Duration? { window?.roundTrip ?? lastRoundTrip }

    /// Finds out what the peer answers to; false where that is the end.
    func beginFlow(now: Deadline, _ observer: any EndpointObserver) -> Bool {
        canPing = session.canPing
        switch shared.configuration.flow {
        case .none: break
        case _ where canPing:
            flowControl = "heartbeat"
            window = session.peerReceiveRoom.map { SendWindow(held: $0) } ?? SendWindow()
            if session.isAhead { window?.restrain() }
        case .auto:
            guard let pace = shared.configuration.paceWithoutHeartbeats else { break }
            flowControl = "pace"
            pacer = Pacer(bitrate: pace, now: now)
            observer.noted(.paced(remote, pace))
        case .heartbeat:
            session.close()
            end(.noHeartbeats, observer)
            return false
        }
        return true
    }

    /// Goes on at a pace: a peer that has sent its close_notify sends no answers after it (RFC 5246
    /// section 7.2.1), though it may still read.
    func endHeartbeats(now: Deadline) {
        guard window != nil else { return }
        lastRoundTrip = window?.roundTrip
        isConfirmed = window?.underWay == 0
        window = nil
        pathProbe = nil
        pathSearch = nil
        trialEnd = .max
        provenMessage = .max
        canPing = false
        pacer = shared.configuration.paceWithoutHeartbeats.map { Pacer(bitrate: $0, now: now) }
    }

    /// Counts messages of `bytes` each that are under way.
    func noteUnderWay(_ bytes: Int, count: Int = 1, now: Deadline) {
        window?.sent(bytes, count: count)
        // A peer that takes little each time, and that late, would hold all others up for ever.
        if shared.configuration.keepsOpen {
            let charged = max(bytes, Self.leastCharged) * count
            patience = min(
                patience + Self.patienceForByte * charged, Self.mostPatience)
        }
        guard pacer != nil else { return }
        pacer?.take(bytes * count)
        if pacer?.isOpen == false, let next = pacer?.next(now: now) { wakeUp = min(wakeUp, next) }
    }

    /// Whether an answer to the peer is due that the outbox had no room for.
    var owesAnswer: Bool {
        phase == .established && session.owesAnswer && session.answersPings
    }

    /// Puts behind what waits in the outbox what is due there: an answer to the peer's ping, and a
    /// ping of our own.
    func prepareFlush(now: Deadline) {
        guard phase == .established else { return }
        if owesAnswer {
            session.answerPing()
            signsOfLife = 0
        }
        if window?.wantsPing == true { ping(now: now) }
    }

    /// Notes that the peer has answered.
    func pingAnswered(now: Deadline, _ observer: any EndpointObserver) {
        if let probe = pathProbe {
            pathProbe = nil
            setMTU(probe.mtu)
            observer.noted(.largerPath(remote, probe.link))
            return
        }
        if pathSearch != nil {
            searchAnswered(now: now, observer)
        } else if let answer = window?.answered(now: now) {
            judgePath(answer, now: now, observer)
        }
        if window?.isOpen == true, pathSearch == nil { endWait(now: now) }
    }

    /// Does what is due where heartbeats stay unanswered.
    func expireFlow(now: Deadline, _ observer: any EndpointObserver) {
        if let probe = pathProbe, now >= probe.due {
            pathProbe = nil
            if probe.tries < Self.probeTries {
                sendProbe(mtu: probe.mtu, link: probe.link, tries: probe.tries + 1, now: now)
            }
        }
        expireSearch(now: now, observer)
        if let since = pathSearch == nil ? window?.unansweredSince : silentSince,
            now >= max(since, lastHeard).advanced(by: shared.configuration.unansweredTime)
        {
            end(.unanswered(shared.configuration.unansweredTime), observer)
            return
        }
        if now >= patienceEnd { isPatienceOver = true }
        // After our close_notify there is nothing more to send, and nothing to wait for but the peer's.
        if let window, pathSearch == nil, !session.isClosedHere, now >= window.deadline {
            ping(now: now)
        }
        // Nobody may want to send: then nobody else looks at it, and it would be due for ever.
        _ = pacer?.allows(now: now)
        // A peer that we keep waiting for an answer is told that we are still there.
        if now >= signOfLifeDeadline {
            lastSignOfLife = now
            signsOfLife += 1
            // It takes the place of one that tries the path, and its answer says nothing of that.
            path.dropTrial()
            trialEnd = .max
            try? session.ping()
        }
    }

    /// When ``expireFlow(now:_:)`` is due.
    var flowDeadline: Deadline {
        var deadline = min(
            session.isClosedHere
                ? .distantFuture : pathSearch?.due ?? window?.deadline ?? .distantFuture,
            pathProbe?.due ?? .distantFuture)
        if !isPatienceOver { deadline = min(deadline, patienceEnd) }
        if let pacer, !pacer.isOpen { deadline = min(deadline, pacer.next(now: .now)) }
        return min(deadline, signOfLifeDeadline)
    }

    /// When a peer that waits for an answer is told again that we are there; soon at first, since
    /// until then it may take us for gone.
    private var signOfLifeDeadline: Deadline {
        guard session.owesAnswer, !session.answersPings, canPing, !isPathInQuestion else {
            return .distantFuture
        }
        return lastSignOfLife.advanced(
            by: signsOfLife == 0 ? Self.firstSignOfLifeTime : Self.signOfLifeTime)
    }

    func ping(now: Deadline) {
        // It would take the place of one that tries a path, whose answer has to be awaited first.
        guard !isPathInQuestion else { return }
        // Only a path of some 80 bytes has no room for one, which is less than is ever used.
        guard pingPath(now: now) || (try? session.ping()) != nil else { return }
        window?.pinged(now: now)
        if let due = window?.deadline { wakeUp = min(wakeUp, due) }
    }

    // MARK: The path

    /// Makes datagrams as large as the link to the peer takes, in bytes as the kernel knows it,
    /// where that is more than is safe to begin with.
    ///
    /// The loopback device is all of its path. Of a link of more than Ethernet's 1,500, only this end is known: a ping of that size has to be answered first, and until it is,
    /// or is given up, nothing is sent. A server of many does not try, since all would wait.
    func widen(to linkMTU: Int?, now: Deadline, _ observer: any EndpointObserver) {
        guard phase == .established, shared.configuration.linkMTU == nil, let linkMTU,
            linkMTU > EndpointConfiguration.ethernetMTU,
            // One that has let no flight through but a small one is no larger than it seems.
            session.mtu == path.most
        else { return }
        let payload = min(
            EndpointConfiguration.payload(linkMTU: linkMTU, to: remote), Self.largestDatagram)
        guard payload > session.mtu else { return }
        if linkMTU >= Self.loopbackMTU {
            setMTU(payload)
            observer.noted(.largerPath(remote, linkMTU))
        } else if canPing, !shared.configuration.keepsOpen,
            session.peerReceiveRoom ?? .max >= payload * Self.leastHeld
        {
            sendProbe(mtu: payload, link: linkMTU, tries: 1, now: now)
            wakeUp = min(wakeUp, flowDeadline)
        }
    }

    /// Sets the largest UDP payload, in bytes.
    package func setMTU(_ mtu: Int) {
        session.mtu = mtu
        dataMTU = largestMessage
        path.uses(mtu)
        noteProof()
    }

    /// What fits a datagram.
    var largestMessage: Int {
        min(session.dataMTU, shared.configuration.dataMTU ?? .max, Self.largestRecord)
    }

    private func sendProbe(mtu: Int, link: Int, tries: Int, now: Deadline) {
        let usual = session.mtu
        session.mtu = mtu
        defer { session.mtu = usual }
        guard (try? session.ping(size: session.dataMTU)) != nil else { return }
        let wait = min(max(handshakeTime * 2, Self.probeTime), Self.longestProbe)
        pathProbe = PathProbe(mtu: mtu, link: link, due: now.advanced(by: wait), tries: tries)
    }

    /// A ping of the size of a larger path that is to be proved.
    struct PathProbe {
        /// The largest UDP payload, in bytes, and the link MTU that it comes from.
        let mtu: Int
        let link: Int
        let due: Deadline
        let tries: Int
    }

    /// GnuTLS knows no MTU above it.
    private static let largestDatagram = 16_384

    /// RFC 5246 section 6.2.1: 2^14 bytes.
    private static let largestRecord = 16_384

    /// What Linux says of its loopback device, whose 65,536 no IP packet can have.
    private static let loopbackMTU = 65_535

    /// A buffer that holds fewer large datagrams than this gains nothing by them.
    private static let leastHeld = 8

    private static let probeTries = 2
    private static let probeTime = Duration.milliseconds(100)
    private static let longestProbe = Duration.milliseconds(500)

    /// For how long one client may hold up what is for many at one time.
    private static let patienceOfMany = Duration.milliseconds(200)

    /// And in all: for so long at first, and for as long as what it takes would last at a megabit a
    /// second, where a message is a kilobyte at least; but never for longer than this.
    static let firstPatience = patienceOfMany
    private static let patienceForByte = Duration.microseconds(8)
    private static let leastCharged = 1_000
    private static let mostPatience = Duration.seconds(1)

    /// How often a peer that waits for an answer is told that we are there.
    private static let signOfLifeTime = Duration.seconds(5)
    private static let firstSignOfLifeTime = Duration.seconds(1)
}
