internal import CGnuTLS
internal import Glibc

/// The stateless cookie exchange of RFC 6347 section 4.2.1: a client proves that it receives at
/// the address that it sends from, before the server keeps anything.
///
/// The cookie is a MAC over what the caller says identifies the client, under a key that changes:
/// call ``rotate()`` every now and then, and a cookie is good for one to two turns.
@safe public final class CookieGate {
    /// What a server session has to know of the exchange that came before it.
    public struct Prestate: Sendable, Hashable {
        fileprivate var recordSequence: UInt32
        fileprivate var readSequence: UInt32
        fileprivate var writeSequence: UInt32

        /// The corresponding C function is `gnutls_dtls_prestate_set`.
        func apply(to session: gnutls_session_t) {
            var state = gnutls_dtls_prestate_st(
                record_seq: recordSequence, hsk_read_seq: readSequence,
                hsk_write_seq: writeSequence)
            unsafe gnutls_dtls_prestate_set(session, &state)
        }
    }

    /// What became of a datagram from somebody unknown.
    public enum Admission: Sendable, Hashable {
        /// Its cookie is good: make a session with this and hand the datagram to it.
        case admitted(Prestate)

        /// A HelloVerifyRequest is in the transport's outbox, shorter than the datagram.
        case challenged

        /// It is no ClientHello: no answer.
        case ignored
    }

    private var current: [UInt8]
    private var previous: [UInt8]

    /// A gate with fresh random keys.
    public init() throws(GnuTLSError) {
        current = try Self.makeKey()
        previous = try Self.makeKey()
    }

    /// Makes a new key; cookies of the one before it stay good until the next turn.
    public func rotate() throws(GnuTLSError) {
        let key = try Self.makeKey()
        previous = current
        current = key
    }

    /// Judges a datagram from an unknown sender, and keeps nothing of it.
    ///
    /// The corresponding C functions are `gnutls_dtls_cookie_verify` and
    /// `gnutls_dtls_cookie_send`.
    ///
    /// - Parameters:
    ///   - datagram: the payload of one UDP datagram.
    ///   - client: what identifies the sender: its address and port, and the address it asked.
    ///   - transport: where an answer goes.
    public func admit(
        _ datagram: Span<UInt8>, client: [UInt8], transport: DatagramTransport
    ) -> Admission {
        // gnutls_dtls_cookie_verify looks at neither type, epoch nor fragment offset.
        guard datagram.count >= Self.smallestHello,
            let summary = RecordFilter.examine(datagram, isEstablished: false),
            summary.isClientHello, summary.epoch == 0
        else { return .ignored }
        var prestate = gnutls_dtls_prestate_st()
        for secret in [current, previous]
        where verify(datagram, client: client, key: secret, &prestate) {
            return .admitted(
                Prestate(
                    recordSequence: prestate.record_seq, readSequence: prestate.hsk_read_seq,
                    writeSequence: prestate.hsk_write_seq))
        }
        challenge(client, prestate, transport)
        return .challenged
    }

    private func verify(
        _ datagram: Span<UInt8>, client: [UInt8], key: [UInt8],
        _ prestate: inout gnutls_dtls_prestate_st
    ) -> Bool {
        var client = client
        var key = key
        return unsafe datagram.withUnsafeBytes { message in
            unsafe key.withUnsafeMutableBufferPointer { key in
                var datum = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
                // The message is only read, though the parameter is not const.
                return unsafe gnutls_dtls_cookie_verify(
                    &datum, &client, client.count,
                    UnsafeMutableRawPointer(mutating: message.baseAddress), message.count,
                    &prestate) >= 0
            }
        }
    }

    private func challenge(
        _ client: [UInt8], _ prestate: gnutls_dtls_prestate_st, _ transport: DatagramTransport
    ) {
        var client = client
        var key = current
        var prestate = prestate
        _ = unsafe key.withUnsafeMutableBufferPointer { key in
            var datum = unsafe gnutls_datum_t(data: key.baseAddress, size: UInt32(key.count))
            return unsafe gnutls_dtls_cookie_send(
                &datum, &client, client.count, &prestate,
                Unmanaged.passUnretained(transport).toOpaque(), pushDatagram)
        }
    }

    /// The corresponding C function is `gnutls_key_generate`.
    private static func makeKey() throws(GnuTLSError) -> [UInt8] {
        var datum = unsafe gnutls_datum_t()
        try GnuTLSError.check(
            unsafe gnutls_key_generate(&datum, UInt32(GNUTLS_COOKIE_KEY_SIZE)),
            "make a cookie key")
        defer { unsafe shim_gnutls_free(datum.data) }
        return unsafe Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
    }

    /// Record and handshake headers, version, random, empty session ID and cookie, one suite and
    /// one compression method; longer than the HelloVerifyRequest that answers it.
    private static let smallestHello = 13 + 12 + 2 + 32 + 1 + 1 + 4 + 2
}
