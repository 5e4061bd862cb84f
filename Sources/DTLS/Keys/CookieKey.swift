internal import CGnuTLS

/// What a ``CookieGate`` makes its cookies with, or several gates, on one machine or on many: each
/// then takes the cookies of the others.
///
/// The key itself makes no cookie: for each turn one is derived from it, so that gates which agree on
/// the number of the turn agree on that, with nothing said.
public final class CookieKey: Sendable {
    /// Of ``size`` bytes.
    private let bytes: KeyBytes

    /// A random key.
    ///
    /// The corresponding C function is `gnutls_key_generate`.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no randomness.
    public init() throws(GnuTLSError) {
        var key = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_key_generate(&key, UInt32(Self.size)), "make a cookie key")
        bytes = unsafe KeyBytes(taking: key)
    }

    /// The key in a file: 64 hexadecimal digits in one line.
    ///
    /// - Throws: a ``SecretError`` where it is anything else.
    public init(file contents: [UInt8]) throws(SecretError) {
        guard let bytes = KeyBytes(file: contents, count: Self.size) else {
            throw SecretError("a cookie key is \(2 * Self.size) hexadecimal digits")
        }
        self.bytes = bytes
    }

    /// What ``init(file:)`` reads.
    public var fileContents: [UInt8] { bytes.fileContents }

    /// The key for the cookies of one turn.
    func key(ofTurn number: UInt64) throws(GnuTLSError) -> KeyBytes {
        var text = Array("dtlscat cookie".utf8)
        for shift in stride(from: 56, through: 0, by: -8) {
            text.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
        var key = [UInt8](repeating: 0, count: Self.size)
        defer { key.wipe() }
        let code = unsafe key.withUnsafeMutableBufferPointer { key in
            unsafe bytes.authenticate(text, GNUTLS_MAC_SHA256, into: key)
        }
        try GnuTLSError.check(code, "derive a cookie key")
        return KeyBytes(key)
    }

    /// How long a key is, which is also how long an HMAC by SHA-256 is; in bytes.
    private static let size = 32
}
