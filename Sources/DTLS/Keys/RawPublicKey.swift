internal import CGnuTLS

/// A key pair without a certificate (RFC 7250): the peer knows it by a pin, or by heart.
public struct RawPublicKey: Sendable {
    private let privateKey: KeyBytes
    private let publicKey: [UInt8]

    /// The public key in DER, SubjectPublicKeyInfo.
    public let publicKeyInfo: [UInt8]

    /// Loads a private key, in PEM or DER, and works out the public key.
    ///
    /// - Returns: the key, and whether others can read the file.
    /// - Throws: an ``IdentityError`` where the file cannot be read, holds no key, or `password`
    ///   does not open it.
    public static func load(
        _ path: String, password: String?
    ) throws(IdentityError) -> (key: RawPublicKey, isReadableByOthers: Bool) {
        do {
            let file = try SecretFile.read(path)
            do throws(GnuTLSError) {
                return try file.withBytes { bytes throws(GnuTLSError) in
                    (try RawPublicKey(bytes, password: password), file.isReadableByOthers)
                }
            } catch {
                throw IdentityError.noKey(error, path, password)
            }
        } catch {
            throw IdentityError("\(error)")
        }
    }

    /// The pair of a private key in PEM or DER.
    ///
    /// The corresponding C functions are `gnutls_privkey_import_x509_raw` and
    /// `gnutls_pubkey_import_privkey`.
    init(_ bytes: [UInt8], password: String?) throws(GnuTLSError) {
        var privateHandle: gnutls_privkey_t?
        var publicHandle: gnutls_pubkey_t?
        try GnuTLSError.check(unsafe gnutls_privkey_init(&privateHandle), "read a key")
        // Both are used here alone; what is kept is copied out of them.
        defer { unsafe gnutls_privkey_deinit(privateHandle) }
        try GnuTLSError.check(unsafe gnutls_pubkey_init(&publicHandle), "read a key")
        defer { unsafe gnutls_pubkey_deinit(publicHandle) }
        var code: Int32 = 0
        for format in [GNUTLS_X509_FMT_PEM, GNUTLS_X509_FMT_DER] {
            code = unsafe withDatum(bytes) { data in
                unsafe gnutls_privkey_import_x509_raw(privateHandle, data, format, password, 0)
            }
            if code >= 0 || code == GNUTLS_E_DECRYPTION_FAILED { break }
        }
        try GnuTLSError.check(code, "read a private key")
        try GnuTLSError.check(
            unsafe gnutls_pubkey_import_privkey(publicHandle, privateHandle, 0, 0),
            "work out a public key")
        var x509: gnutls_x509_privkey_t?
        try GnuTLSError.check(
            unsafe gnutls_privkey_export_x509(privateHandle, &x509), "copy a private key")
        defer { unsafe gnutls_x509_privkey_deinit(x509) }
        var pem = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_x509_privkey_export2_pkcs8(
                x509, GNUTLS_X509_FMT_PEM, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue), &pem),
            "copy a private key")
        privateKey = unsafe KeyBytes(taking: pem)
        publicKey = try unsafe takeDatum("write a public key") {
            unsafe gnutls_pubkey_export2(publicHandle, GNUTLS_X509_FMT_PEM, $0)
        }
        publicKeyInfo = try unsafe takeDatum("write a public key") {
            unsafe gnutls_pubkey_export2(publicHandle, GNUTLS_X509_FMT_DER, $0)
        }
    }

    /// Adds the pair to credentials, which copy it.
    ///
    /// The corresponding C function is `gnutls_certificate_set_rawpk_key_mem`.
    func add(to credentials: gnutls_certificate_credentials_t) throws(GnuTLSError) {
        let code = unsafe withDatum(publicKey) { spki in
            unsafe privateKey.withDatum { key in
                unsafe gnutls_certificate_set_rawpk_key_mem(
                    credentials, spki, key, GNUTLS_X509_FMT_PEM, nil,
                    0, nil, 0, 0)
            }
        }
        try GnuTLSError.check(code, "use the raw public key")
    }
}

extension RawPublicKey: CustomStringConvertible, CustomReflectable {
    /// Words that say nothing of the key: it is never printed, not by accident either.
    public var description: String { "raw public key" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Session {
    /// The peer's public key in DER, where it has shown that instead of a certificate.
    ///
    /// The corresponding C function is `gnutls_certificate_type_get2`.
    public var peerRawPublicKey: [UInt8]? {
        guard
            unsafe gnutls_certificate_type_get2(handle.pointer, GNUTLS_CTYPE_PEERS)
                == GNUTLS_CRT_RAWPK
        else { return nil }
        var count: UInt32 = 0
        guard let keys = unsafe gnutls_certificate_get_peers(handle.pointer, &count), count > 0
        else { return nil }
        let datum = unsafe keys[0]
        return unsafe Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
    }
}
