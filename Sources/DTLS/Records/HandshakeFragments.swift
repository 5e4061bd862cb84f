/// Puts together large handshake messages from fragments that come in any order, over as many
/// retransmissions as it takes (RFC 6347 section 4.2.3).
///
/// GnuTLS keeps one contiguous range of each message: of a flight with gaps it keeps what is before
/// the first, so that each flight brings it only one gap further. Here nothing that has come is
/// forgotten, and GnuTLS gets the message when it is whole: in a few records of its own cut, which
/// carry the numbers of records that have come with fragments of it, since those are the only ones
/// that its anti-replay window is certain not to have seen.
struct HandshakeFragments {
    /// What to do with a record.
    enum Verdict {
        /// Nothing: GnuTLS shall have it as it is.
        case pass

        /// Nothing yet: it is kept here.
        case hold

        /// These records, as datagrams of their own, in its place.
        case replace([[UInt8]])
    }

    /// Of how many bytes the fragments that are kept may be in all.
    private let limit: Int

    private var messages: [UInt16: Message] = [:]

    /// - Parameter limit: of how many bytes the fragments that are kept may be in all.
    init(limit: Int) { self.limit = limit }

    /// Takes the record of `datagram` that begins at `offset`, whose headers are known to be sane.
    mutating func take(_ datagram: Span<UInt8>, at offset: Int) -> Verdict {
        guard let fragment = Fragment(datagram, at: offset) else { return .pass }
        guard var message = messages[fragment.message] ?? begin(fragment) else { return .pass }
        guard message.type == fragment.type, message.total == fragment.total else { return .pass }
        let room = limit - messages.values.reduce(0) { $0 + $1.held }
        let verdict = message.take(fragment, datagram, room: room)
        messages[fragment.message] = message
        return verdict
    }

    /// A message that may be kept whole; of one that is kept in part, and left to GnuTLS in part, neither
    /// would ever have all.
    private func begin(_ fragment: Fragment) -> Message? {
        let claimed = messages.values.reduce(0) { $0 + $1.total }
        guard messages.count < Self.maximumMessages, claimed + fragment.total <= limit,
            fragment.total <= Message.maximumPieces * fragment.body.count
        else { return nil }
        return Message(fragment)
    }

    /// More than a flight has of those that are large.
    private static let maximumMessages = 4
}

/// A fragment of a message that is not all of it, alone in its record.
private struct Fragment {
    let minorVersion: UInt8
    let type: UInt8
    let total: Int
    let message: UInt16
    let number: UInt64
    let offset: Int
    let body: Range<Int>

    init?(_ datagram: Span<UInt8>, at start: Int) {
        func read(_ offset: Int, _ count: Int) -> Int {
            Int(RecordFilter.integer(in: datagram, at: start + offset, bytes: count))
        }
        // In the clear: what is protected need not have a handshake header, nor room for one.
        guard datagram[start] == 22, read(3, 2) == 0 else { return nil }
        let length = read(22, 3)
        minorVersion = datagram[start + 2]
        type = datagram[start + 13]
        total = read(14, 3)
        message = UInt16(read(17, 2))
        number = RecordFilter.integer(in: datagram, at: start + 5, bytes: 6)
        offset = read(19, 3)
        body = start + 25..<start + 25 + length
        // Larger ones are few, and get through or do not.
        guard length < total, length <= Self.largest, read(11, 2) == length + 12 else {
            return nil
        }
    }

    private static let largest = 4_096
}

/// A message of which some has come.
private struct Message {
    let type: UInt8
    let total: Int
    private let minorVersion: UInt8
    private let sequence: UInt16
    private var pieces: [(offset: Int, bytes: [UInt8])] = []
    /// Numbers of records that GnuTLS has not seen, the latest.
    private var numbers: [UInt64] = []
    private var whole: [UInt8]?

    init(_ fragment: Fragment) {
        minorVersion = fragment.minorVersion
        type = fragment.type
        total = fragment.total
        sequence = fragment.message
    }

    /// How many bytes are kept of it.
    var held: Int { whole?.count ?? pieces.reduce(0) { $0 + $1.bytes.count } }

    mutating func take(
        _ fragment: Fragment, _ datagram: Span<UInt8>, room: Int
    ) -> HandshakeFragments.Verdict {
        if let whole {
            // It comes once more. GnuTLS shall see that, and have what it may have missed.
            let start = fragment.offset / Self.cut * Self.cut
            return .replace([record(whole, start, fragment.number)])
        }
        if !isCovered(fragment.offset, fragment.offset + fragment.body.count) {
            guard fragment.body.count <= room, pieces.count < Self.maximumPieces else {
                return .pass
            }
            let index = pieces.firstIndex { $0.offset > fragment.offset } ?? pieces.count
            let bytes = [UInt8](copying: datagram.extracting(fragment.body))
            pieces.insert((fragment.offset, bytes), at: index)
        }
        if !numbers.contains(fragment.number) {
            numbers.append(fragment.number)
            numbers.sort()
            if numbers.count > total / Self.cut + 1 { numbers.removeFirst() }
        }
        guard isCovered(0, total) else { return .hold }
        let starts = stride(from: 0, to: total, by: Self.cut)
        // Fewer records than pieces, since a piece is smaller; but they may have come as one.
        guard numbers.count >= starts.underestimatedCount else { return .hold }
        var bytes = [UInt8](repeating: 0, count: total)
        for piece in pieces {
            bytes.replaceSubrange(
                piece.offset..<piece.offset + piece.bytes.count, with: piece.bytes)
        }
        whole = bytes
        pieces = []
        return .replace(zip(starts, numbers).map { record(bytes, $0, $1) })
    }

    /// Whether the pieces hold every byte of a range.
    private func isCovered(_ start: Int, _ end: Int) -> Bool {
        var reached = start
        for piece in pieces where piece.offset <= reached {
            reached = max(reached, piece.offset + piece.bytes.count)
            if reached >= end { return true }
        }
        return reached >= end
    }

    /// A record with the part of the message that begins at `start`.
    private func record(_ bytes: [UInt8], _ start: Int, _ number: UInt64) -> [UInt8] {
        let part = bytes[start..<min(start + Self.cut, bytes.count)]
        var record: [UInt8] = [22, 0xFE, minorVersion]
        func append(_ value: Int, _ count: Int) {
            for index in (0..<count).reversed() {
                record.append(UInt8(truncatingIfNeeded: value >> (8 * index)))
            }
        }
        append(0, 2)
        append(Int(number), 6)
        append(part.count + 12, 2)
        record.append(type)
        append(total, 3)
        append(Int(sequence), 2)
        append(start, 3)
        append(part.count, 3)
        return record + part
    }

    private static let cut = 8_192

    /// As many as a message of 128 KiB has on a path of 256 bytes.
    static let maximumPieces = 640
}
