import ArgumentParser
import DTLS

/// Who we are, by certificate.
struct IdentityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Our chain: PEM, DER, PKCS#12, pkcs11:…; many for SNI.",
            valueName: "file"),
        completion: .file())
    var cert: [String] = []

    @Option(
        help: ArgumentHelp(
            "Our key, one for each --cert; default: the same file.",
            valueName: "file"),
        completion: .file())
    var key: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with the password of the key, or fd:N.", valueName: "file"),
        completion: .file())
    var keyPassFile: String?

    @Option(
        help: ArgumentHelp(
            "Show this key bare, and take only bare keys.", valueName: "file"),
        completion: .file())
    var rpk: String?

    @Flag(help: "Make a certificate and key for this run.")
    var selfSigned = false

    mutating func validate() throws {
        if !key.isEmpty, key.count != cert.count {
            throw ValidationError("there are as many --key as --cert, in the same order")
        }
        if keyPassFile != nil, cert.isEmpty, rpk == nil {
            throw ValidationError("--key-pass-file goes with --cert or --rpk")
        }
        if rpk != nil, !cert.isEmpty || selfSigned {
            throw ValidationError("--rpk excludes --cert and --self-signed")
        }
        if selfSigned, !cert.isEmpty {
            throw ValidationError("--self-signed and --cert exclude each other")
        }
    }

    /// The identities that the options name, in their order; empty without any.
    ///
    /// - Parameter kept: those from before, of which what cannot be read again stays: what was made
    ///   for the run, and what came through a descriptor or a pipe.
    func load(
        _ console: Console, names: [String], keeping kept: [Identity]? = nil
    ) throws(Failure) -> [Identity] {
        if cert.isEmpty, let kept { return kept }
        if selfSigned { return [try Self.make(names: names)] }
        if let kept, keyPassFile.map(SecretFile.isStream) == true { return kept }
        do {
            let password = try cert.isEmpty ? nil : readPassword(keyPassFile)
            return try cert.indices.map { index in
                let key = key.isEmpty ? nil : key[index]
                if let kept,
                    SecretFile.isStream(cert[index]) || key.map(SecretFile.isStream) == true
                {
                    return kept[index]
                }
                let loaded = try Identity.load(
                    certificate: cert[index], key: key, password: password)
                if loaded.isReadableByOthers {
                    console.warn("others can read the private key in \(key ?? cert[index])")
                }
                return loaded.identity
            }
        } catch {
            throw .usage("\(error)")
        }
    }

    /// The key pair that `--rpk` names; `nil` without it.
    ///
    /// - Parameter kept: that from before, which stays where it cannot be read again.
    func loadRawPublicKey(
        _ console: Console, keeping kept: RawPublicKey? = nil
    ) throws(Failure) -> RawPublicKey? {
        guard let rpk else { return nil }
        if let kept, SecretFile.isStream(rpk) || keyPassFile.map(SecretFile.isStream) == true {
            return kept
        }
        do {
            let loaded = try RawPublicKey.load(rpk, password: try readPassword(keyPassFile))
            if loaded.isReadableByOthers {
                console.warn("others can read the private key in \(rpk)")
            }
            return loaded.key
        } catch {
            throw .usage("\(error)")
        }
    }

    /// An identity for this run.
    static func make(names: [String]) throws(Failure) -> Identity {
        do throws(GnuTLSError) {
            return try Identity.selfSigned(commonName: names.first ?? "dtlscat", names: names)
        } catch {
            throw Failure(status: .bug, message: error.description)
        }
    }
}

/// Which clients a server accepts.
struct ClientTrustOptions: ParsableArguments {
    @Flag(help: "Refuse clients without a certificate.")
    var requireClientCert = false

    @Option(
        help: ArgumentHelp(
            "Trust these for clients: a file, or a folder.", valueName: "path"),
        completion: .file())
    var clientCa: String?

    @Option(
        help: ArgumentHelp(
            "Accept this certificate or key alone; @file for many.",
            valueName: "pin"),
        completion: .pin)
    var clientPin: [String] = []

    /// What a client has to prove.
    ///
    /// - Parameter kept: the pins from before, which stay where they cannot be read again.
    func policy(keeping kept: [Pin]? = nil) throws(Failure) -> VerificationPolicy {
        var policy = VerificationPolicy()
        let cannotReread = read.contains {
            $0.path == "-" || $0.path.map(SecretFile.isStream) == true
        }
        policy.pins = if let kept, cannotReread { kept } else { try readPins(clientPin) }
        policy.requirePeerCertificate =
            requireClientCert || clientCa != nil || !policy.pins.isEmpty
        policy.checksChain =
            policy.requirePeerCertificate && (policy.pins.isEmpty || clientCa != nil)
        return policy
    }

    /// Who may vouch for a client.
    func trust(_ policy: VerificationPolicy) -> TrustStore {
        policy.checksChain ? trustStore(clientCa) : .none
    }
}

/// The password in a file, which is its first line; `nil` without a file.
func readPassword(_ path: String?) throws(SecretError) -> String? {
    guard let path else { return nil }
    return try SecretFile.read(path).withBytes { bytes in
        String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    }
}

extension IdentityOptions {
    /// The files that are read.
    var read: [(option: String, path: String?)] {
        cert.map { ("--cert", $0) } + key.map { ("--key", $0) }
            + [("--rpk", rpk), ("--key-pass-file", keyPassFile)]
    }
}

extension ClientTrustOptions {
    /// The files that are read.
    var read: [(option: String, path: String?)] {
        [("--client-ca", clientCa)]
            + clientPin.filter { $0.hasPrefix("@") }.map {
                ("--client-pin", String($0.dropFirst()))
            }
    }
}
