internal import Sockets

/// The `stream` framing: what is there is a message, as long as a message may be.
struct StreamDecoder: MessageDecoder {
    var maximumMessage: Int
    let decoded: [UInt8] = []

    func next(in input: Span<UInt8>, atEnd: Bool) -> DecodeStep {
        let count = min(input.count, maximumMessage)
        return count == 0
            ? .needsInput(consumed: 0) : .message(.input(0..<count), consumed: count, isLast: true)
    }
}

/// The `stream` framing where each line feed that has no carriage return before it is given one.
struct CRLFStreamDecoder: MessageDecoder {
    var maximumMessage: Int
    private(set) var decoded: [UInt8] = []
    /// Whether the last byte that was sent is a carriage return.
    private var endsInCR = false

    init(maximumMessage: Int) {
        self.maximumMessage = maximumMessage
    }

    mutating func next(in input: Span<UInt8>, atEnd: Bool) -> DecodeStep {
        guard !input.isEmpty else { return .needsInput(consumed: 0) }
        // Locals, since the compiler keeps them in registers: half the time of stored properties.
        var message: [UInt8] = []
        swap(&message, &decoded)
        message.removeAll(keepingCapacity: true)
        message.reserveCapacity(maximumMessage)
        var endsInCR = self.endsInCR
        var consumed = 0
        while consumed < input.count, message.count < maximumMessage {
            let byte = input[consumed]
            // The line feed itself is left for the next turn, or for the next message if this one
            // is full with the carriage return.
            let inserts = byte == .lineFeed && !endsInCR
            message.append(inserts ? .carriageReturn : byte)
            endsInCR = inserts || byte == .carriageReturn
            consumed += inserts ? 0 : 1
        }
        swap(&message, &decoded)
        self.endsInCR = endsInCR
        return .message(.decoded, consumed: consumed, isLast: true)
    }
}

/// The `stream` and `whole` framings: the bytes as they are.
struct StreamEncoder: MessageEncoder {
    func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer) {
        output.append(message)
    }

    func maximumSize(of count: Int) -> Int { count }
}
