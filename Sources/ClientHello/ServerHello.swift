/// What a server has chosen (RFC 5246 section 7.4.1.3, RFC 8446 section 4.1.3).
package struct ServerHello: Sendable, Hashable {
    /// The version as it is on the wire: that of the extension where there is one.
    package let version: UInt16

    /// 32 bytes.
    package let random: [UInt8]

    /// The suite by IANA's number.
    package let suite: UInt16

    /// The extensions, in order.
    package let extensions: [HelloExtension]

    /// Reads the body of a message; `nil` where it is none.
    package init?(body: [UInt8]) {
        var reader = WireReader(body)
        guard let version = reader.short(), let random = reader.take(32),
            reader.vector(1) != nil, let suite = reader.short(), reader.number(1) != nil
        else { return nil }
        self.random = random
        self.suite = suite
        extensions = HelloExtension.list(&reader)
        let chosen = extensions.first { $0.type == HelloExtension.supportedVersions }
        self.version =
            chosen.flatMap { chosen in
                var reader = WireReader(chosen.body)
                return reader.short()
            } ?? version
    }

    /// What is in an extension; `nil` where it is not there.
    package subscript(type: UInt16) -> [UInt8]? {
        extensions.first { $0.type == type }?.body
    }

    /// Whether it asks for another hello (RFC 8446 section 4.1.4).
    package var isRetryRequest: Bool { random == Self.retryRequest }

    /// Whether its Certificate message holds a key alone (RFC 7250 section 3).
    package var showsRawPublicKey: Bool {
        self[HelloExtension.serverCertificateType] == [2]
    }

    /// The SHA-256 digest of `HelloRetryRequest`.
    private static let retryRequest: [UInt8] = [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8,
        0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8,
        0x33, 0x9C,
    ]
}
