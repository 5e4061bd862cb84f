internal import Endpoint
internal import Sockets

/// One address that datagrams come from over UDP, and its session with the server.
final class ForwardSource {
    /// Who a source is: where it sends from, and which of our addresses it asked, which is the one
    /// that answers have to come from.
    struct Route: Hashable {
        let remote: SocketAddress
        let local: SocketAddress?
    }

    /// A number that no other source has had.
    let number: UInt64
    let route: Route
    let endpoint: any Endpoint

    /// Whether a session has come about.
    var isEstablished = false

    /// When a session has come about; `nil` before.
    var stoodSince: Deadline?

    /// Whether the server has sent something.
    var hasAnswered = false

    /// Whether it is to get another session where it loses this: it has had one.
    var isToReturn = false

    /// Whether all is over, and it can be forgotten.
    var isOver = false

    /// Whether it leaves because nothing was carried for long.
    var wasIdle = false

    /// Until when the server may answer our close_notify; nil while we have not left.
    var leaveBy: Deadline?

    /// When the last datagram was carried, either way.
    var lastCarried: Deadline
    var counters = ForwardCounters()

    /// What fits a datagram, as far as has been told.
    var knownDataMTU = Int.max

    /// The endpoint's socket, as the engine waits for it.
    var watched: UDPSocket?

    private unowned let forward: UDPForward

    /// What came while the session could not take it; none most of the time.
    private var queue: DatagramQueue?

    init(
        _ route: Route, number: UInt64, endpoint: any Endpoint, forward: UDPForward, now: Deadline
    ) {
        self.route = route
        self.number = number
        self.endpoint = endpoint
        self.forward = forward
        lastCarried = now
    }

    /// When the source is to be looked at.
    func deadline(idleTime: Duration?) -> Deadline {
        var deadline = endpoint.deadline
        if let leaveBy {
            deadline = min(deadline, leaveBy)
        } else if isEstablished, let idleTime {
            deadline = min(deadline, lastCarried.advanced(by: idleTime))
        }
        return deadline
    }

    // MARK: To the server

    /// Takes what has come: sends it, or keeps it until it can be sent.
    func take(_ batch: ReceiveBuffer, now: Deadline) {
        counters.received += UInt64(batch.segmentCount)
        counters.receivedBytes += UInt64(batch.count)
        let size = batch.segmentSize
        guard size > 0 else {
            drop(.empty)
            return
        }
        lastCarried = now
        if queue == nil, endpoint.isReady(now: now), let limit = endpoint.dataMTU, size <= limit {
            batch.withBytes { bytes in
                let sent = endpoint.send(bytes, of: size, now: now)
                keep(bytes.extracting(sent...), of: size)
            }
        } else {
            batch.withBytes { bytes in keep(bytes, of: size) }
        }
    }

    /// Sends what was kept, for as long as the session takes it.
    func pump(now: Deadline) {
        while let queue, endpoint.isReady(now: now), let limit = endpoint.dataMTU {
            let taken = queue.withRun { bytes, size in
                let first = min(size, bytes.count)
                if first > limit {
                    drop(.tooLarge(size: first, limit: limit))
                    return first
                }
                return endpoint.send(bytes, of: size, now: now)
            }
            if queue.isEmpty { putBack(queue) }
            guard let taken, taken > 0 else { break }
        }
        endpoint.flush(now: now)
    }

    /// Gives up what was kept.
    func dropQueue() {
        guard let queue else { return }
        counters.withoutSession += UInt64(queue.removeAll())
        putBack(queue)
    }

    private func putBack(_ queue: DatagramQueue) {
        forward.queues.put(queue)
        self.queue = nil
    }

    private func keep(_ bytes: Span<UInt8>, of size: Int) {
        var start = 0
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            keep(bytes.extracting(start..<end))
            start = end
        }
    }

    private func keep(_ datagram: Span<UInt8>) {
        if let limit = endpoint.dataMTU, datagram.count > limit {
            drop(.tooLarge(size: datagram.count, limit: limit))
            return
        }
        let waiting = queue ?? forward.queues.take()
        queue = waiting
        let most = isEstablished ? QueueStore.capacity : Self.mostBytesBefore
        guard waiting.count + datagram.count <= most, waiting.append(datagram) else {
            drop(.overflow)
            return
        }
    }

    private func drop(_ drop: ForwardDrop) {
        switch drop {
        case .empty: counters.empty += 1
        case .tooLarge: counters.tooLarge += 1
        default: counters.overflowed += 1
        }
        forward.tell(drop)
    }

    /// What is kept for a session that does not stand yet.
    private static let mostBytesBefore = 65_536
}

// What the endpoint tells.
extension ForwardSource: EndpointObserver {
    func established(_ association: Association) {
        forward.established(self, association)
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        forward.deliver(message, to: self)
    }

    func peerClosed(_ association: Association) {
        forward.reporter?.peerClosed(association)
        forward.judge(self, isBrokenOff: true)
        forward.leave(self)
    }

    func ended(_ association: Association, _ reason: EndReason) {
        forward.ended(self, association, reason)
    }

    func failed(_ reason: EndReason) {
        forward.failed(self, reason)
    }

    func noted(_ note: EndpointNote) { forward.noted(note) }
}
