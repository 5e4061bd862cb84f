/// Why something that GnuTLS has is not enabled.
public enum Omission: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// It authenticates nobody.
    case anonymous

    /// It does not encrypt.
    case unencrypted

    /// RC4, which a datagram that is lost would put out of step (RFC 6347 section 4.1.2.2).
    case streamCipher

    /// Blocks of 64 bits, of which a long session repeats some.
    case smallBlocks

    /// It authenticates by a password, which has no option here.
    case password

    /// DSS, which nobody issues certificates for any more.
    case dss

    /// No forward secrecy.
    case noForwardSecrecy

    /// It needs a pre-shared key, and there is none.
    case noPreSharedKey

    /// It needs a certificate, and there is a pre-shared key alone.
    case preSharedKeyAlone

    /// Another cipher, or group, was named.
    case notNamed

    /// It has no authenticated encryption: CBC.
    case cbc

    /// It is built on SHA-1 or older.
    case oldHash

    /// Its version is not allowed.
    case version

    /// The profile, or the string, does without it.
    case profile

    /// The reason in a few words, in lower case.
    public var description: String {
        switch self {
        case .anonymous: "authenticates nobody"
        case .unencrypted: "does not encrypt"
        case .streamCipher: "RC4, which does not go with datagrams"
        case .smallBlocks: "blocks of 64 bits, too small"
        case .password: "needs a password, for which there is no option"
        case .dss: "DSS, which is out of use"
        case .noForwardSecrecy: "no forward secrecy"
        case .noPreSharedKey: "needs a pre-shared key; --psk-identity says whose"
        case .preSharedKeyAlone: "needs a certificate, and a pre-shared key alone is given"
        case .notNamed: "not among those that are named"
        case .cbc: "CBC, no authenticated encryption"
        case .oldHash: "built on SHA-1 or older"
        case .version: "not of the versions that are allowed"
        case .profile: "left out by the profile or the string"
        }
    }
}

extension Priority {
    /// The suites that GnuTLS has and the string does not enable, and why.
    ///
    /// - Parameter choices: what the string was rendered from.
    public func omittedSuites(_ choices: PriorityChoices) -> [(suite: CipherSuite, Omission)] {
        let enabled = Set(cipherSuites)
        let exchanges = Set(keyExchanges)
        let ciphers = Set(ciphers)
        let macs = Set(macs)
        return CipherSuite.all.filter { !enabled.contains($0) }.map { suite in
            let reason: Omission? =
                if !exchanges.contains(suite.keyExchange) {
                    suite.weaknessOfExchange ?? choices.objection(toExchangeOf: suite)
                } else if !ciphers.contains(suite.cipher) {
                    suite.weaknessOfCipher
                        ?? (choices.explicit == nil && !choices.ciphers.isEmpty ? .notNamed : nil)
                        ?? (suite.isCBC ? .cbc : nil)
                } else if !macs.contains(suite.mac) {
                    suite.mac == "SHA1" || suite.mac == "MD5" ? .oldHash : nil
                } else {
                    .version
                }
            return (suite, reason ?? .profile)
        }
    }

    /// The groups that GnuTLS has and the string does not enable, and why.
    ///
    /// - Parameter choices: what the string was rendered from.
    public func omittedGroups(_ choices: PriorityChoices) -> [(group: String, Omission)] {
        let enabled = Set(groups)
        let reason: Omission =
            choices.explicit == nil && !choices.groups.isEmpty ? .notNamed : .profile
        return PriorityChoices.groupNames.filter { !enabled.contains($0) }.map { ($0, reason) }
    }
}

extension CipherSuite {
    /// Whether it has the older construction of cipher and hash (RFC 5246 section 6.2.3.2).
    public var isCBC: Bool { cipher.hasSuffix("-CBC") }

    /// What is to be said against the key exchange, whatever the choices.
    fileprivate var weaknessOfExchange: Omission? {
        if keyExchange.contains("ANON") { return .anonymous }
        if keyExchange.contains("SRP") { return .password }
        if keyExchange.contains("DSS") { return .dss }
        return keyExchange == "RSA" || keyExchange == "RSA-PSK" ? .noForwardSecrecy : nil
    }

    /// What is to be said against the cipher, whatever the choices.
    fileprivate var weaknessOfCipher: Omission? {
        if cipher == "NULL" { return .unencrypted }
        if cipher.hasPrefix("ARCFOUR") { return .streamCipher }
        return cipher.hasPrefix("3DES") ? .smallBlocks : nil
    }
}

extension PriorityChoices {
    /// Why these choices have no use for the key exchange of `suite`.
    fileprivate func objection(toExchangeOf suite: CipherSuite) -> Omission? {
        guard explicit == nil else { return nil }
        if suite.keyExchange.hasSuffix("PSK") {
            if !usesPreSharedKey { return .noPreSharedKey }
            return suite.keyExchange == "PSK" ? .noForwardSecrecy : nil
        }
        return usesCertificates ? nil : .preSharedKeyAlone
    }
}
