@testable import DTLS
@testable import Endpoint
@testable import Sockets

/// A whole client on the loopback device, its server, and what a script does to the datagrams between
/// them, to the server, and to the time.
///
/// Nothing traps or goes on for ever; nothing is told that was not said, nor before the session stands,
/// nor twice; the end is told once, and nothing behind it; no session that stood is ended but by what the
/// server has truly done, or by its silence; what is due comes to be done. Where nobody means harm, the
/// handshake comes to its end.
final class Ambush {
    /// Where nobody answers, and where nobody listens.
    private nonisolated(unsafe) static let silent = Parties.valid {
        try UDPSocket.bound(to: SocketAddress(v4: 0x7F00_0006, port: 0))
    }
    private static let refusing = SocketAddress(v4: 0x7F00_0007, port: 9)
    private nonisolated(unsafe) static let buffers = ClientEndpoint.Buffers()
    private nonisolated(unsafe) static let inbox = ReceiveBuffer()

    private let endpoint: any Endpoint
    private var host: Host!
    private let told: Told
    private let isReconnecting: Bool

    private var script: Script
    private var now = Deadline.now
    private var toClient: [(bytes: [UInt8], to: SocketAddress)] = []
    private var toServer: [(bytes: [UInt8], from: SocketAddress)] = []
    private var seen: [[UInt8]] = []
    private var lastSocket: UDPSocket?

    /// What the client has said and has not come yet.
    private var fromClient: Set<[UInt8]> = []
    private var said = 0

    /// Whether nothing was altered or made up, and both sides were there and wanted to talk.
    private var isGentle = true
    private var milliseconds = 0

    init(_ input: [UInt8]) {
        _ = Host.address
        var script = Script(input)
        let chosen = Circumstances(&script)
        isReconnecting = chosen.isReconnecting
        told = Told(chosen.client, takesStream: chosen.takesStream)
        let addresses = chosen.addresses.map { place in
            switch place {
            case .server: Host.address
            case .silent: Self.silent.localAddress
            case .refusing: Self.refusing
            }
        }
        var configuration = chosen.client
        configuration.handshakeTime = .seconds(10 * addresses.count)
        endpoint =
            isReconnecting
            ? ReconnectingEndpoint(
                addresses: addresses, configuration: configuration,
                backOff: BackOff(random: { 0.5 }), resolve: { addresses })
            : ClientEndpoint(
                addresses: addresses, configuration: configuration, buffers: Self.buffers)
        self.script = script
        host = Host(
            chosen.server, asksForCookie: chosen.asksForCookie, hasTickets: chosen.hasTickets
        ) { [unowned self] message in
            check(fromClient.remove(message) != nil, "the server hears what nobody has said")
        }
        while true {
            if case .wouldBlock = Self.silent.receive(into: Self.inbox) { break }
        }
        endpoint.observer = told
    }

    /// Runs the script, then lets things settle.
    func run() {
        endpoint.start(now: now)
        turn()
        var steps = 256
        while !script.isAtEnd, steps > 0 {
            steps -= 1
            step()
            turn()
        }
        settle()
        told.causes.clientHasClosed = true
        endpoint.end(now: now)
        check(isReconnecting || told.ends == 1, "\(told.ends) ends")
        turn()
        endpoint.expire(now: now)
    }

    // MARK: What the script says

    private func step() {
        switch script.number(0...23) {
        case 0, 1, 2: if !toClient.isEmpty { deliver(toClient.removeFirst()) }
        case 3, 4: if !toServer.isEmpty { give(toServer.removeFirst()) }
        case 5: carry()
        case 6:
            if script.flag() {
                if !toClient.isEmpty { toClient.removeFirst() }
            } else if !toServer.isEmpty {
                toServer.removeFirst()
            }
        case 7: if let first = toClient.first { toClient.append(first) }
        case 8: if !toClient.isEmpty { toClient.append(toClient.removeFirst()) }
        case 9: if let first = toServer.first { toServer.append(first) }
        case 10: pass(script.number(1...80) * 50, inSteps: true)
        case 11: pass(script.number(1...80) * 50, inSteps: false)
        case 12: say(script.number(0...255) * 4)
        case 13: stream(script.number(0...15), of: script.number(6...255) * 4)
        case 14: answer(script.number(0...255) * 4)
        case 15: with { if $0.canPing { try? $0.ping() } }
        case 16: endpoint.answersPings.toggle()
        case 17: with { $0.answersPings.toggle() }
        case 18: change()
        case 19:
            guard !seen.isEmpty, let address = endpoint.socket?.localAddress else { return }
            isGentle = false
            deliver((seen[script.short() % seen.count], address))
        case 20:
            guard let address = endpoint.socket?.localAddress else { return }
            isGentle = false
            deliver((Attack.invent(&script), address))
        case 21:
            guard !toServer.isEmpty else { return }
            isGentle = false
            Attack.alter(&toServer[0].bytes, &script, seen: seen)
        case 22: batch()
        default:
            guard !toClient.isEmpty else { return }
            isGentle = false
            Attack.alter(&toClient[0].bytes, &script, seen: seen)
        }
    }

    /// What either side does by itself, but seldom.
    private func change() {
        switch script.number(0...15) {
        case 0, 1:
            isGentle = false
            told.causes.serverHasBeenAway = true
            toServer = []
            host.goAway()
        case 2, 3, 4: host.comeBack()
        case 5:
            isGentle = false
            with {
                told.causes.serverHasClosed = true
                $0.close()
            }
        case 6:
            isGentle = false
            told.causes.clientHasClosed = true
            endpoint.close(now: now)
        case 7:
            // A server that breaks down, and says so.
            isGentle = false
            with {
                told.causes.serverHasFailed = true
                $0.fail()
            }
        default: break
        }
    }

    private func pass(_ milliseconds: Int, inSteps: Bool) {
        var left = min(milliseconds, 60_000 - self.milliseconds)
        trace("\(left) ms")
        while left > 0 {
            var part = left
            if inSteps, endpoint.deadline > now, endpoint.deadline != .distantFuture {
                let wait = endpoint.deadline.remaining(now) / Duration.milliseconds(1)
                part = min(left, Int(min(wait, 1e6)) + 1)
            }
            left -= part
            self.milliseconds += part
            letPass(milliseconds: part)
            now = .now
            expire()
            for datagram in host.advance() { queue(datagram.bytes, to: datagram.to) }
            turn()
        }
    }

    private func message(_ tag: Int, _ size: Int) -> [UInt8] {
        said += 1
        let head = [tag, 0, said >> 8, said, size >> 8, size]
        return head.map { UInt8(truncatingIfNeeded: $0) }
            + [UInt8](repeating: UInt8(said & 0xFF), count: max(size - 6, 0))
    }

    private func say(_ size: Int) {
        guard endpoint.isReady(now: now), let most = endpoint.dataMTU, most >= 6 else { return }
        let message = message(1, min(max(size, 6), most))
        fromClient.insert(message)
        endpoint.send(message.span, now: now)
    }

    private func stream(_ count: Int, of size: Int) {
        guard endpoint.isReady(now: now), let most = endpoint.streamMTU, most >= 6 else { return }
        let size = min(size, most)
        let messages = (0..<count).map { _ in message(2, size) }
        fromClient.formUnion(messages)
        let taken = endpoint.send(Array(messages.joined()).span, of: size, now: now)
        check(taken <= count * size && taken % size == 0, "\(taken) bytes of \(count) of \(size)")
        for message in messages.dropFirst(taken / size) { fromClient.remove(message) }
    }

    private func answer(_ size: Int) {
        with { session in
            guard !session.isClosedHere, session.transport.hasRoom, session.dataMTU >= 6 else {
                return
            }
            let message = message(3, min(max(size, 6), session.dataMTU))
            if (try? session.send(message)) != nil { told.underWay.insert(message) }
        }
    }

    /// Does something with the server's session, where it stands.
    private func with(_ body: (Session) -> Void) {
        guard let address = endpoint.socket?.localAddress, let guest = host.guest(at: address)
        else { return }
        for datagram in host.with(guest, body) { queue(datagram, to: address) }
    }

    // MARK: What happens

    /// The client reads all that has come, and does what is due; then what it has sent is on the path.
    private func turn() {
        var turns = 0
        endpoint.readErrors(now: now)
        while endpoint.canReceive, endpoint.receive(now: now) {
            turns += 1
            check(turns < 1_000, "there is always more to receive")
        }
        expire()
        endpoint.flush(now: now)
        check(!endpoint.isBlocked || endpoint.retryTime != nil, "the socket is full")
        // The port of one that has ended may be that of the next.
        if let socket = endpoint.socket, socket !== lastSocket {
            lastSocket = socket
            host.forget(socket.localAddress)
        }
        for datagram in host.arrived() {
            trace("client: \(DatagramContents(datagram.bytes.span))")
            note(datagram.bytes)
            toServer.append(datagram)
        }
        if toServer.count > 256 { toServer.removeFirst(toServer.count - 256) }
    }

    private func expire() {
        var turns = 0
        while told.ends == 0, now >= endpoint.deadline {
            turns += 1
            check(turns < 16, "what is due is never done")
            endpoint.expire(now: now)
        }
    }

    private func queue(_ bytes: [UInt8], to address: SocketAddress) {
        trace("server: \(DatagramContents(bytes.span))")
        note(bytes)
        toClient.append((bytes, address))
        if toClient.count > 256 { toClient.removeFirst(toClient.count - 256) }
    }

    private func note(_ datagram: [UInt8]) {
        if seen.count < 256 { seen.append(datagram) }
    }

    /// Hands a datagram to the client, where it still has that port.
    private func deliver(
        _ datagram: (bytes: [UInt8], to: SocketAddress), segmentSize: Int? = nil
    ) {
        guard let socket = host.socket, endpoint.socket?.localAddress == datagram.to else { return }
        trace("to the client: \(DatagramContents(datagram.bytes.span))")
        _ = socket.send(
            datagram.bytes.span, segmentSize: segmentSize ?? max(datagram.bytes.count, 1),
            to: datagram.to)
        turn()
    }

    /// Hands over what is under way as one batch.
    private func batch() {
        guard let first = toClient.first, !first.bytes.isEmpty else { return }
        let batch = toClient.prefix {
            $0.to == first.to && $0.bytes.count == first.bytes.count
        }.prefix(65_000 / first.bytes.count)
        toClient.removeFirst(batch.count)
        deliver(
            (batch.flatMap(\.bytes), first.to), segmentSize: first.bytes.count)
    }

    private func give(_ datagram: (bytes: [UInt8], from: SocketAddress)) {
        for answer in host.take(datagram.bytes, from: datagram.from) {
            queue(answer, to: datagram.from)
        }
        if host.guest(at: datagram.from)?.error != nil { told.causes.serverHasFailed = true }
    }

    /// Carries all that is under way to where it goes.
    private func carry() {
        var turns = 0
        while !toClient.isEmpty || !toServer.isEmpty {
            turns += 1
            check(turns < 2_000, "they talk for ever")
            if !toServer.isEmpty { give(toServer.removeFirst()) }
            if !toClient.isEmpty { deliver(toClient.removeFirst()) }
        }
    }

    // MARK: The end

    private func settle() {
        let isQuick = milliseconds <= 3_000
        carry()
        milliseconds = min(milliseconds, 20_000)
        while told.established == 0, told.ends == 0, milliseconds < 60_000 {
            pass(500, inSteps: true)
            carry()
        }
        // Where heartbeats are insisted on, a server without them is refused.
        if isGentle, isQuick, !told.wasRefused {
            let reason = told.lastReason.map { "\($0)" } ?? "none"
            let errors = host.guests.map { $0.error.map { "\($0)" } ?? "none" }
            check(
                told.established > 0,
                "no handshake, though nobody meant harm: \(reason), and of the server \(errors)")
        }
        guard let association = told.association, host.isThere,
            let guest = host.guest(at: endpoint.socket?.localAddress), !guest.isOver,
            guest.session?.isEstablished == true, association.phase == .established,
            !association.session.isClosedHere
        else { return }
        let before = told.underWay
        answer(20)
        carry()
        check(told.underWay.isSubset(of: before), "the client does not hear the last message")
        guard endpoint.isReady(now: now) else { return }
        let earlier = fromClient
        say(20)
        turn()
        carry()
        check(fromClient.isSubset(of: earlier), "the server does not hear the last message")
    }
}
