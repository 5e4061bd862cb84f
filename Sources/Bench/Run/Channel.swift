internal import Endpoint
internal import Sockets

/// A way to one peer: a DTLS association, or plain UDP.
protocol Channel: AnyObject {
    /// Whether a message may be sent now.
    func isReady(now: Deadline) -> Bool

    /// The largest message, in bytes.
    var largestMessage: Int { get }

    func send(_ message: Span<UInt8>, now: Deadline)

    /// Hands what was sent to the kernel.
    func flush(now: Deadline)
}

/// A client's session.
final class ClientChannel: Channel {
    private let endpoint: ClientEndpoint

    init(_ endpoint: ClientEndpoint) { self.endpoint = endpoint }

    func isReady(now: Deadline) -> Bool { endpoint.isReady(now: now) }
    var largestMessage: Int { endpoint.dataMTU ?? 0 }
    func send(_ message: Span<UInt8>, now: Deadline) { endpoint.send(message, now: now) }
    func flush(now: Deadline) { endpoint.flush(now: now) }
}

/// A session of a server with one of its clients.
final class ServerChannel: Channel {
    private let endpoint: ServerEndpoint
    private let association: Association

    init(_ endpoint: ServerEndpoint, _ association: Association) {
        self.endpoint = endpoint
        self.association = association
    }

    func isReady(now: Deadline) -> Bool {
        !endpoint.isBlocked && association.phase == .established && association.isOpen(now: now)
    }

    var largestMessage: Int { association.dataMTU }

    func send(_ message: Span<UInt8>, now: Deadline) {
        endpoint.send(message, to: association, now: now)
    }

    func flush(now: Deadline) { endpoint.flush(now: now) }
}

/// A peer over plain UDP: datagrams of equal size leave by one call, as those of a session do.
final class PlainChannel: Channel {
    private let socket: UDPSocket
    private let remote: SocketAddress?
    private let source: SocketAddress?
    private let outbox = ByteBuffer(capacity: 65_536)
    private var segmentSize = 0
    private(set) var isBlocked = false

    /// A channel over `socket`: to its one peer, or to `remote` and from `source`.
    init(_ socket: UDPSocket, to remote: SocketAddress? = nil, from source: SocketAddress? = nil) {
        self.socket = socket
        self.remote = remote
        self.source = source
    }

    func isReady(now: Deadline) -> Bool { !isBlocked }
    let largestMessage = 65_000

    func send(_ message: Span<UInt8>, now: Deadline) {
        // Only datagrams of one size make a batch.
        if !outbox.isEmpty, segmentSize != message.count || outbox.count + segmentSize > 65_000 {
            flush(now: now)
        }
        guard outbox.isEmpty || segmentSize == message.count, outbox.free >= message.count else {
            return
        }
        segmentSize = message.count
        outbox.append(message)
    }

    func flush(now: Deadline) {
        isBlocked = false
        while !outbox.isEmpty {
            let result = outbox.withBytes { bytes in
                socket.send(bytes, segmentSize: segmentSize, to: remote, from: source)
            }
            outbox.consume(result.bytesSent)
            switch result.outcome {
            case .complete, .failed: continue
            case .wouldBlock: isBlocked = true
            // What does not fit the path is lost.
            case .tooLarge: outbox.consume(min(segmentSize, outbox.count))
            }
            if isBlocked { return }
        }
    }
}
