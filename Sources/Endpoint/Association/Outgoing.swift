internal import DTLS
internal import Sockets

/// Moves sealed datagrams from a transport to a socket.
enum Outgoing {
    /// How a flush went.
    enum Result: Equatable {
        /// The outbox is empty.
        case drained

        /// The socket takes no more for now.
        case blocked

        /// The device's queue is full, of which no event tells the end: try again a little later.
        case congested
    }

    /// Sends all that waits in the outbox of `association`, which shares `transport`.
    ///
    /// A datagram that the path has become too small for leaves in fragments, since a record that
    /// is sealed cannot be cut again; the session learns the new size for what comes after. What
    /// the kernel refuses for another reason is counted, and the rest is sent: no socket error
    /// ends a session.
    static func flush(
        _ transport: DatagramTransport, to socket: UDPSocket, for association: Association?,
        remote: SocketAddress?, local: SocketAddress?, _ observer: (any EndpointObserver)?,
        _ tap: (any DatagramTap)?
    ) -> Result {
        while transport.hasOutgoing {
            var segment = 0
            let refusals = socket.counters.noBuffers
            let sent = transport.withOutgoing { bytes, segmentSize in
                segment = segmentSize
                let sent = socket.send(bytes, segmentSize: segmentSize, to: remote, from: local)
                if let tap {
                    show(bytes, segmentSize, sent, tap, socket, remote: remote, local: local)
                }
                return sent
            }
            guard let sent else { return .drained }
            var failures = 0
            switch sent.outcome {
            case .complete, .wouldBlock:
                break
            case .failed(let errno):
                failures = 1
                observer?.noted(.socketError("\(errno)"))
            case .tooLarge(let mtu):
                if let association, let mtu { shrink(association, to: mtu, observer) }
            }
            transport.consume(sent.bytesSent)
            if failures > 0 { association?.countUnsent(failures) }
            if case .wouldBlock = sent.outcome {
                return socket.counters.noBuffers > refusals ? .congested : .blocked
            }
            if case .tooLarge = sent.outcome {
                guard
                    sendInFragments(
                        transport, segment, socket, association, remote: remote, local: local,
                        tap)
                else { return .blocked }
            }
        }
        return .drained
    }

    /// Sends the first datagram of the outbox in fragments; false where the socket is full.
    private static func sendInFragments(
        _ transport: DatagramTransport, _ segmentSize: Int, _ socket: UDPSocket,
        _ association: Association?, remote: SocketAddress?, local: SocketAddress?,
        _ tap: (any DatagramTap)?
    ) -> Bool {
        var size = 0
        let sent = transport.withOutgoing { bytes, _ in
            size = min(segmentSize, bytes.count)
            let datagram = bytes.extracting(first: size)
            let sent = socket.sendFragmented(datagram, to: remote, from: local)
            if let tap { show(datagram, size, sent, tap, socket, remote: remote, local: local) }
            return sent
        }
        guard let sent else { return true }
        if case .wouldBlock = sent.outcome { return false }
        if case .complete = sent.outcome {} else { association?.countUnsent(1) }
        transport.consume(size)
        return true
    }

    /// Shows what the kernel has taken.
    private static func show(
        _ bytes: Span<UInt8>, _ segmentSize: Int, _ sent: SendResult, _ tap: any DatagramTap,
        _ socket: UDPSocket, remote: SocketAddress?, local: SocketAddress?
    ) {
        var count = sent.bytesSent
        // The last of the segments that are dealt with was given up.
        if case .failed = sent.outcome { count = (count - 1) / segmentSize * segmentSize }
        guard count > 0, let remote = remote ?? socket.remoteAddress else { return }
        tap.sent(
            bytes.extracting(first: count), of: segmentSize, from: local ?? socket.localAddress,
            to: remote)
    }

    /// Tells the session that the link takes `mtu` bytes, where that is less than it knew.
    static func shrink(
        _ association: Association, to mtu: Int, _ observer: (any EndpointObserver)?
    ) {
        let link = max(mtu, smallestLinkMTU)
        let payload = EndpointConfiguration.payload(linkMTU: link, to: association.remote)
        association.path.limit(to: payload)
        guard payload < association.session.mtu else { return }
        association.setMTU(payload)
        association.flight.isCutSmaller = true
        observer?.noted(.smallerPath(association.remote, link))
    }

    /// How long to leave a device alone whose queue is full.
    static let congestionPause = Duration.milliseconds(1)

    /// Below it GnuTLS runs out of records in a flight, and a forged ICMP message could ask for it.
    private static let smallestLinkMTU = 256
}
