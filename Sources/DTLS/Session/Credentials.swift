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

    /// The certificates in a text, PEM: one at least.
    case pem(String)
}

/// What sessions authenticate with and by: shared by any number of them.
@safe public final class Credentials: Sendable {
    /// What credentials are made from.
    public struct Configuration: Sendable {
        /// The side they are for.
        public var role: Role

        /// Certificates and keys of our own; none by default. A server shows the one that is for the
        /// name that its client asks for, or else the first that fits what the client speaks.
        public var identities: [Identity] = []

        /// The first of them.
        public var identity: Identity? {
            get { identities.first }
            set { identities = newValue.map { [$0] } ?? [] }
        }

        /// A key pair to show instead of a certificate; none by default.
        public var rawPublicKey: RawPublicKey?

        /// Who may vouch for the peer.
        public var trust = TrustStore.none

        /// Files of certificates that their authorities have revoked (RFC 5280 section 5), in PEM or
        /// DER; none by default. Those who signed them have to be in ``trust``.
        public var revocationLists: [String] = []

        /// A client's key, or the only one of a server; none by default.
        public var preSharedKey: PreSharedKey?

        /// A server's keys by identity.
        public var preSharedKeys: PreSharedKeyDatabase?

        /// Likewise of a file that may change, where an identity is in neither of the others.
        public var preSharedKeyFile: PreSharedKeyFile?

        /// What a server tells clients about the identity to use (RFC 4279 section 5.2).
        public var preSharedKeyHint: String?

        /// Nothing to authenticate with or by.
        public init(role: Role) { self.role = role }

        /// Changes with whom they prove to be. Who has the digest could try keys on it, but it is kept
        /// only beside the secrets of a session.
        fileprivate var digest: [UInt8] {
            let names =
                identities.flatMap { $0.chain.map(\.der) } + [
                    rawPublicKey?.publicKeyInfo ?? [], preSharedKey?.identity ?? [],
                ]
            guard let key = preSharedKey?.secret else { return DTLS.digest(of: names + [[]]) }
            return key.withCopy { DTLS.digest(of: names + [$0]) }
        }
    }

    private let certificate: CertificateCredentials
    private let byName: [[Int]: CertificateCredentials]
    private let identities: [Identity]

    // Freed in `deinit`, never changed after `init`.
    private nonisolated(unsafe) let clientKey: gnutls_psk_client_credentials_t?
    private nonisolated(unsafe) let serverKeys: gnutls_psk_server_credentials_t?
    private let database: PreSharedKeyDatabase?
    private let file: PreSharedKeyFile?

    /// Changes with whom they prove to be, for a client; with the clients' keys, for a server.
    var digest: [UInt8] {
        clientDigest ?? DTLS.digest(of: [database?.digest ?? [], file?.digest ?? []])
    }
    private let clientDigest: [UInt8]?

    /// The identity that a client gives with its pre-shared key; `nil` without one.
    let ownIdentity: [UInt8]?

    /// Loads what `configuration` names.
    ///
    /// The corresponding C functions are `gnutls_certificate_set_x509_key`,
    /// `gnutls_psk_set_client_credentials2` and `gnutls_psk_set_server_credentials_function2`.
    ///
    /// - Throws: a ``GnuTLSError`` that says what could not be loaded, or used.
    public init(_ configuration: Configuration) throws(GnuTLSError) {
        let identities = configuration.identities
        certificate = try CertificateCredentials(configuration, identities: identities)
        self.identities = identities
        byName = try Self.groups(configuration)
        database =
            configuration.preSharedKeys
            ?? configuration.preSharedKey.map { PreSharedKeyDatabase($0) }
        file = configuration.preSharedKeyFile
        unsafe clientKey =
            try configuration.role == .client
            ? configuration.preSharedKey.flatMap { key throws(GnuTLSError) in
                try unsafe Self.clientCredentials(key)
            } : nil
        unsafe serverKeys =
            try configuration.role == .server && (database != nil || file != nil)
            ? Self.serverCredentials(hint: configuration.preSharedKeyHint) : nil
        clientDigest = configuration.role == .client ? configuration.digest : nil
        ownIdentity = configuration.role == .client ? configuration.preSharedKey?.identity : nil
    }

    deinit {
        if let clientKey = unsafe clientKey {
            unsafe gnutls_psk_free_client_credentials(clientKey)
        }
        if let serverKeys = unsafe serverKeys {
            unsafe gnutls_psk_free_server_credentials(serverKeys)
        }
    }

    /// A server's key for an identity; `nil` where that is unknown.
    func preSharedKey(for identity: [UInt8]) -> KeyBytes? {
        database?.secret(for: identity) ?? file?.secret(for: identity)
    }

    /// Makes `session` use them.
    ///
    /// The corresponding C function is `gnutls_credentials_set`.
    func attach(to session: gnutls_session_t) throws(GnuTLSError) {
        try unsafe certificate.attach(to: session)
        let keys =
            unsafe clientKey.map { unsafe UnsafeMutableRawPointer($0) }
            ?? serverKeys.map { unsafe UnsafeMutableRawPointer($0) }
        if let keys = unsafe keys {
            try GnuTLSError.check(
                unsafe gnutls_credentials_set(session, GNUTLS_CRD_PSK, keys),
                "use the pre-shared keys")
        }
    }

    /// The size of the longest chain that may be shown, in bytes; 0 without certificates.
    public var longestChain: Int {
        identities.map { $0.chain.reduce(0) { $0 + $1.der.count + 3 } }.max() ?? 0
    }

    // MARK: Several certificates

    /// Whether what a server shows depends on the name that it is asked for.
    var dependOnName: Bool { !byName.isEmpty }

    /// Makes `session` show those certificates alone that are for `name`, where there are any.
    ///
    /// GnuTLS compares the name with those in the certificates letter by letter: it knows neither
    /// wildcards nor that case does not matter. So those that do not fit are taken away from it.
    func choose(for name: String, in session: gnutls_session_t) {
        let group = byName[Self.matches(name, identities)]
        try? unsafe group?.attach(to: session)
    }

    /// Credentials for each set of certificates that a name can be for.
    private static func groups(
        _ configuration: Configuration
    ) throws(GnuTLSError) -> [[Int]: CertificateCredentials] {
        let identities = configuration.identities
        guard configuration.role == .server, identities.count > 1 else { return [:] }
        var groups: [[Int]: CertificateCredentials] = [:]
        for name in identities.flatMap({ $0.chain.first?.hostNames ?? [] }) {
            // For a wildcard, a name that no certificate has beside it.
            let example = name.hasPrefix("*") ? "any-name-of-these" + name.dropFirst() : name
            let matches = matches(example, identities)
            guard !matches.isEmpty, groups[matches] == nil else { continue }
            groups[matches] = try CertificateCredentials(
                configuration, identities: matches.map { identities[$0] })
        }
        return groups
    }

    private static func matches(_ name: String, _ identities: [Identity]) -> [Int] {
        identities.indices.filter { identities[$0].chain.first?.isFor(name) == true }
    }

    // MARK: Pre-shared keys

    private static func clientCredentials(
        _ key: PreSharedKey
    ) throws(GnuTLSError) -> gnutls_psk_client_credentials_t? {
        var client: gnutls_psk_client_credentials_t?
        try GnuTLSError.check(
            unsafe gnutls_psk_allocate_client_credentials(&client), "make credentials")
        let code = unsafe withDatum(key.identity) { identity in
            unsafe key.secret.withDatum { key in
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
