internal import CGnuTLS

extension Session {
    /// What a client needs to take up the session again, with the secret in it; `nil` before the
    /// session stands, and where the server has given nothing to name it by. Hand it to
    /// ``SessionConfiguration/resumption``, or keep it as a ``SavedSession``.
    ///
    /// The corresponding C functions are `gnutls_session_get_data2` and `gnutls_session_get_id2`.
    public var resumptionData: [UInt8]? {
        guard isEstablished, role == .client, configuration.canResume else { return nil }
        var identifier = unsafe gnutls_datum_t()
        // With a ticket, GnuTLS makes up an identifier.
        guard unsafe gnutls_session_get_id2(handle.pointer, &identifier) >= 0,
            unsafe identifier.size > 0
        else { return nil }
        var data = unsafe gnutls_datum_t()
        guard unsafe gnutls_session_get_data2(handle.pointer, &data) >= 0 else { return nil }
        // A copy, since the memory is GnuTLS's to free.
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: data.data, count: Int(data.size)))
        unsafe gnutls_memset(data.data, 0, Int(data.size))
        unsafe shim_gnutls_free(data.data)
        return bytes
    }

    /// Whether the session takes up an earlier one.
    ///
    /// The corresponding C function is `gnutls_session_is_resumed`.
    public var isResumed: Bool { unsafe gnutls_session_is_resumed(handle.pointer) != 0 }

    /// Whether this side's Finished comes last, so that it is done with the handshake while the peer may
    /// still wait for it: a server's in a full handshake, a client's in one that resumes.
    public var isAhead: Bool { (role == .server) != isResumed }

    /// Takes up an earlier session; what does not fit makes a full handshake.
    ///
    /// The corresponding C function is `gnutls_session_set_data`.
    static func resume(_ data: [UInt8], in session: gnutls_session_t) {
        _ = unsafe data.withUnsafeBytes { bytes in
            unsafe gnutls_session_set_data(session, bytes.baseAddress, bytes.count)
        }
    }

    /// Has a client ping a server that answers pings, as its ``ReceiveRoom`` tells: GnuTLS's servers
    /// say so in no hello that resumes, and its clients would not read it (RFC 6520 section 2 wants
    /// it agreed on anew). They answer none the less.
    ///
    /// The corresponding C function is `gnutls_heartbeat_enable`.
    func resumeHeartbeats() {
        guard role == .client, configuration.allowsHeartbeats, peerReceiveRoom != nil else {
            return
        }
        unsafe gnutls_heartbeat_enable(
            handle.pointer,
            UInt32(GNUTLS_HB_PEER_ALLOWED_TO_SEND | GNUTLS_HB_LOCAL_ALLOWED_TO_SEND))
    }

    /// Whether the peer of a session that was taken up satisfies the policy of today; remembers why
    /// not. A handshake that resumes shows no certificates and calls back for none, but GnuTLS keeps
    /// those of the first one with the session, on both sides.
    ///
    /// The corresponding C function is `gnutls_psk_server_get_username2`.
    func judgeResumption() -> Bool {
        guard usesPreSharedKey else {
            let isDue = role == .client || configuration.verification.requirePeerCertificate
            return isDue ? judgePeer() : true
        }
        // The ticket's key depends on the keys of the clients, so the identity is still good.
        var identity = unsafe gnutls_datum_t()
        if role == .server,
            unsafe gnutls_psk_server_get_username2(handle.pointer, &identity) >= 0
        {
            clientIdentity = unsafe [UInt8](
                UnsafeBufferPointer(start: identity.data, count: Int(identity.size)))
        }
        return true
    }
}

extension SessionConfiguration {
    /// What a server's tickets depend on beside their key: whoever has made a session under other
    /// terms makes a full handshake. They are the suites, whether clients have to show a
    /// certificate, and their pre-shared keys: who knew a key that was changed is not let in by a
    /// ticket.
    var ticketPurpose: [UInt8] {
        digest(of: [
            Array(priority.string.utf8),
            [verification.requirePeerCertificate ? 1 : 0],
            credentials.digest,
        ])
    }

    /// What a client's session is tied to beside its server: who takes it up has to be the same, and
    /// to want the same. Whom it trusts is not in it, for the server's certificate is verified anew.
    ///
    /// - Parameter server: the host and port.
    public func resumptionPurpose(_ server: String) -> [UInt8] {
        digest(of: [
            Array(server.utf8), Array(priority.string.utf8), Array((serverName ?? "").utf8),
            credentials.digest,
        ])
    }
}

/// The SHA-256 of `fields`, each with its length in front, so that no two lists have the same.
func digest(of fields: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    // A key may be among them, and a larger array would leave a copy of it behind.
    bytes.reserveCapacity(fields.reduce(0) { $0 + $1.count + 21 })
    defer { bytes.wipe() }
    for field in fields {
        bytes += Array("\(field.count):".utf8)
        bytes += field
    }
    return Digest(.sha256, of: bytes).bytes
}
