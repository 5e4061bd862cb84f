internal import CGnuTLS

extension Session {
    /// Whether a server has all of its client's last flight but cannot open the Finished in it, of
    /// which two different copies have come: with a pre-shared key, the keys differ.
    ///
    /// GnuTLS drops a record that does not open, so that a wrong key looks like silence.
    public var hasUnreadableFinished: Bool {
        hasReadChangeCipherSpec && !isEstablished && early.handshakeRecords.count >= 2
    }

    /// Whether the key exchange under way involves a pre-shared key.
    ///
    /// The corresponding C function is `gnutls_kx_get`.
    public var usesPreSharedKey: Bool {
        switch unsafe gnutls_kx_get(handle.pointer) {
        case GNUTLS_KX_PSK, GNUTLS_KX_DHE_PSK, GNUTLS_KX_ECDHE_PSK, GNUTLS_KX_RSA_PSK: true
        default: false
        }
    }

    /// Tells the peer of an unreadable Finished by the alert decrypt_error (RFC 5246 section 7.2.2).
    public func refuseFinished() {
        _ = unsafe gnutls_alert_send(handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_DECRYPT_ERROR)
    }
}
