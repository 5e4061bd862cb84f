@testable import DTLS
@testable import Endpoint
@testable import Sockets

/// A whole listener on the loopback device, its clients, and what a script does to the datagrams that come
/// to it from any of their addresses.
///
/// Nothing traps or goes on for ever; no client is told apart wrongly, none is heard twice or with what it
/// has not said; there are no more of them than the limits allow; to an address that nobody has proved goes
/// no more than may; and in the end somebody new is still served.
final class Siege: EndpointObserver {
    /// One address, and a client there.
    private final class Peer {
        let socket: UDPSocket
        let transport = DatagramTransport()
        var session: Session?
        var isOver = true
        /// What waits to go to the server.
        var pending: [[UInt8]] = []
        /// Messages that it has sent and that have not come yet.
        var underWay: Set<[UInt8]> = []
        var count = 0
        /// Bytes to the server and from it, and whether it owes us the account: it has let us in once.
        var sent = 0
        var received = 0
        var isProven = false

        init(_ host: String) {
            guard let address = SocketAddress(host: host, port: 0) else { fatalError("\(host)") }
            socket = Parties.valid { try UDPSocket.bound(to: address) }
        }

        func reset() {
            session = nil
            isOver = true
            pending = []
            underWay = []
            (count, sent, received) = (0, 0, 0)
            isProven = false
            transport.removeOutgoing()
        }
    }

    /// Sockets are slow to make, so that all runs have the same; what is left in them is thrown away.
    private nonisolated(unsafe) static let peers = (1...4).map { Peer("127.0.0.\($0)") }
    private nonisolated(unsafe) static let socket = Parties.valid {
        try UDPSocket.bound(to: SocketAddress(v4: 0x7F00_0001, port: 0))
    }
    private nonisolated(unsafe) static let inbox = ReceiveBuffer()

    private let endpoint: ServerEndpoint
    private let kind: Int
    private let asksForCookie: Bool
    private var script: Script
    private var seen: [[UInt8]] = []
    private var now = Deadline.now
    private var served: [Association] = []
    private var begun = 0

    init(_ input: [UInt8]) {
        script = Script(input)
        kind = script.number(0...Parties.Kind.allCases.count - 1)
        let settings = script.byte()
        asksForCookie = settings & 1 == 0
        var configuration = EndpointConfiguration(session: Parties.servers[kind])
        configuration.keepsOpen = true
        configuration.idleTime = .seconds(30)
        configuration.asksForCookie = asksForCookie
        configuration.trustsLoopback = false
        configuration.maximumHandshakes = 4
        configuration.maximumHandshakesOfSource = 2
        configuration.maximumAssociations = 8
        configuration.isVerbose = settings & 2 != 0
        if settings & 4 != 0 { configuration.linkMTU = 576 }
        if settings & 8 != 0 { configuration.keepalive = .seconds(2) }
        if settings & 16 != 0 {
            configuration.handshakeRate = HandshakeRate(count: 2, period: .seconds(1))
        }
        let made = configuration
        for peer in Self.peers {
            Self.empty(peer.socket)
            peer.reset()
        }
        Self.empty(Self.socket)
        endpoint = Parties.valid {
            try ServerEndpoint(socket: Self.socket, configuration: made)
        }
        endpoint.observer = self
        endpoint.start(now: now)
    }

    /// Runs the script, then sees whether somebody new is served.
    func run() {
        begin(Self.peers[0])
        var steps = 256
        while !script.isAtEnd, steps > 0 {
            steps -= 1
            step()
            turn()
        }
        serveAnother()
        endpoint.end(now: now)
        check(endpoint.associations.isEmpty, "associations that do not end")
        check(served.isEmpty, "clients that nobody has said good-bye to")
        for peer in Self.peers { peer.reset() }
    }

    // MARK: What the script says

    private func step() {
        let peer = Self.peers[script.number(0...2)]
        switch script.number(0...17) {
        case 0, 1, 2: if !peer.pending.isEmpty { deliver(peer.pending.removeFirst(), peer) }
        case 3: if !peer.pending.isEmpty { peer.pending.removeFirst() }
        case 4: if let first = peer.pending.first { peer.pending.append(first) }
        case 5: while !peer.pending.isEmpty { deliver(peer.pending.removeFirst(), peer) }
        case 6: if !seen.isEmpty { deliver(seen[script.short() % seen.count], peer) }
        case 7: deliver(Attack.invent(&script), peer)
        case 8: pass(milliseconds: script.number(1...80) * 50)
        case 9: say(peer, script.number(0...255))
        case 10: answer(script.number(0...255))
        case 11: if begun < 4 { begin(peer) }
        case 12: batch(peer)
        case 13:
            if peer.session?.canPing == true, !peer.isOver { try? peer.session?.ping() }
        case 14 where script.number(0...7) == 0:
            if peer.session?.isEstablished == true { peer.session?.close() }
        case 15 where script.number(0...7) == 0:
            if let client = served.last { endpoint.close(client, now: now) }
        case 16: endpoint.answersPings.toggle()
        default:
            if !peer.pending.isEmpty { Attack.alter(&peer.pending[0], &script, seen: seen) }
        }
    }

    private func begin(_ peer: Peer) {
        begun += 1
        peer.transport.removeOutgoing()
        peer.session = Parties.valid {
            try Session(Parties.clients[kind], transport: peer.transport)
        }
        peer.isOver = false
        advance(peer)
    }

    private func batch(_ peer: Peer) {
        guard let size = peer.pending.first?.count, size > 0 else { return }
        let bytes = peer.pending.prefix { $0.count == size }
        peer.pending.removeFirst(bytes.count)
        deliver(Array(bytes.joined()), segmentSize: size, peer)
    }

    private func pass(milliseconds: Int) {
        letPass(milliseconds: milliseconds)
        now = .now
        if now >= endpoint.deadline { endpoint.expire(now: now) }
        for peer in Self.peers where !peer.isOver { advance(peer) }
    }

    private func say(_ peer: Peer, _ size: Int) {
        guard let session = peer.session, !peer.isOver, session.isEstablished,
            !session.isClosedHere, peer.transport.hasRoom
        else { return }
        peer.count += 1
        let message =
            [UInt8(peer.count & 0xFF), UInt8(begun)] + [UInt8](repeating: 7, count: size)
        guard message.count <= session.dataMTU, (try? session.send(message)) != nil else { return }
        peer.underWay.insert(message)
    }

    private func answer(_ size: Int) {
        guard endpoint.isReady(now: now) else { return }
        let message = [UInt8](repeating: 9, count: min(size, endpoint.dataMTU ?? 0))
        endpoint.send(message.span, now: now)
        endpoint.flush(now: now)
    }

    // MARK: What happens

    private func advance(_ peer: Peer) {
        guard let session = peer.session, !peer.isOver else { return }
        do throws(SessionError) { try session.advance() } catch { peer.isOver = true }
        collect(peer)
    }

    private func collect(_ peer: Peer) {
        for datagram in peer.transport.takeOutgoing() {
            if seen.count < 256 { seen.append(datagram) }
            peer.pending.append(datagram)
        }
        if peer.pending.count > 256 { peer.pending.removeFirst(peer.pending.count - 256) }
    }

    private func deliver(_ bytes: [UInt8], segmentSize: Int? = nil, _ peer: Peer) {
        trace("\(peer.socket.localAddress): \(DatagramContents(bytes.span))")
        let size = segmentSize ?? max(bytes.count, 1)
        let result = peer.socket.send(
            bytes.span, segmentSize: size, to: Self.socket.localAddress)
        peer.sent += result.bytesSent
        turn()
    }

    /// The server reads all that has come, then each client.
    private func turn() {
        var turns = 0
        while endpoint.canReceive, endpoint.receive(now: now) {
            turns += 1
            check(turns < 1_000, "there is always more to receive")
        }
        endpoint.readErrors(now: now)
        endpoint.flush(now: now)
        check(endpoint.handshakes <= 4, "\(endpoint.handshakes) handshakes")
        check(endpoint.associations.count <= 8, "\(endpoint.associations.count) associations")
        check(!endpoint.isBlocked || endpoint.retryTime != nil, "the socket is full")
        for peer in Self.peers { receive(peer) }
    }

    private func receive(_ peer: Peer) {
        let local = peer.socket.localAddress
        let isLetIn = endpoint.associations.contains { $0.remote == local }
        if asksForCookie ? isLetIn : served.contains(where: { $0.remote == local }) {
            peer.isProven = true
        }
        var turns = 0
        while case .datagrams = peer.socket.receive(into: Self.inbox) {
            turns += 1
            check(turns < 1_000, "a client is sent datagrams for ever")
            peer.received += Self.inbox.count
            Self.inbox.forEachSegment { datagram in
                trace("to \(local): \(DatagramContents(datagram))")
                if seen.count < 256 { seen.append([UInt8](copying: datagram)) }
                guard let session = peer.session, !peer.isOver else { return }
                do throws(SessionError) {
                    _ = try session.receive(datagram) { _, _ in }
                } catch {
                    peer.isOver = true
                }
            }
        }
        let most = (asksForCookie ? 1 : 3) * peer.sent
        check(peer.isProven || peer.received <= most, "\(peer.received) bytes for \(peer.sent)")
        collect(peer)
    }

    private func serveAnother() {
        let peer = Self.peers[3]
        begin(peer)
        var rounds = 0
        while peer.session?.isEstablished == false, !peer.isOver, rounds < 16 {
            rounds += 1
            for _ in 0..<6 {
                while !peer.pending.isEmpty { deliver(peer.pending.removeFirst(), peer) }
            }
            if peer.session?.isEstablished == false { pass(milliseconds: 1_100) }
            turn()
        }
        check(peer.session?.isEstablished == true, "somebody new is not served")
        say(peer, 20)
        collect(peer)
        while !peer.pending.isEmpty { deliver(peer.pending.removeFirst(), peer) }
        check(peer.underWay.isEmpty, "somebody new is not heard")
    }

    private static func empty(_ socket: UDPSocket) {
        while true {
            if case .wouldBlock = socket.receive(into: inbox) { return }
        }
    }

    // MARK: What the server tells

    func established(_ association: Association) {
        check(!served.contains { $0 === association }, "a client twice")
        check(association.session.verificationFailure == nil, "a client that is refused")
        served.append(association)
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        check(served.contains { $0 === association }, "a message of nobody who is served")
        guard let peer = Self.peers.first(where: { $0.socket.localAddress == association.remote })
        else { fatalError("a message from \(association.name)") }
        let bytes = [UInt8](copying: message)
        check(peer.underWay.remove(bytes) != nil, "a message twice, or one that is none")
    }

    func peerClosed(_ association: Association) {}

    func ended(_ association: Association, _ reason: EndReason) {
        trace("\(association.name) has ended: \(reason)")
        served.removeAll { $0 === association }
    }

    func failed(_ reason: EndReason) { fatalError("\(reason)") }

    func noted(_ note: EndpointNote) { trace("\(note)") }
}
