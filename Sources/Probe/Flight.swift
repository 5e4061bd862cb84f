/// One side's turn in a handshake: the datagrams that it sends before it waits for the other (RFC
/// 6347 section 4.2.4).
package struct Flight: Sendable, Hashable {
    /// Whether the peer has sent it.
    package let isIncoming: Bool

    /// Whether it is an earlier one that was sent again.
    package let isRepeated: Bool

    /// When its first datagram came or went, since the handshake began.
    package let time: Duration

    /// The names of what is in it, in their order, each once: handshake messages, ChangeCipherSpec,
    /// alerts; 16 at most. No text of the peer's is among them.
    package private(set) var messages: [String] = []

    /// How many datagrams it has.
    package private(set) var datagrams = 0

    /// How many bytes those have, without the headers of UDP and IP.
    package private(set) var bytes = 0

    /// The largest of them, in bytes.
    package private(set) var largest = 0

    /// A flight without a datagram yet.
    package init(isIncoming: Bool, isRepeated: Bool, time: Duration) {
        self.isIncoming = isIncoming
        self.isRepeated = isRepeated
        self.time = time
    }

    /// Adds a datagram of `size` bytes, in which is what `names` say.
    package mutating func add(_ size: Int, _ names: [String]) {
        datagrams += 1
        bytes += size
        largest = max(largest, size)
        for name in names where !messages.contains(name) && messages.count < Self.mostMessages {
            messages.append(name)
        }
    }

    private static let mostMessages = 16
}
