internal import CGnuTLS

/// A private key, made here or read from a file.
@safe public final class PrivateKey: Sendable {
    /// The kinds of key that ``generate(_:)`` makes.
    public enum KeyType: Sendable, CaseIterable {
        /// ECDSA on P-256, which everybody speaks and which is fast.
        case ecdsaP256

        /// ECDSA on P-384.
        case ecdsaP384

        /// Ed25519.
        case ed25519

        /// RSA of 2048 bits.
        case rsa2048

        /// RSA of 3072 bits.
        case rsa3072

        /// RSA of 4096 bits.
        case rsa4096
    }

    /// Freed in `deinit`, never changed.
    nonisolated(unsafe) let handle: gnutls_x509_privkey_t

    /// Takes over `handle`.
    init(owning handle: gnutls_x509_privkey_t) { unsafe self.handle = handle }

    // Also wipes the key.
    deinit { unsafe gnutls_x509_privkey_deinit(handle) }

    /// A fresh key.
    ///
    /// The corresponding C function is `gnutls_x509_privkey_generate`.
    ///
    /// - Throws: a ``GnuTLSError`` where GnuTLS knows no such key, or has no randomness.
    public static func generate(_ type: KeyType) throws(GnuTLSError) -> PrivateKey {
        var handle: gnutls_x509_privkey_t?
        try GnuTLSError.check(unsafe gnutls_x509_privkey_init(&handle), "make a key")
        guard let handle = unsafe handle else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a key")
        }
        // From here on freed with the object.
        let key = unsafe PrivateKey(owning: handle)
        let (algorithm, bits): (gnutls_pk_algorithm_t, UInt32) =
            switch type {
            // GNUTLS_CURVE_TO_BITS, a macro: bit 31, and the curve.
            case .ecdsaP256: (GNUTLS_PK_ECDSA, 1 << 31 | GNUTLS_ECC_CURVE_SECP256R1.rawValue)
            case .ecdsaP384: (GNUTLS_PK_ECDSA, 1 << 31 | GNUTLS_ECC_CURVE_SECP384R1.rawValue)
            case .ed25519: (GNUTLS_PK_EDDSA_ED25519, 256)
            case .rsa2048: (GNUTLS_PK_RSA, 2_048)
            case .rsa3072: (GNUTLS_PK_RSA, 3_072)
            case .rsa4096: (GNUTLS_PK_RSA, 4_096)
            }
        try GnuTLSError.check(
            unsafe gnutls_x509_privkey_generate(handle, algorithm, bits, 0), "make a key")
        return key
    }

    /// The key in PEM (PKCS#8), unencrypted.
    ///
    /// The corresponding C function is `gnutls_x509_privkey_export2_pkcs8`.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no memory.
    public func pem() throws(GnuTLSError) -> SecretText {
        var datum = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_x509_privkey_export2_pkcs8(
                handle, GNUTLS_X509_FMT_PEM, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue), &datum),
            "write a private key")
        let text = SecretText()
        unsafe text.append(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
        unsafe gnutls_memset(datum.data, 0, Int(datum.size))
        unsafe shim_gnutls_free(datum.data)
        return text
    }

    /// The public key that goes with it, in PEM (SubjectPublicKeyInfo).
    ///
    /// - Throws: a ``GnuTLSError`` where there is no memory.
    public func publicPEM() throws(GnuTLSError) -> String {
        String(decoding: try publicKey(GNUTLS_X509_FMT_PEM), as: UTF8.self)
    }

    /// The public key's pin.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no memory.
    public func pin() throws(GnuTLSError) -> Pin {
        .publicKey(try publicKey(GNUTLS_X509_FMT_DER))
    }

    /// What its signatures are made with: a digest as strong as the key.
    var digestAlgorithm: gnutls_digest_algorithm_t {
        var bits: UInt32 = 0
        let algorithm = unsafe gnutls_x509_privkey_get_pk_algorithm2(handle, &bits)
        switch gnutls_pk_algorithm_t(rawValue: UInt32(max(algorithm, 0))) {
        case GNUTLS_PK_EDDSA_ED25519: return GNUTLS_DIG_SHA512
        case GNUTLS_PK_EDDSA_ED448: return GNUTLS_DIG_SHAKE_256
        case GNUTLS_PK_ECDSA where bits > 384: return GNUTLS_DIG_SHA512
        case GNUTLS_PK_ECDSA where bits > 256: return GNUTLS_DIG_SHA384
        default: return GNUTLS_DIG_SHA256
        }
    }

    /// Whether its public key is one that RSA key exchange encrypts to.
    var isRSA: Bool {
        unsafe gnutls_x509_privkey_get_pk_algorithm(handle) == Int32(GNUTLS_PK_RSA.rawValue)
    }

    /// The corresponding C function is `gnutls_pubkey_export2`.
    private func publicKey(_ format: gnutls_x509_crt_fmt_t) throws(GnuTLSError) -> [UInt8] {
        var privateHandle: gnutls_privkey_t?
        var publicHandle: gnutls_pubkey_t?
        try GnuTLSError.check(unsafe gnutls_privkey_init(&privateHandle), "read a key")
        // Both are used here alone, and borrow `handle`.
        defer { unsafe gnutls_privkey_deinit(privateHandle) }
        try GnuTLSError.check(unsafe gnutls_pubkey_init(&publicHandle), "read a key")
        defer { unsafe gnutls_pubkey_deinit(publicHandle) }
        try GnuTLSError.check(
            unsafe gnutls_privkey_import_x509(privateHandle, handle, 0), "read a key")
        try GnuTLSError.check(
            unsafe gnutls_pubkey_import_privkey(publicHandle, privateHandle, 0, 0),
            "work out a public key")
        return try unsafe takeDatum("write a public key") {
            unsafe gnutls_pubkey_export2(publicHandle, format, $0)
        }
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// Words that say nothing of the key: it is never printed, not by accident either.
    public var description: String { "private key" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
