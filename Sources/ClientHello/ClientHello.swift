/// A ClientHello of plain values (RFC 6347 section 4.2.1).
///
/// It says what it is told to, whether or not GnuTLS speaks it; nothing is done with the answer but to
/// read it.
package struct ClientHello: Sendable, Hashable {
    /// The version as it is on the wire, 0xFEFD for DTLS 1.2.
    package var version: UInt16

    /// 32 bytes.
    package var random: [UInt8]

    /// A session to resume; none by default.
    package var sessionID: [UInt8] = []

    /// What a HelloVerifyRequest has asked for; nothing at first.
    package var cookie: [UInt8] = []

    /// The suites by IANA's numbers, the best first.
    package var suites: [UInt16]

    /// The extensions, in order.
    package var extensions: [HelloExtension]

    /// A hello with 32 new bytes of the system's generator.
    package init(version: UInt16, suites: [UInt16], extensions: [HelloExtension]) {
        self.version = version
        self.suites = suites
        self.extensions = extensions
        random = Self.randomBytes()
    }

    /// Reads the body of a message; `nil` where it is none.
    package init?(body: [UInt8]) {
        var reader = WireReader(body)
        guard let version = reader.short(), let random = reader.take(32),
            let sessionID = reader.vector(1), let cookie = reader.vector(1),
            let suites = reader.shorts(), reader.vector(1) != nil
        else { return nil }
        self.version = version
        self.random = random
        self.sessionID = sessionID
        self.cookie = cookie
        self.suites = suites
        extensions = HelloExtension.list(&reader)
    }

    /// The message without its header.
    package var body: [UInt8] {
        WireWriter.bytes { writer in
            writer.number(version, 2)
            writer.append(random)
            writer.vector(sessionID, 1)
            writer.vector(cookie, 1)
            writer.shorts(suites)
            // No compression, and nothing else.
            writer.vector([0], 1)
            if !extensions.isEmpty { HelloExtension.write(extensions, to: &writer) }
        }
    }

    /// Bytes of the system's generator, 32 of them.
    package static func randomBytes() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}
