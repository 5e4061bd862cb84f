/// A certificate's or public key's digest in the notations that others read.
public struct Fingerprint: Sendable {
    /// What it is of.
    public enum Key: Sendable {
        /// A certificate, and the public key in it.
        case certificate(Certificate)

        /// A public key in DER (RFC 7250).
        case publicKey([UInt8])

        /// The public key, in DER.
        public var publicKeyInfo: [UInt8] {
            switch self {
            case .certificate(let certificate): certificate.publicKeyInfo
            case .publicKey(let der): der
            }
        }
    }

    /// The notations.
    public enum Notation: String, CaseIterable, Sendable {
        /// Hexadecimal digits in lower case.
        case hex

        /// Pairs of digits in upper case, as `openssl x509 -fingerprint` has them.
        case colon

        /// `pin-sha256:` and base64, of a public key (RFC 7469).
        case pin

        /// `a=fingerprint:sha-256 …`, of a certificate (RFC 8122).
        case sdp

        /// The data of a TLSA record, `3 1 1 …` (RFC 6698).
        case tlsa

        /// `SHA256:…`, as `ssh-keygen -l` writes it, of a public key.
        case ssh
    }

    /// The certificate, or the public key.
    public let key: Key

    /// By what the digests are made.
    public let algorithm: Digest.Algorithm

    /// The fingerprints of `key` by `algorithm`.
    public init(_ key: Key, _ algorithm: Digest.Algorithm = .sha256) {
        self.key = key
        self.algorithm = algorithm
    }

    /// The fingerprint in one notation; `nil` where the notation has no words for it.
    ///
    /// - Parameters:
    ///   - notation: how it is written.
    ///   - ofPublicKey: whether it is of the public key rather than of the certificate, where the
    ///     notation can be of both.
    public func text(_ notation: Notation, ofPublicKey: Bool) -> String? {
        switch notation {
        case .hex: return digest(ofPublicKey).map { hexadecimal($0.bytes) }
        case .colon: return digest(ofPublicKey).map { Self.colons($0.bytes) }
        case .pin:
            return digest(true).map { "pin-\(algorithm.rawValue):\(base64($0.bytes))" }
        case .sdp:
            return digest(false).map {
                "a=fingerprint:\(algorithm.hyphenatedName) \(Self.colons($0.bytes))"
            }
        case .tlsa:
            guard let type = matchingType, let digest = digest(ofPublicKey) else { return nil }
            return "3 \(ofPublicKey ? 1 : 0) \(type) \(hexadecimal(digest.bytes))"
        case .ssh:
            return sshKey(key.publicKeyInfo).map { Self.ssh(Digest(algorithm, of: $0)) }
        }
    }

    private func digest(_ ofPublicKey: Bool) -> Digest? {
        if ofPublicKey {
            let der = key.publicKeyInfo
            return der.isEmpty ? nil : Digest(algorithm, of: der)
        }
        guard case .certificate(let certificate) = key else { return nil }
        return Digest(algorithm, of: certificate.der)
    }

    /// TLSA's number for the algorithm (RFC 6698 section 2.1.3).
    private var matchingType: Int? {
        switch algorithm {
        case .sha256: 1
        case .sha512: 2
        case .sha1, .sha384: nil
        }
    }

    static func colons(_ bytes: [UInt8]) -> String {
        bytes.map { hexadecimal([$0]).uppercased() }.joined(separator: ":")
    }

    static func ssh(_ digest: Digest) -> String {
        let encoded = base64(digest.bytes).prefix { $0 != "=" }
        return "\(digest.algorithm.rawValue.uppercased()):\(encoded)"
    }
}
