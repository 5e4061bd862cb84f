import ArgumentParser
import ClientHello
import DTLS
import Scan

/// What a server must not be, by `--fail-on`.
struct ScanRule: Sendable, Equatable {
    /// What it is about.
    enum Kind: String, CaseIterable {
        case dtls10 = "dtls1.0"
        case noDTLS12 = "no-dtls1.2"
        case weakCipher = "weak-cipher"
        case noForwardSecrecy = "no-forward-secrecy"
        case cbc
        case clientOrder = "client-order"
        case sha1
        case noCookie = "no-cookie"
        case amplification
        case expired
        case expires
        case selfSigned = "self-signed"
        case noEMS = "no-ems"
        case noRenegotiationInfo = "no-renegotiation-info"
        case noFragments = "no-fragments"
    }

    /// As it was typed.
    let text: String

    /// What it is about.
    let kind: Kind

    /// The factor of `amplification:N`.
    private var factor = 0.0

    /// The time of `expires:TIME`.
    private var time = Duration.zero

    /// Reads rules with commas in between.
    static func list(_ text: String) throws -> [ScanRule] {
        let rules = try dtlscat.list(text).map { try ScanRule($0) }
        guard !rules.isEmpty else { throw ValidationError("--fail-on names no rule") }
        return rules
    }

    private init(_ text: String) throws {
        self.text = text
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: parts.first.map(String.init) ?? "") else {
            let names = Kind.allCases.map(\.usage).joined(separator: ", ")
            throw ValidationError("no such rule: \(text); there are \(names)")
        }
        self.kind = kind
        let value = parts.count > 1 ? String(parts[1]) : nil
        switch kind {
        case .amplification:
            guard let value, let number = Double(value), number.isFinite, number >= 0 else {
                throw ValidationError("amplification needs a factor, such as amplification:3")
            }
            factor = number
        case .expires:
            guard let value, let time = TimeValue(argument: value)?.duration else {
                throw ValidationError("expires needs a time, such as expires:30d")
            }
            self.time = time
        default:
            guard value == nil else { throw ValidationError("\(kind.rawValue) takes no value") }
        }
    }

    /// The parts of a scan that it needs; none where any scan has what it takes.
    var parts: Set<ScanConfiguration.Part> {
        switch kind {
        case .dtls10, .noDTLS12: [.versions]
        case .weakCipher, .noForwardSecrecy, .cbc, .clientOrder: [.ciphers]
        case .sha1: [.groups, .ciphers, .certificates]
        case .amplification: [.amplification]
        case .expired, .expires, .selfSigned: [.certificates]
        case .noEMS, .noRenegotiationInfo: [.extensions]
        case .noFragments: [.hellos]
        case .noCookie: []
        }
    }

    /// Why the server does not pass; `nil` where it does. What is not known does not pass.
    func problem(_ report: ScanReport) -> String? {
        let isKnown = parts.isSubset(of: report.parts)
        if isKnown || !isAboutLack, let problem = violation(report) { return problem }
        guard isKnown else { return "this could not be looked at" }
        switch kind {
        case .amplification where report.cookie.amplification == nil:
            return "what comes without a cookie could not be measured"
        case .clientOrder where report.suites?.contains(where: \.hasUnknownOrder) == true:
            return "whose order of suites counts could not be told"
        case .expired, .expires, .selfSigned, .sha1:
            return report.lacksCertificate ? "no certificate could be read" : nil
        default: return nil
        }
    }

    /// Whether it is about something that the server has to have.
    private var isAboutLack: Bool {
        switch kind {
        case .noDTLS12, .noCookie, .noEMS, .noRenegotiationInfo, .noFragments: true
        default: false
        }
    }

    /// What was found against the rule.
    private func violation(_ report: ScanReport) -> String? {
        switch kind {
        case .dtls10: return report.versions[.dtls10] == true ? "DTLS 1.0 is taken" : nil
        case .noDTLS12: return report.versions[.dtls12] == true ? nil : "DTLS 1.2 is not taken"
        case .weakCipher: return suites(report, "a weak suite") { $0.isWeak }
        case .noForwardSecrecy:
            return suites(report, "a suite without forward secrecy") { !$0.isForwardSecret }
        case .cbc: return suites(report, "a suite in CBC mode") { $0.isCBC }
        case .clientOrder:
            return report.suites?.contains { $0.hasOwnOrder == false } == true
                ? "the order of suites is the client's" : nil
        case .sha1: return weakSignature(report)
        case .noCookie:
            return report.cookie.isAsked == true ? nil : "no cookie is asked for"
        case .amplification:
            guard let found = report.cookie.amplification, found > factor else { return nil }
            return "\(ScanText.decimal(found)) bytes come for each of a hello without a cookie"
        case .expired, .expires:
            return report.chains.lazy.compactMap { Validity.problem($0, within: time) }.first
        case .selfSigned:
            return report.chains.contains { $0.first.map { $0.subject == $0.issuer } == true }
                ? "a certificate is signed by itself" : nil
        case .noEMS:
            return report.extensions?.extendedMasterSecret == true
                ? nil : "there is no extended master secret"
        case .noRenegotiationInfo:
            return report.extensions?.renegotiationInfo == true
                ? nil : "there is no renegotiation info"
        case .noFragments:
            return report.hellos?.fragmented == .answered
                || report.hellos?.fragmented == .onlyWithCookie
                ? nil : "a hello in fragments is not answered"
        }
    }

    private func suites(
        _ report: ScanReport, _ what: String, _ isBad: (RegisteredSuite) -> Bool
    ) -> String? {
        report.suites?.lazy.flatMap(\.suites).first(where: isBad)
            .map { "\(what) is taken: \($0.name)" }
    }

    private func weakSignature(_ report: ScanReport) -> String? {
        if let scheme = report.schemes?.first(where: \.isWeak) { return "\(scheme) is taken" }
        // DTLS 1.0 has nothing else (RFC 4346 section 7.4.3).
        if let suite = report.suites?.first(where: { $0.version == .dtls10 })?
            .suites.first(where: \.isSigned)
        {
            return "DTLS 1.0 is taken, which signs by SHA-1: \(suite.name)"
        }
        for chain in report.chains {
            // What signs itself is trusted for what it is, not for how.
            for certificate in chain where certificate.subject != certificate.issuer {
                let name = certificate.signatureAlgorithm
                if name.hasSuffix("SHA1") || name.hasSuffix("MD5") {
                    return "the certificate of \(certificate.subject) is signed by \(name)"
                }
            }
        }
        return nil
    }
}

extension ScanReport.SuiteList {
    /// Whether there are suites enough for an order, and it was not found out.
    fileprivate var hasUnknownOrder: Bool {
        hasOwnOrder == nil && suites.count { !$0.usesPassword } > 1
    }
}

extension ScanRule.Kind {
    /// As it is typed.
    fileprivate var usage: String {
        switch self {
        case .amplification: "amplification:N"
        case .expires: "expires:TIME"
        default: rawValue
        }
    }
}
