internal import Endpoint
internal import Sockets
internal import SystemPackage

/// The UDP service behind one client.
///
/// What the service says while the client takes nothing waits in the kernel's buffer for the socket,
/// which drops what does not fit, and counts it.
final class ServicePartner: Partner {
    private let socket: UDPSocket
    private let forward: ServiceForward
    private var counters = ForwardCounters()

    /// What goes to the service.
    private let outgoing = DatagramQueue(capacity: ServicePartner.capacity)

    /// The rest of a batch that the client had no room for; most of the time there is none.
    private var rest: DatagramQueue?
    private var isBlocked = false
    private var knownLimit = Int.max
    private(set) var isGone = false

    init(_ socket: UDPSocket, _ forward: ServiceForward) {
        self.socket = socket
        self.forward = forward
    }

    func interest(_ index: Int, clientIsReady: Bool) -> Interest? {
        guard index == 0, !isGone else { return nil }
        return Interest(
            socket.descriptor, read: clientIsReady && rest == nil, write: isBlocked)
    }

    func ready(_ index: Int, isReadable: Bool, isWritable: Bool, _ line: Line) {
        if isWritable { flush() }
        if isReadable { receive(line) }
    }

    func resume(_ line: Line) { sendRest(line) }

    // MARK: To the service

    func take(_ message: Span<UInt8>, from line: Line) {
        if outgoing.count > Self.enough { flush() }
        guard outgoing.append(message) else {
            drop(.unsent)
            return
        }
    }

    var hasRoom: Bool { outgoing.count <= Self.enough }

    func settle(_ line: Line) {
        flush()
        guard !line.isOver, line.limit < knownLimit else { return }
        knownLimit = line.limit
        forward.fits(knownLimit)
    }

    private func flush() {
        isBlocked = false
        var refused = false
        while !outgoing.isEmpty, !isBlocked {
            _ = outgoing.withRun { bytes, size in
                let result = socket.send(bytes, segmentSize: size)
                let sent = Sent(result, of: bytes.count, size: size)
                counters.sent += UInt64(sent.datagrams)
                counters.sentBytes += UInt64(sent.bytes)
                if sent.isRefused {
                    counters.unsent += 1
                    if case .failed(.connectionRefused) = result.outcome {
                        refused = true
                    } else {
                        forward.reporter?.dropped(.unsent)
                    }
                }
                // Where it is a device's queue that is full, the socket can be written, so that the
                // next turn tries again at once.
                isBlocked = result.outcome == .wouldBlock
                return sent.dealt
            }
        }
        if refused { readErrors() }
    }

    // MARK: From the service

    private func receive(_ line: Line) {
        for _ in 0..<16 where line.isReady && rest == nil {
            switch socket.receive(into: forward.inbox) {
            case .datagrams: send(line)
            case .failed: readErrors()
            case .wouldBlock:
                // What woke us may be an entry of the error queue alone.
                readErrors()
                return
            }
        }
    }

    private func send(_ line: Line) {
        let batch = forward.inbox
        let size = batch.segmentSize
        counters.received += UInt64(batch.segmentCount)
        counters.receivedBytes += UInt64(batch.count)
        guard size > 0 else {
            drop(.empty)
            return
        }
        batch.withBytes { bytes in
            var start = size <= line.limit ? line.send(bytes, of: size) : 0
            while start < bytes.count {
                let end = min(start + size, bytes.count)
                keep(bytes.extracting(start..<end), line.limit)
                start = end
            }
        }
        sendRest(line)
    }

    private func keep(_ datagram: Span<UInt8>, _ limit: Int) {
        guard datagram.count <= limit else {
            drop(.tooLarge(size: datagram.count, limit: limit))
            return
        }
        // A batch is all that is ever kept.
        let queue = rest ?? DatagramQueue(capacity: Self.capacity)
        rest = queue
        if !queue.append(datagram) { drop(.overflow) }
    }

    private func sendRest(_ line: Line) {
        while let queue = rest, line.isReady {
            let limit = line.limit
            let taken = queue.withRun { bytes, size in
                let first = min(size, bytes.count)
                if first > limit {
                    drop(.tooLarge(size: first, limit: limit))
                    return first
                }
                return line.send(bytes, of: size)
            }
            if queue.isEmpty { rest = nil }
            guard let taken, taken > 0 else { return }
        }
    }

    private func readErrors() {
        var refused = false
        socket.readErrors { _ in
            counters.refused += 1
            refused = true
        }
        if refused { forward.reporter?.dropped(.refused(forward.target)) }
    }

    private func drop(_ drop: ForwardDrop) {
        switch drop {
        case .empty: counters.empty += 1
        case .tooLarge: counters.tooLarge += 1
        case .overflow: counters.overflowed += 1
        default: counters.unsent += 1
        }
        forward.reporter?.dropped(drop)
    }

    // MARK: The end

    func clientClosed(_ line: Line) { line.close() }

    func clientGone(_ line: Line, now: Deadline) {
        guard !isGone else { return }
        flush()
        readErrors()
        counters.unsent += UInt64(outgoing.removeAll())
        let kernelDrops = UInt64(socket.counters.kernelDrops)
        counters.received += kernelDrops
        counters.overflowed += UInt64(rest?.removeAll() ?? 0) + kernelDrops
        rest = nil
        isGone = true
        forward.left(line.association.remote, counters)
    }

    var deadline: Deadline { .distantFuture }

    func expire(_ line: Line, now: Deadline) {}

    func endAtOnce() { isGone = true }

    /// More than what one batch of the client's datagrams can hold, behind as much.
    private static let capacity = 262_144

    /// How much may wait before it is sent although the turn is not over, and how much may wait for
    /// the socket before the client's pings go unanswered.
    private static let enough = 65_536
}
