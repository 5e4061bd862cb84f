internal import DTLS

/// A cipher suite of DTLS 1.0 and 1.2 as IANA's registry has it, whether or not GnuTLS speaks it.
package struct RegisteredSuite: Sendable, Hashable {
    /// Its number on the wire.
    package let code: UInt16

    /// Its name in the registry, such as `TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`.
    package let name: String

    /// The key exchange, such as `ECDHE_ECDSA`.
    package let keyExchange: String

    /// What protects records, such as `AES_128_GCM_SHA256`.
    package let protection: String

    init?(code: UInt16, name: String) {
        guard let middle = name.firstRange(of: "_WITH_") else { return nil }
        self.code = code
        self.name = "TLS_" + name
        keyExchange = String(name[..<middle.lowerBound])
        protection = String(name[middle.upperBound...])
    }

    /// All that are registered, in the order in which to offer them: what is best first.
    package static let all: [RegisteredSuite] = {
        var suites: [RegisteredSuite] = []
        var code: UInt16 = 0
        for word in registry.split(whereSeparator: \.isWhitespace) {
            if word.count == 4, let number = UInt16(word, radix: 16) {
                code = number
            } else {
                if let suite = RegisteredSuite(code: code, name: String(word)) {
                    suites.append(suite)
                }
                code &+= 1
            }
        }
        return suites.sorted { ($0.rank, $0.code) < ($1.rank, $1.code) }
    }()

    /// The one of a number; `nil` where none is registered.
    package static func named(_ code: UInt16) -> RegisteredSuite? { byCode[code] }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }) { first, _ in first }

    /// What OpenSSL calls it; `nil` where OpenSSL 3 does not have it.
    package var openSSLName: String? { CipherSuite.openSSLName(of: name) }

    /// The lower, the earlier it is offered.
    private var rank: Int {
        if isWeak { return 100 }
        return (isForwardSecret ? 0 : 40) + (isAEAD ? 0 : 20)
            + (protection.hasPrefix("AES") || protection.hasPrefix("CHACHA") ? 0 : 10)
            + (exchange == .ellipticCurve ? 0 : 1)
    }
}

extension RegisteredSuite {
    /// Whether records are encrypted and authenticated in one (RFC 5246 section 6.2.3.3).
    package var isAEAD: Bool {
        ["GCM", "CCM", "POLY1305", "MGM"].contains { protection.contains($0) }
    }

    /// Whether records are encrypted in cipher block chaining mode.
    package var isCBC: Bool { protection.contains("CBC") }

    /// Whether records are not encrypted.
    package var isNull: Bool { protection.hasPrefix("NULL") }

    /// Whether it was made to be weak, for export.
    package var isExport: Bool { keyExchange.contains("EXPORT") }

    /// Whether nobody proves who he is.
    package var isAnonymous: Bool { keyExchange.contains("anon") }

    /// Whether its cipher has blocks of 64 bits: DES, triple DES, IDEA, RC2 or Magma (SWEET32).
    package var hasSmallBlocks: Bool {
        ["DES", "3DES", "IDEA", "RC2", "MAGMA", "28147"].contains { protection.hasPrefix($0) }
    }

    /// Whether nobody should take it: it does not encrypt, does not authenticate, or can be broken.
    package var isWeak: Bool { isNull || isExport || isAnonymous || hasSmallBlocks }

    /// Whether what is recorded today stays secret when a long-term key is lost.
    package var isForwardSecret: Bool {
        keyExchange.hasPrefix("ECDHE") || keyExchange.hasPrefix("DHE") || keyExchange == "PSK_DHE"
            || ["ECCPWD", "ECJPAKE"].contains(keyExchange) || keyExchange.hasPrefix("SRP")
            || isAnonymous
    }

    /// Whether it takes a pre-shared key.
    package var usesPreSharedKey: Bool { keyExchange.contains("PSK") }

    /// Whether it takes a password, and the client's name in an extension (RFC 5054).
    package var usesPassword: Bool { keyExchange.hasPrefix("SRP") }

    /// Whether DTLS 1.0 does not have it: it came with TLS 1.2's PRF (RFC 5246 section 5).
    package var isNew: Bool {
        isAEAD || protection.hasSuffix("SHA256") || protection.hasSuffix("SHA384")
            || keyExchange.hasPrefix("GOST")
    }

    /// How the server's part of a Diffie-Hellman exchange comes.
    package var exchange: Exchange {
        if keyExchange.hasPrefix("ECDHE") || keyExchange.hasPrefix("ECDH_anon") {
            return .ellipticCurve
        }
        if keyExchange.hasPrefix("DHE") || keyExchange.hasPrefix("DH_anon")
            || keyExchange == "PSK_DHE"
        {
            return .finiteField
        }
        return .none
    }

    /// A kind of Diffie-Hellman exchange.
    package enum Exchange: Sendable, Hashable {
        /// On a curve (RFC 8422).
        case ellipticCurve

        /// With numbers (RFC 5246 section 7.4.3).
        case finiteField

        /// None, or one that a certificate holds the key of.
        case none
    }

    /// The kind of key that the server's certificate has; `nil` where it shows none.
    package var certificate: CertificateKind? {
        if isAnonymous || usesPreSharedKey && keyExchange != "RSA_PSK" { return nil }
        if keyExchange.hasPrefix("ECDH_RSA") || keyExchange.hasPrefix("ECDH_ECDSA") {
            return .ellipticCurve
        }
        if keyExchange.contains("ECDSA") { return .ellipticCurve }
        if keyExchange.contains("RSA") { return .rsa }
        return keyExchange.contains("DSS") || keyExchange.hasPrefix("GOST") ? .other : nil
    }

    /// A kind of key that a certificate is for.
    package enum CertificateKind: Sendable, Hashable, CaseIterable {
        /// On a curve: ECDSA and EdDSA (RFC 8422 section 2.2).
        case ellipticCurve

        /// RSA.
        case rsa

        /// DSA, and GOST R 34.10.
        case other
    }

    /// Whether the server signs its part of the exchange.
    package var isSigned: Bool {
        exchange != .none && !isAnonymous && !usesPreSharedKey
    }
}
