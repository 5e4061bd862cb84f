internal import DTLS
internal import Sockets

// Who is let in.
extension ServerEndpoint {
    /// Takes a client in if its cookie is good, asks it for one otherwise, and sees to it that those who
    /// are not let in take no room from those who are.
    func admit(
        _ datagram: Span<UInt8>, _ key: AssociationTable.Key, beside predecessor: Association?,
        now: Deadline
    ) {
        if letIn(datagram, key, beside: predecessor, now: now) {
            keeper.letIn()
        } else if isLikeHello(datagram), let door = keeper.turnedAway(now: now) {
            set(door)
        }
    }

    /// Whether the kernel takes a datagram for a ClientHello, which the door may keep out: what it lets
    /// through in any case is no reason to shut it.
    private func isLikeHello(_ datagram: Span<UInt8>) -> Bool {
        datagram.count > 13 && datagram[0] == 22 && datagram[3] == 0 && datagram[4] == 0
            && datagram[13] == 1
    }

    private func letIn(
        _ datagram: Span<UInt8>, _ key: AssociationTable.Key, beside predecessor: Association?,
        now: Deadline
    ) -> Bool {
        guard configuration.access.admits(key.remote) else {
            refuse(key.remote, .denied, now: now)
            return false
        }
        guard configuration.keepsOpen || !hasServed || predecessor != nil else {
            ignored += 1
            return false
        }
        let isCrowded = socket?.isCrowded == true && !mayAnswer(now: now)
        if isCrowded {
            drain(now: now)
            guard !transport.hasOutgoing else {
                ignored += 1
                return false
            }
        }
        switch judge(datagram, of: key.remote) {
        case .ignored:
            ignored += 1
            return false
        case .challenged where isCrowded:
            // It comes again, where there is somebody.
            transport.removeOutgoing()
            ignored += 1
            return false
        case .challenged:
            challenges += 1
            return false
        case .admitted(let prestate):
            guard !isCrowded || configuration.asksForCookie, let random = clientRandom(of: datagram)
            else {
                ignored += 1
                return false
            }
            if let refusal = makeRoom(for: AddressBlock(sourceOf: key.remote), now: now) {
                refuse(key.remote, refusal, now: now)
                return false
            }
            begin(datagram, random, prestate, key, beside: predecessor, now: now)
            return true
        }
    }

    /// Whether somebody unknown may be answered although the send buffer is crowded: a few each second,
    /// for a link that is busy with what is served is crowded, too.
    private func mayAnswer(now: Deadline) -> Bool {
        if now >= crowdedAnswers.until {
            crowdedAnswers = (now.advanced(by: .seconds(1)), 0)
        }
        crowdedAnswers.count += 1
        return crowdedAnswers.count <= Self.mostCrowdedAnswers
    }

    /// Lets more or fewer hellos take room in the socket, and tells of it.
    func set(_ door: UDPSocket.Door) {
        socket?.set(door)
        observer?.noted(.door(door))
    }

    /// Counts one that is not let in, and tells of it, though not of each.
    private func refuse(_ address: SocketAddress, _ refusal: Refusal, now: Deadline) {
        refused += 1
        if let note = refusals.add(address, refusal, now: now) { observer?.noted(note) }
    }

    /// The cookie is for the client's address alone: several machines may share the key, and be
    /// asked by one address of theirs or each by its own.
    private func judge(
        _ datagram: Span<UInt8>, of client: SocketAddress
    ) -> CookieGate.Admission {
        guard configuration.asksForCookie else { return CookieGate.admitWithoutCookie(datagram) }
        // By the time of day, which gates that share a key have in common.
        let turn = wallClockNanoseconds / Self.turn
        // Where it cannot, cookies stay what they were.
        if turn != gate.turn { try? gate.turn(to: turn) }
        return gate.admit(datagram, client: client.identity, transport: transport)
    }

    /// Makes room for another handshake from `source`, or says why there is none. The oldest under
    /// way makes way where it has had its time; where it has not, the new one comes again, since
    /// clients send their hello once more after a second (RFC 6347 section 4.2.4.1).
    private func makeRoom(for source: AddressBlock, now: Deadline) -> Refusal? {
        if let rates, let rate = configuration.handshakeRate,
            !rates.allows(source, now: now)
        {
            return .rate(source, rate)
        }
        let mostOfSource = configuration.maximumHandshakesOfSource
        if halfOpen.count(of: source) >= mostOfSource,
            !displace(halfOpen.oldest(of: source), now: now)
        {
            return .handshakesOfSource(source, mostOfSource)
        }
        if halfOpen.count >= configuration.maximumHandshakes,
            !displace(halfOpen.oldest, now: now)
        {
            return .handshakes(configuration.maximumHandshakes)
        }
        while table.count >= configuration.maximumAssociations, let serial = farewells.first {
            farewells.removeFirst()
            if let association = table[serial], association.isOver {
                association.end(.closed(byPeer: true), self)
            }
        }
        if table.count >= configuration.maximumAssociations,
            !displace(halfOpen.oldest, now: now)
        {
            return .clients(configuration.maximumAssociations)
        }
        rates?.take(source, now: now)
        return nil
    }

    /// Ends a handshake that has had its time; false where it has not.
    private func displace(_ serial: UInt64?, now: Deadline) -> Bool {
        guard let serial, let association = table[serial],
            now >= association.started.advanced(by: Self.leastTime)
        else { return false }
        association.end(.displaced, self)
        refuse(association.remote, .displaced, now: now)
        return true
    }

    private func begin(
        _ datagram: Span<UInt8>, _ random: [UInt8], _ prestate: CookieGate.Prestate,
        _ key: AssociationTable.Key, beside predecessor: Association?, now: Deadline
    ) {
        var settings = configuration.session
        settings.mtu = EndpointConfiguration.payload(
            linkMTU: configuration.linkMTU ?? EndpointConfiguration.usualLinkMTU, to: key.remote)
        settings.receiveRoom = roomForClient
        let isUnproven =
            !configuration.asksForCookie
            && !(configuration.trustsLoopback && key.remote.isLoopback)
        let session: Session
        do throws(GnuTLSError) {
            session = try Session(settings, transport: transport, prestate: prestate)
        } catch {
            // Out of memory, most likely: those who are served go on.
            observer?.noted(.socketError("\(error)"))
            return
        }
        let association = Association(
            session, remote: key.remote, local: key.local, serial: table.nextSerial(),
            clientRandom: random, shared: shared,
            handshakeTime: configuration.handshakeTime, now: now)
        if configuration.followsPath,
            let link = smallPaths.linkMTU(to: AddressBlock(sourceOf: key.remote), now: now)
        {
            let payload = EndpointConfiguration.payload(linkMTU: link, to: key.remote)
            if shared.fitsFlight(payload) { session.mtu = min(session.mtu, payload) }
        }
        if isUnproven { association.allowance = Allowance() }
        halfOpen.begin(association.serial, of: AddressBlock(sourceOf: key.remote))
        var isSuccessor = false
        if let predecessor {
            if predecessor.phase == .established {
                if let older = predecessor.successor { older.end(.displaced, self) }
                predecessor.successor = association
                isSuccessor = true
            } else {
                predecessor.end(.displaced, self)
            }
        }
        table.insert(association, for: key, asSuccessor: isSuccessor)
        destination = (key, association)
        association.listen(self)
        hand(datagram, to: association, now: now)
    }

    /// Keeps back what would be more than its allowance of what a session sends to an address that is
    /// not proved: it is, once the handshake is done.
    func holdBack(_ association: Association) {
        guard association.allowance != nil else { return }
        let datagrams = transport.takeOutgoing()
        for datagram in association.allowance?.release(datagrams) ?? [] {
            transport.append(datagram)
        }
    }

    /// What a client is told of the room in the socket's buffer. Of many, those that come first have
    /// most of it, and not all send at full speed at the same time.
    private var roomForClient: Int {
        guard configuration.keepsOpen else { return receiveRoom }
        return max(receiveRoom / (2 * (served.count + 1)), receiveRoom / 32)
    }

    /// The random of a ClientHello in the clear, or of its first fragment; `nil` for all else.
    func clientRandom(of datagram: Span<UInt8>) -> [UInt8]? {
        // Record header 13, handshake header 12, version 2, random 32.
        guard datagram.count >= 59, datagram[0] == 22, datagram[3] == 0, datagram[4] == 0,
            datagram[13] == 1, datagram[19] == 0, datagram[20] == 0, datagram[21] == 0
        else { return nil }
        return [UInt8](copying: datagram.extracting(27..<59))
    }

    /// How long cookies are given out with one key, in nanoseconds.
    private static let turn: UInt64 = 30_000_000_000

    /// What waits for neighbours that are not there waits for three seconds: some dozens of datagrams
    /// then, of the hundreds that a buffer holds.
    private static let mostCrowdedAnswers = 16

    /// For how long a handshake does not make way.
    private static let leastTime = Duration.seconds(1)
}
