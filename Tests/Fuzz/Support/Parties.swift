@testable import DTLS

/// What the sessions of all runs are made from: they are slow to make, and stay as they are.
enum Parties {
    static let identity = make()
    static let clientIdentity = make()
    static let key = valid { try PreSharedKey(identity: Array("alice".utf8), key: [1, 2, 3, 4]) }

    /// By a pre-shared key, by a server's certificate, or by one of each side.
    enum Kind: Int, CaseIterable {
        case preSharedKey, certificate, bothCertificates
    }

    static let clients = Kind.allCases.map { configuration(.client, $0) }
    static let servers = Kind.allCases.map { configuration(.server, $0) }

    private static func configuration(_ role: Role, _ kind: Kind) -> SessionConfiguration {
        var choices = PriorityChoices()
        choices.usesCertificates = kind != .preSharedKey
        choices.usesPreSharedKey = kind == .preSharedKey
        choices.plainPreSharedKey = true
        var credentials = Credentials.Configuration(role: role)
        // Nobody is taken for another: each side knows the other's key.
        var policy = VerificationPolicy.insecure
        switch (role, kind) {
        case (_, .preSharedKey):
            credentials.preSharedKey = key
        case (.client, _):
            if kind == .bothCertificates { credentials.identity = clientIdentity }
            policy.pins = [.publicKey(of: identity.chain[0])]
        case (.server, _):
            credentials.identity = identity
            if kind == .bothCertificates {
                policy.requirePeerCertificate = true
                policy.pins = [.publicKey(of: clientIdentity.chain[0])]
            }
        }
        let made = (choices, credentials)
        return SessionConfiguration(
            role: role, priority: valid { try Priority(made.0.render()) },
            credentials: valid { try Credentials(made.1) }, verification: policy)
    }

    private static func make() -> Identity {
        valid { try Identity.selfSigned(commonName: "fuzz", names: ["localhost"]) }
    }

    static func valid<Value>(_ body: () throws -> Value) -> Value {
        do { return try body() } catch { fatalError("\(error)") }
    }
}
