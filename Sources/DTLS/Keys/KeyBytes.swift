internal import CGnuTLS

/// A key in memory of its own, which never moves; wiped and freed when nobody holds it any more.
@safe final class KeyBytes: Sendable {
    /// Never changed after `init`.
    private nonisolated(unsafe) let bytes: UnsafeMutableBufferPointer<UInt8>

    /// How long it is, in bytes.
    var count: Int { unsafe bytes.count }

    /// What a C function has made: it is copied, wiped and freed.
    init(taking datum: gnutls_datum_t) {
        let source = unsafe UnsafeMutableBufferPointer(start: datum.data, count: Int(datum.size))
        unsafe bytes = .allocate(capacity: source.count)
        _ = unsafe bytes.initialize(from: source)
        unsafe Wiping.wipe(source)
        unsafe shim_gnutls_free(datum.data)
    }

    /// A copy of `key`.
    init(_ key: [UInt8]) {
        unsafe bytes = .allocate(capacity: key.count)
        _ = unsafe bytes.initialize(from: key)
    }

    /// The key in a file: `count` bytes in hexadecimal digits, in one line; `nil` for all else.
    convenience init?(file contents: [UInt8], count: Int) {
        var line = contents.filter { $0 != 10 && $0 != 13 }
        defer { line.wipe() }
        guard var key = DTLS.bytes(hexadecimalDigits: line[...]) else { return nil }
        defer { key.wipe() }
        guard key.count == count else { return nil }
        self.init(key)
    }

    deinit {
        unsafe Wiping.wipe(bytes)
        unsafe bytes.deallocate()
    }

    /// A copy, which is not wiped.
    var copy: [UInt8] { unsafe Array(bytes) }

    /// What ``init(file:count:)`` reads; a copy, which is not wiped.
    var fileContents: [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        // A larger array would leave a copy behind.
        text.reserveCapacity(2 * count + 1)
        for index in 0..<count {
            let byte = unsafe bytes[index]
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        text.append(10)
        return text
    }

    /// Lends a copy to `body`, and wipes it behind it.
    func withCopy<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var copy = copy
        defer { copy.wipe() }
        return try body(copy)
    }

    /// Lends the key to `body` as GnuTLS takes it; it is only read, though many parameters are not
    /// const.
    func withDatum<Result>(_ body: (UnsafeMutablePointer<gnutls_datum_t>) -> Result) -> Result {
        var datum = unsafe gnutls_datum_t(data: bytes.baseAddress, size: UInt32(count))
        return unsafe body(&datum)
    }

    /// Copies the key to `target`, which has room for it.
    func copy(to target: UnsafeMutableRawPointer) {
        guard let source = unsafe bytes.baseAddress else { return }
        unsafe target.copyMemory(from: source, byteCount: count)
    }

    /// Writes the HMAC of `text` under the key to `target`, which has room for it.
    ///
    /// The corresponding C function is `gnutls_hmac_fast`.
    func authenticate(
        _ text: [UInt8], _ algorithm: gnutls_mac_algorithm_t,
        into target: UnsafeMutableBufferPointer<UInt8>
    ) -> Int32 {
        unsafe gnutls_hmac_fast(
            algorithm, bytes.baseAddress, count, text, text.count, target.baseAddress)
    }
}
