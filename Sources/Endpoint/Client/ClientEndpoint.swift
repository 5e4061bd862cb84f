internal import DTLS
package import Sockets
internal import SystemPackage

/// A client: one association, with the first of the host's addresses that answers.
package final class ClientEndpoint: Endpoint {
    package weak var observer: (any EndpointObserver)?
    package var tap: (any DatagramTap)?
    package private(set) var socket: UDPSocket?
    package private(set) var isBlocked = false
    package private(set) var retryTime: Deadline?

    /// The association, once an address is being tried.
    package private(set) var association: Association?

    private let configuration: EndpointConfiguration
    private let shared: Association.Shared
    private var addresses: [SocketAddress]
    private let transport: DatagramTransport
    private let inbox: ReceiveBuffer
    private var timeLimit = Deadline.distantFuture
    private var hasHeardPeer = false

    /// When a handshake whose flight does not come whole is begun anew; once alone.
    private var anewDue = Deadline.distantFuture
    private lazy var hook = ClientHook(self)

    /// A client of the server at one of `addresses`, which are tried in order.
    ///
    /// - Parameter buffers: to be used again after another client's end; of its own by default.
    package init(
        addresses: [SocketAddress], configuration: EndpointConfiguration,
        buffers: Buffers = Buffers()
    ) {
        self.addresses = addresses
        self.configuration = configuration
        shared = Association.Shared(configuration)
        transport = buffers.transport
        inbox = buffers.inbox
        transport.removeOutgoing()
    }

    /// What a client's datagrams come and go through: 200 KiB or so.
    package struct Buffers {
        fileprivate let transport = DatagramTransport()
        fileprivate let inbox: ReceiveBuffer

        /// Empty ones; many clients on one thread may share an `inbox`, which is in use only while
        /// one of them receives.
        package init(inbox: ReceiveBuffer = ReceiveBuffer()) { self.inbox = inbox }
    }

    package var deadline: Deadline {
        min(association?.deadline ?? .distantFuture, retryTime ?? .distantFuture, anewDue)
    }

    package var canReceive: Bool { true }

    package func isReady(now: Deadline) -> Bool {
        // After a close_notify GnuTLS takes nothing more.
        guard !isBlocked, let association, association.phase == .established,
            !association.session.isClosedHere
        else { return false }
        return association.isOpen(now: now)
    }

    package var answersPings = true {
        didSet {
            guard answersPings != oldValue else { return }
            association?.session.answersPings = answersPings
            if answersPings { flush(now: .now) }
        }
    }

    package var dataMTU: Int? {
        association?.phase == .established ? association?.dataMTU : nil
    }

    package var streamMTU: Int? {
        association?.phase == .established ? association?.streamMessage : nil
    }

    package func start(now: Deadline) {
        timeLimit = now.advanced(by: configuration.handshakeTime)
        tryNext(after: nil, now: now)
    }

    package func receive(now: Deadline) -> Bool {
        guard let socket, let association else { return false }
        switch socket.receive(into: inbox) {
        case .wouldBlock:
            return false
        case .failed(let errno):
            heard(errno, mtu: nil, now: now)
            return true
        case .datagrams:
            hasHeardPeer = true
            tap?.received(inbox, at: socket)
            defer { tap?.settle() }
            observer?.noted(
                .datagrams(count: inbox.segmentCount, bytes: inbox.count, isIncoming: true))
            let sink = observer
            inbox.withBytes { datagrams in
                association.receive(
                    datagrams, segmentSize: inbox.segmentSize, now: now, hook, to: sink)
            }
            flush(now: now)
            return true
        }
    }

    package func readErrors(now: Deadline) {
        guard let socket else { return }
        socket.readErrors { fault in
            // The first of them may have led to another address, of which the others say nothing.
            guard socket === self.socket else { return }
            heard(fault.errno, mtu: fault.mtu, now: now)
        }
    }

    package func send(_ message: Span<UInt8>, now: Deadline) {
        guard let association else { return }
        if !transport.hasRoom { flush(now: now) }
        guard transport.hasRoom else {
            association.countUnsent(1)
            return
        }
        association.send(message, now: now, hook)
    }

    package func send(_ bytes: Span<UInt8>, of size: Int, now: Deadline) -> Int {
        guard let association else { return 0 }
        var offset = 0
        while offset < bytes.count, isReady(now: now) {
            let taken = association.send(
                bytes.extracting(offset...), of: size, now: now, hook)
            guard taken > 0 else { break }
            offset += taken
            if !transport.hasRoom { flush(now: now) }
        }
        return offset
    }

    package func flush(now: Deadline) {
        guard let socket else { return }
        var result: Outgoing.Result
        repeat {
            association?.prepareFlush(now: now)
            if transport.hasOutgoing {
                observer?.noted(
                    .datagrams(count: 1, bytes: transport.outgoingBytes, isIncoming: false))
            }
            result = Outgoing.flush(
                transport, to: socket, for: association, remote: nil, local: nil, observer, tap)
        } while result == .drained && association?.owesAnswer == true
        isBlocked = result != .drained
        retryTime = result == .congested ? now.advanced(by: Outgoing.congestionPause) : nil
    }

    package func expire(now: Deadline) {
        association?.expire(now: now, hook)
        flush(now: now)
        if now >= anewDue { beginAnew(now: now) }
    }

    package func close(now: Deadline) {
        association?.close(now: now)
        flush(now: now)
    }

    package func end(now: Deadline) {
        addresses = []
        guard let association else { return }
        if association.phase == .established, !association.session.isClosedHere {
            association.close(now: now)
        }
        flush(now: now)
        association.end(.closed(byPeer: association.session.isClosedByPeer), hook)
    }

    // MARK: -

    /// Goes on to the next address, or fails for the reason of the last.
    private func tryNext(after reason: EndReason?, now: Deadline) {
        var reason = reason
        while !addresses.isEmpty {
            let address = addresses.removeFirst()
            if let association, let reason {
                observer?.noted(.gaveUp(association.remote, reason))
            }
            observer?.noted(.trying(address))
            do throws(SocketError) {
                try begin(address, now: now)
                return
            } catch {
                reason = .network(error)
            }
        }
        observer?.failed(reason ?? .vanished)
    }

    private func begin(_ address: SocketAddress, now: Deadline) throws(SocketError) {
        let socket = try UDPSocket.connected(
            to: address, source: configuration.source, options: configuration.socket)
        // What time there is, is shared out among the addresses that are left.
        let share = timeLimit.remaining(now) / (addresses.count + 1)
        let session: Session
        do throws(GnuTLSError) {
            session = try Session(settings(for: socket, address), transport: transport)
        } catch {
            observer?.failed(.handshake(error))
            return
        }
        let association = Association(
            session, remote: address, local: nil, shared: shared,
            handshakeTime: share, now: now)
        self.socket = socket
        self.association = association
        hasHeardPeer = false
        anewDue =
            configuration.followsPath && configuration.session.maximumRecordSize == nil
            ? now.advanced(by: min(Self.patience(configuration), share / 2)) : .distantFuture
        association.start(now: now, hook)
        flush(now: now)
    }

    /// What a session through `socket` is made from.
    private func settings(
        for socket: UDPSocket, _ address: SocketAddress
    ) -> SessionConfiguration {
        var settings = configuration.session
        let link =
            configuration.linkMTU
            ?? min(EndpointConfiguration.usualLinkMTU, socket.pathMTU ?? .max)
        settings.mtu = EndpointConfiguration.payload(linkMTU: link, to: address)
        settings.receiveRoom = socket.receiveRoom
        return settings
    }

    /// Begins a handshake anew where a part of the server's flight does not come, however often it is
    /// sent: in small datagrams, and with small records asked for (RFC 8449), to which servers on
    /// GnuTLS keep in their flights as well.
    ///
    /// The server is told that the old handshake is over, and the new one has a port of its own, if it
    /// may, so that what is under way of the old cannot be taken for its answer.
    private func beginAnew(now: Deadline) {
        anewDue = .distantFuture
        guard let old = association, let oldSocket = socket, old.phase == .handshake else { return }
        guard old.isFlightMissing else {
            // It may have begun to answer late.
            anewDue = now.advanced(by: Self.patience(configuration))
            return
        }
        // Only where it has begun to answer: gnutls-serv of 3.7.9 reads an alert that is for nobody again
        // and again, for ever.
        old.session.abandon()
        flush(now: now)
        transport.removeOutgoing()
        isBlocked = false
        retryTime = nil
        let hasPort = configuration.source.map { $0.port != 0 } ?? false
        let fresh =
            hasPort
            ? nil
            : try? UDPSocket.connected(
                to: old.remote, source: configuration.source, options: configuration.socket)
        let socket = fresh ?? oldSocket
        var settings = settings(for: socket, old.remote)
        settings.maximumRecordSize = Self.smallRecord
        settings.resumption = nil
        guard let session = try? Session(settings, transport: transport) else { return }
        let association = Association(
            session, remote: old.remote, local: nil, shared: shared,
            handshakeTime: timeLimit.remaining(now) / (addresses.count + 1), now: now)
        association.follow(old)
        self.socket = socket
        self.association = association
        observer?.noted(.begunAnew(old.remote, recordSize: Self.smallRecord))
        association.start(now: now, hook)
        flush(now: now)
    }

    /// After how long without the whole of a flight a handshake is begun anew: behind two
    /// retransmissions, in which a server that does it by itself has come down to small datagrams.
    private static func patience(_ configuration: EndpointConfiguration) -> Duration {
        .milliseconds(configuration.session.retransmission) * 5
    }

    /// The least that GnuTLS asks for, in bytes.
    private static let smallRecord = 512

    /// An error that the kernel reports for what was sent before.
    private func heard(_ errno: Errno, mtu: Int?, now: Deadline) {
        guard let association, let socket else { return }
        observer?.noted(.socketError("\(errno)"))
        switch errno {
        case .messageTooLong:
            if let mtu = mtu ?? socket.pathMTU { Outgoing.shrink(association, to: mtu, observer) }
        case .connectionRefused, .noRouteToHost, .networkUnreachable, .hostIsDown:
            if association.phase == .handshake, !hasHeardPeer {
                let error = SocketError(
                    errno: errno, action: "reach \(association.remote)")
                association.end(.network(error), hook)
            } else if errno == .connectionRefused {
                association.refused(now: now, hook)
            }
        default:
            break
        }
    }

    /// The peer is there and verified.
    fileprivate func established(_ association: Association) {
        anewDue = .distantFuture
        association.session.answersPings = answersPings
        association.widen(to: socket?.pathMTU, now: .now, hook)
    }

    /// The association being tried has ended: another address may do better.
    fileprivate func ended(_ association: Association, _ reason: EndReason) {
        guard association === self.association else { return }
        anewDue = .distantFuture
        let now = Deadline.now
        if !hasHeardPeer, !addresses.isEmpty {
            transport.removeOutgoing()
            tryNext(after: reason, now: now)
            return
        }
        flush(now: now)
        observer?.ended(association, reason)
    }
}

/// Stands between the association and the observer, so that an address that does not answer is
/// not the end.
private final class ClientHook: EndpointObserver {
    private unowned let client: ClientEndpoint

    init(_ client: ClientEndpoint) { self.client = client }

    func established(_ association: Association) {
        client.established(association)
        client.observer?.established(association)
    }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        client.observer?.received(message, number: number, from: association)
    }

    func peerClosed(_ association: Association) { client.observer?.peerClosed(association) }

    func ended(_ association: Association, _ reason: EndReason) {
        client.ended(association, reason)
    }

    func failed(_ reason: EndReason) { client.observer?.failed(reason) }

    func noted(_ note: EndpointNote) { client.observer?.noted(note) }
}
