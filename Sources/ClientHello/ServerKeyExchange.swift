/// A server's part of a Diffie-Hellman exchange (RFC 5246 section 7.4.3, RFC 8422 section 5.4,
/// RFC 4279 section 2).
package struct ServerKeyExchange: Sendable, Hashable {
    /// What the exchange is in.
    package enum Group: Sendable, Hashable {
        /// A curve, or a group of numbers, that has a name.
        case named(NamedGroup)

        /// Numbers modulo a prime of so many bits, which has no name.
        case prime(bits: Int)

        /// A curve that is written out (RFC 4492 section 5.4).
        case explicitCurve
    }

    /// What the exchange is in; `nil` where there is none, or it cannot be read.
    package let group: Group?

    /// How it is signed; `nil` where it is not, and in DTLS 1.0, which has one way.
    package let scheme: SignatureScheme?

    /// Reads the body of a message in the exchange that `suite` has.
    package init(body: [UInt8], suite: RegisteredSuite, version: UInt16) {
        var reader = WireReader(body)
        // The identity hint comes first.
        if suite.usesPreSharedKey { _ = reader.vector(2) }
        switch suite.exchange {
        case .none:
            group = nil
            scheme = nil
            return
        case .ellipticCurve:
            switch reader.number(1) {
            case 3:
                group = reader.short().map { .named(NamedGroup($0)) }
                _ = reader.vector(1)
            case 1, 2:
                group = .explicitCurve
                scheme = nil
                return
            default: group = nil
            }
        case .finiteField:
            group = reader.vector(2).flatMap { Self.group(of: $0) }
            _ = reader.vector(2)
            _ = reader.vector(2)
        }
        scheme =
            suite.isSigned && version == 0xFEFD
            ? reader.short().map { SignatureScheme($0) } : nil
    }

    /// The group of a prime: those of RFC 7919 have the digits of e behind their first 64 bits, and
    /// their size tells them apart.
    private static func group(of prime: [UInt8]) -> Group? {
        let digits = prime.drop { $0 == 0 }
        guard let first = digits.first else { return nil }
        let bits = digits.count * 8 - first.leadingZeroBitCount
        if digits.dropFirst(8).starts(with: digitsOfE),
            let index = [2_048, 3_072, 4_096, 6_144, 8_192].firstIndex(of: bits)
        {
            return .named(NamedGroup.finiteFields[index])
        }
        return .prime(bits: bits)
    }

    private static let digitsOfE: [UInt8] = [
        0xAD, 0xF8, 0x54, 0x58, 0xA2, 0xBB, 0x4A, 0x9A, 0xAF, 0xDC, 0x56, 0x20, 0x27, 0x3D, 0x3C,
        0xF1,
    ]
}
