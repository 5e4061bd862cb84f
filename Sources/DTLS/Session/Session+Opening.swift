internal import CGnuTLS

// Opens the records of a session that stands.
extension Session {
    /// Opens the records of a datagram in a session that stands.
    func open(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary,
        _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        if summary.isProtected, summary.records == 1, received.hasReceived(summary.sequenceNumber) {
            repeated += 1
            // A Finished that comes again asks for our last flight, which GnuTLS sends.
            guard summary.contentType == 22 else { return .wantsDatagram }
        }
        let wasClosed = isClosedByPeer
        let before = discardedRecords
        let mark = transport.outgoingBytes
        let known = heartbeats
        let refused = refusedRenegotiations
        let result = transport.withInbox(datagram) { () -> Result<Progress, SessionError> in
            do throws(SessionError) { return .success(try drain(summary, body)) } catch {
                return .failure(error)
            }
        }
        // After the peer's close_notify GnuTLS reads nothing more, so that nothing proves a number that
        // comes later, or behind it.
        guard !wasClosed, !isClosedByPeer || summary.records == 1 else { return try result.get() }
        // GnuTLS drops a Finished that comes again, and answers it with our last flight: it does so
        // only after it has opened it.
        let isFinishedAgain = summary.contentType == 22 && transport.outgoingBytes > mark
        // It does so for a minute by the time of day, which may have been set forward since.
        if summary.isProtected, summary.contentType == 22 || summary.hasChangeCipherSpec,
            transport.outgoingBytes == mark, refusedRenegotiations == refused,
            discardedRecords &- before < summary.records
        {
            repeatLastFlight()
        }
        if discardedRecords == before || isFinishedAgain {
            summary.forEachControl { received.note($0) }
        }
        // GnuTLS reads an answer to an earlier ping, and says nothing of it.
        if summary.hasHeartbeat, discardedRecords == before, heartbeats == known {
            lateAnswers += 1
        }
        return try result.get()
    }

    /// Opens a datagram that is one record with data.
    func openOne(
        _ datagram: Span<UInt8>, _ number: UInt64, _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        guard !received.hasReceived(number) else {
            repeated += 1
            return .wantsDatagram
        }
        let buffer = unsafe transport.plaintext
        let code = unsafe datagram.withUnsafeBytes { bytes in
            unsafe transport.lend(bytes)
            defer { transport.takeBack() }
            return unsafe gnutls_record_recv(handle.pointer, buffer.baseAddress, buffer.count)
        }
        guard code > 0 else {
            return try note(Int32(code), RecordFilter.Summary(), isLast: false) ?? .wantsDatagram
        }
        received.note(number)
        let message = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<code])
        unsafe body(message.bindMemory(to: UInt8.self).span, number)
        return .wantsDatagram
    }

    /// Reads records until the inbox is empty, and nothing of its datagram is left in GnuTLS: that
    /// drops a record that is not authentic and keeps those behind it, which would take the place of
    /// the next datagram.
    func drain(
        _ summary: RecordFilter.Summary, _ body: (Span<UInt8>, UInt64) -> Void
    ) throws(SessionError) -> Progress {
        var number: UInt64 = 0
        // Each record is refused once at most, and so is each turn at a full outbox.
        var refusals = summary.records + 16
        let buffer = unsafe transport.plaintext
        transport.wasAskedInVain = false
        while true {
            // The sequence is eight bytes: the epoch, and 48 bits of number (RFC 6347 section 4.1).
            let code = unsafe withUnsafeMutableBytes(of: &number) { sequence in
                unsafe gnutls_record_recv_seq(
                    handle.pointer, buffer.baseAddress, buffer.count,
                    sequence.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
            if code > 0 {
                let number = UInt64(bigEndian: number) & 0xFFFF_FFFF_FFFF
                received.note(number)
                let message = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<code])
                unsafe body(message.bindMemory(to: UInt8.self).span, number)
                continue
            }
            refusals -= 1
            if let progress = try note(Int32(code), summary, isLast: refusals < 0) {
                return progress
            }
        }
    }

    /// Sorts what GnuTLS says instead of a message; `nil` where there may be more to read.
    private func note(
        _ code: Int32, _ summary: RecordFilter.Summary, isLast: Bool
    ) throws(SessionError) -> Progress? {
        switch code {
        case 0, GNUTLS_E_SESSION_EOF:
            // The latter where GnuTLS had a mind to send its last flight again.
            isClosedByPeer = true
            return .closed
        case GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED:
            return transport.wasAskedInVain || isLast ? .wantsDatagram : nil
        case GNUTLS_E_FATAL_ALERT_RECEIVED:
            throw .alert(receivedAlert)
        case GNUTLS_E_REHANDSHAKE:
            refuseRenegotiation()
        case GNUTLS_E_INVALID_SESSION where isClosedHere && !isLast:
            repeatLastFlight()
        case _ where noteHeartbeat(code, summary):
            break
        case _ where gnutls_error_is_fatal(code) != 0 || isLast:
            throw .failed(GnuTLSError(code: code, action: "receive a record"))
        default:
            break
        }
        return nil
    }

    /// Declines a new handshake inside the session: it would cost a full one each time it is asked.
    private func refuseRenegotiation() {
        refusedRenegotiations += 1
        guard refusedRenegotiations <= 16 else { return }
        let code = unsafe gnutls_alert_send(
            handle.pointer, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION)
        if code >= 0 { sealed += 1 }
    }

    // MARK: A stream

    /// The same as ``receive(_:segmentSize:_:)`` where nobody asks for the bounds of the messages: they
    /// are opened into `space`, one behind the other, without a copy in between.
    ///
    /// - Parameters:
    ///   - datagrams: their payloads, one behind the other, as `UDP_GRO` delivers them.
    ///   - segmentSize: the size of each but the last, in bytes; not 0.
    ///   - space: at least as long as all the datagrams together.
    ///   - opened: counts the messages, and their bytes from the start of `space`; what was opened
    ///     before an error is in it.
    /// - Throws: a ``SessionError`` where the session is over.
    public func receive(
        _ datagrams: Span<UInt8>, segmentSize: Int, into space: inout MutableSpan<UInt8>,
        opened: inout (messages: Int, bytes: Int)
    ) throws(SessionError) -> Progress {
        precondition(space.count >= datagrams.count)
        var progress = Progress.wantsDatagram
        var offset = 0
        while offset < datagrams.count {
            let end = min(offset + segmentSize, datagrams.count)
            let datagram = datagrams.extracting(offset..<end)
            offset = end
            if isEstablished, let number = RecordFilter.dataRecord(datagram) {
                try openOne(datagram, number, into: &space, &opened)
                continue
            }
            // A heartbeat, mostly, and what is malformed.
            var messages: [UInt8] = []
            let outcome = try receive(datagram) { message, _ in
                opened.messages += 1
                messages += [UInt8](copying: message)
            }
            for byte in messages {
                space[opened.bytes] = byte
                opened.bytes += 1
            }
            if outcome != .wantsDatagram { progress = outcome }
        }
        return progress
    }

    private func openOne(
        _ datagram: Span<UInt8>, _ number: UInt64, into space: inout MutableSpan<UInt8>,
        _ opened: inout (messages: Int, bytes: Int)
    ) throws(SessionError) {
        guard !received.hasReceived(number) else {
            repeated += 1
            return
        }
        // Both spans are lent for the length of the call, in which GnuTLS reads one and writes the
        // other: never more than it reads.
        let start = opened.bytes
        let code = unsafe space.withUnsafeMutableBytes { target in
            unsafe datagram.withUnsafeBytes { bytes in
                unsafe transport.lend(bytes)
                defer { transport.takeBack() }
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: target[start...])
                return unsafe gnutls_record_recv(handle.pointer, rest.baseAddress, rest.count)
            }
        }
        guard code > 0 else {
            _ = try note(Int32(code), RecordFilter.Summary(), isLast: false)
            return
        }
        received.note(number)
        opened.messages += 1
        opened.bytes += code
    }
}
