internal import CGnuTLS
internal import Glibc

/// What a certificate that we make says.
public struct CertificateTemplate: Sendable {
    /// What a certificate may be used for.
    public enum Purpose: Sendable {
        /// To prove a server.
        case server

        /// To prove a client.
        case client
    }

    /// Whom it is about.
    public var subject: CertificateSubject

    /// Whom it is for, besides.
    public var names: [CertificateName]

    /// From when to when it is valid, in seconds since 1970.
    public var validity: ClosedRange<Int>

    /// What it may be used for; both by default.
    public var purposes: Set<Purpose> = [.server, .client]

    /// Whether it may sign others, which may sign none in turn; no by default.
    public var isAuthority = false

    /// A certificate that is valid from an hour ago, for clocks that are late, to `days` from now;
    /// in the past where `days` is negative.
    public init(subject: CertificateSubject, names: [CertificateName], days: Int) {
        self.subject = subject
        self.names = names
        let now = time(nil)
        validity = (days < 0 ? now + (days - 1) * 86_400 : now - 3_600)...(now + days * 86_400)
    }

    /// Makes the certificate for `key`, which signs it.
    ///
    /// - Throws: a ``GnuTLSError`` where what it says cannot be put into a certificate.
    public func selfSigned(_ key: PrivateKey) throws(GnuTLSError) -> Identity {
        Identity(chain: [try make(for: .key(key), issuer: nil, signer: key)], key: key)
    }

    /// Makes the certificate for `key`, signed by `signer`, the key of `issuer`; by itself where
    /// there is no issuer.
    ///
    /// The corresponding C function is `gnutls_x509_crt_sign2`.
    func make(
        for holder: Holder, issuer: Certificate?, signer: PrivateKey
    ) throws(GnuTLSError) -> Certificate {
        var handle: gnutls_x509_crt_t?
        try GnuTLSError.check(unsafe gnutls_x509_crt_init(&handle), "make a certificate")
        guard let crt = unsafe handle else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make a certificate")
        }
        // From here on freed with the object.
        let certificate = unsafe Certificate(owning: crt)
        try check(unsafe gnutls_x509_crt_set_version(crt, 3))
        let serial = try Self.serial()
        try check(unsafe gnutls_x509_crt_set_serial(crt, serial, serial.count))
        try check(unsafe gnutls_x509_crt_set_activation_time(crt, validity.lowerBound))
        try check(unsafe gnutls_x509_crt_set_expiration_time(crt, validity.upperBound))
        try subject.set { oid, data, count in
            unsafe gnutls_x509_crt_set_dn_by_oid(crt, oid, 0, data, count)
        } distinguished: { text in
            unsafe gnutls_x509_crt_set_dn(crt, text, nil)
        }
        try unsafe holder.set(in: crt)
        try unsafe setUses(crt, isRSA: holder.isRSA)
        for name in names {
            try name.set { type, bytes, count in
                unsafe gnutls_x509_crt_set_subject_alt_name(
                    crt, type, bytes, count, UInt32(GNUTLS_FSAN_APPEND))
            }
        }
        try unsafe setKeyIdentifiers(crt, issuer: issuer)
        try GnuTLSError.check(
            unsafe gnutls_x509_crt_sign2(
                crt, issuer?.handle ?? crt, signer.handle, signer.digestAlgorithm, 0),
            "sign a certificate")
        // GnuTLS finds no names in a certificate that it has not read.
        guard let read = try Certificate.parse(certificate.der).first else { return certificate }
        return read
    }

    private func setUses(_ crt: gnutls_x509_crt_t, isRSA: Bool) throws(GnuTLSError) {
        try check(
            unsafe gnutls_x509_crt_set_basic_constraints(
                crt, isAuthority ? 1 : 0, isAuthority ? 0 : -1))
        try check(unsafe gnutls_x509_crt_set_key_usage(crt, keyUsage(isRSA: isRSA)))
        for purpose in purposeIdentifiers {
            try check(unsafe gnutls_x509_crt_set_key_purpose_oid(crt, purpose, 0))
        }
    }

    /// The bits of the key usage.
    func keyUsage(isRSA: Bool) -> UInt32 {
        let bits =
            isAuthority
            ? GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN
                // TLS_RSA_… suites encrypt to the key.
            : isRSA
                ? GNUTLS_KEY_DIGITAL_SIGNATURE | GNUTLS_KEY_KEY_ENCIPHERMENT
                : GNUTLS_KEY_DIGITAL_SIGNATURE
        return UInt32(bits)
    }

    /// The object identifiers of the purposes; those of an authority are not restricted.
    var purposeIdentifiers: [String] {
        guard !isAuthority else { return [] }
        return (purposes.contains(.server) ? [GNUTLS_KP_TLS_WWW_SERVER] : [])
            + (purposes.contains(.client) ? [GNUTLS_KP_TLS_WWW_CLIENT] : [])
    }

    /// Says which key it holds, and which has signed it (RFC 5280 sections 4.2.1.1 and 4.2.1.2).
    private func setKeyIdentifiers(
        _ crt: gnutls_x509_crt_t, issuer: Certificate?
    ) throws(GnuTLSError) {
        let own = unsafe Self.keyIdentifier(crt)
        try check(unsafe gnutls_x509_crt_set_subject_key_id(crt, own, own.count))
        let signers = issuer.map { unsafe Self.subjectKeyIdentifier($0.handle) } ?? own
        try check(unsafe gnutls_x509_crt_set_authority_key_id(crt, signers, signers.count))
    }

    /// What a certificate says its key is called; what its key is called by others without.
    private static func subjectKeyIdentifier(_ crt: gnutls_x509_crt_t) -> [UInt8] {
        var identifier = [UInt8](repeating: 0, count: 128)
        var size = identifier.count
        guard unsafe gnutls_x509_crt_get_subject_key_id(crt, &identifier, &size, nil) >= 0 else {
            return unsafe keyIdentifier(crt)
        }
        return Array(identifier.prefix(size))
    }

    /// A name for a key, not a protection: SHA-1 is what RFC 5280 suggests.
    private static func keyIdentifier(_ crt: gnutls_x509_crt_t) -> [UInt8] {
        var size = 20
        var identifier = [UInt8](repeating: 0, count: size)
        _ = unsafe gnutls_x509_crt_get_key_id(
            crt, UInt32(GNUTLS_KEYID_USE_SHA1.rawValue), &identifier, &size)
        return identifier
    }

    /// 20 bytes that read as a positive number, the longest that RFC 5280 allows.
    private static func serial() throws(GnuTLSError) -> [UInt8] {
        var serial = [UInt8](repeating: 0, count: 20)
        try GnuTLSError.check(
            unsafe gnutls_rnd(GNUTLS_RND_NONCE, &serial, serial.count), "make a serial number")
        serial[0] = serial[0] & 0x7F | 0x40
        return serial
    }

    private func check(_ code: Int32) throws(GnuTLSError) {
        try GnuTLSError.check(code, "make a certificate")
    }
}

extension CertificateTemplate {
    /// Whose public key goes into a certificate.
    enum Holder {
        /// The key itself is at hand.
        case key(PrivateKey)

        /// A request that its holder has signed.
        case request(CertificateRequest)

        var isRSA: Bool {
            switch self {
            case .key(let key): key.isRSA
            case .request(let request): request.isRSA
            }
        }

        func set(in crt: gnutls_x509_crt_t) throws(GnuTLSError) {
            switch self {
            case .key(let key):
                try GnuTLSError.check(
                    unsafe gnutls_x509_crt_set_key(crt, key.handle), "make a certificate")
            case .request(let request): try unsafe request.setKey(in: crt)
            }
        }
    }
}

extension CertificateSubject {
    /// Hands itself to the C functions of a certificate or a request.
    func set(
        _ byIdentifier: (String, [UInt8], UInt32) -> Int32, distinguished: (String) -> Int32
    ) throws(GnuTLSError) {
        switch self {
        case .commonName(let name):
            let bytes = Array(name.utf8)
            try GnuTLSError.check(
                byIdentifier(GNUTLS_OID_X520_COMMON_NAME, bytes, UInt32(bytes.count)),
                "put the common name \(name) into a certificate")
        case .distinguishedName(let text):
            try GnuTLSError.check(distinguished(text), "put \(text) into a certificate")
        }
    }
}

extension CertificateName {
    /// Hands itself to the C function of a certificate or a request.
    func set(
        _ body: (gnutls_x509_subject_alt_name_t, [UInt8], UInt32) -> Int32
    ) throws(GnuTLSError) {
        let code =
            switch self {
            case .dns(let name):
                body(GNUTLS_SAN_DNSNAME, Array(name.utf8), UInt32(name.utf8.count))
            case .address(let bytes): body(GNUTLS_SAN_IPADDRESS, bytes, UInt32(bytes.count))
            }
        try GnuTLSError.check(code, "put \(self) into a certificate")
    }
}
