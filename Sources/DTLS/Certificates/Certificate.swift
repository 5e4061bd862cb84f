internal import CGnuTLS

/// An X.509 certificate.
@safe public final class Certificate: Sendable {
    /// Freed in `deinit`, never changed once the certificate is handed out.
    nonisolated(unsafe) let handle: gnutls_x509_crt_t

    /// Takes over `handle`.
    init(owning handle: gnutls_x509_crt_t) { unsafe self.handle = handle }

    deinit { unsafe gnutls_x509_crt_deinit(handle) }

    /// The certificates in `bytes`: a chain in PEM, or one in DER.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no certificate in them, or one that cannot be
    ///   read.
    public static func parse(_ bytes: [UInt8]) throws(GnuTLSError) -> [Certificate] {
        // GnuTLS finds PEM anywhere, in the strings of a DER form as well; what is DER is nothing else.
        if let certificate = try? Certificate(der: bytes) { return [certificate] }
        return try list(bytes, GNUTLS_X509_FMT_PEM)
    }

    /// The certificate that `der` is, and never one that it holds in PEM: a peer can write anybody's
    /// certificate into its own.
    package convenience init(der: [UInt8]) throws(GnuTLSError) {
        var certificate: gnutls_x509_crt_t?
        try GnuTLSError.check(unsafe gnutls_x509_crt_init(&certificate), "read a certificate")
        guard let handle = unsafe certificate else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "read a certificate")
        }
        // From here on freed with the object.
        unsafe self.init(owning: handle)
        let code = unsafe withDatum(der) { data in
            unsafe gnutls_x509_crt_import(handle, data, GNUTLS_X509_FMT_DER)
        }
        try GnuTLSError.check(code, "read a certificate")
    }

    /// The corresponding C function is `gnutls_x509_crt_list_import2`.
    private static func list(
        _ bytes: [UInt8], _ format: gnutls_x509_crt_fmt_t
    ) throws(GnuTLSError) -> [Certificate] {
        var list: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var count: UInt32 = 0
        let code = unsafe withDatum(bytes) { data in
            unsafe gnutls_x509_crt_list_import2(&list, &count, data, format, 0)
        }
        try GnuTLSError.check(code, "read a certificate")
        guard let list = unsafe list else { return [] }
        // The array is freed here; the certificates in it now belong to the objects.
        defer { unsafe shim_gnutls_free(list) }
        return (0..<Int(count)).compactMap { index in
            unsafe list[index].map { unsafe Certificate(owning: $0) }
        }
    }

    /// Whom it names (RFC 4514), as the certificate has it: escape it before you show it.
    ///
    /// The corresponding C function is `gnutls_x509_crt_get_dn3`.
    public var subject: String {
        unsafe text { unsafe gnutls_x509_crt_get_dn3(handle, $0, 0) }
    }

    /// Who has signed it, likewise.
    ///
    /// The corresponding C function is `gnutls_x509_crt_get_issuer_dn3`.
    public var issuer: String {
        unsafe text { unsafe gnutls_x509_crt_get_issuer_dn3(handle, $0, 0) }
    }

    /// Whether it is for a host, by name or numeric address (RFC 6125).
    ///
    /// The corresponding C function is `gnutls_x509_crt_check_hostname2`.
    public func isFor(_ host: String) -> Bool {
        unsafe gnutls_x509_crt_check_hostname2(handle, host, 0) != 0
    }

    /// The names that clients may ask for: those in the subject's alternatives, or else the common
    /// name.
    var hostNames: [String] {
        let names = subjectAlternativeNames
        guard names.isEmpty else { return names }
        var buffer = [UInt8](repeating: 0, count: 256)
        var size = buffer.count
        let code = unsafe gnutls_x509_crt_get_dn_by_oid(
            handle, GNUTLS_OID_X520_COMMON_NAME, 0, 0, &buffer, &size)
        return code < 0 ? [] : [String(decoding: buffer.prefix(size), as: UTF8.self)]
    }

    /// The names it is for: DNS names, and addresses in text.
    ///
    /// The corresponding C function is `gnutls_x509_crt_get_subject_alt_name`.
    public var subjectAlternativeNames: [String] {
        var names: [String] = []
        for sequence in 0..<UInt32(256) {
            var buffer = [UInt8](repeating: 0, count: 1_024)
            var size = buffer.count
            let type = unsafe gnutls_x509_crt_get_subject_alt_name(
                handle, sequence, &buffer, &size, nil)
            if type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE { break }
            guard type >= 0 else { continue }
            switch UInt32(type) {
            case GNUTLS_SAN_DNSNAME.rawValue:
                names.append(String(decoding: buffer.prefix(size), as: UTF8.self))
            case GNUTLS_SAN_IPADDRESS.rawValue:
                if let text = addressText(Array(buffer.prefix(size))) { names.append(text) }
            default: continue
            }
        }
        return names
    }

    /// The start of its validity, in seconds since 1970.
    public var notBefore: Int { unsafe gnutls_x509_crt_get_activation_time(handle) }

    /// The end of its validity, in seconds since 1970.
    public var notAfter: Int { unsafe gnutls_x509_crt_get_expiration_time(handle) }

    /// The kind of its key and its size, such as `RSA, 2048 bits`.
    ///
    /// The corresponding C function is `gnutls_x509_crt_get_pk_algorithm`.
    public var keyType: String {
        var bits: UInt32 = 0
        let code = unsafe gnutls_x509_crt_get_pk_algorithm(handle, &bits)
        guard code > 0,
            let name = unsafe gnutls_pk_get_name(gnutls_pk_algorithm_t(rawValue: UInt32(code)))
        else { return "unknown" }
        return unsafe "\(String(cString: name)), \(bits) bits"
    }

    /// How its issuer has signed it, such as `ECDSA-SHA256`.
    ///
    /// The corresponding C function is `gnutls_x509_crt_get_signature_algorithm`.
    public var signatureAlgorithm: String {
        let code = unsafe gnutls_x509_crt_get_signature_algorithm(handle)
        guard code > 0,
            let name = unsafe gnutls_sign_get_name(
                gnutls_sign_algorithm_t(rawValue: UInt32(code)))
        else { return "unknown" }
        return unsafe String(cString: name)
    }

    /// Whether its key, or its issuer's signature, is below what the MEDIUM profile asks for.
    ///
    /// The corresponding C functions are `gnutls_sign_is_secure2` and `gnutls_pk_bits_to_sec_param`.
    var isWeak: Bool {
        let signature = unsafe gnutls_x509_crt_get_signature_algorithm(handle)
        guard signature > 0,
            gnutls_sign_is_secure2(
                gnutls_sign_algorithm_t(rawValue: UInt32(signature)),
                UInt32(GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS)) != 0
        else { return true }
        var bits: UInt32 = 0
        let algorithm = unsafe gnutls_x509_crt_get_pk_algorithm(handle, &bits)
        guard algorithm > 0 else { return true }
        let level = gnutls_pk_bits_to_sec_param(
            gnutls_pk_algorithm_t(rawValue: UInt32(algorithm)), bits)
        return level.rawValue < GNUTLS_SEC_PARAM_MEDIUM.rawValue
    }

    /// The SHA-256 digest of its DER form, 32 bytes.
    public var sha256: [UInt8] { Digest(.sha256, of: der).bytes }

    /// That digest in hexadecimal.
    public var sha256Text: String { hexadecimal(sha256) }

    /// Its public key in DER, SubjectPublicKeyInfo; empty for a kind that GnuTLS does not know.
    ///
    /// The corresponding C functions are `gnutls_pubkey_import_x509` and `gnutls_pubkey_export2`.
    public var publicKeyInfo: [UInt8] {
        var handle: gnutls_pubkey_t?
        guard unsafe gnutls_pubkey_init(&handle) >= 0, let key = unsafe handle else { return [] }
        // Used here alone; what is returned is copied out of it.
        defer { unsafe gnutls_pubkey_deinit(key) }
        guard unsafe gnutls_pubkey_import_x509(key, self.handle, 0) >= 0 else { return [] }
        return
            (try? unsafe takeDatum("write a public key") {
                unsafe gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, $0)
            }) ?? []
    }

    /// The SHA-256 digest of that, 32 bytes (RFC 7469 section 2.4).
    public var publicKeyPin: [UInt8] { Digest(.sha256, of: publicKeyInfo).bytes }

    /// Its DER form.
    public var der: [UInt8] { export(GNUTLS_X509_FMT_DER) }

    /// Its PEM form.
    public var pem: String { String(decoding: export(GNUTLS_X509_FMT_PEM), as: UTF8.self) }

    private func export(_ format: gnutls_x509_crt_fmt_t) -> [UInt8] {
        (try? unsafe takeDatum("write a certificate") {
            unsafe gnutls_x509_crt_export2(handle, format, $0)
        }) ?? []
    }

    private func text(_ fill: (UnsafeMutablePointer<gnutls_datum_t>) -> Int32) -> String {
        String(decoding: (try? unsafe takeDatum("read a name", fill)) ?? [], as: UTF8.self)
    }
}
