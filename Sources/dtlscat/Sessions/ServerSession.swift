import DTLS
import Sockets

/// The options that a server's sessions are made from.
struct ServerSession {
    let identity: IdentityOptions
    let clients: ClientTrustOptions
    let revocation: RevocationOptions
    let psk: PSKOptions
    let keys: ServerPSKOptions
    let crypto: CryptoOptions

    /// The configuration of sessions at `socket`. With neither certificate nor key it makes a
    /// certificate for the run; the announcement is the command that connects to it, to be said once
    /// nothing can go wrong any more.
    ///
    /// - Parameter target: how that command names a host and a port.
    func configuration(
        _ socket: UDPSocket, _ console: Console, clientCommand: String,
        target: (_ host: String, _ port: UInt16) -> String = { "\($0) \($1)" }
    ) throws(Failure) -> (SessionConfiguration, announcement: String?) {
        let policy = try clients.policy()
        var settings = Credentials.Configuration(role: .server)
        settings.trust = clients.trust(policy)
        settings.revocationLists = try revocation.lists(policy)
        settings.preSharedKey = try psk.load(console, isServer: true)
        settings.preSharedKeyFile = try keys.load(console)
        settings.preSharedKeyHint = keys.pskHint
        let usesPSK = settings.preSharedKey != nil || settings.preSharedKeyFile != nil
        if keys.pskHint != nil, !usesPSK {
            throw .usage("--psk-hint goes with --psk-db, --psk-file or --psk-key")
        }
        let names = certificateNames(socket)
        settings.identities = try identity.load(console, names: names)
        settings.rawPublicKey = try identity.loadRawPublicKey(console)
        if policy.requirePeerCertificate, usesPSK, settings.identities.isEmpty,
            settings.rawPublicKey == nil
        {
            throw .usage(
                "with a pre-shared key alone no client is asked for a certificate",
                hint: "--cert asks the clients that do not use the key")
        }
        if policy.checksChain, settings.rawPublicKey != nil {
            throw .usage(
                "no authority vouches for the public keys that --rpk takes",
                hint: "--client-pin says which clients to accept")
        }
        var announcement: String?
        if settings.identities.isEmpty, settings.rawPublicKey == nil, !usesPSK {
            let made = try IdentityOptions.make(names: names)
            settings.identity = made
            announcement = Self.announcement(
                made, socket, name: names.first, clientCommand, target)
        }
        let session = SessionConfiguration(
            role: .server,
            priority: try crypto.priority(
                usesCertificates: !settings.identities.isEmpty || settings.rawPublicKey != nil,
                rawPublicKeys: settings.rawPublicKey == nil ? .refused : .only, usesPSK: usesPSK,
                plainPSK: psk.pskPlain, console),
            credentials: try Failure.asUsage { () throws(GnuTLSError) in
                try Credentials(settings)
            },
            verification: policy)
        return (session, announcement)
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
