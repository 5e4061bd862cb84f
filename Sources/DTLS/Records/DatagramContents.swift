/// What a datagram holds, as far as its headers tell to somebody who has no keys (RFC 6347 section
/// 4.1).
///
/// Nothing of it is authenticated, and any bytes will do: what is no record of DTLS is the rest.
package struct DatagramContents: Sendable, Hashable, CustomStringConvertible {
    /// The records, in their order; 64 at most.
    package private(set) var records: [Record] = []

    /// How many bytes behind the records are none.
    package private(set) var rest = 0

    /// A record.
    package struct Record: Sendable, Hashable {
        /// What kind it is of: 22 is handshake, 23 application data.
        package let type: UInt8

        /// The version, such as 0xFEFD for DTLS 1.2.
        package let version: UInt16

        /// The epoch; records of 0 are in the clear.
        package let epoch: UInt16

        /// The sequence number, 48 bits.
        package let number: UInt64

        /// How many bytes follow the header.
        package let length: Int

        /// Where its header begins in the datagram.
        package let offset: Int

        /// The handshake messages in it, whole or in part, where it is in the clear; 16 at most.
        package let fragments: [Fragment]

        /// The alert that it is, where it is in the clear.
        package let alert: Alert?
    }

    /// A handshake message, or a part of one (RFC 6347 section 4.2.2).
    package struct Fragment: Sendable, Hashable {
        /// What message it is.
        package let message: HandshakeMessage

        /// The number of the message in the handshake.
        package let sequence: UInt16

        /// How many bytes the message has.
        package let total: Int

        /// Where in the message this part begins.
        package let offset: Int

        /// How many bytes of the message this part has.
        package let length: Int

        /// Whether it is all of the message.
        package var isWhole: Bool { offset == 0 && length == total }
    }

    /// Reads the headers in `datagram`, the payload of one UDP datagram.
    package init(_ datagram: Span<UInt8>) {
        var offset = 0
        while offset < datagram.count, records.count < Self.mostRecords {
            guard let record = Self.record(in: datagram, at: offset) else { break }
            records.append(record)
            offset += Self.headerSize + record.length
        }
        rest = datagram.count - offset
    }

    /// Whether any of it is a record.
    package var isDTLS: Bool { !records.isEmpty }

    /// In words, such as `ServerHello, Certificate 0-1100 of 2400` or `application data 1363`.
    package var description: String {
        var parts = records.flatMap(\.descriptions)
        if rest > 0 || records.isEmpty { parts.append("\(rest) bytes that are no record") }
        return parts.joined(separator: ", ")
    }

    private static func record(in datagram: Span<UInt8>, at offset: Int) -> Record? {
        guard datagram.count - offset > headerSize else { return nil }
        let type = datagram[offset]
        let version = UInt16(RecordFilter.integer(in: datagram, at: offset + 1, bytes: 2))
        let length = Int(RecordFilter.integer(in: datagram, at: offset + 11, bytes: 2))
        let start = offset + headerSize
        guard (20...26).contains(type), version >> 8 == 0xFE, start + length <= datagram.count
        else {
            return nil
        }
        let epoch = UInt16(RecordFilter.integer(in: datagram, at: offset + 3, bytes: 2))
        let isClear = epoch == 0
        return Record(
            type: type, version: version, epoch: epoch,
            number: RecordFilter.integer(in: datagram, at: offset + 5, bytes: 6), length: length,
            offset: offset,
            fragments: isClear && type == 22
                ? fragments(in: datagram, from: start, to: start + length) : [],
            alert: isClear && type == 21 && length == 2
                ? Alert(level: datagram[start] == 2 ? .fatal : .warning, code: datagram[start + 1])
                : nil)
    }

    private static func fragments(
        in datagram: Span<UInt8>, from start: Int, to end: Int
    ) -> [Fragment] {
        var fragments: [Fragment] = []
        var offset = start
        while end - offset >= messageHeaderSize, fragments.count < mostFragments {
            let length = Int(RecordFilter.integer(in: datagram, at: offset + 9, bytes: 3))
            guard length <= end - offset - messageHeaderSize else { break }
            fragments.append(
                Fragment(
                    message: HandshakeMessage(type: datagram[offset]),
                    sequence: UInt16(RecordFilter.integer(in: datagram, at: offset + 4, bytes: 2)),
                    total: Int(RecordFilter.integer(in: datagram, at: offset + 1, bytes: 3)),
                    offset: Int(RecordFilter.integer(in: datagram, at: offset + 6, bytes: 3)),
                    length: length))
            offset += messageHeaderSize + length
        }
        return fragments
    }

    /// Type, version, epoch, sequence number and length.
    private static let headerSize = 13

    /// Type, length, sequence, fragment offset and fragment length.
    private static let messageHeaderSize = 12

    private static let mostRecords = 64
    private static let mostFragments = 16
}

extension DatagramContents.Record {
    /// In words, one for each message that it holds.
    fileprivate var descriptions: [String] {
        guard epoch == 0 else { return [protectedDescription] }
        switch type {
        case 20: return ["ChangeCipherSpec"]
        case 21:
            return [alert.map { "alert \($0.name)" } ?? "alert"]
        case 22:
            return fragments.isEmpty ? ["handshake \(length)"] : fragments.map(\.description)
        case 23: return ["application data \(length) in the clear"]
        default: return ["record of type \(type) in the clear"]
        }
    }

    private var protectedDescription: String {
        switch type {
        case 20: "ChangeCipherSpec, protected"
        case 21: "alert, protected"
        // There is one in the handshake, and a renegotiation has more.
        case 22: "handshake \(length), protected"
        case 23: "application data \(length)"
        case 24: "heartbeat \(length)"
        default: "record of type \(type), protected"
        }
    }
}

extension DatagramContents.Fragment: CustomStringConvertible {
    package var description: String {
        isWhole ? "\(message)" : "\(message) \(offset)-\(offset + length) of \(total)"
    }
}
