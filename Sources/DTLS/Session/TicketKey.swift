internal import CGnuTLS

/// What a server seals its session tickets with (RFC 5077), so that it keeps nothing for a client
/// that has gone, and yet takes up its session again.
///
/// GnuTLS never uses the key itself, but for each 18 hours the SHA3-512 of their number since 1970
/// and the key: servers that share the key and the time of day change it at the same moment, and
/// agree on it with nothing said. A ticket of the 18 hours before is accepted as well; one that is
/// older than 6 hours is not, whatever it was sealed with. So nothing is rotated here. A session
/// has one key alone, given before its client's ticket is seen: one that was replaced by another
/// makes its tickets worthless at once, which costs those who hold them a full handshake.
@safe public final class TicketKey: Sendable {
    /// Of ``size`` bytes.
    private let bytes: KeyBytes

    /// A random key.
    ///
    /// The corresponding C function is `gnutls_session_ticket_key_generate`.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no randomness.
    public init() throws(GnuTLSError) {
        var key = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_session_ticket_key_generate(&key), "make a ticket key")
        bytes = unsafe KeyBytes(taking: key)
        guard bytes.count == Self.size else {
            throw GnuTLSError(code: GNUTLS_E_INTERNAL_ERROR, action: "make a ticket key")
        }
    }

    /// The key in a file: 128 hexadecimal digits in one line.
    ///
    /// - Throws: a ``SecretError`` where it is anything else.
    public init(file contents: [UInt8]) throws(SecretError) {
        guard let bytes = KeyBytes(file: contents, count: Self.size) else {
            throw SecretError("a ticket key is \(2 * Self.size) hexadecimal digits")
        }
        self.bytes = bytes
    }

    /// What ``init(file:)`` reads.
    public var fileContents: [UInt8] { bytes.fileContents }

    /// Lets `session` give out tickets and take them, if they were given out for the same `purpose`.
    ///
    /// The corresponding C functions are `gnutls_session_ticket_enable_server`, which copies the
    /// key, and `gnutls_hmac_fast`.
    func enable(in session: gnutls_session_t, for purpose: [UInt8]) throws(GnuTLSError) {
        var key = [UInt8](repeating: 0, count: Self.size)
        let code = unsafe key.withUnsafeMutableBufferPointer { key in
            defer { unsafe gnutls_memset(key.baseAddress, 0, key.count) }
            let code = unsafe bytes.authenticate(purpose, GNUTLS_MAC_SHA512, into: key)
            guard code >= 0 else { return code }
            var datum = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
            return unsafe gnutls_session_ticket_enable_server(session, &datum)
        }
        try GnuTLSError.check(code, "use tickets")
    }

    /// How long a key is, which is also how long an HMAC by SHA-512 is; in bytes.
    private static let size = 64
}
