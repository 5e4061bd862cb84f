internal import CGnuTLS

/// An alert (RFC 5246 section 7.2).
public struct Alert: Sendable, Hashable, CustomStringConvertible {
    /// How grave it is.
    public enum Level: Sendable, Hashable {
        /// The session may go on.
        case warning

        /// The session is over.
        case fatal
    }

    /// How grave it is.
    public let level: Level

    /// The number on the wire.
    public let code: UInt8

    /// An alert with the given number.
    public init(level: Level, code: UInt8) {
        self.level = level
        self.code = code
    }

    /// Whether it says that a certificate is not taken: bad_certificate to certificate_unknown,
    /// unknown_ca, access_denied or certificate_required.
    public var isAboutCertificate: Bool { [42, 43, 44, 45, 46, 48, 49, 116].contains(code) }

    /// The name in the RFC's spelling, such as `handshake_failure`.
    ///
    /// The corresponding C function is `gnutls_alert_get_strname`.
    public var name: String {
        let alert = gnutls_alert_description_t(rawValue: UInt32(code))
        guard let pointer = unsafe gnutls_alert_get_strname(alert) else { return "alert_\(code)" }
        // "GNUTLS_A_HANDSHAKE_FAILURE".
        let constant = unsafe String(cString: pointer)
        return constant.hasPrefix("GNUTLS_A_")
            ? constant.dropFirst(9).lowercased() : constant.lowercased()
    }

    /// The name, and the number in parentheses.
    public var description: String { "\(name) (\(code))" }
}
