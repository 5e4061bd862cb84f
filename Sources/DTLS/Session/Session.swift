internal import CGnuTLS

/// One side of a DTLS session, without a socket: datagrams in, datagrams out.
///
/// Hand in what has arrived with ``receive(_:_:)``, drain what is to leave from the
/// ``DatagramTransport``, and call ``advance()`` at the start and whenever the retransmission
/// timer has run out. Nothing here blocks, sleeps or does a system call. A session belongs to one
/// thread.
@safe public final class Session {
    /// Which side this is.
    public let role: Role

    /// Whether the handshake is done and the peer is verified.
    public private(set) var isEstablished = false

    /// Whether the peer's close_notify has come.
    public internal(set) var isClosedByPeer = false

    /// What has come of the peer's records.
    public var ledger: SequenceLedger { received }

    /// Records that came again, and were dropped.
    public var replayed: UInt64 { repeated }

    /// Records that were sent since the session stands: messages, heartbeats, and alerts once each.
    /// Copies of the Finished take sequence numbers of the epoch as well, and are not in it.
    public var sentRecords: UInt64 { sealed }

    /// How much the peer's socket holds, in bytes as its kernel counts them, where it has said so.
    public internal(set) var peerReceiveRoom: Int?

    /// How much our own socket holds, where the peer was told.
    package var receiveRoom: Int? { configuration.receiveRoom }

    /// Pings that the peer has answered.
    public internal(set) var answeredPings: UInt64 = 0

    /// Answers that came to a ping after another had taken its place.
    public internal(set) var lateAnswers: UInt64 = 0

    /// Pings of the peer that were read, answered or not.
    public internal(set) var receivedPings: UInt64 = 0

    /// Whether the peer's pings are answered as they are read; where not, ``answerPing()`` answers
    /// the last of them when its time has come. True by default.
    public var answersPings = true

    /// Whether the peer waits for an answer to its last ping.
    public internal(set) var owesAnswer = false

    /// Why the peer was refused, where it was.
    public internal(set) var verificationFailure: VerificationFailure?

    /// How often the peer's turn came in the handshake.
    public internal(set) var roundTrips = 0

    /// Whether the client had to prove its address by a cookie.
    public internal(set) var usedCookie = false

    /// Whether the server has asked for a certificate. Client only.
    public internal(set) var wasAskedForCertificate = false

    /// The last handshake message that was read whole; `nil` before the first.
    public internal(set) var lastReceivedMessage: HandshakeMessage?

    /// The last handshake message that was written; `nil` before the first.
    public internal(set) var lastSentMessage: HandshakeMessage?

    /// Takes each handshake message as it is read (`true`) or written; none by default.
    public var onHandshakeMessage: ((HandshakeMessage, _ isIncoming: Bool) -> Void)?

    /// The buffers that it reads from and writes to.
    public let transport: DatagramTransport

    /// The versions and suites that it offers, or takes.
    package var offer: HelloOffer { HelloOffer(configuration.priority) }

    /// The identity that the client has given; `nil` without one. Server only.
    public internal(set) var clientIdentity: [UInt8]?

    /// Whether the client has given an identity that there is no key for.
    public internal(set) var hasUnknownIdentity = false

    // Internal storage of what is public: the compiler sees every access to it, and checks none of
    // them at run time.
    var received = SequenceLedger()
    var repeated: UInt64 = 0
    var sealed: UInt64 = 0

    /// ``dataMTU``, once the session stands; 0 where it has to be asked for.
    var knownDataMTU = 0

    let handle: SessionHandle
    let configuration: SessionConfiguration
    var early = EarlyRecords()
    var fragments: HandshakeFragments?
    var order: MessageOrder

    /// The records that ended the handshake, where they were ours: the peer may lack them.
    private var lastFlight: [UInt8] = []
    private var closeNotify: [UInt8] = []
    var refusedRenegotiations = 0
    var wasIncoming = false
    /// The largest record that the peer takes, where it has said so; in bytes.
    var peerRecordLimit: Int?

    var hasReadChangeCipherSpec = false

    /// Whether the handshake has begun, and the library's own limit for it is gone.
    var hasNoTimeout = false
    var isPingUnderWay = false

    /// The last ping that filled a datagram, without what filled it.
    var paddedPing: [UInt8] = []
    var heartbeats = 0

    /// Datagrams dropped by the filter or by GnuTLS: malformed, of an unknown epoch, or not
    /// authentic.
    ///
    /// The corresponding C function is `gnutls_record_get_discarded`.
    public var discarded: UInt64 { filtered + UInt64(discardedRecords) }
    private var filtered: UInt64 = 0

    /// A session that has sent nothing yet.
    ///
    /// - Parameters:
    ///   - configuration: what it is made from.
    ///   - transport: its two buffers, which may be shared on one thread; its own by default.
    ///   - prestate: for a server that sent a HelloVerifyRequest, where its numbers go on.
    /// - Throws: a ``GnuTLSError`` where GnuTLS does not take something of `configuration`, or has
    ///   no memory.
    public init(
        _ configuration: SessionConfiguration, transport: DatagramTransport = DatagramTransport(),
        prestate: CookieGate.Prestate? = nil
    ) throws(GnuTLSError) {
        role = configuration.role
        self.configuration = configuration
        self.transport = transport
        handle = try Self.handle(configuration, transport, prestate)
        usedCookie = prestate?.hasCookie == true
        order = MessageOrder(next: prestate?.readSequence ?? 0)
        fragments = Self.fragments(configuration)
        unsafe attachCallbacks(to: self.handle.pointer)
    }

    // MARK: The handshake

    /// Sends the next flight, or the last one again where its timer has run out.
    ///
    /// The corresponding C function is `gnutls_handshake`.
    ///
    /// - Throws: a ``SessionError`` where the handshake has failed; an alert for the peer is in the
    ///   outbox.
    @discardableResult
    public func advance() throws(SessionError) -> Progress {
        guard !isEstablished else { return .wantsDatagram }
        // GnuTLS takes a session that was refused after its handshake for one that stands.
        if let verificationFailure { throw .untrusted(verificationFailure) }
        var refusals = 0
        while true {
            let mark = transport.outgoingBytes
            let code = transport.packing(upTo: mtu) { unsafe gnutls_handshake(handle.pointer) }
            if code == GNUTLS_E_SUCCESS {
                if isAhead { lastFlight = transport.outgoing(since: mark) }
                if isResumed {
                    guard judgeResumption() else {
                        throw handshakeFailure(GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
                    }
                    resumeHeartbeats()
                }
                isEstablished = true
                return .established
            }
            if code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED {
                // Several records may have come in one datagram: they are read before waiting.
                guard transport.hasIncoming else { return .wantsDatagram }
                continue
            }
            refusals += 1
            if gnutls_error_is_fatal(code) == 0, refusals < 16 { continue }
            throw handshakeFailure(code)
        }
    }

    /// How long until the flight is to be sent again, in milliseconds; 0 also where a part of the
    /// peer's flight is missing, so put a floor under it. Of no meaning once established.
    ///
    /// The corresponding C function is `gnutls_dtls_get_timeout`.
    public var retransmissionTimeout: Int {
        Int(unsafe gnutls_dtls_get_timeout(handle.pointer))
    }

    // MARK: Datagrams in

    /// Takes a datagram that has arrived, and hands each message in it to `body`.
    ///
    /// - Parameters:
    ///   - datagram: the payload of one UDP datagram; junk is counted and dropped.
    ///   - body: gets each message and its record's sequence number; the span is valid until it
    ///     returns.
    /// - Throws: a ``SessionError`` where the session is over; an alert for the peer may be in the
    ///   outbox. Never for a datagram that is not genuine, once the session stands.
    public func receive(
        _ datagram: Span<UInt8>, _ body: (_ message: Span<UInt8>, _ number: UInt64) -> Void
    ) throws(SessionError) -> Progress {
        guard
            let summary = RecordFilter.examine(datagram, isEstablished: isEstablished)
        else {
            filtered += 1
            return .wantsDatagram
        }
        guard summary.void == 0 else {
            return try take(datagram.extracting(first: summary.void), summary, body)
        }
        return try take(datagram, summary, body)
    }

    private func take(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary,
        _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        isEstablished
            ? try open(datagram, summary, body) : try shake(datagram, summary, body)
    }

    /// Takes datagrams of equal size, the last of which may be shorter, of a session that stands.
    ///
    /// The same as ``receive(_:_:)`` for each of them, and faster: a datagram that is one record
    /// with data, as nearly all are, goes straight to GnuTLS and from there to `body`.
    ///
    /// - Parameters:
    ///   - datagrams: their payloads, one behind the other, as `UDP_GRO` delivers them.
    ///   - segmentSize: the size of each but the last, in bytes; not 0.
    ///   - body: gets each message and its record's sequence number.
    /// - Throws: a ``SessionError`` where the session is over.
    public func receive(
        _ datagrams: Span<UInt8>, segmentSize: Int,
        _ body: (_ message: Span<UInt8>, _ number: UInt64) -> Void
    ) throws(SessionError) -> Progress {
        var progress = Progress.wantsDatagram
        var offset = 0
        while offset < datagrams.count {
            let end = min(offset + segmentSize, datagrams.count)
            let datagram = datagrams.extracting(offset..<end)
            offset = end
            let outcome =
                if isEstablished, let number = RecordFilter.dataRecord(datagram) {
                    try openOne(datagram, number, body)
                } else {
                    try receive(datagram, body)
                }
            if outcome != .wantsDatagram { progress = outcome }
        }
        return progress
    }

    // MARK: Messages out

    /// Seals `message` into one record in the outbox. Drain the transport first where it has no
    /// room.
    ///
    /// The corresponding C function is `gnutls_record_send`.
    ///
    /// - Throws: ``SessionError/tooLarge(size:limit:)``, after which the session goes on;
    ///   ``SessionError/failed(_:)`` before it stands, and where the outbox is full.
    public func send(_ message: Span<UInt8>) throws(SessionError) {
        let limit = dataMTU
        guard message.count <= limit else {
            throw .tooLarge(size: message.count, limit: limit)
        }
        // The span is lent for the length of the call, in which it is sealed into the outbox.
        let code = unsafe message.withUnsafeBytes { bytes in
            unsafe gnutls_record_send(handle.pointer, bytes.baseAddress, bytes.count)
        }
        guard code >= 0 else {
            throw .failed(GnuTLSError(code: Int32(code), action: "send a record"))
        }
        sealed += 1
    }

    /// Seals `bytes` as messages of `size` bytes, the last of which may be shorter: at most `count` of
    /// them, and no more than the outbox has room for. Returns how many bytes were sealed.
    ///
    /// The same as ``send(_:)-(Span<UInt8>)`` for each of them, and faster.
    ///
    /// - Throws: the same as ``send(_:)-(Span<UInt8>)``.
    public func send(
        _ bytes: Span<UInt8>, size: Int, atMost count: Int
    ) throws(SessionError) -> Int {
        let limit = dataMTU
        guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
        var offset = 0
        var left = count
        while offset < bytes.count, left > 0, transport.hasRoom {
            let end = min(offset + size, bytes.count)
            // The span is lent for the length of the call, in which it is sealed into the outbox.
            let code = unsafe bytes.withUnsafeBytes { bytes in
                let message = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
                return unsafe gnutls_record_send(
                    handle.pointer, message.baseAddress, message.count)
            }
            guard code >= 0 else {
                throw .failed(GnuTLSError(code: Int32(code), action: "send a record"))
            }
            sealed += 1
            left -= 1
            offset = end
        }
        return offset
    }

    /// Says that no more messages will be sent; what the peer sends is still received.
    ///
    /// An alert is not retransmitted by DTLS, so it may be lost: call this again now and then
    /// until the peer answers. The very same datagram leaves each time, so that the peer counts
    /// the records up to it once.
    ///
    /// The corresponding C function is `gnutls_bye`.
    public func close() {
        if closeNotify.isEmpty {
            let mark = transport.outgoingBytes
            _ = unsafe gnutls_bye(handle.pointer, GNUTLS_SHUT_WR)
            closeNotify = transport.outgoing(since: mark)
            sealed += 1
        } else {
            transport.append(closeNotify)
        }
    }

    /// Sends what ended the handshake once more, where it was ours, and the close_notify behind it where
    /// there was one, since the peer has sent its Finished again: GnuTLS does so for a minute, and not
    /// after a close_notify.
    func repeatLastFlight() {
        for start in RecordFilter.starts(lastFlight.span) {
            let length = lastFlight[(start + 11)...(start + 12)].reduce(0) { $0 << 8 | Int($1) }
            let end = start + RecordFilter.headerSize + length
            transport.append(Array(lastFlight[start..<end]))
        }
        if !closeNotify.isEmpty { transport.append(closeNotify) }
    }

    /// Ends the session because this side cannot go on, which the peer is told by the fatal alert
    /// internal_error (RFC 5246 section 7.2.2); nothing more can be sent then.
    ///
    /// The corresponding C function is `gnutls_alert_send`.
    public func fail() {
        _ = unsafe gnutls_alert_send(handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR)
    }

    /// Breaks a handshake off, which the peer is told by the fatal alert user_canceled: it can forget it
    /// then.
    ///
    /// The corresponding C function is `gnutls_alert_send`.
    public func abandon() {
        _ = unsafe gnutls_alert_send(handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_USER_CANCELED)
    }

    /// Whether ``close()`` was called.
    public var isClosedHere: Bool { !closeNotify.isEmpty }

    // MARK: -

    var discardedRecords: UInt32 { unsafe gnutls_record_get_discarded(handle.pointer) }

    var receivedAlert: Alert {
        Alert(
            level: .fatal,
            code: UInt8(truncatingIfNeeded: unsafe gnutls_alert_get(handle.pointer).rawValue))
    }
}
