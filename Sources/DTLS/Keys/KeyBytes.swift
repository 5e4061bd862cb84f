internal import CGnuTLS

/// A key in memory of its own, which never moves; wiped and freed when nobody holds it any more.
@safe final class KeyBytes: Sendable {
    /// Never changed after `init`.
    private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>

    /// How long it is, in bytes.
    let count: Int

    /// What a C function has made: it is copied, wiped and freed.
    init(taking datum: gnutls_datum_t) {
        count = unsafe Int(datum.size)
        unsafe bytes = .allocate(capacity: count)
        if let source = unsafe datum.data {
            unsafe bytes.update(from: source, count: count)
            unsafe gnutls_memset(source, 0, count)
        }
        unsafe shim_gnutls_free(datum.data)
    }

    /// The key in a file: `count` bytes in hexadecimal digits, in one line; `nil` for all else.
    init?(file contents: [UInt8], count: Int) {
        let line = String(decoding: contents, as: UTF8.self).filter { !$0.isNewline }
        guard let key = DTLS.bytes(hexadecimal: line), key.count == count else { return nil }
        self.count = count
        unsafe bytes = .allocate(capacity: count)
        unsafe bytes.update(from: key, count: count)
    }

    deinit {
        unsafe gnutls_memset(bytes, 0, count)
        unsafe bytes.deallocate()
    }

    /// What ``init(file:count:)`` reads.
    var fileContents: [UInt8] {
        let key = unsafe UnsafeBufferPointer(start: bytes, count: count)
        return unsafe Array((hexadecimal(key) + "\n").utf8)
    }

    /// Writes the HMAC of `text` under the key to `target`, which has room for it.
    ///
    /// The corresponding C function is `gnutls_hmac_fast`.
    func authenticate(
        _ text: [UInt8], _ algorithm: gnutls_mac_algorithm_t,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int32 {
        unsafe gnutls_hmac_fast(
            algorithm, bytes, count, text, text.count, target.baseAddress)
    }
}
