internal import CGnuTLS

/// How much a side holds of what it has not read yet, told to the other in its hello.
///
/// UDP has no flow control, and a sender cannot know how large its peer's socket buffer is. So an
/// extension of the hellos says it: type 0xFF6C, from the range for private use (RFC 8446 section
/// 11), with four bytes in network order. Peers that do not know it pass over it (RFC 5246 section
/// 7.4.1.4), and it is authenticated with the rest of the handshake. Who tells it answers heartbeats.
enum ReceiveRoom {
    /// Offers, or answers, how much `session` has room for, and asks for the peer's.
    ///
    /// The corresponding C function is `gnutls_session_ext_register`.
    static func register(in session: gnutls_session_t) throws(GnuTLSError) {
        let flags =
            GNUTLS_EXT_FLAG_CLIENT_HELLO.rawValue | GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO.rawValue
            | GNUTLS_EXT_FLAG_DTLS.rawValue
        try GnuTLSError.check(
            unsafe gnutls_session_ext_register(
                session, "receive_room", 0xFF6C, GNUTLS_EXT_MANDATORY, readReceiveRoom,
                writeReceiveRoom, nil, nil, nil, flags),
            "offer an extension")
    }
}

/// `gnutls_ext_recv_func`: the peer's room; what is malformed is passed over.
private func readReceiveRoom(
    _ session: gnutls_session_t?, _ data: UnsafePointer<UInt8>?, _ count: Int
) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session), count == 4, let data = unsafe data else {
        return 0
    }
    // The four bytes are GnuTLS's for the length of the call.
    let bytes = unsafe UnsafeBufferPointer(start: data, count: count)
    owner.peerReceiveRoom = Int(unsafe bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    return 0
}

/// `gnutls_ext_send_func`: appends our room to a hello; the number of bytes.
private func writeReceiveRoom(_ session: gnutls_session_t?, _ data: gnutls_buffer_t?) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session),
        let room = owner.configuration.receiveRoom
    else { return 0 }
    var bytes = UInt32(clamping: room).bigEndian
    let code = unsafe withUnsafeBytes(of: &bytes) { bytes in
        unsafe gnutls_buffer_append_data(data, bytes.baseAddress, bytes.count)
    }
    return code < 0 ? code : 4
}
