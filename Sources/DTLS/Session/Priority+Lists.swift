internal import CGnuTLS

/// What a priority string enables, each list in order of preference.
extension Priority {
    /// The cipher suites.
    ///
    /// The corresponding C function is `gnutls_priority_get_cipher_suite_index`.
    public var cipherSuites: [CipherSuite] {
        var result: [CipherSuite] = []
        var position: UInt32 = 0
        while true {
            var index: UInt32 = 0
            let code = unsafe gnutls_priority_get_cipher_suite_index(handle, position, &index)
            position += 1
            if code == GNUTLS_E_UNKNOWN_CIPHER_SUITE { continue }
            guard code == GNUTLS_E_SUCCESS else { return result }
            if let suite = CipherSuite(index: Int(index)) { result.append(suite) }
        }
    }

    /// The versions of DTLS, whatever else it enables for TLS.
    ///
    /// The corresponding C function is `gnutls_priority_protocol_list`.
    public var versions: [ProtocolVersion] {
        unsafe list(gnutls_priority_protocol_list).compactMap { value in
            switch gnutls_protocol_t(rawValue: value) {
            case GNUTLS_DTLS1_0: .dtls10
            case GNUTLS_DTLS1_2: .dtls12
            default: nil
            }
        }
    }

    /// The groups, in GnuTLS's spelling.
    ///
    /// The corresponding C function is `gnutls_priority_group_list`.
    public var groups: [String] {
        unsafe list(gnutls_priority_group_list).compactMap { value in
            unsafe text(gnutls_group_get_name(gnutls_group_t(rawValue: value)))
        }
    }

    /// The signature algorithms, in GnuTLS's spelling; those of TLS 1.3 alone are among them.
    ///
    /// The corresponding C function is `gnutls_priority_sign_list`.
    public var signatures: [String] {
        unsafe list(gnutls_priority_sign_list).compactMap { value in
            unsafe text(gnutls_sign_get_name(gnutls_sign_algorithm_t(rawValue: value)))
        }
    }

    /// The key exchanges, in GnuTLS's spelling.
    ///
    /// The corresponding C function is `gnutls_priority_kx_list`.
    var keyExchanges: [String] {
        unsafe list(gnutls_priority_kx_list).compactMap { value in
            unsafe text(gnutls_kx_get_name(gnutls_kx_algorithm_t(rawValue: value)))
        }
    }

    /// The ciphers, in GnuTLS's spelling.
    ///
    /// The corresponding C function is `gnutls_priority_cipher_list`.
    var ciphers: [String] {
        unsafe list(gnutls_priority_cipher_list).compactMap { value in
            unsafe text(gnutls_cipher_get_name(gnutls_cipher_algorithm_t(rawValue: value)))
        }
    }

    /// The algorithms that authenticate records, in GnuTLS's spelling.
    ///
    /// The corresponding C function is `gnutls_priority_mac_list`.
    var macs: [String] {
        unsafe list(gnutls_priority_mac_list).compactMap { value in
            unsafe text(gnutls_mac_get_name(gnutls_mac_algorithm_t(rawValue: value)))
        }
    }

    /// A list that lives as long as the priority does.
    private func list(
        _ read: (gnutls_priority_t, UnsafeMutablePointer<UnsafePointer<UInt32>?>) -> Int32
    ) -> [UInt32] {
        var start: UnsafePointer<UInt32>?
        let count = unsafe read(handle, &start)
        guard count > 0, let start = unsafe start else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }

    /// A string that lives as long as the library.
    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}
