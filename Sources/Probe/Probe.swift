package import Endpoint
package import Sockets

/// One handshake with a server; the session stays open until ``close()``.
package final class Probe {
    /// The peer, as far as there is one.
    package private(set) var association: Association?

    /// Why there is no session, or none any more; `nil` while it stands.
    package private(set) var reason: EndReason?

    /// Whether the user has asked for the end, before there was one.
    package private(set) var isStopped = false

    /// The flights of the handshake.
    package var flights: [Flight] { flightTap.log.flights }

    let client: ClientEndpoint
    private let loop: ProbeLoop
    private let flightTap: FlightTap
    private let onNote: (EndpointNote) -> Void

    /// Takes each message of the peer.
    var onMessage: ((Span<UInt8>) -> Void)?

    /// The link MTU of which the kernel has said last that the path takes no more.
    var smallerPath: Int?

    /// A probe of the server at the first of `addresses` that answers.
    ///
    /// - Parameters:
    ///   - loop: waits for the network, and for whoever asks for the end.
    ///   - buffers: to be used again after another probe.
    ///   - tap: who is shown every datagram.
    ///   - onNote: takes each step on the way.
    package init(
        addresses: [SocketAddress], configuration: EndpointConfiguration, loop: ProbeLoop,
        buffers: ClientEndpoint.Buffers = .init(), tap: (any DatagramTap)? = nil,
        onNote: @escaping (EndpointNote) -> Void = { _ in }
    ) {
        self.loop = loop
        self.onNote = onNote
        flightTap = FlightTap(next: tap)
        client = ClientEndpoint(
            addresses: addresses, configuration: configuration, buffers: buffers)
        client.observer = self
        client.tap = flightTap
    }

    /// Shakes hands: afterwards there is a session, or a ``reason`` why there is none, or the user
    /// has asked for the end.
    package func shakeHands() throws(SocketError) {
        client.start(now: .now)
        while !isEstablished, reason == nil, !isStopped { try turn(until: .distantFuture) }
    }

    /// Sends close_notify, and ends. A second call does nothing.
    package func close() {
        client.end(now: .now)
        loop.forget(client)
    }

    /// Shows what was sent past the client.
    func show(_ bytes: Span<UInt8>, of segmentSize: Int, at socket: UDPSocket) {
        guard let remote = socket.remoteAddress else { return }
        flightTap.sent(bytes, of: segmentSize, from: socket.localAddress, to: remote)
    }

    /// Whether there is a session.
    var isEstablished: Bool { association?.phase == .established }

    /// Waits for something to do, or until `deadline`, and does it.
    func turn(until deadline: Deadline) throws(SocketError) {
        isStopped = try loop.turn(client, until: deadline) { [self] in
            reason == nil && association?.phase != .ended
        }
    }
}

extension Probe: EndpointObserver {
    package func established(_ association: Association) { self.association = association }

    package func received(
        _ message: Span<UInt8>, number: UInt64, from association: Association
    ) {
        onMessage?(message)
    }

    package func peerClosed(_ association: Association) {}

    package func ended(_ association: Association, _ reason: EndReason) {
        self.association = association
        if self.reason == nil { self.reason = reason }
    }

    package func failed(_ reason: EndReason) {
        if self.reason == nil { self.reason = reason }
    }

    package func noted(_ note: EndpointNote) {
        switch note {
        // Another handshake, whose flights are not those of the one before sent again.
        case .trying, .begunAnew: flightTap.restart(now: .now)
        case .smallerPath(_, let mtu): smallerPath = mtu
        default: break
        }
        onNote(note)
    }
}
