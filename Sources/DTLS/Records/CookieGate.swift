internal import CGnuTLS
internal import Glibc

/// The stateless cookie exchange of RFC 6347 section 4.2.1: a client proves that it receives at
/// the address that it sends from, before the server keeps anything.
///
/// The cookie is a MAC over what the caller says identifies the client, under a key that changes:
/// call ``rotate()`` every now and then, and a cookie is good for one to two turns. Gates that share
/// a ``CookieKey`` and the number of the turn, which may come from the time of day, take each
/// other's cookies.
@safe public final class CookieGate {
    /// What a server session has to know of the exchange that came before it.
    public struct Prestate: Sendable, Hashable {
        fileprivate var recordSequence: UInt32
        fileprivate(set) var readSequence: UInt32
        fileprivate var writeSequence: UInt32

        /// Whether the client has shown a good cookie.
        let hasCookie: Bool

        /// Whether the hello is the first of its client, as far as it says, so that the session begins
        /// as any other.
        private var isFirst: Bool { !hasCookie && readSequence == 0 }

        /// The corresponding C function is `gnutls_dtls_prestate_set`.
        func apply(to session: gnutls_session_t) {
            guard !isFirst else { return }
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

    /// The number of the turn whose cookies are given out.
    public private(set) var turn: UInt64 = 0

    private let key: @Sendable () -> CookieKey

    /// The keys of this turn, of the one before, and of the one after, in which a gate may be whose
    /// clock is ahead; and of the turn that this gate comes from, where its clock was set.
    private var keys: [KeyBytes] = []

    /// A gate with a random key of its own.
    ///
    /// - Throws: a ``GnuTLSError`` where there is no randomness.
    public convenience init() throws(GnuTLSError) {
        let key = try CookieKey()
        try self.init { key }
    }

    /// A gate with a key that it may share with others.
    ///
    /// - Parameter key: is asked for it at each turn.
    /// - Throws: a ``GnuTLSError`` where no key can be derived.
    public init(key: @escaping @Sendable () -> CookieKey) throws(GnuTLSError) {
        self.key = key
        try turn(to: 0)
    }

    /// Goes on to the next turn; cookies of the one before stay good until the one after.
    ///
    /// - Throws: a ``GnuTLSError`` where no key can be derived; the turn stays.
    public func rotate() throws(GnuTLSError) { try turn(to: turn &+ 1) }

    /// Goes to a turn, from wherever it is; cookies of the one that it comes from stay good until the
    /// next call.
    ///
    /// - Throws: a ``GnuTLSError`` where no key can be derived; the turn stays.
    public func turn(to number: UInt64) throws(GnuTLSError) {
        let key = key()
        var turns = [number, number &- 1, number &+ 1]
        if !turns.contains(turn) { turns.append(turn) }
        var keys: [KeyBytes] = []
        for turn in turns { keys.append(try key.key(ofTurn: turn)) }
        self.keys = keys
        turn = number
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
        guard Self.isHello(datagram) else { return .ignored }
        var prestate = gnutls_dtls_prestate_st()
        for key in keys where verify(datagram, client: client, key: key, &prestate) {
            return .admitted(
                Prestate(
                    recordSequence: prestate.record_seq, readSequence: prestate.hsk_read_seq,
                    writeSequence: prestate.hsk_write_seq, hasCookie: true))
        }
        challenge(client, prestate, transport)
        return .challenged
    }

    /// Judges a datagram where its sender need not prove its address. It may still be the second hello
    /// of a client that somebody else has asked for a cookie, and the session goes on from there.
    public static func admitWithoutCookie(_ datagram: Span<UInt8>) -> Admission {
        guard isHello(datagram) else { return .ignored }
        // The numbers of the record and of the message, RFC 6347 sections 4.1 and 4.2.2.
        let message = UInt32(RecordFilter.integer(in: datagram, at: 17, bytes: 2))
        return .admitted(
            Prestate(
                recordSequence: UInt32(datagram[10]), readSequence: message,
                writeSequence: max(message, 1) - 1, hasCookie: false))
    }

    private static func isHello(_ datagram: Span<UInt8>) -> Bool {
        guard datagram.count >= smallestHello,
            let summary = RecordFilter.examine(datagram, isEstablished: false)
        else { return false }
        return summary.isClientHello && summary.epoch == 0
    }

    private func verify(
        _ datagram: Span<UInt8>, client: [UInt8], key: KeyBytes,
        _ prestate: inout gnutls_dtls_prestate_st
    ) -> Bool {
        var client = client
        return unsafe datagram.withUnsafeBytes { message in
            unsafe key.withDatum { key in
                // The message is only read, though the parameter is not const.
                unsafe gnutls_dtls_cookie_verify(
                    key, &client, client.count,
                    UnsafeMutableRawPointer(mutating: message.baseAddress), message.count,
                    &prestate) >= 0
            }
        }
    }

    private func challenge(
        _ client: [UInt8], _ prestate: gnutls_dtls_prestate_st, _ transport: DatagramTransport
    ) {
        var client = client
        var prestate = prestate
        _ = unsafe keys[0].withDatum { key in
            unsafe gnutls_dtls_cookie_send(
                key, &client, client.count, &prestate,
                Unmanaged.passUnretained(transport).toOpaque(), pushDatagram)
        }
    }

    /// Record and handshake headers, version, random, empty session ID and cookie, one suite and
    /// one compression method; longer than the HelloVerifyRequest that answers it.
    private static let smallestHello = 13 + 12 + 2 + 32 + 1 + 1 + 4 + 2
}
