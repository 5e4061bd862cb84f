package import DTLS
internal import DequeModule
package import Sockets

/// A server: many associations on one unconnected socket.
///
/// Nothing is kept for a client before it has proved its address (RFC 6347 section 4.2.1). A new
/// handshake from a known address runs beside the old association, which goes only when the new
/// Finished verifies (section 4.2.8).
package final class ServerEndpoint: Endpoint {
    package weak var observer: (any EndpointObserver)?
    package var tap: (any DatagramTap)?
    package private(set) var socket: UDPSocket?
    package internal(set) var isBlocked = false
    package internal(set) var retryTime: Deadline?

    /// Datagrams of nobody known that were no ClientHello.
    package internal(set) var ignored: UInt64 = 0

    /// HelloVerifyRequests sent.
    package internal(set) var challenges: UInt64 = 0

    /// Those who were not let in.
    package internal(set) var refused: UInt64 = 0

    private(set) var configuration: EndpointConfiguration
    let shared: Association.Shared
    let gate: CookieGate
    let receiveRoom: Int
    let transport = DatagramTransport()
    private let inbox = ReceiveBuffer()
    var table = AssociationTable()
    var served: [UInt64: Association] = [:]
    var halfOpen = HalfOpen()
    var rates: SourceRates?
    var refusals = RefusalLog()
    var keeper: DoorKeeper

    /// How many of those unknown were answered although the send buffer was crowded, until when that
    /// counts.
    var crowdedAnswers = (until: Deadline(nanoseconds: 0), count: 0)

    /// Those of the served that could take no more when they were last looked at: a few of many.
    var full: [UInt64: Association] = [:]

    /// The least of what the clients take; `nil` where it has to be looked up anew.
    var smallestDataMTU: Int?

    var hasServed = false

    /// The paths to clients that take less than a session begins with.
    var smallPaths = SmallPaths()

    /// Those whom both sides have taken leave of, the oldest first.
    var farewells: Deque<UInt64> = []

    /// Who the datagrams in the outbox are for.
    var destination: (key: AssociationTable.Key, association: Association?)?

    /// Those whose pings are to be answered now that pings are answered again.
    var owed: [Association] = []

    /// A message for every client that the socket was too full for, and those who wait for it.
    var pending: (message: [UInt8], rest: ArraySlice<Association>)?

    /// A server on `socket`.
    package init(
        socket: UDPSocket, configuration: EndpointConfiguration
    ) throws(GnuTLSError) {
        self.socket = socket
        self.configuration = configuration
        shared = Association.Shared(configuration)
        receiveRoom = socket.receiveRoom
        keeper = DoorKeeper(receiveRoom: receiveRoom)
        if let key = configuration.cookieKey {
            gate = try CookieGate(key: key)
        } else {
            gate = try CookieGate()
        }
        rates = configuration.handshakeRate.map { SourceRates($0) }
        socket.set(.open)
    }

    package var deadline: Deadline {
        isBlocked
            ? retryTime ?? .distantFuture : min(table.deadline, refusals.deadline, keeper.deadline)
    }

    package var canReceive: Bool { !isBlocked }

    package func isReady(now: Deadline) -> Bool {
        guard !isBlocked, pending == nil,
            served.values.contains(where: { !$0.session.isClosedHere })
        else { return false }
        for (serial, association) in full where association.isOpen(now: now) {
            association.endWait(now: now)
            full[serial] = nil
        }
        guard !full.isEmpty else { return true }
        // One that has held the others up for long enough goes without, if there are others; those
        // who are about to leave are none.
        return full.values.allSatisfy { $0.isSlow(now: now) }
            && served.values.contains { full[$0.serial] == nil && !$0.session.isClosedByPeer }
    }

    package var answersPings = true {
        didSet {
            guard answersPings != oldValue else { return }
            for association in served.values { association.session.answersPings = answersPings }
            owed = answersPings ? served.values.filter(\.session.owesAnswer) : []
            if answersPings { flush(now: .now) }
        }
    }

    /// The same for one client alone.
    package func setAnswersPings(_ answers: Bool, of association: Association) {
        guard association.session.answersPings != answers else { return }
        association.session.answersPings = answers
        if answers, association.session.owesAnswer { owed.append(association) }
    }

    package var dataMTU: Int? {
        if smallestDataMTU == nil { smallestDataMTU = served.values.lazy.map(\.dataMTU).min() }
        return smallestDataMTU
    }

    package var streamMTU: Int? {
        // To many, each message goes as it is.
        served.count == 1 ? served.values.first?.streamMessage : dataMTU
    }

    /// Handshakes under way.
    package var handshakes: Int { halfOpen.count }

    /// Everyone who has proved its address, in no order: those who shake hands, those who are
    /// served, and those who are about to leave.
    package var associations: some Collection<Association> { table.all }

    /// Makes new sessions from `session`; those that stand, and those whose handshake has begun, go
    /// on as they are.
    package func reconfigure(session: SessionConfiguration) {
        configuration.session = session
        // Keeps no key of before longer than the sessions that were made with it.
        shared.configuration.session = session
    }

    /// The most clients at once.
    package var maximumClients: Int { configuration.maximumAssociations }

    /// The clients that are served now.
    package var established: some Collection<Association> { served.values }

    package func start(now: Deadline) {
        guard let socket else { return }
        observer?.noted(.listening(socket.localAddress))
        observer?.noted(
            .limits(
                clients: configuration.keepsOpen ? configuration.maximumAssociations : 1,
                handshakes: configuration.maximumHandshakes,
                ofSource: configuration.maximumHandshakesOfSource,
                configuration.handshakeRate))
    }

    package func receive(now: Deadline) -> Bool {
        guard let socket, !isBlocked else { return false }
        switch socket.receive(into: inbox) {
        case .wouldBlock:
            keeper.isEmpty()
            return false
        case .failed(let errno):
            observer?.noted(.socketError("\(errno)"))
            return true
        case .datagrams:
            tap?.received(inbox, at: socket)
            defer { tap?.settle() }
            observer?.noted(
                .datagrams(count: inbox.segmentCount, bytes: inbox.count, isIncoming: true))
            let key = AssociationTable.Key(remote: inbox.source, local: inbox.destination)
            let association = table[key]
            guard aim(at: key, association, now: now) else { return false }
            if let association, association.phase == .established, association.successor == nil,
                hasNoHandshake
            {
                receive(from: association, now: now)
            } else {
                inbox.forEachSegment { datagram in
                    if isAimed(at: key, now: now) { route(datagram, key, now: now) }
                }
            }
            // Its ping is answered by the flush that is for it.
            if !isAimed(at: key, now: now), let association = table[key], association.owesAnswer {
                owed.append(association)
            }
            flush(now: now)
            return true
        }
    }

    package func readErrors(now: Deadline) {
        // What a client's host says of it may be forged: its own silence decides.
        socket?.readErrors { fault in observer?.noted(.socketError("\(fault.errno)")) }
    }

    package func flush(now: Deadline) {
        drain(now: now)
        if !isBlocked { sendPending(now: now) }
        if !isBlocked, !owed.isEmpty { answerOwed(now: now) }
    }

    package func expire(now: Deadline) {
        if isBlocked { flush(now: now) }
        guard !isBlocked else { return }
        if let note = refusals.takeDue(now: now) { observer?.noted(note) }
        if let door = keeper.relax(now: now) { set(door) }
        for association in table.takeDue(now: now) {
            // One that has to wait stays due, and is looked at when the socket has room again.
            if aim(at: association, now: now) {
                association.expire(now: now, self)
                holdBack(association)
            }
            noteRoom(of: association, now: now)
            if association.phase != .ended { table.schedule(association) }
        }
        flush(now: now)
    }

    package func close(now: Deadline) {
        for association in Array(served.values) { close(association, now: now) }
        flush(now: now)
    }

    /// Sends close_notify to one client.
    package func close(_ association: Association, now: Deadline) {
        aimAtOnce(at: association, now: now)
        association.close(now: now)
        noteFarewell(association)
        table.schedule(association)
        drain(now: now)
    }

    package func end(now: Deadline) {
        for association in Array(table.all) { end(association, now: now) }
        drain(now: now)
    }

    /// Ends the association with one client at once; close_notify is sent where it was not.
    package func end(_ association: Association, now: Deadline) {
        guard association.phase != .ended else { return }
        aimAtOnce(at: association, now: now)
        if association.phase == .established, !association.session.isClosedHere {
            association.close(now: now)
        }
        association.end(.closed(byPeer: association.session.isClosedByPeer), self)
        drain(now: now)
    }

    /// Ends the association with one client because it cannot be served, which it is told by an alert.
    package func fail(_ association: Association, now: Deadline) {
        guard association.phase != .ended else { return }
        aimAtOnce(at: association, now: now)
        if association.phase == .established, !association.session.isClosedHere {
            association.session.fail()
        }
        association.end(.closed(byPeer: association.session.isClosedByPeer), self)
        drain(now: now)
    }

    // MARK: Datagrams in

    /// Aims at a peer once more, where a message of it was passed on to others in between; false where
    /// the socket is too full for that.
    private func isAimed(at key: AssociationTable.Key, now: Deadline) -> Bool {
        destination?.key == key || aim(at: key, table[key], now: now)
    }

    /// Whether no datagram of the batch begins with a handshake record, as that of a client does
    /// which starts anew.
    private var hasNoHandshake: Bool {
        inbox.withBytes { bytes in
            guard !bytes.isEmpty else { return false }
            return stride(from: 0, to: bytes.count, by: inbox.segmentSize)
                .allSatisfy { bytes[$0] != 22 }
        }
    }

    /// Hands a batch to a client whose session stands.
    private func receive(from association: Association, now: Deadline) {
        let sink = observer
        inbox.withBytes { datagrams in
            association.receive(
                datagrams, segmentSize: inbox.segmentSize, now: now, self, to: sink)
        }
        // What it has said may be the reason to send it nothing for a while.
        noteRoom(of: association, now: now)
        noteFarewell(association)
        if association.phase != .ended { table.schedule(association) }
    }

    /// Hands a datagram to whom it concerns.
    private func route(_ datagram: Span<UInt8>, _ key: AssociationTable.Key, now: Deadline) {
        guard let association = table[key] else {
            admit(datagram, key, beside: nil, now: now)
            return
        }
        if let random = clientRandom(of: datagram) {
            if random == association.clientRandom {
                // A copy of the hello that began this session: late, or sent again.
                guard association.phase == .handshake else { return }
                hand(datagram, to: association, now: now)
            } else if let successor = association.successor, random == successor.clientRandom {
                hand(datagram, to: successor, now: now)
            } else {
                admit(datagram, key, beside: association, now: now)
            }
        } else if let successor = association.successor, concernsHandshake(datagram) {
            hand(datagram, to: successor, now: now)
        } else {
            hand(datagram, to: association, now: now)
        }
    }

    func hand(_ datagram: Span<UInt8>, to association: Association, now: Deadline) {
        if association.allowance != nil {
            // What is in the outbox has passed already.
            drain(now: now)
            guard !transport.hasOutgoing else { return }
            association.allowance?.earn(datagram.count)
        }
        association.receive(datagram, now: now, self)
        holdBack(association)
        noteRoom(of: association, now: now)
        noteFarewell(association)
        if association.phase != .ended { table.schedule(association) }
    }

    /// Remembers a client that both have taken leave of: it is kept for a while, in case that it has
    /// not heard of it, but makes way for others.
    func noteFarewell(_ association: Association) {
        guard association.phase == .established, association.isOver, !association.hasLeft else {
            return
        }
        association.hasLeft = true
        // They are forgotten about as they came, and where the table never fills nobody else asks.
        while let serial = farewells.first, table[serial] == nil { farewells.removeFirst() }
        farewells.append(association.serial)
    }

    /// Whether a datagram belongs to a handshake beside an established session: all in the clear
    /// does, and protected handshake records, of which the old session has none left.
    private func concernsHandshake(_ datagram: Span<UInt8>) -> Bool {
        guard datagram.count > 13 else { return false }
        let isClear = datagram[3] == 0 && datagram[4] == 0
        return isClear || datagram[0] == 22
    }
}
