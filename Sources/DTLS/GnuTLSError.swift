internal import CGnuTLS

/// A failure of a GnuTLS call: the code, the library's own text, and what was being done.
///
/// The corresponding C functions are `gnutls_strerror` and `gnutls_strerror_name`.
public struct GnuTLSError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The negative `GNUTLS_E_…` code.
    public let code: Int32

    /// What was being done, in words that follow "cannot": "read the key file k.pem".
    public let action: String

    /// The code as a C function returned it, and what the caller was doing.
    public init(code: Int32, action: String) {
        self.code = code
        self.action = action
    }

    /// GnuTLS's sentence for the code, in lower case and without a final period.
    public var text: String {
        guard let pointer = unsafe gnutls_strerror(code) else { return "error \(code)" }
        var text = unsafe String(cString: pointer)
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// The C constant's name, such as `GNUTLS_E_PULL_ERROR`.
    public var name: String {
        guard let pointer = unsafe gnutls_strerror_name(code) else { return "GNUTLS_E_\(code)" }
        return unsafe String(cString: pointer)
    }

    /// What could not be done, and why: "cannot read a key: Base64 decoding error".
    public var description: String { "cannot \(action): \(text)" }

    /// Throws if `code` is negative, and returns it otherwise.
    @discardableResult
    static func check(
        _ code: Int32, _ action: @autoclosure () -> String
    ) throws(GnuTLSError) -> Int32 {
        guard code < 0 else { return code }
        throw GnuTLSError(code: code, action: action())
    }
}
