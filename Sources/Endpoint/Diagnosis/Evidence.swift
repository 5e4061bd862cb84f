package import DTLS

/// What was seen of a handshake, by which one that does not finish can be told from another.
///
/// A few numbers, whatever a peer sends; nothing of it is authenticated.
struct Evidence {
    /// How many datagrams have come.
    private(set) var datagrams = 0

    /// How many of them were no records.
    private(set) var foreign = 0

    /// The largest that came, in bytes.
    private(set) var largest = 0

    /// How often a server has asked for a cookie.
    private(set) var cookieRequests = 0

    /// How many hellos have come after the first.
    private(set) var repeatedHellos = 0

    /// What a client has offered with its last hello.
    private(set) var offer: HelloOffer?

    /// The version that a server has chosen.
    private(set) var versionChosen: UInt16?

    /// What has come of the peer's messages in the clear, by their number in the handshake.
    private var messages: [UInt16: Progress] = [:]

    /// How much of a message has come.
    private struct Progress {
        let message: HandshakeMessage
        let total: Int
        /// The parts, by where they begin; overlapping ones are rare, and count twice at worst.
        var parts: [Int: Int] = [:]

        var received: Int { min(parts.values.reduce(0, +), total) }
    }

    /// Looks at a datagram of the peer.
    mutating func note(_ datagram: Span<UInt8>) {
        datagrams += 1
        let contents = DatagramContents(datagram)
        guard contents.isDTLS else {
            foreign += 1
            return
        }
        largest = max(largest, datagram.count)
        if let first = contents.records.first?.fragments.first, first.offset == 0 {
            if first.message == .clientHello, let hello = HelloOffer(clientHelloIn: datagram) {
                if offer != nil { repeatedHellos += 1 }
                offer = hello
            }
            if let version = HelloOffer.versionChosen(in: datagram) { versionChosen = version }
        }
        for fragment in contents.records.lazy.flatMap(\.fragments) { note(fragment) }
    }

    private mutating func note(_ fragment: DatagramContents.Fragment) {
        if fragment.message == .helloVerifyRequest { cookieRequests += 1 }
        var progress =
            messages[fragment.sequence]
            ?? Progress(message: fragment.message, total: fragment.total)
        guard messages.count < Self.mostMessages || messages[fragment.sequence] != nil,
            progress.parts.count < Self.mostParts || progress.parts[fragment.offset] != nil
        else { return }
        progress.parts[fragment.offset] = max(
            progress.parts[fragment.offset] ?? 0, fragment.length)
        messages[fragment.sequence] = progress
    }

    /// The first message of which a part has come and the rest has not.
    var gap: Gap? {
        messages.values.filter { $0.received < $0.total }
            .max { $0.received < $1.received }
            .map { Gap(message: $0.message, received: $0.received, total: $0.total) }
    }

    /// Whether a message has come whole or in part that stands in the handshake behind another that
    /// has not come at all.
    var hasHole: Bool {
        guard let last = messages.keys.max(), let first = messages.keys.min() else { return false }
        return messages.count <= Int(last) - Int(first)
    }

    /// How many parts of messages are known.
    var size: Int { messages.values.reduce(0) { $0 + $1.parts.count } }

    private static let mostMessages = 16
    private static let mostParts = 128
}

/// A handshake message of which a part has come.
package struct Gap: Sendable, Hashable {
    /// Which it is.
    package let message: HandshakeMessage

    /// How many bytes of it have come.
    package let received: Int

    /// How many it has.
    package let total: Int
}
