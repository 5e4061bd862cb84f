internal import CGnuTLS
internal import Glibc

/// A certificate chain and its private key, by which a session says who it is.
@safe public final class Identity: Sendable {
    /// The kinds of key that ``selfSigned(commonName:names:days:keyType:)`` makes.
    public enum KeyType: Sendable {
        /// ECDSA on P-256, which everybody speaks and which is fast.
        case ecdsaP256

        /// Ed25519.
        case ed25519

        /// RSA of 2048 bits.
        case rsa2048
    }

    /// The chain, its own certificate first; empty where a token keeps it.
    public let chain: [Certificate]

    /// Freed in `deinit`, never changed; `nil` where a token keeps the key.
    private nonisolated(unsafe) let key: gnutls_x509_privkey_t?

    /// URLs of the certificate and key on a PKCS#11 token, and its PIN.
    private let token: (certificate: String, key: String, pin: String?)?

    init(chain: [Certificate], owning key: gnutls_x509_privkey_t) {
        self.chain = chain
        unsafe self.key = key
        token = nil
    }

    init(token: (certificate: String, key: String, pin: String?)) {
        chain = []
        unsafe key = nil
        self.token = token
    }

    deinit {
        // Also wipes the key.
        if let key = unsafe key { unsafe gnutls_x509_privkey_deinit(key) }
    }

    /// A certificate that vouches for itself, with a fresh key, for one run.
    ///
    /// - Parameters:
    ///   - commonName: whom it names.
    ///   - names: DNS names and numeric addresses that it is for.
    ///   - days: how long it is valid, from an hour ago on; the past where negative.
    ///   - keyType: the kind of key.
    public static func selfSigned(
        commonName: String, names: [String], days: Int = 30, keyType: KeyType = .ecdsaP256
    ) throws(GnuTLSError) -> Identity {
        let key = try unsafe makeKey(keyType)
        let certificate: Certificate
        do throws(GnuTLSError) {
            certificate = try unsafe CertificateTemplate(
                commonName: commonName, names: names, days: days
            ).sign(key, digest: keyType == .ed25519 ? GNUTLS_DIG_SHA512 : GNUTLS_DIG_SHA256)
        } catch {
            unsafe gnutls_x509_privkey_deinit(key)
            throw error
        }
        return unsafe Identity(chain: [certificate], owning: key)
    }

    /// The chain in PEM.
    public var certificatePEM: String { chain.map(\.pem).joined() }

    /// The private key in PEM, unencrypted; `nil` where a token keeps it.
    ///
    /// The corresponding C function is `gnutls_x509_privkey_export2_pkcs8`.
    public var privateKeyPEM: String? {
        guard let key = unsafe key else { return nil }
        let bytes = try? unsafe takeDatum("write a private key") {
            unsafe gnutls_x509_privkey_export2_pkcs8(
                key, GNUTLS_X509_FMT_PEM, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue), $0)
        }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Adds chain and key to credentials, which copy them.
    ///
    /// The corresponding C functions are `gnutls_certificate_set_x509_key` and, for a token,
    /// `gnutls_certificate_set_x509_key_file2`.
    func add(to credentials: gnutls_certificate_credentials_t) throws(GnuTLSError) {
        if let token {
            let code = unsafe gnutls_certificate_set_x509_key_file2(
                credentials, token.certificate, token.key, GNUTLS_X509_FMT_PEM, token.pin, 0)
            try GnuTLSError.check(code, "use the certificate \(token.certificate)")
            return
        }
        var handles = unsafe chain.map { unsafe Optional($0.handle) }
        let code = unsafe gnutls_certificate_set_x509_key(
            credentials, &handles, Int32(handles.count), key)
        try GnuTLSError.check(code, "use the certificate")
    }

    private static func makeKey(_ type: KeyType) throws(GnuTLSError) -> gnutls_x509_privkey_t {
        var handle: gnutls_x509_privkey_t?
        try GnuTLSError.check(unsafe gnutls_x509_privkey_init(&handle), "make a key")
        guard let key = unsafe handle else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a key")
        }
        let (algorithm, bits): (gnutls_pk_algorithm_t, UInt32) =
            switch type {
            // GNUTLS_CURVE_TO_BITS, a macro: bit 31, and the curve.
            case .ecdsaP256: (GNUTLS_PK_ECDSA, 1 << 31 | GNUTLS_ECC_CURVE_SECP256R1.rawValue)
            case .ed25519: (GNUTLS_PK_EDDSA_ED25519, 256)
            case .rsa2048: (GNUTLS_PK_RSA, 2_048)
            }
        let code = unsafe gnutls_x509_privkey_generate(key, algorithm, bits, 0)
        guard code >= 0 else {
            unsafe gnutls_x509_privkey_deinit(key)
            throw GnuTLSError(code: code, action: "make a key")
        }
        return unsafe key
    }
}

extension Identity: CustomReflectable {
    // The PIN of a token is never printed, not by accident either.
    public var customMirror: Mirror { Mirror(self, children: ["chain": chain.map(\.sha256Text)]) }
}

/// What a certificate that we make says.
struct CertificateTemplate {
    let commonName: String
    let names: [String]
    let days: Int

    /// Makes the certificate and signs it with its own key.
    func sign(
        _ key: gnutls_x509_privkey_t, digest: gnutls_digest_algorithm_t
    ) throws(GnuTLSError) -> Certificate {
        var handle: gnutls_x509_crt_t?
        try GnuTLSError.check(unsafe gnutls_x509_crt_init(&handle), "make a certificate")
        guard let crt = unsafe handle else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a certificate")
        }
        // From here on freed with the object.
        let certificate = unsafe Certificate(owning: crt)
        let now = time(nil)
        var serial = [UInt8](repeating: 0, count: 16)
        _ = unsafe gnutls_rnd(GNUTLS_RND_NONCE, &serial, serial.count)
        serial[0] = serial[0] & 0x7F | 0x01

        unsafe gnutls_x509_crt_set_version(crt, 3)
        unsafe gnutls_x509_crt_set_serial(crt, serial, serial.count)
        unsafe gnutls_x509_crt_set_activation_time(
            crt, days < 0 ? now + (days - 1) * 86_400 : now - 3_600)
        unsafe gnutls_x509_crt_set_expiration_time(crt, now + days * 86_400)
        unsafe gnutls_x509_crt_set_dn_by_oid(
            crt, GNUTLS_OID_X520_COMMON_NAME, 0, commonName, UInt32(commonName.utf8.count))
        unsafe gnutls_x509_crt_set_basic_constraints(crt, 0, -1)
        unsafe gnutls_x509_crt_set_key_usage(crt, UInt32(GNUTLS_KEY_DIGITAL_SIGNATURE))
        unsafe gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0)
        unsafe gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_CLIENT, 0)
        for name in names { try unsafe add(name, to: crt) }
        try GnuTLSError.check(unsafe gnutls_x509_crt_set_key(crt, key), "make a certificate")
        try GnuTLSError.check(
            unsafe gnutls_x509_crt_sign2(crt, crt, key, digest, 0), "sign a certificate")
        // GnuTLS finds no names in a certificate that it has not read.
        guard let read = try Certificate.parse(certificate.der).first else { return certificate }
        return read
    }

    private func add(_ name: String, to crt: gnutls_x509_crt_t) throws(GnuTLSError) {
        let address = addressBytes(name)
        let bytes = address ?? Array(name.utf8)
        let type = address == nil ? GNUTLS_SAN_DNSNAME : GNUTLS_SAN_IPADDRESS
        let code = unsafe gnutls_x509_crt_set_subject_alt_name(
            crt, type, bytes, UInt32(bytes.count), UInt32(GNUTLS_FSAN_APPEND))
        try GnuTLSError.check(code, "put \(name) into a certificate")
    }
}
