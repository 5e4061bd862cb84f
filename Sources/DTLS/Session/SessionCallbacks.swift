internal import CGnuTLS
internal import Glibc

// Every function that GnuTLS calls back, but for the one that looks up pre-shared keys. File-scope
// functions: a closure written in place would be checked for isolation at run time, and die there.
//
// The transport pointer is an unretained DatagramTransport and the session pointer an unretained
// Session. Both are set by the Session that owns the C session and outlive it: GnuTLS calls back
// only from inside a call that the Session makes.

/// The Swift session that owns `session`.
func sessionOwner(of session: gnutls_session_t?) -> Session? {
    guard let session = unsafe session, let pointer = unsafe gnutls_session_get_ptr(session) else {
        return nil
    }
    return unsafe Unmanaged<Session>.fromOpaque(pointer).takeUnretainedValue()
}

/// `gnutls_push_func`: a datagram goes out.
func pushDatagram(
    _ pointer: gnutls_transport_ptr_t?, _ data: UnsafeRawPointer?, _ count: Int
) -> Int {
    guard let pointer = unsafe pointer, let data = unsafe data else { return -1 }
    let datagram = unsafe UnsafeRawBufferPointer(start: data, count: count)
    let isTaken = unsafe Unmanaged<DatagramTransport>.fromOpaque(pointer)
        ._withUnsafeGuaranteedRef { unsafe $0.push(datagram) }
    guard isTaken else {
        // A full outbox is "not now": GnuTLS keeps the datagram and tries again.
        errno = EAGAIN
        return -1
    }
    return count
}

/// `gnutls_pull_func`: the datagram that is in hand, or "not now". Never 0, which ends a session.
func pullDatagram(
    _ pointer: gnutls_transport_ptr_t?, _ data: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
    guard let pointer = unsafe pointer, let data = unsafe data else { return -1 }
    let target = unsafe UnsafeMutableRawBufferPointer(start: data, count: count)
    let pulled = unsafe Unmanaged<DatagramTransport>.fromOpaque(pointer)
        ._withUnsafeGuaranteedRef { unsafe $0.pull(into: target) }
    guard let pulled else {
        errno = EAGAIN
        return -1
    }
    return pulled
}

/// `gnutls_pull_timeout_func`: whether a datagram is in hand. Never waits.
func datagramIsWaiting(_ pointer: gnutls_transport_ptr_t?, _ milliseconds: UInt32) -> Int32 {
    guard let pointer = unsafe pointer else { return -1 }
    return unsafe Unmanaged<DatagramTransport>.fromOpaque(pointer)
        ._withUnsafeGuaranteedRef { $0.hasIncoming } ? 1 : 0
}

/// `gnutls_certificate_verify_function`: judges the peer inside the handshake, so that a refusal
/// reaches it as an alert and no data flow before.
func verifyPeerCertificate(_ session: gnutls_session_t?) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session) else { return GNUTLS_E_INTERNAL_ERROR }
    return owner.judgePeer() ? 0 : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR
}

/// `gnutls_handshake_post_client_hello_function`: the server knows which name it is asked for.
func answerServerName(_ session: gnutls_session_t?) -> Int32 {
    unsafe sessionOwner(of: session)?.chooseCertificate()
    return 0
}

/// `gnutls_handshake_hook_func`: a handshake message was read or written whole, or is about to be.
func noteHandshakeMessage(
    _ session: gnutls_session_t?, _ type: UInt32, _ when: UInt32, _ incoming: UInt32,
    _ message: UnsafePointer<gnutls_datum_t>?
) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session) else { return 0 }
    guard when == UInt32(GNUTLS_HOOK_POST) else {
        owner.liftTimeout()
        return 0
    }
    if incoming != 0, type == 1 || type == 2, let datum = unsafe message?.pointee {
        let hello = unsafe Array(
            UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
        owner.peerRecordLimit = RecordSizeLimit.read(hello, isServerHello: type == 2)
    }
    owner.note(
        HandshakeMessage(type: UInt8(truncatingIfNeeded: type)), isIncoming: incoming != 0)
    return 0
}

/// `gnutls_keylog_func`: a line in the format of NSS's key log.
func logSecret(
    _ session: gnutls_session_t?, _ label: UnsafePointer<CChar>?,
    _ secret: UnsafePointer<gnutls_datum_t>?
) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session), let label = unsafe label,
        let secret = unsafe secret?.pointee
    else { return 0 }
    unsafe owner.log(
        secret: UnsafeRawBufferPointer(start: secret.data, count: Int(secret.size)),
        label: String(cString: label))
    return 0
}
