internal import CGnuTLS

/// A digest that a peer's certificate or public key has to have.
public enum Pin: Sendable, Hashable, CustomStringConvertible {
    /// SHA-256 of the certificate's DER form, 32 bytes.
    case certificate([UInt8])

    /// SHA-256 of the public key's DER form, 32 bytes (RFC 7469 section 2.4).
    case publicKey([UInt8])

    /// Reads a pin in any notation that people have at hand: `pin-sha256:` or `sha256//` and
    /// base64 for a public key; 64 hexadecimal digits, with or without colons, with or without
    /// `sha256:` or an SDP attribute (`a=fingerprint:sha-256 …`) in front, for a certificate.
    public init(_ text: String) throws(PinError) {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        for prefix in ["pin-sha256:", "sha256//"] where rest.hasPrefix(prefix) {
            var encoded = rest.dropFirst(prefix.count)
            if encoded.hasPrefix("\""), encoded.hasSuffix("\"") {
                encoded = encoded.dropFirst().dropLast()
            }
            guard let digest = bytes(base64: encoded), digest.count == 32 else {
                throw PinError("not a SHA-256 digest in base64: \(text)")
            }
            self = .publicKey(digest)
            return
        }
        if rest.hasPrefix("a=") { rest = rest.dropFirst(2) }
        let lower = rest.lowercased()
        for prefix in [
            "fingerprint:sha-256 ", "sha-256 ", "sha256:", "sha256 fingerprint=", "sha-256:",
        ]
        where lower.hasPrefix(prefix) {
            rest = rest.dropFirst(prefix.count)
            break
        }
        let digits = rest.filter { $0 != ":" && !$0.isWhitespace }
        guard let digest = bytes(hexadecimal: digits) else {
            throw PinError("not a pin: \(text)")
        }
        guard digest.count == 32 else {
            throw PinError(
                "a pin is a SHA-256 digest of 32 bytes, and this has \(digest.count): \(text)")
        }
        self = .certificate(digest)
    }

    /// The pins in a file: one a line; blank lines, and what follows `#`, are passed over.
    public static func list(_ text: String) throws(PinError) -> [Pin] {
        var pins: [Pin] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            pins.append(try Pin(String(content)))
        }
        guard !pins.isEmpty else { throw PinError("there is no pin in it") }
        return pins
    }

    /// The public key pin of a certificate, as ``init(_:)`` reads it.
    public static func publicKey(of certificate: Certificate) -> Pin {
        .publicKey(certificate.publicKeyPin)
    }

    /// Whether `certificate` has this digest; takes the same time whatever it is.
    ///
    /// The corresponding C function is `gnutls_memcmp`.
    public func matches(_ certificate: Certificate) -> Bool {
        switch self {
        case .certificate(let digest): Self.isSame(digest, certificate.sha256)
        case .publicKey(let digest): Self.isSame(digest, certificate.publicKeyPin)
        }
    }

    /// Whether a public key, in DER, has this digest; that of a certificate matches no key.
    public func matches(publicKey: [UInt8]) -> Bool {
        guard case .publicKey(let pinned) = self else { return false }
        return Self.isSame(pinned, digest(of: publicKey))
    }

    private static func isSame(_ wanted: [UInt8], _ found: [UInt8]) -> Bool {
        guard wanted.count == found.count else { return false }
        return unsafe gnutls_memcmp(wanted, found, wanted.count) == 0
    }

    public var description: String {
        switch self {
        case .certificate(let digest): "sha256:\(hexadecimal(digest))"
        case .publicKey(let digest): "pin-sha256:\(base64(digest))"
        }
    }
}

/// A pin that cannot be read.
public struct PinError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
