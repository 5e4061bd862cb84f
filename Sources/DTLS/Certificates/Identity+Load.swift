internal import CGnuTLS

/// Why an identity could not be loaded or made: a sentence, which names the file or the option.
public struct IdentityError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence, in lower case and without a final period.
    public let description: String

    init(_ description: String) { self.description = description }

    /// No private key was found in the file at `path`, or none that `password` opens.
    static func noKey(_ error: GnuTLSError, _ path: String, _ password: String?) -> IdentityError {
        guard error.code == GNUTLS_E_DECRYPTION_FAILED else {
            return IdentityError("no private key in \(path): \(error.text)")
        }
        return IdentityError(
            password == nil
                ? "the key in \(path) is encrypted, and no password was given"
                : "the password does not open the key in \(path)")
    }
}

extension Identity {
    /// Loads a chain and its key from files, or from a PKCS#11 token.
    ///
    /// - Parameters:
    ///   - certificate: a file in PEM, DER or PKCS#12, or a `pkcs11:` URL.
    ///   - key: likewise; the same as `certificate` where `nil`.
    ///   - password: for a key that is encrypted, and for PKCS#12; the PIN of a token.
    /// - Returns: the identity, and whether others can read the file with the key.
    /// - Throws: an ``IdentityError`` where a file cannot be read or opened, and where the key is
    ///   another's.
    public static func load(
        certificate: String, key: String?, password: String?
    ) throws(IdentityError) -> (identity: Identity, isReadableByOthers: Bool) {
        if certificate.hasPrefix("pkcs11:") {
            return (Identity(token: (certificate, key ?? certificate, password)), false)
        }
        let certificateFile = try read(certificate)
        let keyFile =
            try key.map { path throws(IdentityError) in try read(path) } ?? certificateFile
        let identity: Identity
        identity = try certificateFile.withBytes { bytes throws(IdentityError) in
            if let container = try PKCS12(bytes, password, path: certificate) {
                return try container.identity(path: certificate)
            }
            return try keyFile.withBytes { keyBytes throws(IdentityError) in
                try pair(bytes, certificate, keyBytes, key ?? certificate, password)
            }
        }
        return (identity, keyFile.isReadableByOthers)
    }

    private static func read(_ path: String) throws(IdentityError) -> SecretFile.Contents {
        do throws(SecretError) {
            return try SecretFile.read(path)
        } catch {
            throw IdentityError(error.description)
        }
    }

    private static func pair(
        _ certificateBytes: [UInt8], _ certificatePath: String, _ keyBytes: [UInt8],
        _ keyPath: String, _ password: String?
    ) throws(IdentityError) -> Identity {
        let chain: [Certificate]
        do throws(GnuTLSError) {
            chain = try Certificate.parse(certificateBytes)
        } catch {
            throw IdentityError("no certificate in \(certificatePath): \(error.text)")
        }
        guard let leaf = chain.first else {
            throw IdentityError("no certificate in \(certificatePath)")
        }
        let key = try unsafe importKey(keyBytes, keyPath, password)
        let identity = unsafe Identity(chain: chain, owning: key)
        guard unsafe keyIdentifier(key) == leaf.publicKeyPin else {
            throw IdentityError(
                "the key in \(keyPath) is not that of the certificate in \(certificatePath)")
        }
        return identity
    }

    /// The corresponding C function is `gnutls_x509_privkey_import2`.
    private static func importKey(
        _ bytes: [UInt8], _ path: String, _ password: String?
    ) throws(IdentityError) -> gnutls_x509_privkey_t {
        var handle: gnutls_x509_privkey_t?
        guard unsafe gnutls_x509_privkey_init(&handle) >= 0, let key = unsafe handle else {
            throw IdentityError("no memory for a key")
        }
        var code: Int32 = 0
        for format in [GNUTLS_X509_FMT_PEM, GNUTLS_X509_FMT_DER] {
            code = unsafe withDatum(bytes) { data in
                unsafe gnutls_x509_privkey_import2(key, data, format, password, 0)
            }
            if code >= 0 { return unsafe key }
            if code == GNUTLS_E_DECRYPTION_FAILED { break }
        }
        unsafe gnutls_x509_privkey_deinit(key)
        throw .noKey(GnuTLSError(code: code, action: "read a private key"), path, password)
    }

    private static func keyIdentifier(_ key: gnutls_x509_privkey_t) -> [UInt8] {
        var size = 32
        var identifier = [UInt8](repeating: 0, count: size)
        _ = unsafe gnutls_x509_privkey_get_key_id(
            key, UInt32(GNUTLS_KEYID_USE_SHA256.rawValue), &identifier, &size)
        return identifier
    }
}
