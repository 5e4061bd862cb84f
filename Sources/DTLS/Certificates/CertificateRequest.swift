internal import CGnuTLS

/// A request for a certificate (PKCS#10, RFC 2986): a public key, and whom it says it belongs to.
@safe public final class CertificateRequest: Sendable {
    /// Freed in `deinit`, never changed once the request is handed out.
    nonisolated(unsafe) let handle: gnutls_x509_crq_t

    private init(owning handle: gnutls_x509_crq_t) { unsafe self.handle = handle }

    deinit { unsafe gnutls_x509_crq_deinit(handle) }

    /// Makes a request for what `template` says, but for the time, signed by `key`.
    ///
    /// The corresponding C function is `gnutls_x509_crq_sign2`.
    ///
    /// - Throws: a ``GnuTLSError`` where `template` cannot be put into a request.
    public static func make(
        _ template: CertificateTemplate, _ key: PrivateKey
    ) throws(GnuTLSError) -> CertificateRequest {
        let request = try empty()
        let crq = unsafe request.handle
        func check(_ code: Int32) throws(GnuTLSError) {
            try GnuTLSError.check(code, "make a request")
        }
        try check(unsafe gnutls_x509_crq_set_version(crq, 1))
        try template.subject.set { oid, data, count in
            unsafe gnutls_x509_crq_set_dn_by_oid(crq, oid, 0, data, count)
        } distinguished: { text in
            unsafe gnutls_x509_crq_set_dn(crq, text, nil)
        }
        for name in template.names {
            try name.set { type, bytes, count in
                unsafe gnutls_x509_crq_set_subject_alt_name(
                    crq, type, bytes, count, UInt32(GNUTLS_FSAN_APPEND))
            }
        }
        try check(
            unsafe gnutls_x509_crq_set_key_usage(crq, template.keyUsage(isRSA: key.isRSA)))
        // Both is what is usual, and GnuTLS would mark it critical.
        for purpose in template.purposeIdentifiers where template.purposes.count == 1 {
            try check(unsafe gnutls_x509_crq_set_key_purpose_oid(crq, purpose, 0))
        }
        try check(unsafe gnutls_x509_crq_set_key(crq, key.handle))
        try GnuTLSError.check(
            unsafe gnutls_x509_crq_sign2(crq, key.handle, key.digestAlgorithm, 0),
            "sign a request")
        return request
    }

    /// Reads a request, in PEM or DER; one that its key has not signed, or whose key is weak, is
    /// refused.
    ///
    /// The corresponding C functions are `gnutls_x509_crq_import` and `gnutls_x509_crq_verify`.
    ///
    /// - Throws: an ``IdentityError`` where the file cannot be read, or what it holds is refused.
    public static func load(_ path: String) throws(IdentityError) -> CertificateRequest {
        let bytes: [UInt8]
        do throws(SecretError) {
            bytes = try SecretFile.read(path).bytes
        } catch {
            throw IdentityError(error.description)
        }
        do throws(GnuTLSError) {
            return try parse(bytes, path)
        } catch {
            throw IdentityError(error.description)
        }
    }

    private static func parse(
        _ bytes: [UInt8], _ path: String
    ) throws(GnuTLSError) -> CertificateRequest {
        let request = try empty()
        var code: Int32 = 0
        for format in [GNUTLS_X509_FMT_PEM, GNUTLS_X509_FMT_DER] {
            code = unsafe withDatum(bytes) { data in
                unsafe gnutls_x509_crq_import(request.handle, data, format)
            }
            if code >= 0 { break }
        }
        try GnuTLSError.check(code, "read a certificate request from \(path)")
        try GnuTLSError.check(
            unsafe gnutls_x509_crq_verify(request.handle, 0),
            "verify the signature of the request in \(path)")
        var bits: UInt32 = 0
        let algorithm = unsafe gnutls_x509_crq_get_pk_algorithm(request.handle, &bits)
        let strength = gnutls_pk_bits_to_sec_param(
            gnutls_pk_algorithm_t(rawValue: UInt32(max(algorithm, 0))), bits)
        // 2048 bits of RSA, 224 of a curve.
        guard strength.rawValue >= GNUTLS_SEC_PARAM_MEDIUM.rawValue else {
            throw GnuTLSError(
                code: GNUTLS_E_INSUFFICIENT_SECURITY,
                action: "sign the request in \(path), whose key is weak")
        }
        return request
    }

    /// Whom it names (RFC 4514), as the request has it: escape it before you show it.
    ///
    /// The corresponding C function is `gnutls_x509_crq_get_dn3`.
    public var subject: String {
        let bytes = try? unsafe takeDatum("read a name") {
            unsafe gnutls_x509_crq_get_dn3(handle, $0, 0)
        }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }

    /// Whom it names, to be taken over into a certificate; `nil` where it names nobody. One that
    /// cannot be told in full, or that cannot be printed, is refused.
    ///
    /// - Throws: an ``IdentityError`` where it is refused.
    public func takenSubject() throws(IdentityError) -> CertificateSubject? {
        let text = subject
        if text.isEmpty { return nil }
        do throws(IdentityError) {
            return try CertificateSubject(text)
        } catch {
            throw IdentityError("the request's subject cannot be taken over: \(text)")
        }
    }

    /// The names it asks for, and how many it has that are of other kinds than DNS names and
    /// addresses.
    ///
    /// The corresponding C function is `gnutls_x509_crq_get_subject_alt_name`.
    ///
    /// - Throws: an ``IdentityError`` where one cannot be read, or there are too many.
    public func names() throws(IdentityError) -> (known: [CertificateName], others: Int) {
        var names: [CertificateName] = []
        var others = 0
        for sequence in 0..<UInt32(Self.limit) {
            var buffer = [UInt8](repeating: 0, count: 1_024)
            var size = buffer.count
            let type = unsafe gnutls_x509_crq_get_subject_alt_name(
                handle, sequence, &buffer, &size, nil, nil)
            if type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE { return (names, others) }
            guard type >= 0 else {
                throw IdentityError("the names in the request cannot be read")
            }
            let bytes = Array(buffer.prefix(size))
            switch UInt32(type) {
            case GNUTLS_SAN_DNSNAME.rawValue:
                names.append(try CertificateName(String(decoding: bytes, as: UTF8.self)))
            case GNUTLS_SAN_IPADDRESS.rawValue where addressText(bytes) != nil:
                names.append(.address(bytes))
            default: others += 1
            }
        }
        throw IdentityError("the request has \(Self.limit) names or more")
    }

    /// Its PEM form, under the label of RFC 7468 section 7, which GnuTLS itself prefixes by `NEW`.
    ///
    /// The corresponding C functions are `gnutls_x509_crq_export2` and
    /// `gnutls_pem_base64_encode2`.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no memory.
    public func pem() throws(GnuTLSError) -> String {
        let der = try unsafe takeDatum("write a request") {
            unsafe gnutls_x509_crq_export2(handle, GNUTLS_X509_FMT_DER, $0)
        }
        let text = try unsafe takeDatum("write a request") { output in
            unsafe withDatum(der) { input in
                unsafe gnutls_pem_base64_encode2("CERTIFICATE REQUEST", input, output)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether the key is one that RSA key exchange encrypts to.
    var isRSA: Bool {
        unsafe gnutls_x509_crq_get_pk_algorithm(handle, nil) == Int32(GNUTLS_PK_RSA.rawValue)
    }

    /// Puts its public key into a certificate, and nothing else of it.
    ///
    /// The corresponding C functions are `gnutls_pubkey_import_x509_crq` and
    /// `gnutls_x509_crt_set_pubkey`.
    func setKey(in crt: gnutls_x509_crt_t) throws(GnuTLSError) {
        var key: gnutls_pubkey_t?
        try GnuTLSError.check(unsafe gnutls_pubkey_init(&key), "read a key")
        // Used here alone.
        defer { unsafe gnutls_pubkey_deinit(key) }
        try GnuTLSError.check(
            unsafe gnutls_pubkey_import_x509_crq(key, handle, 0), "read the key of a request")
        try GnuTLSError.check(
            unsafe gnutls_x509_crt_set_pubkey(crt, key), "make a certificate")
    }

    private static func empty() throws(GnuTLSError) -> CertificateRequest {
        var handle: gnutls_x509_crq_t?
        try GnuTLSError.check(unsafe gnutls_x509_crq_init(&handle), "make a request")
        guard let crq = unsafe handle else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a request")
        }
        return unsafe CertificateRequest(owning: crq)
    }

    private static let limit = 100
}
