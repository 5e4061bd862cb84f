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

    /// Pings that the peer has answered.
    public internal(set) var answeredPings: UInt64 = 0

    /// Answers that came to a ping after another had taken its place.
    public internal(set) var lateAnswers: UInt64 = 0

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
    private var fragments: HandshakeFragments?
    private var closeNotify: [UInt8] = []
    var refusedRenegotiations = 0
    var wasIncoming = false
    /// The largest record that the peer takes, where it has said so; in bytes.
    var peerRecordLimit: Int?

    var hasReadChangeCipherSpec = false
    var isPingUnderWay = false
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
    ///   - transport: its two buffers, which may be shared on one thread.
    ///   - prestate: for a server that sent a HelloVerifyRequest, where its numbers go on.
    public init(
        _ configuration: SessionConfiguration, transport: DatagramTransport,
        prestate: CookieGate.Prestate? = nil
    ) throws(GnuTLSError) {
        role = configuration.role
        self.configuration = configuration
        self.transport = transport
        let handle = try SessionHandle(
            role: configuration.role, hasTickets: configuration.hasTickets)
        try unsafe Self.configure(handle.pointer, configuration)
        if let prestate {
            unsafe prestate.apply(to: handle.pointer)
            usedCookie = true
        }
        self.handle = handle
        fragments = Self.fragments(configuration)
        unsafe attachCallbacks(to: self.handle.pointer)
    }

    /// Where large messages can come, which is where certificates do. Records that are to be smaller
    /// than GnuTLS's own are left to it.
    private static func fragments(_ configuration: SessionConfiguration) -> HandshakeFragments? {
        guard configuration.maximumRecordSize == nil else { return nil }
        if configuration.role == .client { return HandshakeFragments(limit: 131_072) }
        guard configuration.verification.requirePeerCertificate else { return nil }
        return HandshakeFragments(limit: 81_920)
    }

    // MARK: The handshake

    /// Sends the next flight, or the last one again where its timer has run out.
    ///
    /// The corresponding C function is `gnutls_handshake`.
    @discardableResult
    public func advance() throws(SessionError) -> Progress {
        guard !isEstablished else { return .wantsDatagram }
        var refusals = 0
        while true {
            let code = transport.packing(upTo: mtu) { unsafe gnutls_handshake(handle.pointer) }
            if code == GNUTLS_E_SUCCESS {
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
    public func receive(
        _ datagram: Span<UInt8>, _ body: (_ message: Span<UInt8>, _ number: UInt64) -> Void
    ) throws(SessionError) -> Progress {
        guard
            let summary = RecordFilter.examine(datagram, isEstablished: isEstablished)
        else {
            filtered += 1
            return .wantsDatagram
        }
        if isEstablished { return try open(datagram, summary, body) }
        return try shake(datagram, summary, body)
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
    /// The same as ``send(_:)`` for each of them, and faster.
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

    /// Whether ``close()`` was called.
    public var isClosedHere: Bool { !closeNotify.isEmpty }

    // MARK: -

    /// Feeds a datagram to the handshake, and what came before its time once more.
    private func shake(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary,
        _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        // A protected record that overtook the one that brings its keys is kept: GnuTLS would drop
        // it. A ChangeCipherSpec in the same datagram is what brings them.
        if summary.epoch > 0, early.hold(datagram) {
            return try retryEarly(body)
        }
        guard try step(datagram, summary) == .wantsDatagram else {
            return try finish(summary, body)
        }
        // A Finished behind the rest of its flight, which did not open.
        if let offset = summary.protectedOffset, hasReadChangeCipherSpec {
            _ = early.hold(datagram.extracting(offset...))
        }
        return try retryEarly(body)
    }

    /// Feeds one datagram to the handshake, but for fragments of messages that are not whole yet.
    private func step(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary
    ) throws(SessionError) -> Progress {
        guard fragments != nil, summary.epoch == 0, summary.contentType == 22 else {
            return try feed(datagram, summary)
        }
        let starts = RecordFilter.starts(datagram)
        var kept: [UInt8] = []
        var isAltered = false
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : datagram.count
            switch fragments?.take(datagram, at: start) {
            case .hold:
                isAltered = true
            case .replace(let records):
                isAltered = true
                for record in records {
                    let span = record.span
                    guard let summary = RecordFilter.examine(span, isEstablished: false) else {
                        continue
                    }
                    _ = try feed(span, summary)
                }
            default:
                kept += [UInt8](copying: datagram.extracting(start..<end))
            }
        }
        guard isAltered else { return try feed(datagram, summary) }
        let span = kept.span
        guard let rest = RecordFilter.examine(span, isEstablished: false) else {
            return .wantsDatagram
        }
        return try feed(span, rest)
    }

    /// Feeds one datagram to the handshake.
    private func feed(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary
    ) throws(SessionError) -> Progress {
        let result = transport.withInbox(datagram) { () -> Result<Progress, SessionError> in
            do throws(SessionError) { return .success(try advance()) } catch {
                return .failure(error)
            }
        }
        let progress = try result.get()
        if summary.hasChangeCipherSpec, role == .server,
            lastReceivedMessage == .clientKeyExchange || lastReceivedMessage == .certificateVerify
        {
            hasReadChangeCipherSpec = true
        }
        if progress == .established {
            // A server counts from its client's Finished on; see SequenceLedger.start.
            summary.forEachControl { number in
                if role == .server { received.start(at: number) }
                received.note(number)
            }
            if role == .client { received.excuseFirst() }
        }
        return progress
    }

    /// Tries the handshake records that came before their time.
    private func retryEarly(_ body: (Span<UInt8>, UInt64) -> Void) throws(SessionError) -> Progress
    {
        for datagram in early.handshakeRecords {
            let span = datagram.span
            guard let summary = RecordFilter.examine(span, isEstablished: false) else { continue }
            if try step(span, summary) == .established { return try finish(summary, body) }
        }
        return .wantsDatagram
    }

    /// Opens the messages that came before the handshake was done, and first those behind the
    /// Finished in its datagram.
    private func finish(
        _ summary: RecordFilter.Summary, _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        _ = try drain(summary, body)
        for datagram in early.takeMessages() {
            let span = datagram.span
            guard let summary = RecordFilter.examine(span, isEstablished: true) else { continue }
            _ = try open(span, summary, body)
        }
        return .established
    }

    var discardedRecords: UInt32 { unsafe gnutls_record_get_discarded(handle.pointer) }

    var receivedAlert: Alert {
        Alert(
            level: .fatal,
            code: UInt8(truncatingIfNeeded: unsafe gnutls_alert_get(handle.pointer).rawValue))
    }

    /// Sorts a failed handshake, and tells the peer where there is an alert for it.
    private func handshakeFailure(_ code: Int32) -> SessionError {
        if code == GNUTLS_E_FATAL_ALERT_RECEIVED { return .alert(receivedAlert) }
        if hasUnknownIdentity {
            _ = unsafe gnutls_alert_send(
                handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_UNKNOWN_PSK_IDENTITY)
            return .failed(GnuTLSError(code: code, action: "find the client's key"))
        }
        if code == GNUTLS_E_NO_CERTIFICATE_FOUND || code == GNUTLS_E_CERTIFICATE_REQUIRED {
            verificationFailure = VerificationFailure([.missing])
            // RFC 5246 section 7.4.6; GnuTLS would say decode_error.
            _ = unsafe gnutls_alert_send(
                handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_HANDSHAKE_FAILURE)
            return .untrusted(VerificationFailure([.missing]))
        }
        // GnuTLS looks at the usage before it asks us about anything else.
        if code == GNUTLS_E_KEY_USAGE_VIOLATION {
            verificationFailure = VerificationFailure([.wrongPurpose])
        }
        _ = unsafe gnutls_alert_send_appropriate(handle.pointer, code)
        if let verificationFailure { return .untrusted(verificationFailure) }
        return .failed(GnuTLSError(code: code, action: "finish the handshake"))
    }
}
