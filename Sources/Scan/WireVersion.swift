/// A version of DTLS.
package enum WireVersion: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// RFC 4347.
    case dtls10 = "1.0"

    /// RFC 6347.
    case dtls12 = "1.2"

    /// RFC 9147.
    case dtls13 = "1.3"

    /// The number on the wire.
    package var wire: UInt16 {
        switch self {
        case .dtls10: 0xFEFF
        case .dtls12: 0xFEFD
        case .dtls13: 0xFEFC
        }
    }

    /// The one of a number on the wire; `nil` where there is none.
    package init?(wire: UInt16) {
        guard let version = Self.allCases.first(where: { $0.wire == wire }) else { return nil }
        self = version
    }

    package var description: String { "DTLS \(rawValue)" }
}
