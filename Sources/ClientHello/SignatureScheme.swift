/// A signature scheme, by its number in the registry of IANA (RFC 8446 section 4.2.3), which is that of
/// a hash and of an algorithm in DTLS 1.2 (RFC 5246 section 7.4.1.4.1).
package struct SignatureScheme: Sendable, Hashable, CustomStringConvertible {
    /// The number on the wire.
    package let code: UInt16

    /// A scheme of a number.
    package init(_ code: UInt16) { self.code = code }

    /// Those that are known, in the order in which to offer them.
    package static let all: [SignatureScheme] = names.map { SignatureScheme($0.code) }

    /// Whether it signs a digest that others can be made for: MD5's, or SHA-1's.
    package var isWeak: Bool { [1, 2].contains(code >> 8) }

    /// Its name in the registry.
    package var description: String {
        Self.byCode[code] ?? "scheme 0x" + String(code, radix: 16)
    }

    private static let byCode = Dictionary(names.map { ($0.code, $0.name) }) { first, _ in first }

    private static let names: [(code: UInt16, name: String)] = [
        (0x0403, "ecdsa_secp256r1_sha256"), (0x0503, "ecdsa_secp384r1_sha384"),
        (0x0603, "ecdsa_secp521r1_sha512"), (0x0807, "ed25519"), (0x0808, "ed448"),
        (0x0804, "rsa_pss_rsae_sha256"), (0x0805, "rsa_pss_rsae_sha384"),
        (0x0806, "rsa_pss_rsae_sha512"), (0x0809, "rsa_pss_pss_sha256"),
        (0x080A, "rsa_pss_pss_sha384"), (0x080B, "rsa_pss_pss_sha512"),
        (0x0401, "rsa_pkcs1_sha256"), (0x0501, "rsa_pkcs1_sha384"), (0x0601, "rsa_pkcs1_sha512"),
        (0x0402, "dsa_sha256"), (0x0502, "dsa_sha384"), (0x0602, "dsa_sha512"),
        (0x081A, "ecdsa_brainpoolP256r1tls13_sha256"),
        (0x081B, "ecdsa_brainpoolP384r1tls13_sha384"),
        (0x081C, "ecdsa_brainpoolP512r1tls13_sha512"), (0x0708, "sm2sig_sm3"),
        (0x0840, "gostr34102012_256"), (0x0841, "gostr34102012_512"),
        (0x0303, "ecdsa_sha224"), (0x0301, "rsa_pkcs1_sha224"), (0x0302, "dsa_sha224"),
        (0x0203, "ecdsa_sha1"), (0x0201, "rsa_pkcs1_sha1"), (0x0202, "dsa_sha1"),
        (0x0101, "rsa_pkcs1_md5"),
    ]
}
