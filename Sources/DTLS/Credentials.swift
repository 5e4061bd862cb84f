internal import CGnuTLS

/// Whom to trust for vouching for others.
public enum TrustStore: Sendable, Hashable {
    /// Nobody: for a peer that is told by its pin or key, or not checked.
    case none

    /// The system's certificate authorities.
    case system

    /// The certificates in a file, PEM or DER.
    case file(String)

    /// The certificates in the files of a directory.
    case directory(String)
}

/// What sessions authenticate with and by: shared by any number of them.
@safe public final class Credentials: Sendable {
    /// What credentials are made from.
    public struct Configuration: Sendable {
        /// The side they are for.
        public var role: Role

        /// A certificate and key of our own; none by default.
        public var identity: Identity?

        /// A key pair to show instead of a certificate; none by default.
        public var rawPublicKey: RawPublicKey?

        /// Who may vouch for the peer.
        public var trust = TrustStore.none

        /// A client's key, or the only one of a server; none by default.
        public var preSharedKey: PreSharedKey?

        /// A server's keys by identity.
        public var preSharedKeys: PreSharedKeyDatabase?

        /// What a server tells clients about the identity to use (RFC 4279 section 5.2).
        public var preSharedKeyHint: String?

        /// Nothing to authenticate with or by.
        public init(role: Role) { self.role = role }

        /// Changes with whom they prove to be. Who has the digest could try keys on it, but it is kept
        /// only beside the secrets of a session.
        fileprivate var digest: [UInt8] {
            DTLS.digest(
                of: (identity?.chain.map(\.der) ?? []) + [
                    rawPublicKey?.publicKeyInfo ?? [], preSharedKey?.identity ?? [],
                    preSharedKey?.key ?? [],
                ])
        }
    }

    // Freed in `deinit`, never changed after `init`.
    private nonisolated(unsafe) let certificate: gnutls_certificate_credentials_t
    private nonisolated(unsafe) let clientKey: gnutls_psk_client_credentials_t?
    private nonisolated(unsafe) let serverKeys: gnutls_psk_server_credentials_t?
    private let database: PreSharedKeyDatabase?

    /// Changes with whom they prove to be, for a client; with the clients' keys, for a server.
    var digest: [UInt8] { clientDigest ?? database?.digest ?? [] }
    private let clientDigest: [UInt8]?

    /// Loads what `configuration` names.
    ///
    /// The corresponding C functions are `gnutls_certificate_set_x509_trust_file`,
    /// `gnutls_psk_set_client_credentials2` and `gnutls_psk_set_server_credentials_function2`.
    public init(_ configuration: Configuration) throws(GnuTLSError) {
        var certificate: gnutls_certificate_credentials_t?
        try GnuTLSError.check(
            unsafe gnutls_certificate_allocate_credentials(&certificate), "make credentials")
        guard let certificate = unsafe certificate else {
            throw GnuTLSError(code: GNUTLS_E_MEMORY_ERROR, action: "make credentials")
        }
        var client: gnutls_psk_client_credentials_t?
        var server: gnutls_psk_server_credentials_t?
        // Primes for clients that know no FFDHE group (RFC 7919).
        if configuration.role == .server {
            unsafe gnutls_certificate_set_known_dh_params(certificate, GNUTLS_SEC_PARAM_MEDIUM)
        }
        do throws(GnuTLSError) {
            try unsafe Self.load(configuration.trust, into: certificate)
            try unsafe configuration.identity?.add(to: certificate)
            try unsafe configuration.rawPublicKey?.add(to: certificate)
            if configuration.role == .client, let key = configuration.preSharedKey {
                unsafe client = try Self.clientCredentials(key)
            }
            if configuration.role == .server,
                configuration.preSharedKeys != nil || configuration.preSharedKey != nil
            {
                unsafe server = try Self.serverCredentials(hint: configuration.preSharedKeyHint)
            }
        } catch {
            unsafe gnutls_certificate_free_credentials(certificate)
            if let client = unsafe client { unsafe gnutls_psk_free_client_credentials(client) }
            throw error
        }
        unsafe self.certificate = certificate
        unsafe clientKey = client
        unsafe serverKeys = server
        database =
            configuration.preSharedKeys
            ?? configuration.preSharedKey.map { PreSharedKeyDatabase($0) }
        clientDigest = configuration.role == .client ? configuration.digest : nil
    }

    deinit {
        unsafe gnutls_certificate_free_credentials(certificate)
        if let clientKey = unsafe clientKey {
            unsafe gnutls_psk_free_client_credentials(clientKey)
        }
        if let serverKeys = unsafe serverKeys {
            unsafe gnutls_psk_free_server_credentials(serverKeys)
        }
    }

    /// A server's key for an identity; `nil` where that is unknown.
    func preSharedKey(for identity: [UInt8]) -> [UInt8]? { database?.key(for: identity) }

    /// Makes `session` use them.
    ///
    /// The corresponding C function is `gnutls_credentials_set`.
    func attach(to session: gnutls_session_t) throws(GnuTLSError) {
        try GnuTLSError.check(
            unsafe gnutls_credentials_set(
                session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(certificate)),
            "use the certificate credentials")
        let keys =
            unsafe clientKey.map { unsafe UnsafeMutableRawPointer($0) }
            ?? serverKeys.map { unsafe UnsafeMutableRawPointer($0) }
        if let keys = unsafe keys {
            try GnuTLSError.check(
                unsafe gnutls_credentials_set(session, GNUTLS_CRD_PSK, keys),
                "use the pre-shared keys")
        }
    }

    private static func load(
        _ trust: TrustStore, into credentials: gnutls_certificate_credentials_t
    ) throws(GnuTLSError) {
        switch trust {
        case .none:
            return
        case .system:
            try GnuTLSError.check(
                unsafe gnutls_certificate_set_x509_system_trust(credentials),
                "load the system's certificate authorities")
        case .file(let path):
            var code = unsafe gnutls_certificate_set_x509_trust_file(
                credentials, path, GNUTLS_X509_FMT_PEM)
            if code <= 0 {
                code = unsafe gnutls_certificate_set_x509_trust_file(
                    credentials, path, GNUTLS_X509_FMT_DER)
            }
            try checkLoaded(code, path)
        case .directory(let path):
            try checkLoaded(
                unsafe gnutls_certificate_set_x509_trust_dir(
                    credentials, path, GNUTLS_X509_FMT_PEM),
                path)
        }
    }

    private static func checkLoaded(_ code: Int32, _ path: String) throws(GnuTLSError) {
        try GnuTLSError.check(code, "load certificate authorities from \(path)")
        guard code > 0 else {
            throw GnuTLSError(
                code: GNUTLS_E_NO_CERTIFICATE_FOUND,
                action: "load certificate authorities from \(path)")
        }
    }

    private static func clientCredentials(
        _ key: PreSharedKey
    ) throws(GnuTLSError) -> gnutls_psk_client_credentials_t? {
        var client: gnutls_psk_client_credentials_t?
        try GnuTLSError.check(
            unsafe gnutls_psk_allocate_client_credentials(&client), "make credentials")
        let code = unsafe withDatum(key.identity) { identity in
            unsafe withDatum(key.key) { key in
                unsafe gnutls_psk_set_client_credentials2(
                    client, identity, key, GNUTLS_PSK_KEY_RAW)
            }
        }
        guard code >= 0 else {
            unsafe gnutls_psk_free_client_credentials(client)
            throw GnuTLSError(code: code, action: "use the pre-shared key")
        }
        return unsafe client
    }

    private static func serverCredentials(
        hint: String?
    ) throws(GnuTLSError) -> gnutls_psk_server_credentials_t? {
        var server: gnutls_psk_server_credentials_t?
        try GnuTLSError.check(
            unsafe gnutls_psk_allocate_server_credentials(&server), "make credentials")
        unsafe gnutls_psk_set_server_credentials_function2(server, findPreSharedKey)
        unsafe gnutls_psk_set_server_known_dh_params(server, GNUTLS_SEC_PARAM_MEDIUM)
        if let hint {
            let code = unsafe gnutls_psk_set_server_credentials_hint(server, hint)
            guard code >= 0 else {
                unsafe gnutls_psk_free_server_credentials(server)
                throw GnuTLSError(code: code, action: "set the identity hint")
            }
        }
        return unsafe server
    }
}
