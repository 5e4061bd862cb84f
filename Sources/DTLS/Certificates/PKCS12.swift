internal import CGnuTLS

/// A PKCS#12 container (RFC 7292).
@safe struct PKCS12: ~Copyable {
    private let handle: gnutls_pkcs12_t
    private let password: String?

    /// Reads `bytes`; `nil` where they are something else.
    init?(_ bytes: [UInt8], _ password: String?, path: String) throws(IdentityError) {
        var container: gnutls_pkcs12_t?
        guard unsafe gnutls_pkcs12_init(&container) >= 0, let handle = unsafe container else {
            throw IdentityError("no memory for \(path)")
        }
        let code = unsafe withDatum(bytes) { data in
            unsafe gnutls_pkcs12_import(handle, data, GNUTLS_X509_FMT_DER, 0)
        }
        guard code >= 0 else {
            unsafe gnutls_pkcs12_deinit(handle)
            return nil
        }
        unsafe self.handle = handle
        self.password = password
    }

    deinit { unsafe gnutls_pkcs12_deinit(handle) }

    /// The key in it, and the chain that belongs to that.
    ///
    /// The corresponding C function is `gnutls_pkcs12_simple_parse`.
    borrowing func identity(path: String) throws(IdentityError) -> Identity {
        let (chain, key, _) = try unsafe contents(path: path)
        guard let key = unsafe key else { throw IdentityError("no private key in \(path)") }
        let identity = unsafe Identity(chain: chain, owning: key)
        guard !chain.isEmpty else { throw IdentityError("no certificate in \(path)") }
        return identity
    }

    /// The certificates in it: those that belong to its key first.
    ///
    /// The corresponding C function is `gnutls_pkcs12_simple_parse`.
    borrowing func certificates(path: String) throws(IdentityError) -> [Certificate] {
        let (chain, key, others) = try unsafe contents(path: path)
        if let key = unsafe key { unsafe gnutls_x509_privkey_deinit(key) }
        guard !chain.isEmpty || !others.isEmpty else {
            throw IdentityError("no certificate in \(path)")
        }
        return chain + others
    }

    private borrowing func contents(
        path: String
    ) throws(IdentityError) -> (
        chain: [Certificate], key: gnutls_x509_privkey_t?, others: [Certificate]
    ) {
        if let password, unsafe gnutls_pkcs12_verify_mac(handle, password) < 0 {
            throw IdentityError("the password does not open \(path)")
        }
        var key: gnutls_x509_privkey_t?
        var list: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var count: UInt32 = 0
        var extra: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var extraCount: UInt32 = 0
        let code = unsafe gnutls_pkcs12_simple_parse(
            handle, password ?? "", &key, &list, &count, &extra, &extraCount, nil, 0)
        guard code >= 0 else {
            throw IdentityError(
                password == nil
                    ? "\(path) is encrypted, and no password was given"
                    : "cannot open \(path): \(GnuTLSError(code: code, action: "").text)")
        }
        return unsafe (Self.take(list, count), key, Self.take(extra, extraCount))
    }

    /// Frees the array; the certificates in it then belong to the objects.
    private static func take(
        _ list: UnsafeMutablePointer<gnutls_x509_crt_t?>?, _ count: UInt32
    ) -> [Certificate] {
        guard let list = unsafe list else { return [] }
        defer { unsafe shim_gnutls_free(list) }
        return (0..<Int(count)).compactMap { index in
            unsafe list[index].map { unsafe Certificate(owning: $0) }
        }
    }
}
