internal import Sockets

/// What the server has sent and goes to a source over UDP: of one source at a time, so that
/// datagrams of equal size leave by one call.
struct AnswerQueue {
    /// Whether the socket takes no more for now, and will tell when it does.
    private(set) var isBlocked = false

    /// When to try a device again whose queue was full, which nothing tells.
    private(set) var retryTime: Deadline?

    private let socket: UDPSocket
    private let queue = DatagramQueue(capacity: AnswerQueue.capacity)
    private var source: ForwardSource?

    init(_ socket: UDPSocket) { self.socket = socket }

    /// Whether datagrams wait for the socket.
    var isWaiting: Bool { isBlocked || retryTime != nil }

    /// Puts a message for a source behind the others for it; false where there is no room.
    mutating func append(_ message: Span<UInt8>, to source: ForwardSource) -> Bool {
        if self.source !== source {
            guard queue.isEmpty else { return false }
            self.source = source
        }
        return queue.append(message)
    }

    /// Sends what waits, for as long as the socket takes it; false where it would not send something.
    mutating func flush(now: Deadline) -> Bool {
        isBlocked = false
        retryTime = nil
        guard let source else { return true }
        let before = source.counters.unsent
        while !queue.isEmpty, !isWaiting {
            var blocked = false
            let refusals = socket.counters.noBuffers
            _ = queue.withRun { bytes, size in
                let result = socket.send(
                    bytes, segmentSize: size, to: source.route.remote, from: source.route.local)
                let sent = Sent(result, of: bytes.count, size: size)
                source.counters.sent += UInt64(sent.datagrams)
                source.counters.sentBytes += UInt64(sent.bytes)
                if sent.isRefused { source.counters.unsent += 1 }
                blocked = result.outcome == .wouldBlock
                return sent.dealt
            }
            guard blocked else { continue }
            if socket.counters.noBuffers > refusals {
                retryTime = now.advanced(by: Self.pause)
            } else {
                isBlocked = true
            }
        }
        if queue.isEmpty { self.source = nil }
        return source.counters.unsent == before
    }

    /// Drops what waits for a source that has gone.
    mutating func forget(_ source: ForwardSource) {
        guard self.source === source else { return }
        source.counters.unsent += UInt64(queue.removeAll())
        self.source = nil
        isBlocked = false
        retryTime = nil
    }

    /// More than one batch of the server's datagrams can hold.
    private static let capacity = 131_072

    /// How long to leave a device alone whose queue is full.
    private static let pause = Duration.milliseconds(1)
}
