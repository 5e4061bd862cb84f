import DTLS
import Sockets

/// The options that a server's sessions are made from, and what was read last of what they name.
final class ServerSession {
    private let identity: IdentityOptions
    private let clients: ClientTrustOptions
    private let revocation: RevocationOptions
    private let psk: PSKOptions
    private let keys: ServerPSKOptions
    private let crypto: CryptoOptions
    private var loaded: ServerKeys?

    init(
        identity: IdentityOptions, clients: ClientTrustOptions, revocation: RevocationOptions,
        psk: PSKOptions, keys: ServerPSKOptions, crypto: CryptoOptions
    ) {
        self.identity = identity
        self.clients = clients
        self.revocation = revocation
        self.psk = psk
        self.keys = keys
        self.crypto = crypto
    }

    /// The configuration of sessions at `socket`. With neither certificate nor key it makes a
    /// certificate for the run; the announcement is the command that connects to it, to be said once
    /// nothing can go wrong any more.
    ///
    /// - Parameter target: how that command names a host and a port.
    func configuration(
        _ socket: UDPSocket, _ console: Console, clientCommand: String,
        target: (_ host: String, _ port: UInt16) -> String = { "\($0) \($1)" }
    ) throws(Failure) -> (SessionConfiguration, announcement: String?) {
        let names = certificateNames(socket)
        var loaded = try load(console, names: names)
        try check(loaded)
        var announcement: String?
        if !loaded.usesCertificates, !loaded.usesPSK {
            let made = try IdentityOptions.make(names: names)
            loaded.identities = [made]
            announcement = Self.announcement(
                made, socket, name: names.first, clientCommand, target)
        }
        let session = SessionConfiguration(
            role: .server,
            priority: try crypto.priority(
                crypto.choices(
                    usesCertificates: loaded.usesCertificates,
                    rawPublicKeys: loaded.rawPublicKey == nil ? .refused : .only,
                    usesPSK: loaded.usesPSK, plainPSK: psk.pskPlain), console),
            credentials: try credentials(loaded), verification: loaded.policy)
        self.loaded = loaded
        return (session, announcement)
    }

    /// `session` with what the files hold now. What came through a descriptor or a pipe cannot be
    /// read again and stays, and so does a certificate that was made for the run. Where anything
    /// cannot be used, all stays as it is.
    func reread(
        _ session: SessionConfiguration, _ console: Console
    ) throws(Failure) -> SessionConfiguration {
        let loaded = try load(console, names: [])
        var session = session
        session.credentials = try credentials(loaded)
        session.verification = loaded.policy
        self.loaded = loaded
        return session
    }

    // MARK: -

    private func load(_ console: Console, names: [String]) throws(Failure) -> ServerKeys {
        let before = loaded
        return ServerKeys(
            policy: try clients.policy(keeping: before?.policy.pins),
            identities: try identity.load(console, names: names, keeping: before?.identities),
            rawPublicKey: try identity.loadRawPublicKey(console, keeping: before?.rawPublicKey),
            preSharedKey: try before != nil && !psk.canReread
                ? before?.preSharedKey : psk.load(console, isServer: true),
            preSharedKeyFile: try before != nil && !keys.canReread
                ? before?.preSharedKeyFile : keys.load(console))
    }

    private func credentials(_ loaded: ServerKeys) throws(Failure) -> Credentials {
        var settings = Credentials.Configuration(role: .server)
        settings.trust = clients.trust(loaded.policy)
        settings.revocationLists = try revocation.lists(loaded.policy)
        settings.preSharedKey = loaded.preSharedKey
        settings.preSharedKeyFile = loaded.preSharedKeyFile
        settings.preSharedKeyHint = keys.pskHint
        settings.identities = loaded.identities
        settings.rawPublicKey = loaded.rawPublicKey
        return try Failure.asUsage { () throws(GnuTLSError) in try Credentials(settings) }
    }

    /// Refuses options that could do nothing.
    private func check(_ loaded: ServerKeys) throws(Failure) {
        if keys.pskHint != nil, !loaded.usesPSK {
            throw .usage("--psk-hint goes with --psk-db, --psk-file or --psk-key")
        }
        if loaded.policy.requirePeerCertificate, loaded.usesPSK, !loaded.usesCertificates {
            throw .usage(
                "with a pre-shared key alone no client is asked for a certificate",
                hint: "--cert asks the clients that do not use the key")
        }
        if loaded.policy.checksChain, loaded.rawPublicKey != nil {
            throw .usage(
                "no authority vouches for the public keys that --rpk takes",
                hint: "--client-pin says which clients to accept")
        }
    }

    /// Whom a certificate made for the run is for.
    private func certificateNames(_ socket: UDPSocket) -> [String] {
        let local = socket.localAddress
        guard !local.isWildcard else { return [hostName] }
        return local.isLoopback ? ["localhost", local.host] : [local.host]
    }

    /// The command that connects to a server with a certificate made for the run.
    private static func announcement(
        _ identity: Identity, _ socket: UDPSocket, name: String?, _ command: String,
        _ target: (_ host: String, _ port: UInt16) -> String
    ) -> String? {
        guard let leaf = identity.chain.first else { return nil }
        let local = socket.localAddress
        let host = local.isWildcard ? name ?? "HOST" : local.host
        let pin = Pin.publicKey(of: leaf)
        return "connect with: dtlscat \(command) --pin \(pin) \(target(host, local.port))"
    }
}

/// What was read of the files that a server's options name.
private struct ServerKeys {
    let policy: VerificationPolicy
    var identities: [Identity]
    let rawPublicKey: RawPublicKey?
    let preSharedKey: PreSharedKey?
    let preSharedKeyFile: PreSharedKeyFile?

    var usesPSK: Bool { preSharedKey != nil || preSharedKeyFile != nil }

    var usesCertificates: Bool { !identities.isEmpty || rawPublicKey != nil }
}
