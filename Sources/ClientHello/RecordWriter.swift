package import DTLS

/// Writes records in the clear, each with the next number (RFC 6347 section 4.1).
package struct RecordWriter: Sendable {
    /// The number of the next record.
    package private(set) var number: UInt64

    /// Begins with a number.
    package init(number: UInt64 = 0) { self.number = number }

    /// A handshake message in records, each to be a datagram of its own.
    ///
    /// - Parameters:
    ///   - sequence: the number of the message in the handshake.
    ///   - version: that of the record; 0xFEFF is what all servers take a hello in.
    ///   - most: of how many bytes of the message a record has at most; all of them by default.
    package mutating func datagrams(
        of message: HandshakeMessage, body: [UInt8], sequence: UInt16, version: UInt16 = 0xFEFF,
        fragment most: Int = .max
    ) -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        var offset = 0
        repeat {
            let part = body[offset...].prefix(min(max(most, 1), Self.largest))
            let fragment = WireWriter.bytes { writer in
                writer.number(message.type, 1)
                writer.number(body.count, 3)
                writer.number(sequence, 2)
                writer.number(offset, 3)
                writer.number(part.count, 3)
                writer.append(part)
            }
            datagrams.append(record(type: 22, fragment, version))
            offset += part.count
        } while offset < body.count
        return datagrams
    }

    /// An alert.
    package mutating func datagram(of alert: Alert, version: UInt16) -> [UInt8] {
        record(type: 21, [alert.level == .fatal ? 2 : 1, alert.code], version)
    }

    private mutating func record(type: UInt8, _ content: [UInt8], _ version: UInt16) -> [UInt8] {
        defer { number = (number + 1) & 0xFFFF_FFFF_FFFF }
        return WireWriter.bytes { writer in
            writer.number(type, 1)
            writer.number(version, 2)
            writer.number(0, 2)
            writer.number(number, 6)
            writer.vector(content, 2)
        }
    }

    /// What a record has room for (RFC 5246 section 6.2.1), without the message's header.
    private static let largest = 16_384 - 12
}
