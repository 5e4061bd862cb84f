internal import CGnuTLS

/// A handshake message by its type (RFC 5246 section 7.4, RFC 6347 section 4.3.2).
public struct HandshakeMessage: Sendable, Hashable, CustomStringConvertible {
    /// The number on the wire.
    public let type: UInt8

    /// A message of the given type.
    public init(type: UInt8) { self.type = type }

    /// The first message, a client's, with a cookie or without (RFC 6347 section 4.2.1).
    public static let clientHello = HandshakeMessage(type: 1)

    /// A server's wish for a cookie (RFC 6347 section 4.2.1).
    public static let helloVerifyRequest = HandshakeMessage(type: 3)

    /// A server's wish for a certificate (RFC 5246 section 7.4.4).
    public static let certificateRequest = HandshakeMessage(type: 13)

    /// The end of a server's flight (RFC 5246 section 7.4.5).
    public static let serverHelloDone = HandshakeMessage(type: 14)

    /// A client's proof that it has the key of its certificate (RFC 5246 section 7.4.8).
    public static let certificateVerify = HandshakeMessage(type: 15)

    /// A client's share of the key (RFC 5246 section 7.4.7).
    public static let clientKeyExchange = HandshakeMessage(type: 16)

    /// The last message of each side, the first that is encrypted (RFC 5246 section 7.4.9).
    public static let finished = HandshakeMessage(type: 20)

    /// The name in the field's spelling, such as `ClientHello`.
    public var description: String {
        switch type {
        case 0: "HelloRequest"
        case 1: "ClientHello"
        case 2: "ServerHello"
        case 3: "HelloVerifyRequest"
        case 4: "NewSessionTicket"
        case 11: "Certificate"
        case 12: "ServerKeyExchange"
        case 13: "CertificateRequest"
        case 14: "ServerHelloDone"
        case 15: "CertificateVerify"
        case 16: "ClientKeyExchange"
        case 20: "Finished"
        case 22: "CertificateStatus"
        case 23: "SupplementalData"
        default: "handshake message \(type)"
        }
    }
}
