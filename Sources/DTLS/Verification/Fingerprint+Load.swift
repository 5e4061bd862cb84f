internal import CGnuTLS

extension Fingerprint.Key {
    /// The certificates in a file, or the public key where it holds no certificate.
    ///
    /// - Parameters:
    ///   - path: a file in PEM, DER or PKCS#12, or `fd:0`; a private key stands for its public one.
    ///   - password: for PKCS#12, and for a private key that is encrypted.
    /// - Throws: an ``IdentityError`` where the file cannot be read, or holds neither.
    public static func load(
        _ path: String, password: String?
    ) throws(IdentityError) -> [Fingerprint.Key] {
        let bytes: [UInt8]
        do throws(SecretError) {
            bytes = try SecretFile.read(path).bytes
        } catch {
            throw IdentityError(error.description)
        }
        if let container = try PKCS12(bytes, password, path: path) {
            return try container.certificates(path: path).map { .certificate($0) }
        }
        if let chain = try? Certificate.parse(bytes), !chain.isEmpty {
            return chain.map { .certificate($0) }
        }
        if let key = publicKey(bytes) { return [.publicKey(key)] }
        do throws(GnuTLSError) {
            return [.publicKey(try RawPublicKey(bytes, password: password).publicKeyInfo)]
        } catch {
            if error.code == GNUTLS_E_DECRYPTION_FAILED { throw .noKey(error, path, password) }
            throw IdentityError("neither certificate nor key in \(path): \(error.text)")
        }
    }

    /// The corresponding C function is `gnutls_pubkey_import`.
    private static func publicKey(_ bytes: [UInt8]) -> [UInt8]? {
        var handle: gnutls_pubkey_t?
        guard unsafe gnutls_pubkey_init(&handle) >= 0, let key = unsafe handle else { return nil }
        // Used here alone; what is returned is copied out of it.
        defer { unsafe gnutls_pubkey_deinit(key) }
        for format in [GNUTLS_X509_FMT_DER, GNUTLS_X509_FMT_PEM] {
            let code = unsafe withDatum(bytes) { unsafe gnutls_pubkey_import(key, $0, format) }
            guard code >= 0 else { continue }
            return try? unsafe takeDatum("write a public key") {
                unsafe gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, $0)
            }
        }
        return nil
    }
}
