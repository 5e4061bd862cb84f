internal import CGnuTLS

// Heartbeats (RFC 6520): a ping that the peer has to answer with the same payload, once it has
// read all that came before it.
extension Session {
    /// Whether the peer has agreed to answer pings.
    ///
    /// The corresponding C function is `gnutls_heartbeat_allowed`.
    public var canPing: Bool {
        guard isEstablished else { return false }
        return unsafe gnutls_heartbeat_allowed(
            handle.pointer, UInt32(GNUTLS_HB_LOCAL_ALLOWED_TO_SEND)) != 0
    }

    /// Puts a ping into the outbox, in place of one that is not answered yet: the answer to that
    /// one is ignored from here on. ``answeredPings`` counts the answers.
    ///
    /// - Parameter size: of the record's plaintext, in bytes; what a larger one than the least is
    ///   filled with is sent back by the peer, so that it tries the path in both directions.
    ///
    /// The corresponding C function is `gnutls_heartbeat_ping`.
    ///
    /// - Throws: ``SessionError/tooLarge(size:limit:)``; ``SessionError/failed(_:)`` where the peer
    ///   takes no pings.
    public func ping(size: Int = leastPing) throws(SessionError) {
        let limit = dataMTU
        guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
        // GnuTLS takes the size without type and length, and leaves 16 of it to the padding. The
        // payload is random, and at 16 bytes and below there would be none to know an answer by.
        let payload = max(size, Self.leastPing) - 3
        let code = unsafe gnutls_heartbeat_ping(handle.pointer, payload, 1, 0)
        guard code >= 0 else {
            throw .failed(GnuTLSError(code: code, action: "send a heartbeat"))
        }
        isPingUnderWay = true
        sealed += 1
    }

    /// Puts a ping into the outbox, of the least size, in a datagram of `size` bytes that is otherwise
    /// empty: its answer, which is small, says that the path takes such a datagram.
    ///
    /// One that is lost takes no record with it: ``repeatPing()`` brings the peer the very same.
    ///
    /// - Throws: ``SessionError/failed(_:)`` where the peer takes no pings.
    public func ping(inDatagramOf size: Int) throws(SessionError) {
        // One that is too large would take those with it that leave in one batch with it.
        transport.endBatch()
        let mark = transport.outgoingBytes
        try ping()
        paddedPing = transport.outgoing(since: mark)
        transport.pad(to: size)
        transport.endBatch()
    }

    /// Puts the ping of ``ping(inDatagramOf:)`` into the outbox once more, in a small datagram: a peer
    /// that has read it drops the copy.
    public func repeatPing() { transport.append(paddedPing) }

    /// Answers the last ping of the peer, where it has not been; without room in the outbox, later.
    ///
    /// The corresponding C function is `gnutls_heartbeat_pong`.
    public func answerPing() {
        guard owesAnswer, transport.hasRoom else { return }
        owesAnswer = false
        // The answer is as large as the ping, and where that tries a path it is larger than what we
        // send: it may leave in fragments. One without payload asks for nothing, and is refused.
        let usual = mtu
        mtu = DatagramTransport.plaintextCapacity
        defer { mtu = usual }
        if unsafe gnutls_heartbeat_pong(handle.pointer, 0) >= 0 { sealed += 1 }
    }

    /// Notes what GnuTLS says of a heartbeat that it has read; false where it is not about one.
    ///
    /// An answer that comes after the ping was answered, and what is malformed, it calls fatal, but
    /// goes on as if nothing had been: RFC 6520 section 4 has them discarded.
    func noteHeartbeat(_ code: Int32, _ summary: RecordFilter.Summary) -> Bool {
        guard summary.hasHeartbeat else { return false }
        heartbeats += 1
        switch code {
        case GNUTLS_E_HEARTBEAT_PING_RECEIVED:
            receivedPings += 1
            owesAnswer = true
            if answersPings { answerPing() }
        case GNUTLS_E_HEARTBEAT_PONG_RECEIVED:
            // An answer without payload would match where nothing was asked.
            if isPingUnderWay { answeredPings += 1 }
            isPingUnderWay = false
        case GNUTLS_E_UNEXPECTED_PACKET, GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
            break
        default:
            heartbeats -= 1
            return false
        }
        return true
    }

    /// The plaintext of the smallest ping whose answer can be told from another's, in bytes: type,
    /// length, 16 bytes of random payload and 16 of padding (RFC 6520 section 4).
    public static var leastPing: Int { 35 }
}
