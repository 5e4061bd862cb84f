/// A message that a service of echoes is to send back.
struct EchoedMessage {
    /// What is in it.
    let bytes: [UInt8]

    /// Whether it has come back in pieces, each smaller than itself.
    private(set) var cameInPieces = false

    private var returned = 0

    /// Message `serial`, of `size` bytes, which no other is like.
    init(serial: UInt64, size: Int) {
        var bytes = Array("dtlscat probe \(serial) ".utf8.prefix(size))
        while bytes.count < size { bytes.append(.random(in: 97...122)) }
        self.bytes = bytes
    }

    /// Whether all of it has come back.
    var isBack: Bool { returned == bytes.count }

    /// Takes what has come. A service that minds no bounds of messages sends it back in pieces, one
    /// after the other; all else is an earlier one's, or no echo, and what has come so far is
    /// forgotten.
    mutating func receive(_ message: Span<UInt8>) {
        guard !isBack else { return }
        guard message.count <= bytes.count - returned,
            message.indices.allSatisfy({ message[$0] == bytes[returned + $0] })
        else {
            returned = 0
            cameInPieces = false
            return
        }
        if message.count < bytes.count { cameInPieces = true }
        returned += message.count
    }
}
