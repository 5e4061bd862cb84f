internal import Sockets

/// Serves over plain UDP those who show a token that they were given through a session.
final class PlainServer {
    let socket: UDPSocket
    private let inbox = ReceiveBuffer()
    private var tokens: Set<UInt64> = []
    private var peers: [SocketAddress: Peer] = [:]

    private struct Peer {
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

    /// A token for one client, good for one run.
    func issueToken() -> UInt64 {
        if tokens.count >= Self.mostTokens { tokens.removeAll() }
        let token = UInt64.random(in: 1...UInt64.max)
        tokens.insert(token)
        return token
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
        for (address, peer) in peers where peer.conversation.isDone && !peer.channel.isBlocked {
            // Kept for an end that comes again, until others need the room.
            if peers.count > Self.mostPeers { peers[address] = nil }
        }
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
        if tokens.remove(request.token) != nil {
            let channel = PlainChannel(socket, to: source, from: inbox.destination)
            peers[source] = Peer(
                channel: channel,
                conversation: Conversation(
                    channel, request, sends: request.serverSends, receives: request.clientSends,
                    now: now))
        }
        guard let peer = peers[source] else { return nil }
        peer.channel.send(BenchMessage(.accept, [0, 0]).bytes.span, now: now)
        return peer
    }

    private static let mostTokens = 1_024
    private static let mostPeers = 64
}
