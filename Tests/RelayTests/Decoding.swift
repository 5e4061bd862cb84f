import Relay
import Sockets
import Testing

/// A message or a piece of one, as the pump would see it.
struct Piece: Equatable {
    var bytes: [UInt8]
    var isLast: Bool

    init(_ bytes: [UInt8], isLast: Bool = true) {
        self.bytes = bytes
        self.isLast = isLast
    }

    init(_ text: String, isLast: Bool = true) {
        self.init(Array(text.utf8), isLast: isLast)
    }
}

/// Does what the pump does, with input of the test's choice.
struct Decoding {
    var decoder: any MessageDecoder
    var pieces: [Piece] = []
    private let buffer: ByteBuffer

    init(_ framing: Framing, maximumMessage: Int, crlf: Bool, capacity: Int = 4096) {
        buffer = ByteBuffer(capacity: capacity)
        decoder = framing.makeDecoder(maximumMessage: maximumMessage, crlf: crlf)
    }

    /// Appends `bytes` and takes every message that is whole then.
    mutating func read(_ bytes: [UInt8], atEnd: Bool) throws {
        buffer.append(bytes.span)
        while true {
            switch try step(atEnd: atEnd) {
            case .needsInput(let consumed):
                buffer.consume(consumed)
                return
            case .message(let body, let consumed, let isLast):
                pieces.append(Piece(bytesOf(body), isLast: isLast))
                buffer.consume(consumed)
            }
        }
    }

    /// Whether nothing of the input is left.
    var isDrained: Bool { buffer.isEmpty }

    private mutating func step(atEnd: Bool) throws(FramingError) -> DecodeStep {
        var decoder = self.decoder
        defer { self.decoder = decoder }
        return try buffer.withBytes { (input: Span<UInt8>) throws(FramingError) -> DecodeStep in
            try decoder.next(in: input, atEnd: atEnd)
        }
    }

    private func bytesOf(_ body: MessageBody) -> [UInt8] {
        switch body {
        case .decoded: decoder.decoded
        case .input(let range): buffer.withBytes { input in range.map { input[$0] } }
        }
    }
}

/// The pieces that come of `reads`, each of which is handed over before the next is there.
func decode(
    _ framing: Framing, reads: [[UInt8]], maximumMessage: Int = 16_384, crlf: Bool = false
) throws -> [Piece] {
    var decoding = Decoding(
        framing, maximumMessage: maximumMessage, crlf: crlf, capacity: reads.joined().count)
    for bytes in reads {
        try decoding.read(bytes, atEnd: false)
    }
    try decoding.read([], atEnd: true)
    #expect(decoding.isDrained)
    for piece in decoding.pieces {
        #expect(piece.bytes.count <= maximumMessage)
        #expect(piece.isLast || piece.bytes.count == maximumMessage)
    }
    return decoding.pieces
}

/// The pieces that come of `text` in one read.
func decode(
    _ framing: Framing, _ text: String, maximumMessage: Int = 16_384, crlf: Bool = false
) throws -> [Piece] {
    try decode(
        framing, reads: [Array(text.utf8)], maximumMessage: maximumMessage, crlf: crlf)
}

/// The messages that `pieces` are of.
func messages(of pieces: [Piece]) -> [[UInt8]] {
    var messages: [[UInt8]] = []
    var isInside = false
    for piece in pieces {
        if isInside {
            messages[messages.count - 1] += piece.bytes
        } else {
            messages.append(piece.bytes)
        }
        isInside = !piece.isLast
    }
    #expect(!isInside)
    return messages
}

/// The bytes that `messages` become.
func encode(
    _ framing: Framing, _ messages: [[UInt8]], sender: String = "192.0.2.1:4433"
) -> [UInt8] {
    var encoder = framing.makeEncoder()
    let longest = messages.map(\.count).max() ?? 0
    let output = ByteBuffer(capacity: encoder.maximumSize(of: longest))
    return messages.flatMap { message in
        encoder.encode(message.span, sender: sender, into: output)
        #expect(output.count <= encoder.maximumSize(of: message.count))
        defer { output.consume(output.count) }
        return output.withBytes { framed in framed.indices.map { framed[$0] } }
    }
}

/// What `framing` says of `bytes` that it cannot read.
func complaint(_ framing: Framing, about bytes: [UInt8]) -> String? {
    let error = #expect(throws: FramingError.self) {
        _ = try decode(framing, reads: [bytes])
    }
    return error?.description
}

/// What `framing` says of `text` that it cannot read.
func complaint(_ framing: Framing, about text: String) -> String? {
    complaint(framing, about: Array(text.utf8))
}
