internal import DTLS

/// Puts handshake messages together from fragments that come in any order (RFC 6347 section 4.2.3),
/// and keeps no more of them than a server's first flight has.
struct MessageAssembly: Sendable {
    /// A message that is whole.
    struct Message: Sendable {
        let type: UInt8
        let body: [UInt8]
    }

    /// The whole ones by their number in the handshake.
    private(set) var messages: [UInt16: Message] = [:]

    private var partial: [UInt16: Partial] = [:]
    private var claimed = 0

    /// Takes the part of a message that is in `bytes`.
    mutating func take(_ fragment: DatagramContents.Fragment, _ bytes: ArraySlice<UInt8>) {
        guard messages[fragment.sequence] == nil, fragment.total <= Self.largestMessage,
            fragment.offset + bytes.count <= fragment.total
        else { return }
        if partial[fragment.sequence] == nil {
            guard partial.count + messages.count < Self.mostMessages,
                claimed + fragment.total <= Self.largestFlight
            else { return }
            claimed += fragment.total
            partial[fragment.sequence] = Partial(
                type: fragment.message.type, total: fragment.total)
        }
        guard let known = partial[fragment.sequence], known.type == fragment.message.type,
            known.body.count == fragment.total,
            // Taken out, so that its bytes are not copied each time.
            var part = partial.removeValue(forKey: fragment.sequence)
        else { return }
        part.take(bytes, at: fragment.offset)
        if part.isWhole {
            messages[fragment.sequence] = Message(type: part.type, body: part.body)
        } else {
            partial[fragment.sequence] = part
        }
    }

    /// Forgets whole messages of a type.
    mutating func forget(type: UInt8) {
        messages = messages.filter { $0.value.type != type }
    }

    /// A message of which some has come.
    private struct Partial: Sendable {
        let type: UInt8
        private(set) var body: [UInt8]
        /// What is still missing, in order.
        private var gaps: [Range<Int>]

        init(type: UInt8, total: Int) {
            self.type = type
            body = [UInt8](repeating: 0, count: total)
            gaps = total > 0 ? [0..<total] : []
        }

        var isWhole: Bool { gaps.isEmpty }

        mutating func take(_ bytes: ArraySlice<UInt8>, at offset: Int) {
            // Smaller pieces than that are sent to no end but to make this slow.
            guard !bytes.isEmpty, gaps.count < MessageAssembly.mostGaps else { return }
            let range = offset..<offset + bytes.count
            guard gaps.contains(where: { $0.overlaps(range) }) else { return }
            body.replaceSubrange(range, with: bytes)
            gaps = gaps.flatMap { gap in
                [
                    gap.lowerBound..<min(max(range.lowerBound, gap.lowerBound), gap.upperBound),
                    max(min(range.upperBound, gap.upperBound), gap.lowerBound)..<gap.upperBound,
                ]
                .filter { !$0.isEmpty }
            }
        }
    }

    private static let largestMessage = 65_536
    private static let largestFlight = 131_072
    private static let mostMessages = 16
    private static let mostGaps = 64
}
