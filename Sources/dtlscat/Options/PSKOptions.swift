import ArgumentParser
import DTLS
import FoundationEssentials

/// Pre-shared keys.
struct PSKOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Text, or hex:…; or $DTLSCAT_PSK_IDENTITY.", valueName: "id"),
        completion: .identity)
    var pskIdentity: String?

    @Option(
        help: ArgumentHelp(
            "Hex or identity:hex, fd:N; or $DTLSCAT_PSK_FILE.",
            valueName: "file"),
        completion: .file())
    var pskFile: String?

    @Option(
        help: ArgumentHelp(
            "text:…, hex:…, base64:…; others can see it in ps.",
            valueName: "key"),
        completion: .secret)
    var pskKey: String?

    @Flag(help: "Without Diffie-Hellman: no forward secrecy.")
    var pskPlain = false

    mutating func validate() throws {
        if pskFile != nil, pskKey != nil {
            throw ValidationError("--psk-file and --psk-key exclude each other")
        }
    }

    /// The key and identity that options and environment name; `nil` without any.
    func load(_ console: Console, isServer: Bool) throws(Failure) -> PreSharedKey? {
        let environment = ProcessInfo.processInfo.environment
        do throws(SecretError) {
            var named: [UInt8]?
            var key: [UInt8] = []
            defer { key.wipe() }
            if let pskKey {
                console.warn("others can see the key of --psk-key in ps; --psk-file keeps it")
                key = try PreSharedKey.key(argument: pskKey)
            } else if let path = pskFile {
                (named, key) = try Self.read(path)
            } else if let variable = Self.variable {
                (named, key) = try variable.read()
            } else if let path = environment["DTLSCAT_PSK_FILE"] {
                (named, key) = try Self.read(path)
            } else if pskIdentity != nil {
                throw .missingKey
            } else {
                return nil
            }
            if let text = pskIdentity ?? environment["DTLSCAT_PSK_IDENTITY"] {
                named = try PreSharedKey.identity(text)
            }
            guard let named else { throw .missingIdentity }
            return try PreSharedKey(identity: named, key: key)
        } catch {
            throw .usage(error.description)
        }
    }

    /// Whether the key is in a file, which may hold another one later.
    var canReread: Bool {
        let environment = ProcessInfo.processInfo.environment
        guard pskKey == nil, pskFile != nil || Self.variable == nil else {
            return false
        }
        return (pskFile ?? environment["DTLSCAT_PSK_FILE"]).map { !SecretFile.isStream($0) }
            ?? false
    }

    /// The file that the environment names.
    var variableFile: String? { ProcessInfo.processInfo.environment["DTLSCAT_PSK_FILE"] }

    /// Takes the key out of the environment, before anything makes copies of that.
    static func takeVariable() { _ = variable }

    /// The key in the environment, which is taken out of it once.
    private static let variable = PreSharedKeyVariable(taking: "DTLSCAT_PSK")

    private static func read(
        _ path: String
    ) throws(SecretError) -> (identity: [UInt8]?, key: [UInt8]) {
        let file = try SecretFile.read(path)
        try file.refuseIfReadableByOthers(path)
        return try file.withBytes { bytes throws(SecretError) in try PreSharedKey.file(bytes) }
    }
}

/// The keys of a server.
struct ServerPSKOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The keys of many clients: a line identity:hex each.", valueName: "file"),
        completion: .file())
    var pskDb: String?

    @Option(
        help: ArgumentHelp(
            "Tell clients this about the identity to use.", valueName: "text"))
    var pskHint: String?

    /// Whether the keys are in a file, which may hold others later.
    var canReread: Bool { pskDb.map { !SecretFile.isStream($0) } ?? false }

    /// The keys by identity; `nil` where there is no file of them.
    func load(_ console: Console) throws(Failure) -> PreSharedKeyFile? {
        guard let pskDb else { return nil }
        do throws(SecretError) {
            return try PreSharedKeyFile(pskDb) { event in
                switch event {
                case .reread(let count): console.note(1, "\(pskDb) has changed: \(count) keys")
                case .kept(let error): console.warn("\(error); the keys from before stay")
                }
            }
        } catch {
            throw .usage(error.description)
        }
    }
}

extension PSKOptions {
    /// The files that are read.
    var read: [(option: String, path: String?)] { [("--psk-file", pskFile)] }
}
