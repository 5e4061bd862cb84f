import DTLS

/// The report of `keygen --json`, schema `dtlscat/1`; no key is in it.
struct KeygenReport: Encodable {
    let schema = "dtlscat/1"
    let command: String
    var ok = true
    var exit: Int32 = 0
    var files: [String] = []
    var certs: [Cert] = []
    var key: Key?
    var psk: PSK?
    var error: Problem?

    /// A report of success, so far.
    init(command: String) { self.command = command }

    /// A certificate that was made.
    struct Cert: Encodable {
        let file, subject, issuer: String
        let sans: [String]
        let notBefore, notAfter: Int
        let sha256, spkiPin: String

        init(_ certificate: Certificate, file: String) {
            self.file = file
            subject = certificate.subject
            issuer = certificate.issuer
            sans = certificate.subjectAlternativeNames
            notBefore = certificate.notBefore
            notAfter = certificate.notAfter
            sha256 = certificate.sha256Text
            spkiPin = "\(Pin.publicKey(of: certificate))"
        }

        enum CodingKeys: String, CodingKey {
            case file, subject, issuer, sans, sha256
            case notBefore = "not_before"
            case notAfter = "not_after"
            case spkiPin = "spki_pin"
        }
    }

    /// A key pair without a certificate.
    struct Key: Encodable {
        let spkiPin: String

        enum CodingKeys: String, CodingKey {
            case spkiPin = "spki_pin"
        }
    }

    /// A pre-shared key.
    struct PSK: Encodable {
        let identity: String
        let bytes: Int
    }

    /// Why nothing was made.
    struct Problem: Encodable {
        let `class`: String
        let message: String
        let hint: String?
    }

    /// Makes it a report of a failure, of which nothing is left.
    mutating func fail(_ failure: Failure) {
        self = KeygenReport(command: command)
        ok = false
        exit = failure.status.rawValue
        error = Problem(
            class: failure.kind, message: Console.escaped(failure.message), hint: failure.hint)
    }
}
