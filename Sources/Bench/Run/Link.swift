internal import DTLS
internal import Endpoint
internal import Sockets

/// A stream and the socket that it goes over, for the client's loop.
protocol Link: AnyObject {
    /// `nil` before there is one.
    var socket: UDPSocket? { get }

    /// The stream; `nil` before the peer is reached.
    var stream: BenchStream? { get }

    /// Why it is over; `nil` while it is not.
    var failure: EndReason? { get }

    /// Whether to wait until the socket can be written.
    var isBlocked: Bool { get }

    var deadline: Deadline { get }

    func start(now: Deadline)
    func turn(isReadable: Bool, isWritable: Bool, hasError: Bool, now: Deadline)
    func close(now: Deadline)
}

/// A stream through a session.
final class SessionLink: Link, EndpointObserver {
    let endpoint: ClientEndpoint
    private(set) var stream: BenchStream?
    private(set) var failure: EndReason?
    private(set) var association: Association?
    private let request: BenchRequest
    private let task: BenchStream.Task
    private let onNote: (EndpointNote) -> Void
    private var now = Deadline.now
    private var isClosing = false

    init(
        _ endpoint: ClientEndpoint, _ request: BenchRequest, _ task: BenchStream.Task,
        onNote: @escaping (EndpointNote) -> Void
    ) {
        self.endpoint = endpoint
        self.request = request
        self.task = task
        self.onNote = onNote
        endpoint.observer = self
    }

    var socket: UDPSocket? { endpoint.socket }
    var isBlocked: Bool { endpoint.isBlocked && endpoint.retryTime == nil }
    var deadline: Deadline { endpoint.deadline }

    func start(now: Deadline) { endpoint.start(now: now) }

    func turn(isReadable: Bool, isWritable: Bool, hasError: Bool, now: Deadline) {
        self.now = now
        if hasError { endpoint.readErrors(now: now) }
        if isWritable { endpoint.flush(now: now) }
        if isReadable {
            for _ in 0..<16 {
                guard failure == nil, endpoint.receive(now: now) else { break }
            }
        }
        if now >= endpoint.deadline { endpoint.expire(now: now) }
    }

    func close(now: Deadline) {
        isClosing = true
        endpoint.end(now: now)
    }

    func established(_ association: Association) {
        self.association = association
        stream = BenchStream(ClientChannel(endpoint), request, task, now: now)
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        stream?.receive(message, now: now)
    }

    func peerClosed(_ association: Association) {
        if failure == nil, !isClosing { failure = .closed(byPeer: true) }
    }

    func ended(_ association: Association, _ reason: EndReason) {
        if failure == nil, !isClosing { failure = reason }
    }

    func failed(_ reason: EndReason) { if failure == nil { failure = reason } }
    func noted(_ note: EndpointNote) { onNote(note) }
}

/// A stream over plain UDP.
final class PlainLink: Link {
    let socket: UDPSocket?
    private(set) var stream: BenchStream?
    let failure: EndReason? = nil
    private let channel: PlainChannel
    private let inbox = ReceiveBuffer()

    init(_ socket: UDPSocket, _ request: BenchRequest, _ task: BenchStream.Task, now: Deadline) {
        self.socket = socket
        channel = PlainChannel(socket)
        stream = BenchStream(channel, request, task, now: now)
    }

    var isBlocked: Bool { channel.isBlocked }
    var deadline: Deadline { .distantFuture }

    func start(now: Deadline) {}

    func turn(isReadable: Bool, isWritable: Bool, hasError: Bool, now: Deadline) {
        if hasError { socket?.readErrors { _ in } }
        if channel.isBlocked { channel.flush(now: now) }
        guard isReadable, let socket else { return }
        for _ in 0..<16 {
            guard case .datagrams = socket.receive(into: inbox) else { return }
            inbox.forEachSegment { stream?.receive($0, now: now) }
        }
    }

    func close(now: Deadline) {}
}
