internal import CGnuTLS

// What a session does with datagrams before it stands.
extension Session {
    /// Feeds a datagram to the handshake, and what came before its time once more.
    func shake(
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

    /// Feeds one datagram to the handshake, but for messages whose turn has not come, and then those whose
    /// turn has come by it.
    private func feed(
        _ datagram: Span<UInt8>, _ summary: RecordFilter.Summary
    ) throws(SessionError) -> Progress {
        let end = order.admit(datagram)
        var progress = Progress.wantsDatagram
        if end == datagram.count {
            progress = try feedInTurn(datagram, summary)
        } else {
            let part = datagram.extracting(..<end)
            if let summary = RecordFilter.examine(part, isEstablished: false) {
                progress = try feedInTurn(part, summary)
            }
        }
        while progress == .wantsDatagram, let datagram = order.takeDue() {
            let span = datagram.span
            guard let summary = RecordFilter.examine(span, isEstablished: false) else { continue }
            let end = order.admit(span)
            let part = span.extracting(..<end)
            progress = try feedInTurn(
                part, RecordFilter.examine(part, isEstablished: false) ?? summary)
        }
        if progress == .established { order.removeAll() }
        return progress
    }

    private func feedInTurn(
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
            // Who has sent its Finished first has sent no data before it; see SequenceLedger.start.
            summary.forEachControl { number in
                if isAhead { received.start(at: number) }
                received.note(number)
            }
            if !isAhead { received.excuseFirst() }
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

    /// Sorts a failed handshake, and tells the peer where there is an alert for it.
    func handshakeFailure(_ code: Int32) -> SessionError {
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

    /// Where large messages can come, which is where certificates do. Records that are to be smaller
    /// than GnuTLS's own are left to it.
    static func fragments(_ configuration: SessionConfiguration) -> HandshakeFragments? {
        guard configuration.maximumRecordSize == nil else { return nil }
        if configuration.role == .client { return HandshakeFragments(limit: 131_072) }
        guard configuration.verification.requirePeerCertificate else { return nil }
        return HandshakeFragments(limit: 81_920)
    }
}
