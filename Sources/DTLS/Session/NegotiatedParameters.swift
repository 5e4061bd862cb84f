internal import CGnuTLS

/// What both sides have agreed on.
public struct NegotiatedParameters: Sendable, Hashable {
    /// The protocol version; `nil` where GnuTLS names one that we do not speak.
    public var version: ProtocolVersion?

    /// The cipher suite in IANA's spelling, such as `TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`.
    ///
    /// The corresponding C function is `gnutls_ciphersuite_get`.
    public var cipherSuite: String

    /// The key exchange in GnuTLS's spelling, such as `ECDHE-ECDSA`.
    public var keyExchange: String

    /// The group of the key exchange, such as `X25519`; `nil` without one.
    public var group: String?

    /// The server's signature algorithm; `nil` without a certificate.
    public var signature: String?

    /// Whether the master secret is bound to the handshake (RFC 7627).
    public var extendedMasterSecret: Bool

    /// Whether a CBC suite authenticates the ciphertext (RFC 7366).
    public var encryptThenMAC: Bool

    /// Whether the session takes up an earlier one.
    public var isResumed: Bool

    /// The application protocol (RFC 7301); `nil` where none was agreed on.
    public var applicationProtocol: String?
}

extension Session {
    /// What was agreed on; of meaning once the session is established.
    public var parameters: NegotiatedParameters {
        let session = unsafe handle.pointer
        let flags = unsafe gnutls_session_get_flags(session)
        let exchange = unsafe gnutls_kx_get(session)
        let version: ProtocolVersion? =
            switch unsafe gnutls_protocol_get_version(session) {
            case GNUTLS_DTLS1_0: .dtls10
            case GNUTLS_DTLS1_2: .dtls12
            default: nil
            }
        let group = unsafe gnutls_group_get(session)
        let signature = unsafe gnutls_sign_algorithm_get(session)
        return NegotiatedParameters(
            version: version,
            cipherSuite: unsafe text(gnutls_ciphersuite_get(session)) ?? "unknown",
            keyExchange: unsafe text(gnutls_kx_get_name(exchange)) ?? "unknown",
            group: group.rawValue == 0 ? nil : unsafe text(gnutls_group_get_name(group)),
            signature: signature <= 0
                ? nil
                : unsafe text(
                    gnutls_sign_get_name(gnutls_sign_algorithm_t(rawValue: UInt32(signature)))),
            extendedMasterSecret: flags & GNUTLS_SFLAGS_EXT_MASTER_SECRET.rawValue != 0,
            encryptThenMAC: flags & GNUTLS_SFLAGS_ETM.rawValue != 0,
            isResumed: isResumed,
            applicationProtocol: applicationProtocol)
    }

    /// Whether a client has offered application protocols, and the server has chosen none of them.
    public var lacksApplicationProtocol: Bool {
        role == .client && !configuration.applicationProtocols.isEmpty
            && applicationProtocol == nil
    }

    /// The peer's certificates, its own first, up to one that cannot be read; empty with a pre-shared
    /// key.
    ///
    /// The corresponding C function is `gnutls_certificate_get_peers`.
    public var peerCertificates: [Certificate] {
        var count: UInt32 = 0
        guard let chain = unsafe gnutls_certificate_get_peers(handle.pointer, &count) else {
            return []
        }
        var certificates: [Certificate] = []
        for index in 0..<Int(count) {
            let datum = unsafe chain[index]
            let der = unsafe Array(
                UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
            // The next one must not take its place.
            guard let certificate = try? Certificate(der: der) else { break }
            certificates.append(certificate)
        }
        return certificates
    }

    /// The name that the client asked for in server_name; `nil` where it named none. Server only.
    ///
    /// The corresponding C function is `gnutls_server_name_get`.
    public var requestedServerName: String? {
        guard role == .server else { return nil }
        var name = [UInt8](repeating: 0, count: 256)
        var size = name.count
        var type: UInt32 = 0
        let code = unsafe gnutls_server_name_get(handle.pointer, &name, &size, &type, 0)
        guard code == GNUTLS_E_SUCCESS else { return nil }
        return String(decoding: name.prefix(size), as: UTF8.self)
    }

    private var applicationProtocol: String? {
        var datum = unsafe gnutls_datum_t()
        guard unsafe gnutls_alpn_get_selected_protocol(handle.pointer, &datum) >= 0 else {
            return nil
        }
        return unsafe String(
            decoding: UnsafeBufferPointer(start: datum.data, count: Int(datum.size)),
            as: UTF8.self)
    }

    /// A string that lives as long as the library.
    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}
