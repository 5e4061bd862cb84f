/// A ClientHello by hand (RFC 6347 section 4.2, RFC 5246 section 7.4.1.2), of a client that may not be
/// there: for all that GnuTLS can tell, a good one.
package struct ForgedHello {
    /// Tells this client's hellos from any other's.
    package var random: [UInt8]

    /// What the server has asked to be shown; none at first.
    package var cookie: [UInt8] = []

    /// The number of the message, and of its record: 1 for the second hello.
    package var number: UInt8 = 0

    /// How many bytes of padding are in it (RFC 7685).
    package var padding = 0

    /// The hello of the client with a number.
    package init(_ client: UInt64) {
        random = Self.bytes(client, 8) + [UInt8](repeating: 0x5A, count: 24)
    }

    /// The same hello with the cookie that `answer`, a HelloVerifyRequest, brings; `nil` where it is
    /// none.
    package func with(cookieOf answer: [UInt8]) -> ForgedHello? {
        // Record header, message header, version, length.
        guard answer.count > 28, answer[0] == 22, answer[13] == 3,
            answer.count == 28 + Int(answer[27])
        else { return nil }
        var hello = self
        hello.cookie = Array(answer[28...])
        hello.number = 1
        return hello
    }

    /// The datagram.
    package var datagram: [UInt8] {
        let suites: [UInt8] = [0xC0, 0x2B, 0xC0, 0x2F, 0xD0, 0x01, 0x00, 0xA8]
        var extensions: [UInt8] = []
        extensions += Self.field(10, [0, 4, 0, 29, 0, 23])
        extensions += Self.field(11, [1, 0])
        extensions += Self.field(13, [0, 6, 4, 3, 8, 4, 4, 1])
        extensions += Self.field(23, [])
        extensions += Self.field(0xFF01, [0])
        if padding > 0 { extensions += Self.field(21, [UInt8](repeating: 0, count: padding)) }
        var body: [UInt8] = [0xFE, 0xFD] + random + [0]
        body += [UInt8(cookie.count)] + cookie
        body += Self.bytes(UInt64(suites.count), 2) + suites + [1, 0]
        body += Self.bytes(UInt64(extensions.count), 2) + extensions
        let length = Self.bytes(UInt64(body.count), 3)
        let message = [1] + length + [0, number, 0, 0, 0] + length + body
        return [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, number]
            + Self.bytes(UInt64(message.count), 2) + message
    }

    private static func field(_ type: UInt64, _ body: [UInt8]) -> [UInt8] {
        bytes(type, 2) + bytes(UInt64(body.count), 2) + body
    }

    private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64(count - 1 - $0))) }
    }
}
