/// What a peer's certificate or public key has to be: nearly always, have a certain digest.
public struct Pin: Sendable, Hashable {
    /// What the digest is of.
    public enum Subject: Sendable, Hashable {
        /// A certificate's DER form.
        case certificate

        /// A public key's DER form, SubjectPublicKeyInfo (RFC 7469 section 2.4).
        case publicKey

        /// One or the other: a notation that does not say which.
        case either

        /// A public key as SSH writes it (RFC 4253 section 6.6).
        case sshKey
    }

    /// What the peer has to show.
    let value: Value

    enum Value: Sendable, Hashable {
        case digest(Subject, Digest)

        /// The whole certificate or public key in DER, as TLSA's matching type 0 has it.
        case exactly(Subject, [UInt8])
    }

    init(_ value: Value) { self.value = value }

    /// A digest of `subject`.
    public init(_ subject: Subject, _ digest: Digest) { value = .digest(subject, digest) }

    /// The public key pin of a certificate, by SHA-256.
    public static func publicKey(of certificate: Certificate) -> Pin {
        publicKey(certificate.publicKeyInfo)
    }

    /// The pin of a public key in DER, by SHA-256.
    public static func publicKey(_ der: [UInt8]) -> Pin {
        Pin(.publicKey, Digest(.sha256, of: der))
    }

    /// Whether it is by SHA-1, of which two certificates with one digest can be made.
    public var isWeak: Bool {
        if case .digest(_, let digest) = value { digest.algorithm == .sha1 } else { false }
    }

    /// Whether `certificate` is what is pinned; takes the same time whatever it is.
    public func matches(_ certificate: Certificate) -> Bool {
        switch value {
        case .exactly(.certificate, let der): isSame(der, certificate.der)
        case .digest(.certificate, let digest): digest.matches(certificate.der)
        case .digest(.either, let digest) where digest.matches(certificate.der): true
        default: matches(publicKey: certificate.publicKeyInfo)
        }
    }

    /// Whether a public key, in DER, is what is pinned; that of a certificate matches no key.
    public func matches(publicKey: [UInt8]) -> Bool {
        guard !publicKey.isEmpty else { return false }
        switch value {
        case .exactly(let subject, let der):
            return subject != .certificate && isSame(der, publicKey)
        case .digest(.certificate, _):
            return false
        case .digest(.publicKey, let digest), .digest(.either, let digest):
            return digest.matches(publicKey)
        case .digest(.sshKey, let digest):
            guard let blob = sshKey(publicKey) else { return false }
            return digest.matches(blob)
        }
    }
}

extension Pin: CustomStringConvertible {
    /// As ``init(_:)`` reads it.
    public var description: String {
        switch value {
        case .digest(.certificate, let digest):
            let pairs = Fingerprint.colons(digest.bytes)
            return "fingerprint:\(digest.algorithm.hyphenatedName) \(pairs)"
        case .digest(.publicKey, let digest):
            return "pin-\(digest.algorithm.rawValue):\(base64(digest.bytes))"
        case .digest(.either, let digest):
            return "\(digest.algorithm.rawValue):\(hexadecimal(digest.bytes))"
        case .digest(.sshKey, let digest):
            return Fingerprint.ssh(digest)
        case .exactly(let subject, let der):
            return "3 \(subject == .certificate ? 0 : 1) 0 \(hexadecimal(der))"
        }
    }
}

/// A pin that cannot be read.
public struct PinError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence, in lower case and without a final period, with the text that was read.
    public let description: String

    init(_ description: String) { self.description = description }
}
