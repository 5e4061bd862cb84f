internal import CGnuTLS

/// A public key as SSH writes it: its type and numbers, each after its length (RFC 4253 section 6.6,
/// RFC 5656 section 3.1, RFC 8709 section 4); `nil` for kinds of key that SSH has not.
///
/// The corresponding C functions are `gnutls_pubkey_export_rsa_raw2` and
/// `gnutls_pubkey_export_ecc_raw2`.
func sshKey(_ publicKeyInfo: [UInt8]) -> [UInt8]? {
    var handle: gnutls_pubkey_t?
    guard unsafe gnutls_pubkey_init(&handle) >= 0, let key = unsafe handle else { return nil }
    // Used here alone; what is returned is copied out of it.
    defer { unsafe gnutls_pubkey_deinit(key) }
    let code = unsafe withDatum(publicKeyInfo) { data in
        unsafe gnutls_pubkey_import(key, data, GNUTLS_X509_FMT_DER)
    }
    guard code >= 0 else { return nil }
    let algorithm = unsafe gnutls_pubkey_get_pk_algorithm(key, nil)
    switch gnutls_pk_algorithm_t(rawValue: UInt32(max(0, algorithm))) {
    case GNUTLS_PK_RSA, GNUTLS_PK_RSA_PSS:
        // With a leading zero where the highest bit is set, as SSH wants its mpints.
        guard
            let (modulus, exponent) = unsafe takePair({ modulus, exponent in
                unsafe gnutls_pubkey_export_rsa_raw2(key, modulus, exponent, 0)
            })
        else { return nil }
        return field(Array("ssh-rsa".utf8)) + field(exponent) + field(modulus)
    case GNUTLS_PK_ECDSA:
        return unsafe ecdsaKey(key)
    case GNUTLS_PK_EDDSA_ED25519:
        return unsafe edwardsKey(key, "ssh-ed25519")
    case GNUTLS_PK_EDDSA_ED448:
        return unsafe edwardsKey(key, "ssh-ed448")
    default:
        return nil
    }
}

private func ecdsaKey(_ key: gnutls_pubkey_t) -> [UInt8]? {
    var curve = GNUTLS_ECC_CURVE_INVALID
    guard
        let (x, y) = unsafe takePair({ x, y in
            unsafe gnutls_pubkey_export_ecc_raw2(
                key, &curve, x, y, UInt32(GNUTLS_EXPORT_FLAG_NO_LZ.rawValue))
        })
    else { return nil }
    let (name, size): (String, Int)
    switch curve {
    case GNUTLS_ECC_CURVE_SECP256R1: (name, size) = ("nistp256", 32)
    case GNUTLS_ECC_CURVE_SECP384R1: (name, size) = ("nistp384", 48)
    case GNUTLS_ECC_CURVE_SECP521R1: (name, size) = ("nistp521", 66)
    default: return nil
    }
    guard let left = padded(x, to: size), let right = padded(y, to: size) else { return nil }
    return field(Array("ecdsa-sha2-\(name)".utf8)) + field(Array(name.utf8))
        + field([4] + left + right)
}

private func edwardsKey(_ key: gnutls_pubkey_t, _ name: String) -> [UInt8]? {
    var curve = GNUTLS_ECC_CURVE_INVALID
    let point = try? unsafe takeDatum("read a key") {
        unsafe gnutls_pubkey_export_ecc_raw2(key, &curve, $0, nil, 0)
    }
    return point.map { field(Array(name.utf8)) + field($0) }
}

private func padded(_ number: [UInt8], to size: Int) -> [UInt8]? {
    guard number.count <= size else { return nil }
    return [UInt8](repeating: 0, count: size - number.count) + number
}

/// A string of SSH: its length in four bytes, and itself.
private func field(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(bytes.count)
    return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } + bytes
}

/// What GnuTLS puts into two datums, both or none.
private func takePair(
    _ fill: (UnsafeMutablePointer<gnutls_datum_t>, UnsafeMutablePointer<gnutls_datum_t>) -> Int32
) -> ([UInt8], [UInt8])? {
    var second: [UInt8]?
    let first = try? unsafe takeDatum("read a key") { first in
        var code: Int32 = 0
        second = try? unsafe takeDatum("read a key") { second in
            code = unsafe fill(first, second)
            return code
        }
        return code
    }
    guard let first, let second else { return nil }
    return (first, second)
}
