/// What a client says that it can do, or a server that it has chosen, in the clear (RFC 5246 sections
/// 7.4.1.2 and 7.4.1.3).
package struct HelloOffer: Sendable, Hashable {
    /// The versions as they are on the wire, 0xFEFD for DTLS 1.2, the best first; eight at most.
    package var versions: [UInt16]

    /// The cipher suites by IANA's numbers, the best first; 64 at most.
    package var suites: [UInt16]

    /// An offer.
    package init(versions: [UInt16], suites: [UInt16]) {
        self.versions = versions
        self.suites = suites
    }

    /// What a priority string offers.
    package init(_ priority: Priority) {
        versions = priority.versions.map { $0 == .dtls10 ? 0xFEFF : 0xFEFD }
        suites = priority.cipherSuites.map(\.code)
    }

    /// Reads a ClientHello, or as much of it as its first fragment has; `nil` where `datagram` does not
    /// begin with one.
    package init?(clientHelloIn datagram: Span<UInt8>) {
        var reader = Reader(datagram, after: Self.headers)
        guard reader.isHandshake(1), let version = reader.number(2), reader.skip(32),
            reader.skipVector(1), reader.skipVector(1), let length = reader.number(2)
        else { return nil }
        versions = [UInt16(version)]
        suites = []
        for _ in 0..<length / 2 {
            guard let code = reader.number(2) else { return }
            // Signals that stand among them (RFC 5746, RFC 7507), and values to keep servers
            // tolerant (RFC 8701), are none.
            let isNone = code == 0x00FF || code == 0x5600 || code & 0x0F0F == 0x0A0A
            if !isNone, suites.count < Self.mostSuites { suites.append(UInt16(code)) }
        }
        guard reader.skipVector(1), reader.skip(2) else { return }
        while let type = reader.number(2), let length = reader.number(2) {
            guard type == Self.supportedVersions, let size = reader.number(1) else {
                guard reader.skip(length) else { return }
                continue
            }
            var listed: [UInt16] = []
            for _ in 0..<size / 2 {
                guard let version = reader.number(2) else { return }
                if version >> 8 == 0xFE, listed.count < Self.mostVersions {
                    listed.append(UInt16(version))
                }
            }
            if !listed.isEmpty { versions = listed }
            return
        }
    }

    /// The version that a ServerHello has chosen; `nil` where the message at the start of `datagram` is
    /// none.
    package static func versionChosen(in datagram: Span<UInt8>) -> UInt16? {
        var reader = Reader(datagram, after: headers)
        guard reader.isHandshake(2), let version = reader.number(2) else { return nil }
        return UInt16(version)
    }

    /// In words, with three suites at most.
    package var text: String {
        let names = suites.prefix(suites.count > 4 ? 3 : 4).map(Self.name)
        var text = versions.map(Self.versionName).joined(separator: ", ")
        if suites.isEmpty { return text + " with no suite that is known" }
        text += " with " + names.joined(separator: ", ")
        let others = suites.count - names.count
        return others > 0 ? text + " and \(others) more" : text
    }

    /// The version's name, such as `DTLS 1.2`.
    package static func versionName(_ version: UInt16) -> String {
        switch version {
        case 0xFEFF: "DTLS 1.0"
        case 0xFEFD: "DTLS 1.2"
        case 0xFEFC: "DTLS 1.3"
        default: "version 0x" + String(version, radix: 16, uppercase: true)
        }
    }

    private static func name(_ code: UInt16) -> String {
        CipherSuite.all.first { $0.code == code }?.name
            ?? "0x" + String(code, radix: 16, uppercase: true)
    }

    private static let supportedVersions = 43
    private static let mostVersions = 8
    private static let mostSuites = 64

    /// Of the record, and of the handshake message.
    private static let headers = 13 + 12

    /// Reads numbers, for as long as there are bytes.
    private struct Reader {
        private let bytes: [UInt8]
        private var offset: Int

        init(_ bytes: Span<UInt8>, after offset: Int) {
            self.bytes = [UInt8](copying: bytes)
            self.offset = offset
        }

        /// Whether it begins with a handshake message of this type, from its start, in the clear.
        func isHandshake(_ type: UInt8) -> Bool {
            bytes.count > offset && bytes[0] == 22 && bytes[3] == 0 && bytes[4] == 0
                && bytes[13] == type && bytes[19] == 0 && bytes[20] == 0 && bytes[21] == 0
        }

        mutating func number(_ count: Int) -> Int? {
            guard offset + count <= bytes.count else { return nil }
            defer { offset += count }
            return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
        }

        mutating func skip(_ count: Int) -> Bool {
            offset += count
            return offset <= bytes.count
        }

        /// Skips bytes with their length in front.
        mutating func skipVector(_ size: Int) -> Bool {
            guard let length = number(size) else { return false }
            return skip(length)
        }
    }
}
