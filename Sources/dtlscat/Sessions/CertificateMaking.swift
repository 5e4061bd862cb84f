import DTLS
import FoundationEssentials

/// What `keygen cert` makes from its options.
struct CertificateMaking {
    private let certificate: CertificateOptions
    private let authority: AuthorityOptions
    private let keyOut: String?
    private let isRequest: Bool
    private let run: KeygenRun

    /// The options of `command`, for `run`.
    init(_ command: KeygenCert, _ run: KeygenRun) {
        certificate = command.certificate
        authority = command.authority
        keyOut = command.keyOut
        isRequest = command.csr
        self.run = run
    }

    /// Makes what they ask for.
    func make() throws {
        // Both are there to be given away, and so have no key in them.
        let target = try run.target()
        let isPublic = authority.ca || isRequest
        if isPublic, keyOut == nil, target.isStandardOutput {
            throw Failure.usage("--key-out says where the key goes")
        }
        let keyPath = keyOut ?? (isPublic ? Self.keyPath(beside: target.name) : nil)
        if let path = authority.signCsr { return try sign(path, target) }
        let template = try authority.ca ? authorityTemplate() : certificate.template(days: days)
        let key = try PrivateKey.generate((certificate.type ?? .ecdsa).keyType)
        if isRequest {
            let request = try CertificateRequest.make(template, key)
            run.add(try request.pem(), to: target)
            run.tell("\(target.name): request of \(request.subject)\(Self.list(template.names))")
            run.tell("\(target.name): \(try key.pin())")
            run.report.key = KeygenReport.Key(spkiPin: "\(try key.pin())")
            return try add(key, to: keyPath)
        }
        let signer = try signer()
        if let signer { warnIfCut(template, signer) }
        let identity = try signer?.issue(template, to: key) ?? template.selfSigned(key)
        if keyPath == nil {
            let text = try key.pem()
            text.append(identity.certificatePEM)
            run.add(text, to: target)
        } else {
            run.add(identity.certificatePEM, to: target)
        }
        tell(identity.chain, target)
        try add(key, to: keyPath)
    }

    /// Signs a request.
    private func sign(_ path: String, _ target: KeygenTarget) throws {
        run.keep(path)
        let request = try CertificateRequest.load(path)
        let template = try certificate.template(days: days, requested: request)
        if certificate.name.isEmpty, try request.names().others > 0 {
            run.warn("names that are neither DNS names nor addresses are left out")
        }
        guard let signer = try signer() else { return }
        warnIfCut(template, signer)
        let chain = try signer.issue(template, to: request)
        run.add(chain.map(\.pem).joined(), to: target)
        tell(chain, target)
    }

    private var days: Int { certificate.days ?? 365 }

    private func authorityTemplate() throws -> CertificateTemplate {
        // Two of the same name would be taken for each other.
        let subject = certificate.subject ?? "dtlscat CA \(UInt32.random(in: .min ... .max))"
        var template = CertificateTemplate(
            subject: try CertificateSubject(subject), names: [], days: certificate.days ?? 3_650)
        template.isAuthority = true
        return template
    }

    /// The authority that signs: one there is, or a new one.
    private func signer() throws -> CertificateAuthority? {
        if let path = authority.newCa { return try makeAuthority(path) }
        guard let path = authority.signedBy else { return nil }
        let beside = Self.keyPath(beside: path)
        let keyPath =
            authority.signKey ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil)
        run.keep(path)
        if let keyPath { run.keep(keyPath) }
        do {
            let loaded = try Identity.load(
                certificate: path, key: keyPath,
                password: try readPassword(authority.keyPassFile))
            if loaded.isReadableByOthers {
                run.warn("others can read the private key in \(keyPath ?? path)")
            }
            return try CertificateAuthority(loaded.identity, path: path)
        } catch let error as SecretError {
            throw Failure.usage(error.description)
        }
    }

    private func makeAuthority(_ path: String) throws -> CertificateAuthority {
        let target = KeygenTarget(path)
        guard !target.isStandardOutput else {
            throw Failure.usage("--new-ca is a file")
        }
        var template = CertificateTemplate(
            subject: try CertificateSubject(
                "dtlscat CA \(UInt32.random(in: .min ... .max))"), names: [],
            days: max(3_650, days))
        template.isAuthority = true
        let key = try PrivateKey.generate((certificate.type ?? .ecdsa).keyType)
        let identity = try template.selfSigned(key)
        run.add(identity.certificatePEM, to: target)
        tell(identity.chain, target)
        try add(key, to: Self.keyPath(beside: path))
        return try CertificateAuthority(identity, path: path)
    }

    private func add(_ key: PrivateKey, to path: String?) throws {
        guard let path else { return }
        run.add(try key.pem(), to: KeygenTarget(path))
        run.tell("\(KeygenTarget(path).name): private key")
    }

    private func warnIfCut(_ template: CertificateTemplate, _ signer: CertificateAuthority) {
        guard template.validity.upperBound > signer.notAfter else { return }
        run.warn("the authority's own certificate ends before: \(day(of: signer.notAfter))")
    }

    private func tell(_ chain: [Certificate], _ target: KeygenTarget) {
        guard let leaf = chain.first else { return }
        let names = leaf.subjectAlternativeNames
        let issuer = leaf.issuer == leaf.subject ? "itself" : leaf.issuer
        run.tell(
            "\(target.name): \(leaf.subject)\(names.isEmpty ? "" : " for ")"
                + names.joined(separator: ", ")
                + ", valid \(day(of: leaf.notBefore)) to \(day(of: leaf.notAfter))"
                + ", signed by \(issuer)")
        run.tell("\(target.name): sha256:\(leaf.sha256Text)")
        run.tell("\(target.name): \(Pin.publicKey(of: leaf))")
        run.report.certs.append(KeygenReport.Cert(leaf, file: target.name))
    }

    private static func list(_ names: [CertificateName]) -> String {
        names.isEmpty ? "" : " for " + names.map(\.description).joined(separator: ", ")
    }

    /// Where the key goes whose certificate or request is at `path`: `ca.key` beside `ca.pem`.
    private static func keyPath(beside path: String) -> String {
        for ending in [".pem", ".crt", ".cer", ".csr", ".p10"] where path.hasSuffix(ending) {
            let stem = path.dropLast(ending.count)
            if !stem.isEmpty, !stem.hasSuffix("/") { return stem + ".key" }
        }
        return path + ".key"
    }
}
