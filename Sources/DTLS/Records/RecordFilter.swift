/// Looks at a datagram before GnuTLS does, and lets through only a sequence of whole, plausible
/// records (RFC 6347 section 4.1).
///
/// GnuTLS reads datagrams as if they were a stream: it glues what follows to a record that is too
/// short, and ends a session for an empty datagram or an unknown handshake type. What is dropped
/// here costs a session nothing.
public enum RecordFilter {
    /// What a datagram holds, as far as its headers tell; none of it is authenticated.
    public struct Summary: Sendable {
        /// The number of records in the datagram.
        public fileprivate(set) var records = 0

        /// The content type of the first record.
        public fileprivate(set) var contentType: UInt8 = 0

        /// The epoch of the first record.
        public fileprivate(set) var epoch: UInt16 = 0

        /// The sequence number of the first record, 48 bits.
        public fileprivate(set) var sequenceNumber: UInt64 = 0

        /// Whether the first record is a ClientHello, or its first fragment, in the clear.
        public fileprivate(set) var isClientHello = false

        /// Whether any record is protected, that is, of epoch 1 or later.
        public fileprivate(set) var isProtected = false

        /// Where the first protected record begins that stands behind others in the clear.
        public fileprivate(set) var protectedOffset: Int?

        /// Whether a ChangeCipherSpec is among the records.
        public fileprivate(set) var hasChangeCipherSpec = false

        /// Whether a heartbeat is among the records (RFC 6520).
        public fileprivate(set) var hasHeartbeat = false

        /// Where a record begins that fills up the datagram and holds nothing, 0 without one: data of
        /// epoch 0, which every peer drops (RFC 6347 section 4.1.2.7), behind a ping that is to be as
        /// large as a datagram with data.
        public fileprivate(set) var void = 0

        /// Sequence numbers of protected records that carry no application data, four at most.
        fileprivate var control: InlineArray<4, UInt64> = .init(repeating: 0)
        fileprivate var controlCount = 0

        /// Calls `body` with the sequence number of each protected record other than data.
        func forEachControl(_ body: (UInt64) -> Void) {
            for index in 0..<controlCount { body(control[index]) }
        }
    }

    /// Reads the headers of `datagram`; `nil` where it is to be dropped.
    ///
    /// - Parameters:
    ///   - datagram: the payload of one UDP datagram.
    ///   - isEstablished: whether the session stands. After that alerts in the clear are refused;
    ///     the rest of a handshake is not, since a server that sees its client's last flight again
    ///     has to send its own again.
    public static func examine(_ datagram: Span<UInt8>, isEstablished: Bool) -> Summary? {
        var summary = Summary()
        var offset = 0
        while offset < datagram.count {
            guard let next = record(in: datagram, at: offset, isEstablished, &summary) else {
                return nil
            }
            offset = next
            if summary.void > 0 { break }
        }
        return summary.records > 0 ? summary : nil
    }

    /// The sequence number of the one record that `datagram` is, of protected data; `nil` for all
    /// else, which ``examine(_:isEstablished:)`` looks at.
    static func dataRecord(_ datagram: Span<UInt8>) -> UInt64? {
        guard datagram.count > headerSize, datagram[0] == applicationData,
            datagram[1] == 0xFE, datagram[2] == 0xFF || datagram[2] == 0xFD,
            datagram[3] != 0 || datagram[4] != 0
        else { return nil }
        let length = Int(datagram[11]) << 8 | Int(datagram[12])
        guard headerSize + length == datagram.count, length <= maximumLength else { return nil }
        return integer(in: datagram, at: 5, bytes: 6)
    }

    /// The header of a record that nobody reads, of so many bytes behind it.
    static func voidHeader(_ length: Int) -> [UInt8] {
        [applicationData, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0]
            + [UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
    }

    /// Where each record of a datagram begins that ``examine(_:isEstablished:)`` has let through.
    static func starts(_ datagram: Span<UInt8>) -> [Int] {
        var starts: [Int] = []
        var offset = 0
        while offset < datagram.count {
            starts.append(offset)
            offset += headerSize + Int(integer(in: datagram, at: offset + 11, bytes: 2))
        }
        return starts
    }

    /// Checks the record at `offset`, adds it to `summary`, and returns where it ends.
    private static func record(
        in datagram: Span<UInt8>, at offset: Int, _ isEstablished: Bool, _ summary: inout Summary
    ) -> Int? {
        guard datagram.count - offset > headerSize else { return nil }
        let type = datagram[offset]
        let minor = datagram[offset + 2]
        // FE FF is DTLS 1.0, FE FD is DTLS 1.2.
        guard datagram[offset + 1] == 0xFE, minor == 0xFF || minor == 0xFD else { return nil }
        let epoch = UInt16(integer(in: datagram, at: offset + 3, bytes: 2))
        let sequence = integer(in: datagram, at: offset + 5, bytes: 6)
        let length = Int(integer(in: datagram, at: offset + 11, bytes: 2))
        let end = offset + headerSize + length
        guard length > 0, length <= maximumLength, end <= datagram.count else { return nil }
        if epoch == 0, type == applicationData, summary.isProtected, end == datagram.count {
            summary.void = offset
            return offset
        }

        if summary.records == 0 {
            summary.contentType = type
            summary.epoch = epoch
            summary.sequenceNumber = sequence
        }
        summary.records += 1

        guard epoch == 0 else {
            guard type >= 20, type <= 24 else { return nil }
            if !summary.isProtected, offset > 0 { summary.protectedOffset = offset }
            summary.isProtected = true
            if type == heartbeat { summary.hasHeartbeat = true }
            if type != applicationData, summary.controlCount < 4 {
                summary.control[summary.controlCount] = sequence
                summary.controlCount += 1
            }
            return end
        }
        switch type {
        case handshake:
            guard
                isPlausibleHandshake(
                    datagram, from: offset + headerSize, to: end,
                    isFirst: summary.records == 1, &summary)
            else { return nil }
        case changeCipherSpec:
            guard length == 1, datagram[offset + headerSize] == 1 else { return nil }
            summary.hasChangeCipherSpec = true
        case alert:
            guard !isEstablished, length == 2 else { return nil }
        default:
            return nil
        }
        return end
    }

    /// Whether the handshake messages in a record in the clear have sane headers (RFC 6347
    /// section 4.2.2): a known type, and a fragment that lies within its message.
    private static func isPlausibleHandshake(
        _ datagram: Span<UInt8>, from start: Int, to end: Int, isFirst: Bool,
        _ summary: inout Summary
    ) -> Bool {
        var offset = start
        while offset < end {
            guard end - offset >= handshakeHeaderSize else { return false }
            let type = datagram[offset]
            let total = Int(integer(in: datagram, at: offset + 1, bytes: 3))
            let fragmentOffset = Int(integer(in: datagram, at: offset + 6, bytes: 3))
            let fragmentLength = Int(integer(in: datagram, at: offset + 9, bytes: 3))
            guard isKnownHandshakeType(type), total <= maximumHandshake,
                fragmentOffset + fragmentLength <= total,
                fragmentLength > 0 || total == 0,
                fragmentLength <= end - offset - handshakeHeaderSize
            else { return false }
            if isFirst, offset == start, type == clientHello, fragmentOffset == 0 {
                summary.isClientHello = true
            }
            offset += handshakeHeaderSize + fragmentLength
        }
        return true
    }

    /// The handshake types of RFC 5246, 6347 and their extensions that GnuTLS has a reader for.
    private static func isKnownHandshakeType(_ type: UInt8) -> Bool {
        switch type {
        case 0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22, 23: true
        default: false
        }
    }

    static func integer(in bytes: Span<UInt8>, at offset: Int, bytes count: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + count { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    private static let changeCipherSpec: UInt8 = 20
    private static let alert: UInt8 = 21
    private static let handshake: UInt8 = 22
    private static let applicationData: UInt8 = 23
    private static let heartbeat: UInt8 = 24
    private static let clientHello: UInt8 = 1

    /// Type, version, epoch, sequence number and length.
    static let headerSize = 13

    /// Type, length, message sequence, fragment offset and fragment length.
    private static let handshakeHeaderSize = 12

    /// 2^14 bytes of plaintext and the 2048 that protection may add (RFC 6347 section 4.1).
    private static let maximumLength = 18_432

    /// No chain of certificates is longer; a peer that claims more wants our memory.
    private static let maximumHandshake = 131_072
}
