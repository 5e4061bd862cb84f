/// Protected records that came before the keys to open them: the network may put a Finished, or
/// the first messages, in front of the ChangeCipherSpec they follow (RFC 6347 section 4.1). GnuTLS
/// drops them, and a message is not sent again, so a few are kept.
struct EarlyRecords {
    private var datagrams: [[UInt8]] = []
    private var bytes = 0

    /// Keeps a copy of `datagram`, once; false where there are too many already.
    mutating func hold(_ datagram: Span<UInt8>) -> Bool {
        guard !datagrams.contains(where: { isSame($0.span, datagram) }) else { return true }
        guard datagrams.count < Self.maximumCount, bytes + datagram.count <= Self.maximumBytes
        else { return false }
        datagrams.append([UInt8](copying: datagram))
        bytes += datagram.count
        return true
    }

    /// The kept datagrams that start with a handshake record, which may be the awaited Finished.
    var handshakeRecords: [[UInt8]] { datagrams.filter { $0[0] == 22 } }

    /// The other kept datagrams, which are forgotten here.
    mutating func takeMessages() -> [[UInt8]] {
        let messages = datagrams.filter { $0[0] != 22 }
        datagrams = []
        bytes = 0
        return messages
    }

    private func isSame(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return left.indices.allSatisfy { left[$0] == right[$0] }
    }

    private static let maximumCount = 64
    private static let maximumBytes = 131_072
}
