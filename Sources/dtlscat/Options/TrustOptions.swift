import ArgumentParser
import DTLS
import FoundationEssentials

/// Whom a client believes.
struct TrustOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Trust these authorities alone: a file, or a folder.",
            valueName: "path"),
        completion: .file())
    var ca: String?

    @Option(
        help: ArgumentHelp(
            "The name in the certificate; default: HOST.", valueName: "name"),
        completion: .host)
    var name: String?

    @Option(
        help: ArgumentHelp("The name to ask the server for, or none.", valueName: "name"),
        completion: .hostOrNone)
    var sni: String?

    @Option(
        help: ArgumentHelp(
            "Accept this certificate or key alone; @file for many.",
            valueName: "pin"),
        completion: .pin)
    var pin: [String] = []

    @Flag(help: "Accept the key that is remembered; ask about others.")
    var tofu = false

    @Flag(help: "Accept the key that is remembered, and no other.")
    var strictTofu = false

    @OptionGroup var store: StoreOptions

    @Flag(help: "Accept any certificate.")
    var insecure = false

    mutating func validate() throws {
        if insecure, ca != nil || name != nil || !pin.isEmpty {
            throw ValidationError("--insecure excludes --ca, --name and --pin")
        }
        if name?.isEmpty == true || sni?.isEmpty == true {
            throw ValidationError("a name is not empty")
        }
        if tofu, strictTofu {
            throw ValidationError("--tofu and --strict-tofu exclude each other")
        }
        if usesMemory, insecure || !pin.isEmpty {
            let option = tofu ? "--tofu" : "--strict-tofu"
            throw ValidationError("\(option) excludes --pin and --insecure")
        }
        if store.knownHosts != nil, !usesMemory {
            throw ValidationError("--known-hosts goes with --tofu or --strict-tofu")
        }
    }

    /// Whether the server is known by what is remembered of it.
    var usesMemory: Bool { tofu || strictTofu }

    /// What the server at `host` has to prove. A pin decides alone, unless more is asked for; so does a
    /// key that is remembered, which is put in later.
    func policy(host: String) throws(Failure) -> VerificationPolicy {
        if insecure { return .insecure }
        var policy = VerificationPolicy()
        policy.pins = try readPins(pin)
        policy.refusesUnknown = usesMemory
        let isPinned = usesMemory || !policy.pins.isEmpty
        policy.checksChain = !isPinned || ca != nil
        policy.name = name ?? (isPinned && ca == nil ? nil : host)
        return policy
    }

    /// Who may vouch for the server.
    func trust(_ policy: VerificationPolicy) -> TrustStore {
        policy.checksChain ? trustStore(ca) : .none
    }
}

/// Which certificates are not good any more.
struct RevocationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Refuse the certificates in this revocation list.", valueName: "file"),
        completion: .file())
    var crl: [String] = []

    /// The lists, which say something only where a chain is checked.
    func lists(_ policy: VerificationPolicy) throws(Failure) -> [String] {
        guard crl.isEmpty || policy.checksChain else {
            throw .usage(
                "--crl says nothing where no chain is checked",
                hint: "--ca or --client-ca says whose certificates are checked")
        }
        return crl
    }
}

/// The store at a path: the system's where there is none, or where the environment says otherwise.
func trustStore(_ path: String?) -> TrustStore {
    let environment = ProcessInfo.processInfo.environment
    if let path = path ?? environment["SSL_CERT_FILE"] {
        var isDirectory = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return isDirectory ? .directory(path) : .file(path)
    }
    if let directory = environment["SSL_CERT_DIR"] { return .directory(directory) }
    return .system
}

/// The pins that arguments name: each one itself, or `@file` with one a line.
///
/// - Parameter allowsWeak: whether SHA-1 will do.
func readPins(_ arguments: [String], allowsWeak: Bool = false) throws(Failure) -> [Pin] {
    var pins: [Pin] = []
    for argument in arguments {
        if argument.hasPrefix("@") {
            pins += try readPins(in: argument == "@-" ? "fd:0" : String(argument.dropFirst()))
            continue
        }
        do throws(PinError) {
            pins.append(try Pin(argument))
        } catch {
            throw .usage(error.description)
        }
    }
    guard allowsWeak || !pins.contains(where: \.isWeak) else {
        throw .usage(
            "a SHA-1 digest is no pin: others with the same can be made",
            hint: "dtlscat fingerprint shows the SHA-256 one")
    }
    return pins
}

/// The pins in a file, one a line; at least one.
private func readPins(in path: String) throws(Failure) -> [Pin] {
    do {
        let text = String(decoding: try SecretFile.read(path).bytes, as: UTF8.self)
        do throws(PinError) {
            return try Pin.list(text)
        } catch {
            throw Failure.usage("\(path == "fd:0" ? "standard input" : path): \(error)")
        }
    } catch let failure as Failure {
        throw failure
    } catch {
        throw .usage("\(error)")
    }
}

extension TrustOptions {
    /// The files that are read.
    var read: [(option: String, path: String?)] {
        [("--ca", ca), ("--known-hosts", store.knownHosts)]
            + pin.filter { $0.hasPrefix("@") }.map { ("--pin", String($0.dropFirst())) }
    }
}

extension RevocationOptions {
    /// The files that are read.
    var read: [(option: String, path: String?)] { crl.map { ("--crl", $0) } }
}
