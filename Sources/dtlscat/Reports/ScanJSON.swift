import ClientHello
import DTLS
import Scan
import Sockets

/// The report of `scan --json`, schema `dtlscat/1`.
struct ScanJSON: Encodable {
    let schema = "dtlscat/1"
    let command = "scan"
    let ok: Bool
    let exit: Int32
    let peer: Peer
    let scan: Findings?
    let error: Problem?

    /// The server.
    struct Peer: Encodable {
        let host: String
        let addr: String?
        let port: UInt16?
    }

    /// Why it failed.
    struct Problem: Encodable {
        let `class`: String
        let message: String
        let hint: String?
    }

    /// What was found; what was not looked at is not there.
    struct Findings: Encodable {
        let versions: [String: Bool]
        let suites: [Suite]?
        /// Whose order counts, by version: `server` or `client`.
        let order: [String: String]?
        let groups: [String]?
        /// Whose order of groups counts, likewise.
        let groupOrder: String?
        let signatures, clientSignatures: [String]?
        let extensions: Extensions?
        let cookie: Cookie
        let certificates: [[Certificate]]
        let rawPublicKeyPin: String?
        let hellos: Hellos?
        let exchanges: Int
        let seconds: Double
        let complete: Bool
        let failedRules: [BrokenRule]

        enum CodingKeys: String, CodingKey {
            case versions, suites, order, groups, signatures, extensions, cookie, certificates
            case hellos, exchanges, seconds, complete
            case rawPublicKeyPin = "raw_public_key_pin"
            case groupOrder = "group_order"
            case clientSignatures = "client_signatures"
            case failedRules = "failed_rules"
        }
    }

    /// A suite, in a version.
    struct Suite: Encodable {
        let version: String
        let code: UInt16
        let name: String
        let openssl: String?
        let remarks: [String]
    }

    /// What is answered in extensions.
    struct Extensions: Encodable {
        let ems, etm, renegotiationInfo, tickets, status, heartbeat, rawPublicKey: Bool?
        let connectionID: Bool?
        let recordSizeLimit: Int?
        let alpn: [String]
        let alpnOthers: Bool
        let srtp: [String]

        enum CodingKeys: String, CodingKey {
            case ems, etm, tickets, status, heartbeat, alpn, srtp
            case renegotiationInfo = "renegotiation_info"
            case rawPublicKey = "raw_public_key"
            case connectionID = "connection_id"
            case recordSizeLimit = "record_size_limit"
            case alpnOthers = "alpn_others"
        }
    }

    /// Whether a cookie is asked for, and what comes without one.
    struct Cookie: Encodable {
        let exchange: Bool?
        let helloBytes, answerBytes: Int?
        let amplification: Double?

        enum CodingKeys: String, CodingKey {
            case exchange, amplification
            case helloBytes = "hello_bytes"
            case answerBytes = "answer_bytes"
        }
    }

    /// A certificate.
    struct Certificate: Encodable {
        let subject, issuer, key, signature, sha256, pin: String
        let sans: [String]
        let notBefore, notAfter: Int

        enum CodingKeys: String, CodingKey {
            case subject, issuer, key, signature, sha256, sans
            case pin = "spki_pin"
            case notBefore = "not_before"
            case notAfter = "not_after"
        }
    }

    /// How unusual hellos are answered: `answered`, `only_with_cookie`, `silence`, or an alert.
    struct Hellos: Encodable {
        let fragmented, large, whole: String?
    }

    init(
        _ host: String, _ port: String?, _ report: ScanReport?, _ broken: [BrokenRule],
        _ failure: Failure?
    ) {
        // What cannot be read as a target is shown as it was typed.
        let host = (try? Target(host, port))?.host ?? host
        let status = failure?.status ?? .ok
        ok = status == .ok
        exit = status.rawValue
        peer = Peer(host: host, addr: report?.address.host, port: report?.address.port)
        scan = report.map { Findings($0, broken) }
        error = failure.map {
            Problem(class: $0.kind, message: Console.escaped($0.message), hint: $0.hint)
        }
    }
}

extension ScanJSON.Findings {
    fileprivate init(_ report: ScanReport, _ broken: [BrokenRule]) {
        versions = Dictionary(
            uniqueKeysWithValues: report.versions.map { ($0.key.rawValue, $0.value) })
        suites = report.suites?.flatMap { list in
            list.suites.map { suite in
                ScanJSON.Suite(
                    version: list.version.rawValue, code: suite.code, name: suite.name,
                    openssl: suite.openSSLName, remarks: suite.remarks)
            }
        }
        order = report.suites.map { lists in
            Dictionary(
                uniqueKeysWithValues: lists.compactMap { list in
                    list.hasOwnOrder.map { (list.version.rawValue, $0 ? "server" : "client") }
                })
        }
        groups = report.groups?.groups.map(\.text)
        groupOrder = report.groups?.hasOwnOrder.map { $0 ? "server" : "client" }
        signatures = report.schemes?.map(\.description)
        clientSignatures = report.clientSchemes?.map(\.description)
        extensions = report.extensions.map { ScanJSON.Extensions($0) }
        cookie = ScanJSON.Cookie(
            exchange: report.cookie.isAsked, helloBytes: report.cookie.helloSize,
            answerBytes: report.cookie.answerSize,
            amplification: report.cookie.amplification.map { ($0 * 100).rounded() / 100 })
        certificates = report.chains.map { $0.map { ScanJSON.Certificate($0) } }
        rawPublicKeyPin = report.rawPublicKey.map { "\(Pin.publicKey($0))" }
        hellos = report.hellos.map {
            ScanJSON.Hellos(
                fragmented: $0.fragmented?.word, large: $0.large?.word, whole: $0.whole?.word)
        }
        exchanges = report.exchanges
        seconds = fineMilliseconds(report.duration) / 1_000
        complete = !report.isCut
        failedRules = broken
    }
}

extension ScanJSON.Extensions {
    fileprivate init(_ found: ScanReport.Extensions) {
        ems = found.extendedMasterSecret
        etm = found.encryptThenMAC
        renegotiationInfo = found.renegotiationInfo
        tickets = found.sessionTickets
        status = found.stapledStatus
        heartbeat = found.heartbeat
        rawPublicKey = found.rawPublicKey
        connectionID = found.connectionID
        recordSizeLimit = found.recordSizeLimit
        alpn = found.applicationProtocols
        alpnOthers = found.hasOtherProtocols
        srtp = found.srtpProfiles.map(SRTPNames.name)
    }
}

extension ScanJSON.Certificate {
    fileprivate init(_ certificate: DTLS.Certificate) {
        subject = certificate.subject
        issuer = certificate.issuer
        key = certificate.keyType
        signature = certificate.signatureAlgorithm
        sha256 = certificate.sha256Text
        pin = "\(Pin.publicKey(of: certificate))"
        sans = certificate.subjectAlternativeNames
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
    }
}

extension ScanReport.HelloAnswer {
    /// In a word, for scripts.
    fileprivate var word: String {
        switch self {
        case .answered: "answered"
        case .onlyWithCookie: "only_with_cookie"
        case .alert(let alert): alert.name
        case .silence: "silence"
        }
    }
}
