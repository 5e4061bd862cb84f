internal import CGnuTLS

extension Session {
    /// The largest message that fits into one datagram, in bytes.
    ///
    /// The corresponding C functions are `gnutls_dtls_get_data_mtu` and, for a limit that was agreed
    /// on (RFC 8449, RFC 6066 section 4), `gnutls_record_get_max_size`.
    public var dataMTU: Int {
        if knownDataMTU > 0 { return knownDataMTU }
        let limit = askedDataMTU
        if isEstablished { knownDataMTU = limit }
        return limit
    }

    private var askedDataMTU: Int {
        let path = Int(unsafe gnutls_dtls_get_data_mtu(handle.pointer))
        let own = Int(unsafe gnutls_record_get_max_size(handle.pointer))
        return min(path, own, peerRecordLimit ?? .max)
    }

    /// The largest UDP payload, in bytes; a handshake under way obeys it from its next flight on.
    ///
    /// The corresponding C functions are `gnutls_dtls_get_mtu` and `gnutls_dtls_set_mtu`.
    public var mtu: Int {
        get { Int(unsafe gnutls_dtls_get_mtu(handle.pointer)) }
        set {
            unsafe gnutls_dtls_set_mtu(handle.pointer, UInt32(newValue))
            knownDataMTU = 0
        }
    }
}
