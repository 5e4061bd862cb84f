internal import CGnuTLS

/// Owns a `gnutls_session_t` and frees it, here and nowhere else.
@safe struct SessionHandle: ~Copyable {
    /// Valid for as long as this value lives.
    let pointer: gnutls_session_t

    /// A non-blocking datagram session.
    ///
    /// The corresponding C function is `gnutls_init`.
    init(role: Role, hasTickets: Bool) throws(GnuTLSError) {
        var session: gnutls_session_t?
        let flags = shim_session_flags(role == .server ? 1 : 0, hasTickets ? 1 : 0)
        try GnuTLSError.check(unsafe gnutls_init(&session, flags), "make a session")
        guard let session = unsafe session else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a session")
        }
        unsafe pointer = session
    }

    deinit {
        unsafe gnutls_deinit(pointer)
    }
}
