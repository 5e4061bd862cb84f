/// A version of DTLS that GnuTLS speaks.
public enum ProtocolVersion: String, Sendable, Hashable, Comparable, CaseIterable,
    CustomStringConvertible
{
    /// RFC 4347, the sibling of TLS 1.1.
    case dtls10 = "1.0"

    /// RFC 6347, the sibling of TLS 1.2.
    case dtls12 = "1.2"

    /// Whether `left` is the older one.
    public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Its name, such as `DTLS 1.2`.
    public var description: String { "DTLS \(rawValue)" }
}
