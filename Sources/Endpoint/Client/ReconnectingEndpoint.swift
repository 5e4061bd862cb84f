internal import DTLS
package import Sockets

/// A client that begins anew where it has lost its session: one ``ClientEndpoint`` after the other.
///
/// While there is no session it takes no message, so that its owner keeps what is not sent yet; lost
/// is only what was under way. Each session after the first takes up the one before, where the
/// server has given out a ticket. A server that is refused, or that refuses us, is not tried again;
/// an attempt that has offered a ticket is, once, without it.
package final class ReconnectingEndpoint: Endpoint {
    package weak var observer: (any EndpointObserver)?
    package var tap: (any DatagramTap)? {
        didSet { client?.tap = tap }
    }
    package var answersPings = true {
        didSet { client?.answersPings = answersPings }
    }

    private let firstAddresses: [SocketAddress]
    private var configuration: EndpointConfiguration
    private let resolve: () throws(ResolverError) -> [SocketAddress]
    private var backOff: BackOff
    private let buffers = ClientEndpoint.Buffers()
    private lazy var hook = ReconnectingHook(self)

    private var client: ClientEndpoint?
    private var nextAttempt = Deadline.distantFuture

    /// The end that is to be followed by another attempt, as soon as nobody is inside the client
    /// any more who has told of it.
    private var loss: (association: Association?, reason: EndReason)?

    /// When the last session came to stand; `nil` before the first.
    private var stoodSince: Deadline?

    /// Whether our own side has said that it is finished, after which nothing is begun anew.
    private var hasClosed = false

    /// A client of the server at one of `addresses`.
    ///
    /// - Parameters:
    ///   - addresses: for the first attempt; looked up for it as well where there are none.
    ///   - configuration: of each attempt.
    ///   - backOff: how long to wait before each but the first.
    ///   - resolve: looks the server's addresses up again; it may block.
    package init(
        addresses: [SocketAddress], configuration: EndpointConfiguration,
        backOff: BackOff = BackOff(),
        resolve: @escaping () throws(ResolverError) -> [SocketAddress]
    ) {
        firstAddresses = addresses
        self.configuration = configuration
        self.configuration.session.wantsTicket = true
        self.backOff = backOff
        self.resolve = resolve
    }

    package var socket: UDPSocket? { client?.socket }

    package var deadline: Deadline {
        loss == nil
            ? min(client?.deadline ?? .distantFuture, nextAttempt) : Deadline(nanoseconds: 0)
    }

    package var isBlocked: Bool { client?.isBlocked ?? false }

    package var canReceive: Bool { loss == nil }

    package var retryTime: Deadline? { client?.retryTime }

    package func isReady(now: Deadline) -> Bool {
        loss == nil && client?.isReady(now: now) == true
    }

    package var dataMTU: Int? { loss == nil ? client?.dataMTU : nil }

    package var streamMTU: Int? { loss == nil ? client?.streamMTU : nil }

    package func start(now: Deadline) {
        attempt(firstAddresses, now: now)
    }

    package func receive(now: Deadline) -> Bool { client?.receive(now: now) ?? false }

    package func readErrors(now: Deadline) { client?.readErrors(now: now) }

    package func send(_ message: Span<UInt8>, now: Deadline) { client?.send(message, now: now) }

    package func send(_ bytes: Span<UInt8>, of size: Int, now: Deadline) -> Int {
        client?.send(bytes, of: size, now: now) ?? 0
    }

    package func flush(now: Deadline) { client?.flush(now: now) }

    package func expire(now: Deadline) {
        if loss == nil { client?.expire(now: now) }
        settle(now: now)
        if now >= nextAttempt { attempt([], now: now) }
    }

    package func close(now: Deadline) {
        hasClosed = true
        client?.close(now: now)
    }

    package func end(now: Deadline) {
        hasClosed = true
        loss = nil
        nextAttempt = .distantFuture
        client?.end(now: now)
    }

    // MARK: -

    /// Tries `addresses`, or where there are none, those that are looked up.
    private func attempt(_ addresses: [SocketAddress], now: Deadline) {
        nextAttempt = .distantFuture
        do throws(ResolverError) {
            let client = ClientEndpoint(
                addresses: addresses.isEmpty ? try resolve() : addresses,
                configuration: configuration, buffers: buffers)
            client.observer = hook
            client.tap = tap
            client.answersPings = answersPings
            self.client = client
            // Not the time from before the look-up.
            client.start(now: .now)
        } catch {
            failed(.unresolved(error))
        }
        settle(now: now)
    }

    /// Puts the next attempt off for a while where the last one has come to nothing.
    private func settle(now: Deadline) {
        guard let (association, reason) = loss else { return }
        loss = nil
        if case .closed = reason {
            // The peer has taken leave, and waits for our answer.
            client?.observer = nil
            client?.end(now: now)
        }
        client = nil
        if let stoodSince, let association, association.wasEstablished,
            association.lastHeard >= stoodSince.advanced(by: Self.steadyTime)
        {
            backOff.reset()
        }
        let pause = backOff.next()
        nextAttempt = now.advanced(by: pause)
        observer?.retrying(association, reason, after: pause)
    }

    /// Whether another attempt may do better.
    private func canRetry(after reason: EndReason, of association: Association?) -> Bool {
        guard !hasClosed else { return false }
        switch reason {
        case .network, .vanished, .unanswered, .idle, .broken:
            return true
        case .timeout(let stall):
            // It has come to nothing with a server that answers: a hello with a ticket is larger.
            if stall.lastReceived != nil { dropTicket() }
            return true
        case .alert(_, duringHandshake: false):
            // Which is when a server refuses the session that was taken up.
            if association?.session.isResumed == true { dropTicket() }
            return true
        case .preSharedKey(.probablyDifferentKey) where stoodSince != nil:
            // It was the right key before, and silence may have another cause.
            return true
        case .unresolved(let error):
            return !error.isUsage
        case .untrusted, .alert, .certificateRefused, .nothingShared, .handshake, .preSharedKey:
            return dropTicket()
        case .closed, .noHeartbeats, .displaced:
            return false
        }
    }

    /// Offers no ticket any more; false where none was offered.
    @discardableResult
    private func dropTicket() -> Bool {
        defer { configuration.session.resumption = nil }
        return configuration.session.resumption != nil
    }

    // MARK: What the client tells

    fileprivate func established(_ association: Association) {
        stoodSince = .now
        // Nothing is new in a session that was taken up.
        if !association.session.isResumed, let data = association.session.resumptionData {
            configuration.session.resumption = data
        }
        observer?.established(association)
    }

    fileprivate func peerClosed(_ association: Association) {
        guard !hasClosed, observer?.hasMoreToSend == true else {
            observer?.peerClosed(association)
            return
        }
        loss = (association, .closed(byPeer: true))
    }

    fileprivate func ended(_ association: Association, _ reason: EndReason) {
        // The peer's close_notify has come right before.
        guard loss == nil else { return }
        if canRetry(after: reason, of: association) {
            loss = (association, reason)
        } else {
            observer?.ended(association, reason)
        }
    }

    fileprivate func failed(_ reason: EndReason) {
        if canRetry(after: reason, of: nil) {
            loss = (nil, reason)
        } else {
            observer?.failed(reason)
        }
    }

    /// A session that has stood for as long as this is no attempt that has come to nothing.
    private static let steadyTime = Duration.seconds(5)
}

/// Stands between a client and the observer, so that the client's end is not the end.
private final class ReconnectingHook: EndpointObserver {
    private unowned let endpoint: ReconnectingEndpoint

    init(_ endpoint: ReconnectingEndpoint) { self.endpoint = endpoint }

    func established(_ association: Association) { endpoint.established(association) }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        endpoint.observer?.received(message, number: number, from: association)
    }

    func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool {
        endpoint.observer?.receiveStream(from: association, most: most, open) ?? false
    }

    func peerClosed(_ association: Association) { endpoint.peerClosed(association) }

    func ended(_ association: Association, _ reason: EndReason) {
        endpoint.ended(association, reason)
    }

    func failed(_ reason: EndReason) { endpoint.failed(reason) }

    func noted(_ note: EndpointNote) { endpoint.observer?.noted(note) }
}
