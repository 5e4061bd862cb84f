@testable import DTLS

/// Two sessions in memory, and somebody on the path to one of them who does what a script says.
///
/// Whatever he does, nothing traps or goes on for ever; nothing is delivered that was not sent, nor before
/// the peer is verified, nor twice; both sides have the same keys; and once the session stands, he cannot
/// end it. Where he only delays, drops and repeats, the handshake comes to its end.
final class Duel {
    private final class Side {
        let session: Session
        let transport: DatagramTransport
        /// Messages that it has sent and that have not come yet.
        var underWay: Set<[UInt8]> = []
        var count = 0
        var error: SessionError?
        var numbers: Set<UInt64> = []

        init(_ configuration: SessionConfiguration, _ transport: DatagramTransport) {
            transport.removeOutgoing()
            self.transport = transport
            session = Parties.valid { try Session(configuration, transport: transport) }
        }

        var isOver: Bool { error != nil || session.isClosedHere || session.isClosedByPeer }
    }

    private let victim: Side
    private let honest: Side
    private var script: Script
    private var pending: [[UInt8]] = []
    private var seen: [[UInt8]] = []
    /// Which of these the victim's peer has sent.
    private var honestly: Set<Int> = []
    /// Whether nothing was altered or made up.
    private var isGentle = true

    // Large, and so made once; one run at a time has them.
    private nonisolated(unsafe) static let transports = (
        victim: DatagramTransport(), honest: DatagramTransport()
    )

    init(victim role: Role, _ input: [UInt8]) {
        var script = Script(input)
        let kind = script.number(0...Parties.Kind.allCases.count - 1)
        let settings = script.byte()
        var client = Parties.clients[kind]
        var server = Parties.servers[kind]
        if settings & 1 != 0 { (client.mtu, server.mtu) = (296, 296) }
        if settings & 2 != 0 { (client.receiveRoom, server.receiveRoom) = (65_536, 65_536) }
        if settings & 4 != 0 { client.allowsHeartbeats = false }
        if settings & 8 != 0 { client.maximumRecordSize = 512 }
        if settings & 16 != 0 { client.serverName = "localhost" }
        victim = Side(role == .client ? client : server, Self.transports.victim)
        honest = Side(role == .client ? server : client, Self.transports.honest)
        self.script = script
    }

    /// Runs the script, then lets things settle.
    func run() {
        advance(victim)
        advance(honest)
        collect()
        var steps = 256
        while !script.isAtEnd, steps > 0 {
            steps -= 1
            step()
            collect()
        }
        settle()
    }

    // MARK: What the script says

    private func step() {
        switch script.number(0...19) {
        case 0, 1, 2: if !pending.isEmpty { deliver(pending.removeFirst()) }
        case 3: if !pending.isEmpty { pending.removeFirst() }
        case 4: if let first = pending.first { pending.append(first) }
        case 5: if !pending.isEmpty { pending.append(pending.removeFirst()) }
        case 6:
            guard !seen.isEmpty else { return }
            let index = script.short() % seen.count
            // What comes back to who has sent it ends a handshake, as anything else that is made up.
            if !honestly.contains(index) { isGentle = false }
            deliver(seen[index])
        case 7:
            isGentle = false
            deliver(Attack.invent(&script))
        case 8: pass(milliseconds: script.number(1...80) * 50)
        case 9: say(victim, script.number(0...255))
        case 10: say(honest, script.number(0...255))
        case 11: if !victim.isOver, victim.session.canPing { try? victim.session.ping() }
        case 12: if !honest.isOver, honest.session.canPing { try? honest.session.ping() }
        case 13: batch()
        case 14: while !pending.isEmpty { deliver(pending.removeFirst()) }
        case 15:
            let size = script.number(0...255) * 6
            if !honest.isOver, honest.session.canPing {
                try? honest.session.ping(inDatagramOf: size)
            }
        case 16: close(script.flag() ? victim : honest, script.number(0...7) == 0)
        default:
            // Twice in a row are two changes of one datagram.
            guard !pending.isEmpty else { return }
            isGentle = false
            Attack.alter(&pending[0], &script, seen: seen)
        }
    }

    /// Hands over what is under way as one batch.
    private func batch() {
        guard let size = pending.first?.count, size > 0 else { return }
        let bytes = pending.prefix { $0.count == size }
        pending.removeFirst(bytes.count)
        take(victim, Array(bytes.joined()), segmentSize: size)
    }

    private func pass(milliseconds: Int) {
        trace("\(milliseconds) ms")
        letPass(milliseconds: milliseconds)
        advance(victim)
        advance(honest)
    }

    private func say(_ side: Side, _ size: Int) {
        guard side.session.isEstablished, side.error == nil, !side.session.isClosedHere,
            side.transport.hasRoom
        else { return }
        side.count += 1
        let message =
            [
                side === victim ? 1 : 2, UInt8(side.count >> 8), UInt8(side.count & 0xFF),
            ] + [UInt8](repeating: UInt8(side.count & 0xFF), count: size)
        guard message.count <= side.session.dataMTU else { return }
        do throws(SessionError) { try side.session.send(message) } catch {
            fatalError("\(error)")
        }
        side.underWay.insert(message)
    }

    private func close(_ side: Side, _ isMeant: Bool) {
        if isMeant, side.session.isEstablished, side.error == nil { side.session.close() }
    }

    // MARK: What happens

    private func advance(_ side: Side) {
        guard side.error == nil else { return }
        do throws(SessionError) { try side.session.advance() } catch { side.error = error }
        look(at: side)
    }

    private func deliver(_ datagram: [UInt8]) {
        take(victim, datagram, segmentSize: max(datagram.count, 1))
    }

    private func take(_ side: Side, _ bytes: [UInt8], segmentSize: Int) {
        guard side.error == nil else { return }
        let other = side === victim ? honest : victim
        let wasEstablished = side.session.isEstablished
        func open(_ message: Span<UInt8>, _ number: UInt64) {
            let bytes = [UInt8](copying: message)
            check(side.session.isEstablished, "a message before the handshake is done")
            check(other.underWay.remove(bytes) != nil, "a message twice, or one that is none")
            check(side.numbers.insert(number).inserted, "two messages of number \(number)")
        }
        do throws(SessionError) {
            if segmentSize >= bytes.count {
                _ = try side.session.receive(bytes.span, open)
            } else {
                _ = try side.session.receive(bytes.span, segmentSize: segmentSize, open)
            }
        } catch {
            side.error = error
            let isAlert = if case .alert = error { true } else { false }
            check(
                !wasEstablished || isAlert && other.error != nil,
                "a session that stood is over: \(error)")
        }
        trace(
            "\(side.session.role): \(side.session.discarded) discarded, "
                + "\(side.session.replayed) again, \(side.error.map { "\($0)" } ?? "goes on")")
        if side.session.isClosedByPeer {
            check(other.session.isClosedHere, "a close_notify that nobody has sent")
        }
        look(at: side)
    }

    private func look(at side: Side) {
        if side.session.isEstablished {
            check(side.session.verificationFailure == nil, "it stands with a peer that is refused")
        }
        check(side.transport.outgoingBytes <= 65_507 + 22_541, "a full outbox")
    }

    /// Puts what has left the victim before its peer, and what the peer has sent on the path.
    private func collect() {
        var turns = 0
        while victim.transport.hasOutgoing || honest.transport.hasOutgoing {
            turns += 1
            check(turns < 1_000, "they talk for ever")
            let sent = victim.transport.takeOutgoing()
            check(sent.count <= 64, "\(sent.count) datagrams at once")
            for datagram in sent {
                note(datagram, from: victim)
                take(honest, datagram, segmentSize: max(datagram.count, 1))
            }
            for datagram in honest.transport.takeOutgoing() {
                note(datagram, from: honest)
                pending.append(datagram)
            }
        }
    }

    private func note(_ datagram: [UInt8], from side: Side) {
        trace("\(side === victim ? "victim" : "honest"): \(DatagramContents(datagram.span))")
        guard seen.count < 256 else { return }
        if side === honest { honestly.insert(seen.count) }
        seen.append(datagram)
    }

    // MARK: The end

    private func settle() {
        var rounds = 0
        func carry() {
            var turns = 0
            while !pending.isEmpty {
                turns += 1
                check(turns < 2_000, "they talk for ever")
                deliver(pending.removeFirst())
                collect()
            }
        }
        carry()
        while !isSettled, rounds < 12 {
            rounds += 1
            pass(milliseconds: 5_000)
            collect()
            carry()
        }
        if isGentle {
            check(victim.error == nil && honest.error == nil, "over, though nobody meant harm")
            check(isSettled, "no end of the handshake, though nobody meant harm")
        }
        guard victim.session.isEstablished, honest.session.isEstablished else { return }
        guard let label = KeyExport(label: "EXPORTER-fuzz", length: 32) else { fatalError() }
        check(
            (try? victim.session.export(label)) == (try? honest.session.export(label)),
            "different keys")
        guard !victim.isOver, !honest.isOver else { return }
        for side in [victim, honest] {
            let before = side.underWay
            say(side, 20)
            collect()
            carry()
            check(
                side.underWay.isSubset(of: before),
                "the last message of the \(side.session.role) has not come")
        }
    }

    private var isSettled: Bool {
        victim.session.isEstablished && honest.session.isEstablished || victim.error != nil
            || honest.error != nil
    }
}
