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

    /// The identity that the client has given, on either side; `nil` without a pre-shared key.
    public var preSharedKeyIdentity: [UInt8]? {
        usesPreSharedKey ? clientIdentity ?? configuration.credentials.ownIdentity : nil
    }

    /// What the server has said about which identity to use (RFC 4279 section 5.2), as it was sent:
    /// escape it before you show it; `nil` where it has said nothing. Client only.
    ///
    /// The corresponding C function is `gnutls_psk_client_get_hint`.
    public var preSharedKeyHint: String? {
        // It looks into what only a session with a key has.
        guard role == .client, usesPreSharedKey,
            let hint = unsafe gnutls_psk_client_get_hint(handle.pointer)
        else { return nil }
        let text = unsafe String(cString: hint)
        return text.isEmpty ? nil : text
    }

    /// Tells the peer of an unreadable Finished by the alert decrypt_error (RFC 5246 section 7.2.2).
    public func refuseFinished() {
        _ = unsafe gnutls_alert_send(handle.pointer, GNUTLS_AL_FATAL, GNUTLS_A_DECRYPT_ERROR)
    }
}
