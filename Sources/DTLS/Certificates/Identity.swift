internal import CGnuTLS

/// A certificate chain and its private key, by which a session says who it is.
@safe public final class Identity: Sendable {
    /// The kinds of key that ``selfSigned(commonName:names:days:keyType:)`` makes.
    public typealias KeyType = PrivateKey.KeyType

    /// The chain, its own certificate first; empty where a token keeps it.
    public let chain: [Certificate]

    /// `nil` where a token keeps it.
    let key: PrivateKey?

    /// URLs of the certificate and key on a PKCS#11 token, and its PIN.
    private let token: (certificate: String, key: String, pin: String?)?

    init(chain: [Certificate], key: PrivateKey) {
        self.chain = chain
        self.key = key
        token = nil
    }

    convenience init(chain: [Certificate], owning key: gnutls_x509_privkey_t) {
        unsafe self.init(chain: chain, key: PrivateKey(owning: key))
    }

    init(token: (certificate: String, key: String, pin: String?)) {
        chain = []
        key = nil
        self.token = token
    }

    /// A certificate that vouches for itself, with a fresh key, for one run.
    ///
    /// - Parameters:
    ///   - commonName: whom it names.
    ///   - names: DNS names and numeric addresses that it is for.
    ///   - days: how long it is valid, from an hour ago on; the past where negative.
    ///   - keyType: the kind of key.
    /// - Throws: a ``GnuTLSError`` where a name cannot be put into a certificate.
    public static func selfSigned(
        commonName: String, names: [String], days: Int = 30, keyType: KeyType = .ecdsaP256
    ) throws(GnuTLSError) -> Identity {
        try CertificateTemplate(
            subject: .commonName(commonName),
            names: names.map { name in
                addressBytes(name).map(CertificateName.address) ?? .dns(name)
            }, days: days
        ).selfSigned(.generate(keyType))
    }

    /// The chain in PEM.
    public var certificatePEM: String { chain.map(\.pem).joined() }

    /// The private key in PEM, unencrypted; `nil` where a token keeps it.
    public var privateKeyPEM: String? {
        (try? key?.pem()).map { String(decoding: $0.bytes, as: UTF8.self) }
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
            credentials, &handles, Int32(handles.count), key?.handle)
        try GnuTLSError.check(code, "use the certificate")
    }
}

extension Identity: CustomReflectable {
    /// Digests of the chain: the PIN of a token is never printed, not by accident either.
    public var customMirror: Mirror { Mirror(self, children: ["chain": chain.map(\.sha256Text)]) }
}
