internal import CGnuTLS

/// What a server seals its session tickets with (RFC 5077), so that it keeps nothing for a client
/// that has gone, and yet takes up its session again.
public struct TicketKey: Sendable {
    let bytes: [UInt8]

    /// A random key, for as long as the process lives.
    ///
    /// The corresponding C function is `gnutls_session_ticket_key_generate`.
    public init() throws(GnuTLSError) {
        var key = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_session_ticket_key_generate(&key), "make a ticket key")
        bytes = unsafe [UInt8](UnsafeBufferPointer(start: key.data, count: Int(key.size)))
        unsafe gnutls_memset(key.data, 0, Int(key.size))
        unsafe shim_gnutls_free(key.data)
    }

    /// Lets `session` give out tickets and take them.
    ///
    /// The corresponding C function is `gnutls_session_ticket_enable_server`, which copies the key.
    func enable(in session: gnutls_session_t) throws(GnuTLSError) {
        var copy = bytes
        let code = unsafe copy.withUnsafeMutableBufferPointer { bytes in
            var datum = unsafe gnutls_datum_t(data: bytes.baseAddress, size: UInt32(bytes.count))
            return unsafe gnutls_session_ticket_enable_server(session, &datum)
        }
        try GnuTLSError.check(code, "use tickets")
    }
}

extension Session {
    /// What a client needs to take up the session again, with the secret in it; `nil` before the
    /// session stands. Hand it to ``SessionConfiguration/resumption``.
    ///
    /// The corresponding C function is `gnutls_session_get_data2`.
    public var resumptionData: [UInt8]? {
        guard isEstablished, role == .client, configuration.canResume else { return nil }
        var data = unsafe gnutls_datum_t()
        guard unsafe gnutls_session_get_data2(handle.pointer, &data) >= 0 else { return nil }
        // A copy, since the memory is GnuTLS's to free.
        let bytes = unsafe [UInt8](UnsafeBufferPointer(start: data.data, count: Int(data.size)))
        unsafe gnutls_memset(data.data, 0, Int(data.size))
        unsafe shim_gnutls_free(data.data)
        return bytes
    }

    /// Takes up an earlier session; what does not fit makes a full handshake.
    ///
    /// The corresponding C function is `gnutls_session_set_data`.
    static func resume(_ data: [UInt8], in session: gnutls_session_t) {
        _ = unsafe data.withUnsafeBytes { bytes in
            unsafe gnutls_session_set_data(session, bytes.baseAddress, bytes.count)
        }
    }
}
