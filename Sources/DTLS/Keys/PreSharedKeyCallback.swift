internal import CGnuTLS

/// `gnutls_psk_server_credentials_function2`: finds the key of a client's identity.
///
/// See SessionCallbacks for what the session pointer is. The key is copied to memory that GnuTLS
/// frees.
func findPreSharedKey(
    _ session: gnutls_session_t?, _ identity: UnsafePointer<gnutls_datum_t>?,
    _ key: UnsafeMutablePointer<gnutls_datum_t>?
) -> Int32 {
    guard let owner = unsafe sessionOwner(of: session), let identity = unsafe identity?.pointee,
        let key = unsafe key
    else { return -1 }
    let name = unsafe Array(
        UnsafeBufferPointer(start: identity.data, count: Int(identity.size)))
    guard let found = owner.preSharedKey(for: name),
        let memory = unsafe shim_gnutls_malloc(found.count)
    else { return -1 }
    unsafe found.copy(to: memory)
    unsafe key.pointee.data = memory.assumingMemoryBound(to: UInt8.self)
    unsafe key.pointee.size = UInt32(found.count)
    return 0
}
