internal import CGnuTLS

/// How media are to be protected whose keys a session agrees on (RFC 5764 section 4.1.2, RFC 7714
/// section 14.2).
///
/// GnuTLS has names for the first four alone, but it negotiates numbers, and the keys come from the
/// exporter.
public enum SRTPProfile: UInt16, CaseIterable, Sendable, CustomStringConvertible {
    /// AES-128 in counter mode, and 80 bits of HMAC-SHA-1.
    case aes128SHA1Tag80 = 1

    /// AES-128 in counter mode, and 32 bits of HMAC-SHA-1.
    case aes128SHA1Tag32 = 2

    /// No encryption, and 80 bits of HMAC-SHA-1.
    case nullSHA1Tag80 = 5

    /// No encryption, and 32 bits of HMAC-SHA-1.
    case nullSHA1Tag32 = 6

    /// AES-128-GCM.
    case aeadAES128GCM = 7

    /// AES-256-GCM.
    case aeadAES256GCM = 8

    /// The profile that IANA gives this name; in either case. OpenSSL and GnuTLS leave `HMAC` out of
    /// some, which will do.
    public init?(name: String) {
        let name = Self.short(name.uppercased())
        guard let match = Self.allCases.first(where: { Self.short($0.description) == name }) else {
            return nil
        }
        self = match
    }

    /// IANA's name.
    public var description: String {
        switch self {
        case .aes128SHA1Tag80: "SRTP_AES128_CM_HMAC_SHA1_80"
        case .aes128SHA1Tag32: "SRTP_AES128_CM_HMAC_SHA1_32"
        case .nullSHA1Tag80: "SRTP_NULL_HMAC_SHA1_80"
        case .nullSHA1Tag32: "SRTP_NULL_HMAC_SHA1_32"
        case .aeadAES128GCM: "SRTP_AEAD_AES_128_GCM"
        case .aeadAES256GCM: "SRTP_AEAD_AES_256_GCM"
        }
    }

    /// The most that one session can offer: what GnuTLS has room for.
    public static let maximumCount = 4

    private static func short(_ name: String) -> String {
        name.split(separator: "_").filter { $0 != "HMAC" }.joined(separator: "_")
    }

    /// Offers `profiles`, or takes them where the peer offers them.
    ///
    /// The corresponding C function is `gnutls_srtp_set_profile`.
    static func offer(
        _ profiles: [SRTPProfile], in session: gnutls_session_t
    ) throws(GnuTLSError) {
        for profile in profiles {
            try GnuTLSError.check(
                unsafe gnutls_srtp_set_profile(
                    session, gnutls_srtp_profile_t(rawValue: UInt32(profile.rawValue))),
                "offer \(profile)")
        }
    }
}

extension Session {
    /// The SRTP profile that both have agreed on; `nil` without one. A server takes the client's first
    /// that it has as well.
    ///
    /// The corresponding C function is `gnutls_srtp_get_selected_profile`.
    public var srtpProfile: SRTPProfile? {
        var profile = gnutls_srtp_profile_t(rawValue: 0)
        guard unsafe gnutls_srtp_get_selected_profile(handle.pointer, &profile) >= 0 else {
            return nil
        }
        return SRTPProfile(rawValue: UInt16(truncatingIfNeeded: profile.rawValue))
    }
}
