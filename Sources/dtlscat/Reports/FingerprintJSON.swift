import DTLS

/// The report of `fingerprint --json`, schema `dtlscat/1`.
struct FingerprintJSON: Encodable {
    let schema = "dtlscat/1"
    let command = "fingerprint"
    let ok: Bool
    let exit: Int32
    let name: String
    let algorithm: String
    let chain: [Entry]
    let error: Problem?

    /// A certificate, or a raw public key, and its digests.
    struct Entry: Encodable {
        let type: String
        let subject, issuer, key, signature: String?
        let sans: [String]?
        let notBefore, notAfter: Int?
        let fingerprints: [String: String]

        enum CodingKeys: String, CodingKey {
            case type, subject, issuer, key, signature, sans, fingerprints
            case notBefore = "not_before"
            case notAfter = "not_after"
        }

        init(_ key: Fingerprint.Key, _ algorithm: Digest.Algorithm) {
            var certificate: Certificate?
            if case .certificate(let found) = key { certificate = found }
            type = certificate == nil ? "raw-public-key" : "x509"
            subject = certificate?.subject
            issuer = certificate?.issuer
            self.key = certificate?.keyType
            signature = certificate?.signatureAlgorithm
            sans = certificate?.subjectAlternativeNames
            notBefore = certificate?.notBefore
            notAfter = certificate?.notAfter
            let print = Fingerprint(key, algorithm)
            var texts: [String: String] = [:]
            texts["cert"] = print.text(.hex, ofPublicKey: false)
            texts["spki"] = print.text(.hex, ofPublicKey: true)
            texts["pin"] = print.text(.pin, ofPublicKey: true)
            texts["sdp"] = print.text(.sdp, ofPublicKey: false)
            texts["tlsa"] = print.text(.tlsa, ofPublicKey: true)
            texts["ssh"] = print.text(.ssh, ofPublicKey: true)
            fingerprints = texts
        }
    }

    /// Why it failed.
    struct Problem: Encodable {
        let `class`: String
        let message: String
        let hint: String?
    }

    init(_ subject: FingerprintSubject, _ options: FingerprintOptions, _ failure: Failure?) {
        let status = failure?.status ?? .ok
        ok = status == .ok
        exit = status.rawValue
        name = subject.name
        let algorithm = options.algorithm ?? .sha256
        self.algorithm = algorithm.rawValue
        chain = subject.keys.map { Entry($0, algorithm) }
        error = failure.map {
            Problem(class: $0.kind, message: Console.escaped($0.message), hint: $0.hint)
        }
    }
}
