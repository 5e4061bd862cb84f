import DTLS

/// Both sides of a session that needs no set-up: a certificate that the client knows by its pin, or
/// a random key where an identity for it was named.
struct LocalSessions {
    let client: SessionConfiguration
    let server: SessionConfiguration

    init(_ psk: PSKOptions, _ crypto: CryptoOptions, _ console: Console) throws(Failure) {
        let usesPSK = psk.pskIdentity != nil || psk.pskPlain
        var clientSettings = Credentials.Configuration(role: .client)
        var serverSettings = Credentials.Configuration(role: .server)
        // A pin decides alone.
        var policy = VerificationPolicy.insecure
        if usesPSK {
            do throws(SecretError) {
                let key = try PreSharedKey(
                    identity: Array((psk.pskIdentity ?? "bench").utf8),
                    key: (0..<32).map { _ in UInt8.random(in: 0...255) })
                clientSettings.preSharedKey = key
                serverSettings.preSharedKey = key
            } catch {
                throw .usage("\(error)")
            }
        } else {
            let identity = try IdentityOptions.make(names: ["localhost"])
            serverSettings.identity = identity
            if let leaf = identity.chain.first { policy.pins = [Pin.publicKey(of: leaf)] }
        }
        let priority = try crypto.priority(
            crypto.choices(
                usesCertificates: !usesPSK, rawPublicKeys: .refused, usesPSK: usesPSK,
                plainPSK: psk.pskPlain), console)
        do throws(GnuTLSError) {
            client = SessionConfiguration(
                role: .client, priority: priority, credentials: try Credentials(clientSettings),
                verification: policy)
            var server = SessionConfiguration(
                role: .server, priority: priority, credentials: try Credentials(serverSettings),
                verification: .insecure)
            let ticketKey = try TicketKey()
            server.ticketKey = { ticketKey }
            self.server = server
        } catch {
            throw .usage(error.description)
        }
    }
}
