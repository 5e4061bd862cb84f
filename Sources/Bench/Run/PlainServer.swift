internal import Sockets

/// Serves over plain UDP those who show a token that they were given through a session: each session
/// one peer, at the session's own address, and for as long as the session lasts.
///
/// So nobody makes it send elsewhere: a client that shows its token in a datagram with the address of
/// another is not heard.
final class PlainServer {
    let socket: UDPSocket
    private let inbox = ReceiveBuffer()
    private var guests: [ObjectIdentifier: Guest] = [:]
    private var owners: [UInt64: ObjectIdentifier] = [:]
    private var peers: [SocketAddress: Peer] = [:]

    /// A session that has a token.
    private struct Guest {
        let token: UInt64
        /// What it has asked for through the session, which nobody else can have changed.
        let request: BenchRequest
        /// Without a port.
        let host: SocketAddress
        /// Where it has shown its token.
        var address: SocketAddress?
    }

    private struct Peer {
        let owner: ObjectIdentifier
        let channel: PlainChannel
        let conversation: Conversation
    }

    /// A server on a free port of the same address; `nil` where there is none.
    init?(beside address: SocketAddress) {
        var address = address
        address.port = 0
        guard let socket = try? UDPSocket.bound(to: address) else { return nil }
        self.socket = socket
    }

    /// The token of a session with `remote`; `nil` where too many have one.
    func token(
        of owner: ObjectIdentifier, at remote: SocketAddress, for request: BenchRequest
    ) -> UInt64? {
        if let guest = guests[owner] { return guest.token }
        guard guests.count < Self.mostGuests else { return nil }
        let token = UInt64.random(in: 1...UInt64.max)
        guests[owner] = Guest(token: token, request: request, host: Self.host(remote))
        owners[token] = owner
        return token
    }

    /// Serves a session no more, which has ended.
    func remove(_ owner: ObjectIdentifier) {
        guard let guest = guests.removeValue(forKey: owner) else { return }
        owners[guest.token] = nil
        if let address = guest.address { peers[address] = nil }
    }

    var isBlocked: Bool { peers.values.contains { $0.channel.isBlocked } }

    func deadline(now: Deadline) -> Deadline {
        var deadline = Deadline.distantFuture
        for peer in peers.values {
            if peer.conversation.hasMore(now: now) { return now }
            deadline = min(deadline, peer.conversation.deadline(now: now))
        }
        return deadline
    }

    /// Takes what has come, and sends what is due.
    func turn(isReadable: Bool, now: Deadline) {
        for peer in peers.values where peer.channel.isBlocked { peer.channel.flush(now: now) }
        if isReadable {
            for _ in 0..<16 {
                guard case .datagrams = socket.receive(into: inbox) else { break }
                receive(now: now)
            }
        }
        for peer in peers.values { peer.conversation.pump(now: now) }
    }

    private func receive(now: Deadline) {
        let source = inbox.source
        var peer = peers[source]
        inbox.forEachSegment { datagram in
            if let data = BenchMessage.readData(datagram) {
                if data.kind == .echo {
                    peer?.channel.send(datagram, now: now)
                } else {
                    peer?.conversation.takeData(
                        number: data.number, time: data.time, bytes: datagram.count, now: now)
                }
            } else if let message = BenchMessage(datagram) {
                if message.kind == .request {
                    peer = accept(BenchRequest(message), source, now: now) ?? peer
                } else {
                    peer?.conversation.take(message, now: now)
                }
            }
        }
        peer?.channel.flush(now: now)
    }

    private func accept(_ request: BenchRequest, _ source: SocketAddress, now: Deadline) -> Peer? {
        guard let owner = owners[request.token], let guest = guests[owner],
            guest.host == Self.host(source)
        else { return nil }
        if guest.address == nil, peers[source] == nil {
            let channel = PlainChannel(socket, to: source, from: inbox.destination)
            guests[owner]?.address = source
            peers[source] = Peer(
                owner: owner, channel: channel,
                conversation: Conversation(
                    channel, guest.request, sends: guest.request.serverSends,
                    receives: guest.request.clientSends, now: now))
        }
        // A request that comes again has met a lost answer.
        guard let peer = peers[source], peer.owner == owner else { return nil }
        peer.channel.send(BenchMessage(.accept, [0, 0]).bytes.span, now: now)
        return peer
    }

    private static func host(_ address: SocketAddress) -> SocketAddress {
        var address = address
        address.port = 0
        return address
    }

    /// Each has a buffer of 64 KB.
    private static let mostGuests = 512
}
