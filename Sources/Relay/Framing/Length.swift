internal import Sockets

/// The `len16` and `len32` framings: a big-endian length, then that many bytes.
struct LengthDecoder: MessageDecoder {
    private let headerSize: Int
    var maximumMessage: Int
    let decoded: [UInt8] = []
    /// The length of the message whose first pieces have gone out, and how much of it that was.
    private var inside: (length: Int, sent: Int)?

    init(headerSize: Int, maximumMessage: Int) {
        self.headerSize = headerSize
        self.maximumMessage = maximumMessage
    }

    mutating func next(
        in input: Span<UInt8>, atEnd: Bool
    ) throws(FramingError) -> DecodeStep {
        let header = inside == nil ? headerSize : 0
        guard input.count >= header else {
            guard atEnd, !input.isEmpty else { return .needsInput(consumed: 0) }
            throw FramingError("input ends inside a length: \(input.count) of \(header) bytes")
        }
        let (length, sent) = inside ?? (length(in: input), 0)
        let count = min(length - sent, maximumMessage)
        let available = input.count - header
        guard available >= count else {
            guard atEnd else { return .needsInput(consumed: 0) }
            let arrived = sent + available
            throw FramingError("input ends inside a message: \(arrived) of \(length) bytes")
        }
        let isLast = sent + count == length
        inside = isLast ? nil : (length, sent + count)
        return .message(
            .input(header..<header + count), consumed: header + count, isLast: isLast)
    }

    private func length(in input: Span<UInt8>) -> Int {
        var length = 0
        for offset in 0..<headerSize {
            length = length << 8 | Int(input[offset])
        }
        return length
    }
}

/// The `len16` and `len32` framings; a message that the header cannot count is a programmer's
/// error, since no record is that long.
struct LengthEncoder: MessageEncoder {
    let headerSize: Int

    func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer) {
        precondition(message.count >> (8 * headerSize) == 0)
        for place in (0..<headerSize).reversed() {
            output.append(UInt8(truncatingIfNeeded: message.count >> (8 * place)))
        }
        output.append(message)
    }

    func maximumSize(of count: Int) -> Int { headerSize + count }
}
