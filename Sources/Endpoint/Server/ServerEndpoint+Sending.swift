internal import DTLS
package import Sockets

// What goes to the clients.
extension ServerEndpoint {
    package func send(_ message: Span<UInt8>, now: Deadline) {
        // Most of the time there is one, and nothing to copy.
        if served.count == 1, let client = served.values.first {
            deliver(message, to: client, now: now)
        } else if !served.isEmpty {
            pending = ([UInt8](copying: message), Array(served.values)[...])
            sendPending(now: now)
        }
    }

    package func send(_ bytes: Span<UInt8>, of size: Int, now: Deadline) -> Int {
        var offset = 0
        while offset < bytes.count, isReady(now: now) {
            var taken = min(size, bytes.count - offset)
            if served.count == 1, let client = served.values.first, client.isOpen(now: now) {
                taken = send(bytes.extracting(offset...), of: size, to: client, now: now)
                guard taken > 0 else { break }
            } else {
                send(bytes.extracting(offset..<offset + taken), now: now)
                if !transport.hasRoom { drain(now: now) }
            }
            offset += taken
        }
        return offset
    }

    /// Whether a message may be sent to one client now: there is room at the socket and at the client.
    package func isReady(for association: Association, now: Deadline) -> Bool {
        !isBlocked && pending == nil && association.phase == .established
            && association.isOpen(now: now)
    }

    /// Seals `bytes` as messages of `size` bytes for one client, for as long as there is room at the
    /// socket and at the client; how many bytes that was.
    package func send(
        _ bytes: Span<UInt8>, of size: Int, to association: Association, now: Deadline
    ) -> Int {
        var offset = 0
        while offset < bytes.count, isReady(for: association, now: now),
            aim(at: association, now: now)
        {
            let taken = association.send(
                bytes.extracting(offset...), of: size, now: now, self)
            noteRoom(of: association, now: now)
            guard taken > 0 else { break }
            offset += taken
            if !transport.hasRoom { drain(now: now) }
        }
        return offset
    }

    /// Sends a message of one client to every other; who does not keep up misses it.
    package func send(_ message: Span<UInt8>, toAllBut sender: Association, now: Deadline) {
        for client in Array(served.values)
        where client !== sender && !client.session.isClosedHere {
            if isReady(for: client, now: now) {
                send(message, to: client, now: now)
            } else {
                client.countUnsent(1)
            }
        }
    }

    /// Seals a message for one client, whether or not it keeps up; dropped and counted where the
    /// socket is full.
    package func send(_ message: Span<UInt8>, to association: Association, now: Deadline) {
        if !transport.hasRoom { drain(now: now) }
        guard aim(at: association, now: now), transport.hasRoom else {
            association.countUnsent(1)
            return
        }
        association.send(message, now: now, self)
        noteRoom(of: association, now: now)
    }

    /// Remembers a client that takes no more for now.
    func noteRoom(of association: Association, now: Deadline) {
        guard association.phase == .established, !association.isOpen(now: now) else { return }
        full[association.serial] = association
        guard served.count > 1 else { return }
        association.beginWait(now: now)
        table.schedule(association)
    }

    func key(of association: Association) -> AssociationTable.Key {
        AssociationTable.Key(remote: association.remote, local: association.local)
    }

    /// Says who the next datagrams are for; those of another are sent first. False where the
    /// socket is too full for that: the outbox is still theirs.
    func aim(
        at key: AssociationTable.Key, _ association: Association?, now: Deadline
    ) -> Bool {
        if transport.hasOutgoing, destination?.key != key {
            drain(now: now)
            if transport.hasOutgoing { return false }
        }
        destination = (key, association)
        return true
    }

    func aim(at association: Association, now: Deadline) -> Bool {
        aim(at: key(of: association), association, now: now)
    }

    /// The same at an end that does not wait: what the socket does not take is counted and dropped.
    func aimAtOnce(at association: Association, now: Deadline) {
        guard !aim(at: association, now: now) else { return }
        destination?.association?.countUnsent(1)
        transport.removeOutgoing()
        destination = (key(of: association), association)
    }

    /// Sends what is in the outbox, and behind it what is due to the same client.
    func drain(now: Deadline) {
        guard let socket, let destination else { return }
        var result: Outgoing.Result
        repeat {
            destination.association?.prepareFlush(now: now)
            result = Outgoing.flush(
                transport, to: socket, for: destination.association,
                remote: destination.key.remote, local: destination.key.local, self, tap)
        } while result == .drained && destination.association?.owesAnswer == true
        if let association = destination.association, association.phase == .established {
            table.schedule(association)
        }
        isBlocked = result != .drained
        retryTime = result == .congested ? now.advanced(by: Outgoing.congestionPause) : nil
    }

    /// Seals one of the messages that are for every client; one that does not keep up misses it. One
    /// that was told good-bye is none of them.
    func deliver(_ message: Span<UInt8>, to association: Association, now: Deadline) {
        if association.isOpen(now: now) {
            send(message, to: association, now: now)
        } else if !association.session.isClosedHere {
            association.countUnsent(1)
        }
    }

    /// Goes on with a message for every client.
    func sendPending(now: Deadline) {
        guard let (message, clients) = pending else { return }
        pending = nil
        var rest = clients
        while let association = rest.first {
            guard aim(at: association, now: now) else { break }
            if !transport.hasRoom { drain(now: now) }
            guard transport.hasRoom else { break }
            deliver(message.span, to: association, now: now)
            rest = rest.dropFirst()
        }
        if !rest.isEmpty { pending = (message, rest) }
    }

    /// Answers those whose pings were left unanswered for a while.
    func answerOwed(now: Deadline) {
        while let association = owed.last, aim(at: association, now: now) {
            owed.removeLast()
            drain(now: now)
        }
    }
}
