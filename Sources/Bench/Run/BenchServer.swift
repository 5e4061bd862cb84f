internal import DTLS
package import Endpoint
package import Sockets
package import SystemPackage

/// The server of a bench: takes what its clients send, or sends, echoes and accounts for it.
///
/// A client that asks for plain UDP gets a token through its session, and is served on another socket
/// only with that; see ``PlainServer``.
package final class BenchServer {
    let endpoint: ServerEndpoint
    weak var reporter: (any BenchServerReporter)?

    private let loop = EventLoop()
    private let stop: FileDescriptor
    private var conversations: [ObjectIdentifier: Conversation] = [:]
    private var plain: PlainServer?
    private var now = Deadline.now

    /// A server at `endpoint`, until `stop` becomes readable.
    package init(
        _ endpoint: ServerEndpoint, stop: FileDescriptor,
        reporter: (any BenchServerReporter)? = nil
    ) {
        self.endpoint = endpoint
        self.stop = stop
        self.reporter = reporter
    }

    /// Serves.
    package func run() throws(SocketError) {
        guard let socket = endpoint.socket else { return }
        endpoint.observer = self
        let stopToken = loop.add(stop)
        loop.setInterest(stopToken, read: true, write: false)
        let token = loop.add(socket.descriptor)
        var plainToken: EventLoop.Token?
        endpoint.start(now: now)
        while true {
            if let plain, plainToken == nil { plainToken = loop.add(plain.socket.descriptor) }
            loop.setInterest(
                token, read: endpoint.canReceive,
                write: endpoint.isBlocked && endpoint.retryTime == nil)
            if let plain, let plainToken {
                loop.setInterest(plainToken, read: true, write: plain.isBlocked)
            }
            try loop.wait(until: deadline)
            now = .now
            if loop.isReadable(stopToken) { break }
            if loop.hasError(token) { endpoint.readErrors(now: now) }
            if loop.isWritable(token) { endpoint.flush(now: now) }
            if loop.isReadable(token) {
                for _ in 0..<16 where endpoint.canReceive {
                    guard endpoint.receive(now: now) else { break }
                }
            }
            if let plain, let plainToken {
                if loop.hasError(plainToken) { plain.socket.readErrors { _ in } }
                plain.turn(isReadable: loop.isReadable(plainToken), now: now)
            }
            if now >= endpoint.deadline { endpoint.expire(now: now) }
            for conversation in conversations.values { conversation.pump(now: now) }
        }
        endpoint.end(now: now)
    }

    private var deadline: Deadline {
        var deadline = min(endpoint.deadline, plain?.deadline(now: now) ?? .distantFuture)
        for conversation in conversations.values {
            if conversation.hasMore(now: now) { return now }
            deadline = min(deadline, conversation.deadline(now: now))
        }
        return deadline
    }

    private func accept(_ message: BenchMessage, _ association: Association) {
        var request = BenchRequest(message)
        // Messages that hold no number cannot be sent.
        guard association.dataMTU >= BenchMessage.dataSize else { return }
        request.length = min(request.length, association.dataMTU)
        let key = ObjectIdentifier(association)
        let channel = ServerChannel(endpoint, association)
        var answer = BenchMessage(.accept, [0, 0])
        if request.wantsPlain, let plain = plainServer(),
            let token = plain.token(of: key, at: association.remote, for: request)
        {
            answer.fields = [UInt64(plain.socket.localAddress.port), token]
        }
        // A request that comes again has met a lost answer.
        if conversations[key] == nil {
            conversations[key] = Conversation(
                channel, request, sends: request.serverSends, receives: request.clientSends,
                now: now)
            reporter?.began(association, serverSends: request.serverSends)
        }
        channel.send(answer.bytes.span, now: now)
        channel.flush(now: now)
    }

    private func plainServer() -> PlainServer? {
        if plain == nil, let socket = endpoint.socket {
            plain = PlainServer(beside: socket.localAddress)
        }
        return plain
    }
}

extension BenchServer: EndpointObserver {
    package func established(_ association: Association) {}

    package func received(
        _ message: Span<UInt8>, number: UInt64, from association: Association
    ) {
        if let data = BenchMessage.readData(message) {
            if data.kind == .echo {
                endpoint.send(message, to: association, now: now)
            } else {
                conversations[ObjectIdentifier(association)]?.takeData(
                    number: data.number, time: data.time, bytes: message.count, now: now)
            }
            return
        }
        guard let message = BenchMessage(message) else { return }
        if message.kind == .request {
            accept(message, association)
        } else {
            conversations[ObjectIdentifier(association)]?.take(message, now: now)
        }
    }

    package func peerClosed(_ association: Association) {
        endpoint.close(association, now: now)
    }

    package func ended(_ association: Association, _ reason: EndReason) {
        plain?.remove(ObjectIdentifier(association))
        if let conversation = conversations.removeValue(forKey: ObjectIdentifier(association)) {
            reporter?.ended(
                association, received: conversation.received, sent: conversation.sent)
        }
    }

    package func failed(_ reason: EndReason) {}
    package func noted(_ note: EndpointNote) { reporter?.noted(note) }
}

/// Who is told what a server of a bench does.
package protocol BenchServerReporter: AnyObject {
    /// A client has asked for a run.
    func began(_ association: Association, serverSends: Bool)

    /// A client is gone; what was received from it and sent to it.
    func ended(_ association: Association, received: BenchTally?, sent: BenchTally?)

    /// A step on the way.
    func noted(_ note: EndpointNote)
}
