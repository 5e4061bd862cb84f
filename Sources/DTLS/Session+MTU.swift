internal import CGnuTLS

extension Session {
    /// The largest message that fits into one datagram, in bytes.
    ///
    /// The corresponding C function is `gnutls_dtls_get_data_mtu`.
    public var dataMTU: Int { Int(unsafe gnutls_dtls_get_data_mtu(handle.pointer)) }

    /// The largest UDP payload, in bytes; a handshake under way obeys it from its next flight on.
    ///
    /// The corresponding C functions are `gnutls_dtls_get_mtu` and `gnutls_dtls_set_mtu`.
    public var mtu: Int {
        get { Int(unsafe gnutls_dtls_get_mtu(handle.pointer)) }
        set { unsafe gnutls_dtls_set_mtu(handle.pointer, UInt32(newValue)) }
    }
}
