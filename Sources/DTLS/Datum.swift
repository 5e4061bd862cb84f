internal import CGnuTLS

/// Lends `bytes` to `body` as GnuTLS takes them; they are only read.
func withDatum<Result>(
    _ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Result
) -> Result {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        let data = unsafe UnsafeMutablePointer(mutating: buffer.baseAddress)
        var datum = unsafe gnutls_datum_t(data: data, size: UInt32(buffer.count))
        return unsafe body(&datum)
    }
}

/// Copies what GnuTLS has allocated for `fill` to put into a datum, and frees it.
func takeDatum(
    _ action: @autoclosure () -> String, _ fill: (UnsafeMutablePointer<gnutls_datum_t>) -> Int32
) throws(GnuTLSError) -> [UInt8] {
    var datum = unsafe gnutls_datum_t()
    try GnuTLSError.check(unsafe fill(&datum), action())
    defer { unsafe shim_gnutls_free(datum.data) }
    return unsafe Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
}

/// Digits for a key log or a fingerprint, in lower case.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes that pairs of hexadecimal digits stand for; `nil` for anything else.
func bytes(hexadecimal text: some StringProtocol) -> [UInt8]? {
    bytes(hexadecimalDigits: Array(text.utf8)[...])
}

/// Likewise of digits in ASCII.
func bytes(hexadecimalDigits digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var index = digits.startIndex
    while index < digits.endIndex {
        guard let high = nibble(digits[index]), let low = nibble(digits[index + 1]) else {
            return nil
        }
        bytes.append(high << 4 | low)
        index += 2
    }
    return bytes
}

/// The bytes that a text in base64 stands for; `nil` for anything else.
///
/// The corresponding C function is `gnutls_base64_decode2`.
func bytes(base64 text: some StringProtocol) -> [UInt8]? {
    try? unsafe withDatum(Array(text.utf8)) { input in
        Result { () throws(GnuTLSError) in
            try unsafe takeDatum("decode base64") { unsafe gnutls_base64_decode2(input, $0) }
        }
    }.get()
}

/// `bytes` in base64.
///
/// The corresponding C function is `gnutls_base64_encode2`.
func base64(_ bytes: [UInt8]) -> String {
    let encoded = try? unsafe withDatum(bytes) { input in
        Result { () throws(GnuTLSError) in
            try unsafe takeDatum("encode base64") { unsafe gnutls_base64_encode2(input, $0) }
        }
    }.get()
    return String(decoding: encoded ?? [], as: UTF8.self)
}

private func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
}
