import DTLS
import Endpoint
import FoundationEssentials
import Relay
import Sockets

/// The command that a listener runs for each client.
struct Command {
    /// The program and its arguments.
    let words: [String]

    private let inherited: [String: String]
    private let framing: RelayConfiguration

    /// The command that the options name; `nil` without one. Options that are about the standard
    /// streams have no use beside it.
    init?(_ service: ServiceOptions, _ data: DataOptions) throws(Failure) {
        if let text = service.shExec {
            words = ["/bin/sh", "-c", text]
        } else if let text = service.exec {
            words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        } else {
            return nil
        }
        guard let program = words.first, !words.contains(where: { $0.contains("\0") }) else {
            throw .usage("--exec names no program")
        }
        let others = [
            ("--output", data.output != nil), ("--hex-dump", data.hexDump != nil),
            ("--send-only", data.sendOnly), ("--recv-only", data.recvOnly),
            ("--bitrate", data.bitrate != nil), ("--ordered", data.ordered != nil),
        ].filter(\.1).map(\.0)
        if let other = others.first {
            throw .usage("\(other) has no use beside a command: it is about our own streams")
        }
        inherited = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("DTLSCAT_") && !name.hasPrefix("NCAT_") && name != "SSLKEYLOGFILE"
                && !ServiceManager.variables.contains(name)
        }
        framing = data.relay
        guard Self.isThere(program, path: inherited["PATH"]) else {
            throw .usage("there is no program \(program) to run")
        }
    }

    /// Starts it for a client.
    func start(
        for association: Association, at server: SocketAddress, _ console: Console
    ) throws(SocketError) -> CommandPartner {
        let environment = inherited.merging(
            ClientEnvironment(association, at: server).variables
        ) { _, own in own }
        let partner = try CommandPartner(
            words, environment: environment, framing: framing, name: association.name)
        console.note(1, "\(association.name): process \(partner.number) runs")
        return partner
    }

    /// Whether the shell would find it.
    private static func isThere(_ program: String, path: String?) -> Bool {
        if program.contains("/") { return isProgram(program) }
        return (path ?? "/bin:/usr/bin").split(separator: ":", omittingEmptySubsequences: false)
            .contains { folder in isProgram("\(folder.isEmpty ? "." : folder)/\(program)") }
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
            && FileManager.default.isExecutableFile(atPath: path)
    }
}

/// What a command is told of its client: nothing secret, and nothing that a terminal would act on.
struct ClientEnvironment {
    /// Names and values.
    let variables: [String: String]

    /// Of `association`, with a server at `server`.
    init(_ association: Association, at server: SocketAddress) {
        let session = association.session
        let agreed = session.parameters
        let local = association.local ?? server
        var values: [String: String?] = [
            "REMOTE_ADDR": association.remote.host,
            "REMOTE_PORT": "\(association.remote.port)",
            "LOCAL_ADDR": local.host,
            "LOCAL_PORT": "\(local.port)",
            "VERSION": agreed.version?.rawValue,
            "CIPHER": agreed.cipherSuite,
            "ALPN": agreed.applicationProtocol,
            "SNI": session.requestedServerName,
            "PSK_IDENTITY": session.clientIdentity.map { IdentityText($0).text },
        ]
        if let leaf = session.peerCertificates.first {
            values["PEER_SUBJECT"] = leaf.subject
            values["PEER_SHA256"] = leaf.sha256Text
            values["PEER_PIN"] = "\(Pin.publicKey(of: leaf))"
        }
        values["PEER_VERIFIED"] = Self.verification(session)
        var variables = [
            "NCAT_REMOTE_ADDR": association.remote.host,
            "NCAT_REMOTE_PORT": "\(association.remote.port)",
            "NCAT_PROTO": "UDP",
        ]
        for (name, value) in values {
            if let value { variables["DTLSCAT_" + name] = Console.escaped(value) }
        }
        self.variables = variables
    }

    /// How the client was verified: "key", "chain", "pin", "chain+pin"; "no" where it was not asked.
    private static func verification(_ session: Session) -> String {
        if session.usesPreSharedKey { return "key" }
        return switch session.verifiedBy {
        case .nothing: "no"
        case .chain: "chain"
        case .pin: "pin"
        case .chainAndPin: "chain+pin"
        }
    }
}
