package import DTLS
package import Sockets

/// One peer: its session, its timers and what it has carried.
package final class Association {
    /// Where an association stands.
    package enum Phase: Sendable {
        case handshake, established, ended
    }

    /// What all associations of an endpoint share.
    final class Shared {
        var configuration: EndpointConfiguration

        init(_ configuration: EndpointConfiguration) { self.configuration = configuration }

        /// Whether our chain fits a flight in datagrams of `payload` bytes: GnuTLS sends no more than 32
        /// records.
        func fitsFlight(_ payload: Int) -> Bool {
            configuration.session.credentials.longestChain
                <= EndpointConfiguration.largestChain(payload: payload)
        }
    }

    /// The peer's address.
    package let remote: SocketAddress

    /// The peer's address in text.
    package let name: String

    /// The address of ours that the peer asked; `nil` where the socket is connected.
    package let local: SocketAddress?

    /// The DTLS session.
    package let session: Session

    /// Where it stands.
    package private(set) var phase = Phase.handshake

    /// The largest message, in bytes.
    package internal(set) var dataMTU = 0

    /// How often a flight was sent again.
    package private(set) var retransmissions = 0

    /// Whether the handshake was done, ended or not.
    package private(set) var wasEstablished = false

    /// How long the handshake took; zero before it is done.
    package private(set) var handshakeTime = Duration.zero

    /// When the peer was last heard.
    package internal(set) var lastHeard: Deadline

    /// A number that no other association of the endpoint has; they count up.
    let serial: UInt64

    /// The client's random, by which a copy of its hello is told from a new one.
    let clientRandom: [UInt8]

    /// Whether it was noted that both sides have taken leave.
    var hasLeft = false

    /// A server's association with the same client that is to take this one's place.
    var successor: Association?

    /// What a server may send to a client that has not proved its address; `nil` where it has.
    var allowance: Allowance?

    let shared: Shared
    var wakeUp: Deadline

    /// What the peer can take: where it answers heartbeats, or else a pace, or neither.
    var window: SendWindow?
    var pacer: Pacer?
    /// Whether the peer answers heartbeats.
    package internal(set) var canPing = false

    /// How the association keeps to what its peer can take, for reports: "heartbeat", "pace" or
    /// "none".
    package internal(set) var flowControl = "none"

    /// How long those who hear the same are still kept waiting for this peer, and since when they are.
    var patience = Association.firstPatience
    var waitedForSince: Deadline?
    var isPatienceOver = false

    var lastRoundTrip: Duration?
    var pathProbe: PathProbe? { didSet { noteQuestion() } }

    /// What is known of the path's size, what is being found out, and since when the peer has not been
    /// heard meanwhile.
    var path: PathWatch
    var pathSearch: PathSearch? { didSet { noteQuestion() } }
    var silentSince: Deadline

    /// Whether it is being found out what the path takes, and nothing is sent meanwhile. Stored, as the
    /// two below, because it is asked for with each message.
    var isPathInQuestion = false

    /// How many records may have left while a ping is under way that is to prove a size; no limit where
    /// none is.
    var trialEnd = UInt64.max

    /// The largest message that is proved to get through, in bytes; no limit where they all are, or
    /// where nothing could prove it.
    var provenMessage = Int.max
    var flight = Flight()

    /// Whether flights were cut smaller, or asked for, because one got no answer.
    var hasFallenBack = false

    /// Whether messages were sent that are larger than what was proved to get through.
    var hasSentUnproven = false

    var lastSignOfLife: Deadline
    var signsOfLife = 0
    var keepalive: Keepalive?

    /// When its first datagram came or went.
    package private(set) var started: Deadline

    private var handshakeDeadline: Deadline
    private var closeRepeat = Duration.milliseconds(100)
    private var closeDue = Deadline.distantFuture
    private var closedSince = Deadline(nanoseconds: 0)
    var refusedSince: Deadline?
    var refusals = 0
    var sent = Counters()
    var isConfirmed = false

    /// What was seen of the handshake; `nil` once that is done.
    var evidence: Evidence? = Evidence()

    /// Where the handshake had come to that this one takes the place of.
    private(set) var formerStall: Stall?
    var heldBack: (datagram: [UInt8], due: Deadline)?
    var hasHeldBack = false

    init(
        _ session: Session, remote: SocketAddress, local: SocketAddress?,
        serial: UInt64 = 0, clientRandom: [UInt8] = [], shared: Shared,
        handshakeTime: Duration, now: Deadline
    ) {
        self.session = session
        self.remote = remote
        name = "\(remote)"
        self.local = local
        self.serial = serial
        self.clientRandom = clientRandom
        self.shared = shared
        started = now
        lastHeard = now
        handshakeDeadline = now.advanced(by: handshakeTime)
        wakeUp = now
        lastSignOfLife = now
        silentSince = now
        path = PathWatch(
            most: session.mtu, steps: EndpointConfiguration.smallerPayloads(to: remote), now: now)
    }

    /// What it has carried so far.
    package var counters: Counters {
        var counters = sent
        counters.lost = session.ledger.lost
        counters.reordered = session.ledger.reordered
        counters.replayed = session.replayed
        counters.discarded = session.discarded
        return counters
    }

    /// Whether every record up to the peer's last is accounted for: its close_notify has come.
    package var isAccounted: Bool { session.isClosedByPeer }

    /// Whether records of the peer may be missing at the end, or ours may not have been read: a
    /// heartbeat that is answered confirms all in front of it.
    package var mayHaveLost: Bool {
        !isAccounted || sent.pathLosses > 0
            || sent.sentMessages > 0 && !(window.map { $0.underWay == 0 } ?? isConfirmed)
    }

    /// Whether both have sent close_notify, and nothing more will come either way.
    package var isOver: Bool { session.isClosedHere && session.isClosedByPeer }

    /// Whether a record below `number` is missing that could still come late.
    package func awaitsRecords(before number: UInt64) -> Bool {
        session.ledger.awaitsRecords(before: number)
    }

    /// When ``expire(now:)`` is due.
    var deadline: Deadline { phase == .ended ? .distantFuture : wakeUp }

    // MARK: What happens

    /// Takes the place of a handshake with the same server that has come to nothing.
    func follow(_ other: Association) {
        formerStall = other.stall(waited: .zero)
        started = other.started
        retransmissions = other.retransmissions
        hasFallenBack = true
        if let least = path.least, shared.fitsFlight(least) { session.mtu = least }
    }

    /// Sends a client's first flight.
    func start(now: Deadline, _ observer: any EndpointObserver) {
        listen(observer)
        advance(now: now, observer)
    }

    /// Passes on each handshake message, where somebody wants to see them.
    func listen(_ observer: any EndpointObserver) {
        guard shared.configuration.isVerbose else { return }
        let remote = remote
        session.onHandshakeMessage = { [weak observer] message, isIncoming in
            observer?.noted(
                .handshakeMessage("\(message)", isIncoming: isIncoming, peer: remote))
        }
    }

    /// Does what time has made due.
    func expire(now: Deadline, _ observer: any EndpointObserver) {
        guard phase != .ended, now >= wakeUp else { return }
        switch phase {
        case .handshake where now >= handshakeDeadline:
            end(stall(now: now), observer)
        case .handshake:
            fallBack(now: now, observer)
            advance(now: now, observer)
        case .established:
            if let (datagram, due) = heldBack, now >= due {
                heldBack = nil
                receive(datagram.span, now: now, observer)
                guard phase == .established else { return }
            }
            if isOver, now >= farewellEnd {
                end(.closed(byPeer: true), observer)
                return
            }
            if session.isClosedHere, !session.isClosedByPeer, now >= closeDue {
                session.close()
                closeRepeat = min(closeRepeat * 2, .seconds(1))
                closeDue = now.advanced(by: closeRepeat)
            }
            if let end = lingerEnd, now >= end {
                session.close()
                closedSince = now
            }
            expireFlow(now: now, observer)
            expireKeepalive(now: now, observer)
            guard phase == .established else { return }
            if let idle = shared.configuration.idleTime, now >= lastHeard.advanced(by: idle) {
                session.close()
                end(.idle(idle), observer)
            }
        case .ended:
            break
        }
        schedule(now: now)
    }

    /// Sends close_notify, and goes on to send it until the peer answers.
    func close(now: Deadline) {
        guard phase == .established else { return }
        session.close()
        closedSince = now
        closeDue = now.advanced(by: closeRepeat)
        schedule(now: now)
    }

    /// The kernel would not take a datagram.
    func countUnsent(_ datagrams: Int) { sent.unsent += UInt64(datagrams) }

    /// The peer's host has answered that nobody listens: once may be forged, or the peer may be
    /// starting again, so an established session waits for more of it.
    func refused(now: Deadline, _ observer: any EndpointObserver) {
        guard phase == .established else { return }
        if session.isClosedHere {
            // It has gone after our close_notify, as it should.
            end(.closed(byPeer: session.isClosedByPeer), observer)
            return
        }
        refusals += 1
        let since = refusedSince ?? now
        refusedSince = since
        if refusals >= 3, now >= since.advanced(by: Self.refusalTime) {
            end(.vanished, observer)
        } else if let window, window.unansweredSince == nil {
            // Nothing more may be sent for long, and so nothing more refused.
            ping(now: now)
        }
    }

    /// Ends it, once.
    func end(_ reason: EndReason, _ observer: any EndpointObserver) {
        guard phase != .ended else { return }
        phase = .ended
        observer.ended(self, reason)
    }

    // MARK: -

    private func advance(now: Deadline, _ observer: any EndpointObserver) {
        let mark = session.transport.outgoingBytes
        do throws(SessionError) {
            if try session.advance() == .established { establish(now: now, observer) }
        } catch {
            end(reason(for: error), observer)
            return
        }
        let isAgain = flight.largest > 0
        if isAgain, session.transport.outgoingBytes != mark {
            retransmissions += 1
            observer.noted(.retransmitted(peer: remote, count: retransmissions))
        }
        noteFlight(since: mark, now: now)
        schedule(now: now)
    }

    func establish(now: Deadline, _ observer: any EndpointObserver) {
        guard phase == .handshake else { return }
        phase = .established
        wasEstablished = true
        evidence = nil
        noteAnswer()
        // Not the turn's clock, in which the last flight takes no time at all.
        handshakeTime = Deadline.now.remaining(started)
        lastHeard = now
        dataMTU = largestMessage
        if hasFallenBack {
            observer.noted(.smallerPath(remote, linkMTU(of: session.mtu)))
        }
        guard beginFlow(now: now, observer) else { return }
        noteProof()
        beginKeepalive(observer)
        schedule(now: now)
        observer.established(self)
    }

    func schedule(now: Deadline) {
        switch phase {
        case .handshake:
            let next = shared.configuration.retransmission.deadline(
                dueIn: session.retransmissionTimeout, now: now)
            // Never later than before: junk that keeps coming would put the floor off for ever.
            wakeUp = min(handshakeDeadline, wakeUp > now ? min(wakeUp, next) : next)
        case .established:
            wakeUp =
                shared.configuration.idleTime.map { lastHeard.advanced(by: $0) } ?? .distantFuture
            if isOver { wakeUp = min(wakeUp, farewellEnd) }
            if let end = lingerEnd { wakeUp = min(wakeUp, end) }
            wakeUp = min(wakeUp, flowDeadline, keepaliveDeadline)
            if let heldBack { wakeUp = min(wakeUp, heldBack.due) }
            if session.isClosedHere, !session.isClosedByPeer {
                wakeUp = min(wakeUp, closeDue)
            }
        case .ended:
            wakeUp = .distantFuture
        }
    }

    /// When a peer that has closed has had its time to be answered.
    private var lingerEnd: Deadline? {
        guard session.isClosedByPeer, !session.isClosedHere else { return nil }
        return shared.configuration.lingerTime.map { lastHeard.advanced(by: $0) }
    }

    /// When an association is forgotten that both sides have closed. Both may be long ago, or one: a peer
    /// that has closed may be sent to for as long as there is something to say.
    private var farewellEnd: Deadline {
        max(lastHeard, closedSince).advanced(by: Self.farewellTime)
    }

    /// For how long a peer's port may answer that nobody listens.
    private static let refusalTime = Duration.seconds(2)

    /// How long an association is kept after its end, to answer a close_notify that comes again
    /// because the answer to the first was lost.
    private static let farewellTime = Duration.seconds(1)
}
