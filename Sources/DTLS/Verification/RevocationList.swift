internal import CGnuTLS
internal import Glibc

/// A list of certificates that are revoked (RFC 5280 section 5).
enum RevocationList {
    /// When the list in a file ought to have been replaced, in seconds since 1970; `nil` where that
    /// is still to come, or where there is no list.
    ///
    /// The corresponding C function is `gnutls_x509_crl_get_next_update`.
    static func end(_ path: String) -> Int? {
        guard let bytes = try? SecretFile.read(path, limit: 64 << 20).bytes else { return nil }
        var handle: gnutls_x509_crl_t?
        guard unsafe gnutls_x509_crl_init(&handle) >= 0, let list = unsafe handle else {
            return nil
        }
        // Used here alone.
        defer { unsafe gnutls_x509_crl_deinit(list) }
        for format in [GNUTLS_X509_FMT_PEM, GNUTLS_X509_FMT_DER] {
            let code = unsafe withDatum(bytes) { unsafe gnutls_x509_crl_import(list, $0, format) }
            guard code >= 0 else { continue }
            let end = unsafe gnutls_x509_crl_get_next_update(list)
            return end >= 0 && end < time(nil) ? end : nil
        }
        return nil
    }
}
