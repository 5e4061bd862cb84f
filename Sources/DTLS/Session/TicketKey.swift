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
    /// Of ``size`` bytes; wiped and freed in `deinit`, never changed after `init`.
    private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>

    /// A random key.
    ///
    /// The corresponding C function is `gnutls_session_ticket_key_generate`.
    public convenience init() throws(GnuTLSError) {
        var key = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_session_ticket_key_generate(&key), "make a ticket key")
        defer {
            unsafe gnutls_memset(key.data, 0, Int(key.size))
            unsafe shim_gnutls_free(key.data)
        }
        let size = unsafe Int(key.size)
        guard size == Self.size, let source = unsafe key.data else {
            throw GnuTLSError(code: GNUTLS_E_INTERNAL_ERROR, action: "make a ticket key")
        }
        unsafe self.init { unsafe $0.update(from: source, count: size) }
    }

    /// The key in a file: 128 hexadecimal digits in one line.
    public convenience init(file contents: [UInt8]) throws(SecretError) {
        let line = String(decoding: contents, as: UTF8.self).filter { !$0.isNewline }
        guard let key = DTLS.bytes(hexadecimal: line), key.count == Self.size else {
            throw SecretError("a ticket key is \(2 * Self.size) hexadecimal digits")
        }
        unsafe self.init { unsafe $0.update(from: key, count: key.count) }
    }

    /// Has `fill` write all of the key.
    private init(_ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        unsafe bytes = .allocate(capacity: Self.size)
        unsafe fill(bytes)
    }

    deinit {
        unsafe gnutls_memset(bytes, 0, Self.size)
        unsafe bytes.deallocate()
    }

    /// What ``init(file:)`` reads.
    public var fileContents: [UInt8] {
        let key = unsafe UnsafeBufferPointer(start: bytes, count: Self.size)
        return unsafe Array((hexadecimal(key) + "\n").utf8)
    }

    /// Lets `session` give out tickets and take them, if they were given out for the same `purpose`.
    ///
    /// The corresponding C functions are `gnutls_session_ticket_enable_server`, which copies the
    /// key, and `gnutls_hmac_fast`.
    func enable(in session: gnutls_session_t, for purpose: [UInt8]) throws(GnuTLSError) {
        var key = [UInt8](repeating: 0, count: Self.size)
        let code = unsafe key.withUnsafeMutableBufferPointer { key in
            defer { unsafe gnutls_memset(key.baseAddress, 0, key.count) }
            let code = unsafe gnutls_hmac_fast(
                GNUTLS_MAC_SHA512, bytes, Self.size, purpose, purpose.count, key.baseAddress)
            guard code >= 0 else { return code }
            var datum = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
            return unsafe gnutls_session_ticket_enable_server(session, &datum)
        }
        try GnuTLSError.check(code, "use tickets")
    }

    /// How long a key is, which is also how long an HMAC by SHA-512 is; in bytes.
    private static let size = 64
}
