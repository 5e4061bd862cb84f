package import Sockets

/// How messages are told apart in a stream of bytes.
package enum Framing: String, CaseIterable, Sendable {
    /// Whatever bytes are there are a message; nothing marks its end.
    case stream
    /// A message ends at a line feed.
    case line
    /// A message ends at a zero byte.
    case nul
    /// A message follows its length, two bytes in network order.
    case len16
    /// A message follows its length, four bytes in network order.
    case len32
    /// All the input is one message.
    case whole
    /// A message is a line of hexadecimal digits.
    case hex
    /// A message is a line with a JSON object.
    case jsonl

    /// A decoder that yields no piece longer than `maximumMessage` bytes, at most 64 KiB; with
    /// `crlf`, which only `stream` and `line` heed, the lines that it yields end in CR LF.
    package func makeDecoder(maximumMessage: Int, crlf: Bool) -> any MessageDecoder {
        precondition((1...65_536).contains(maximumMessage))
        return switch self {
        case .stream where crlf: CRLFStreamDecoder(maximumMessage: maximumMessage)
        case .stream: StreamDecoder(maximumMessage: maximumMessage)
        case .line:
            DelimitedDecoder(endsWith: .lineFeed, maximumMessage: maximumMessage, crlf: crlf)
        case .nul: DelimitedDecoder(endsWith: 0, maximumMessage: maximumMessage)
        case .len16: LengthDecoder(headerSize: 2, maximumMessage: maximumMessage)
        case .len32: LengthDecoder(headerSize: 4, maximumMessage: maximumMessage)
        case .whole: WholeDecoder(maximumMessage: maximumMessage)
        case .hex: TextLineDecoder(format: HexFormat(), maximumMessage: maximumMessage)
        case .jsonl: TextLineDecoder(format: JSONLineFormat(), maximumMessage: maximumMessage)
        }
    }

    /// An encoder of what the decoder of the same framing reads.
    package func makeEncoder() -> any MessageEncoder {
        switch self {
        case .stream, .whole: StreamEncoder()
        case .line: DelimitedEncoder(delimiter: .lineFeed)
        case .nul: DelimitedEncoder(delimiter: 0)
        case .len16: LengthEncoder(headerSize: 2)
        case .len32: LengthEncoder(headerSize: 4)
        case .hex: HexEncoder()
        case .jsonl: JSONLineEncoder()
        }
    }
}

/// What a decoder has found at the start of the unconsumed input.
package enum DecodeStep: Equatable, Sendable {
    /// A message, or a piece of one: where its bytes are, and how many bytes of input it takes up,
    /// terminator or header included, which may be none; unless `isLast` the message goes on in
    /// the next piece.
    case message(MessageBody, consumed: Int, isLast: Bool)
    /// Nothing whole yet; `consumed` bytes can be forgotten.
    case needsInput(consumed: Int)
}

/// Where the bytes of a message are.
package enum MessageBody: Equatable, Sendable {
    /// At these offsets in the input that the decoder was given.
    case input(Range<Int>)
    /// In the decoder's `decoded`.
    case decoded
}

/// Turns bytes into messages; a message longer than the maximum comes in pieces of exactly the
/// maximum and a last one that is not empty.
package protocol MessageDecoder {
    /// The most bytes of a piece; may be changed between two messages.
    var maximumMessage: Int { get set }

    /// The bytes of the last message that was `.decoded`, until the next call.
    var decoded: [UInt8] { get }

    /// Looks at all the unconsumed bytes, of which `atEnd` says that no more will come; called
    /// again and again until it needs input, and never again once it has thrown.
    mutating func next(in input: Span<UInt8>, atEnd: Bool) throws(FramingError) -> DecodeStep
}

/// Turns messages into bytes.
package protocol MessageEncoder {
    /// Appends the framed message, whose sender is "ADDR:PORT" of at most 80 bytes; the caller has
    /// seen that `maximumSize(of:)` its count fits in `output.free`.
    mutating func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer)

    /// The most bytes that a message of `count` bytes takes up once framed.
    func maximumSize(of count: Int) -> Int
}
