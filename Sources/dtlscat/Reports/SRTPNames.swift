import DTLS

/// The names of SRTP profiles in IANA's registry (RFC 5764 section 4.1.2), with those that we do not
/// speak.
enum SRTPNames {
    /// The name of a number, or the number.
    static func name(_ number: UInt16) -> String {
        SRTPProfile(rawValue: number).map { "\($0)" } ?? others[number]
            ?? "0x" + String(number, radix: 16)
    }

    /// RFC 8723, RFC 8269.
    private static let others: [UInt16: String] = [
        9: "DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM",
        10: "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM",
        11: "SRTP_ARIA_128_CTR_HMAC_SHA1_80", 12: "SRTP_ARIA_128_CTR_HMAC_SHA1_32",
        13: "SRTP_ARIA_256_CTR_HMAC_SHA1_80", 14: "SRTP_ARIA_256_CTR_HMAC_SHA1_32",
        15: "SRTP_AEAD_ARIA_128_GCM", 16: "SRTP_AEAD_ARIA_256_GCM",
    ]
}
