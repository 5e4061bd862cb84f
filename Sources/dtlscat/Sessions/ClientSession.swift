import DTLS
import Sockets

/// The options that a client's sessions are made from.
struct ClientSession {
    let trust: TrustOptions
    let revocation: RevocationOptions
    let identity: IdentityOptions
    let psk: PSKOptions
    let crypto: CryptoOptions

    /// The configuration of sessions with `host`.
    func configuration(host: String, _ console: Console) throws(Failure) -> SessionConfiguration {
        let policy = try trust.policy(host: host)
        var settings = Credentials.Configuration(role: .client)
        settings.identities = try identity.load(console, names: ["dtlscat"])
        guard settings.identities.count < 2 else {
            throw .usage("a client shows one certificate, and there are several --cert")
        }
        settings.rawPublicKey = try identity.loadRawPublicKey(console)
        settings.preSharedKey = try psk.load(console, isServer: false)
        let usesCertificates = usesCertificates(withKey: settings.preSharedKey != nil)
        if trust.usesMemory, !usesCertificates {
            throw .usage("a pre-shared key leaves nothing to remember, so --tofu has no use here")
        }
        settings.trust = usesCertificates ? trust.trust(policy) : .none
        settings.revocationLists = try revocation.lists(policy)
        var session = SessionConfiguration(
            role: .client,
            priority: try crypto.priority(
                choices(policy, usesPSK: settings.preSharedKey != nil), console),
            credentials: try Failure.asUsage { () throws(GnuTLSError) in
                try Credentials(settings)
            },
            verification: policy)
        session.serverName = serverName(host)
        return session
    }

    /// What the priority string is made from.
    func choices(
        _ policy: VerificationPolicy, usesPSK: Bool
    ) throws(Failure) -> PriorityChoices {
        try crypto.choices(
            usesCertificates: usesCertificates(withKey: usesPSK),
            rawPublicKeys: identity.rpk != nil
                ? .only : Self.takesKeyAlone(policy) ? .acceptedFromServer : .refused,
            usesPSK: usesPSK, plainPSK: psk.pskPlain)
    }

    /// Whether the server may show a certificate, or a key: beside a pre-shared key where something else
    /// is about one.
    private func usesCertificates(withKey: Bool) -> Bool {
        !withKey || !identity.cert.isEmpty || identity.selfSigned || identity.rpk != nil
            || trust.ca != nil || !trust.pin.isEmpty
    }

    /// Whether a key without a certificate can satisfy: it has no chain and no name.
    private static func takesKeyAlone(_ policy: VerificationPolicy) -> Bool {
        (policy.refusesUnknown || !policy.pins.isEmpty) && !policy.checksChain && policy.name == nil
    }

    /// What to ask the server for: a name, never an address (RFC 6066 section 3).
    func serverName(_ host: String) -> String? {
        if trust.sni == "none" { return nil }
        if let sni = trust.sni { return sni }
        let name = trust.name ?? host
        return SocketAddress(host: name, port: 0) == nil ? name : nil
    }
}
