import Synchronization

@testable import DTLS

/// What two sessions are made from; two that trust each other blindly by default.
struct Setup {
    var choices = PriorityChoices()
    var clientChoices: PriorityChoices?
    var identity: Identity? = TestIdentity.ecdsa
    var clientIdentity: Identity?
    var clientTrust = TrustStore.none
    var clientPolicy = VerificationPolicy.insecure
    var serverPolicy = VerificationPolicy.insecure
    var clientKey: PreSharedKey?
    var serverKeys: PreSharedKeyDatabase?
    var mtu = 1_372
    var serverName: String?
    var applicationProtocols: [String] = []
    var retransmission = 1_000
    var clientHeartbeats = true
    var serverHeartbeats = true
    var clientRoom: Int?
    var serverRoom: Int?
    var clientKeyLog: (@Sendable (String) -> Void)?
    var serverKeyLog: (@Sendable (String) -> Void)?
    var adjustClient: (inout SessionConfiguration) -> Void = { _ in }
    var adjustServer: (inout SessionConfiguration) -> Void = { _ in }

    /// Uses a pre-shared key on both sides, and no certificate.
    mutating func share(_ key: [UInt8], plain: Bool = false) throws {
        let entry = try PreSharedKey(identity: Array("alice".utf8), key: key)
        clientKey = entry
        serverKeys = PreSharedKeyDatabase(entry)
        identity = nil
        choices.usesCertificates = false
        choices.usesPreSharedKey = true
        choices.plainPreSharedKey = plain
    }

    func client() throws -> SessionConfiguration {
        var credentials = Credentials.Configuration(role: .client)
        credentials.identity = clientIdentity
        credentials.trust = clientTrust
        credentials.preSharedKey = clientKey
        var configuration = try base(.client, clientChoices ?? choices, credentials, clientPolicy)
        configuration.serverName = serverName
        configuration.keyLog = clientKeyLog
        configuration.allowsHeartbeats = clientHeartbeats
        configuration.receiveRoom = clientRoom
        adjustClient(&configuration)
        return configuration
    }

    func server() throws -> SessionConfiguration {
        var credentials = Credentials.Configuration(role: .server)
        credentials.identity = identity
        credentials.preSharedKeys = serverKeys
        var configuration = try base(.server, choices, credentials, serverPolicy)
        configuration.keyLog = serverKeyLog
        configuration.allowsHeartbeats = serverHeartbeats
        configuration.receiveRoom = serverRoom
        adjustServer(&configuration)
        return configuration
    }

    private func base(
        _ role: Role, _ choices: PriorityChoices, _ credentials: Credentials.Configuration,
        _ policy: VerificationPolicy
    ) throws -> SessionConfiguration {
        var configuration = SessionConfiguration(
            role: role, priority: try Priority(choices.render()),
            credentials: try Credentials(credentials), verification: policy)
        configuration.mtu = mtu
        configuration.retransmission = retransmission
        configuration.applicationProtocols = applicationProtocols
        return configuration
    }
}

/// Certificates for the run.
enum TestIdentity {
    static let ecdsa = make(.ecdsaP256)
    static let rsa = make(.rsa2048)
    static let ed25519 = make(.ed25519)
    static let expired = make(.ecdsaP256, days: -2)

    private static func make(_ type: Identity.KeyType, days: Int = 30) -> Identity {
        do {
            return try Identity.selfSigned(
                commonName: "dtlscat", names: ["localhost", "127.0.0.1"], days: days,
                keyType: type)
        } catch { preconditionFailure("\(error)") }
    }
}

/// Lines that sessions have logged.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) { lines.withLock { $0.append(line) } }
}
