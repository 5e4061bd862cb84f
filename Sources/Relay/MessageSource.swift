internal import Sockets

/// Standard input, cut into messages that fit.
///
/// A class, so that a message is lent to the endpoint without a copy of the source.
final class MessageSource {
    /// What comes next.
    enum Step {
        /// A message, to be had from ``withMessage(_:)``.
        case message

        /// A message without a byte.
        case empty

        /// A message that does not fit, of at least this many bytes; told once for each.
        case tooLarge(size: Int)

        /// Nothing whole is there yet, or ever again.
        case needsInput
    }

    private let configuration: RelayConfiguration
    private let buffer = ByteBuffer(capacity: MessageSource.capacity)
    private var decoder: any MessageDecoder
    private var body = MessageBody.decoded
    private var consumed = 0
    private var isAtEnd: Bool
    private var isDrained = false
    private var isInsideTooLarge = false

    /// Whether anything at all has been read.
    private(set) var hadInput = false

    /// The messages of standard input, where that is read at all.
    init(configuration: RelayConfiguration, hasInput: Bool) {
        self.configuration = configuration
        isAtEnd = !hasInput
        isDrained = !hasInput
        decoder = configuration.inputFraming.makeDecoder(
            maximumMessage: Self.readSize, crlf: configuration.crlf)
    }

    /// Whether every message has been taken and no more will come.
    var isExhausted: Bool { isDrained }

    /// Whether there is nothing to look at before more is read.
    var isIdle: Bool { holding == 0 && (!isAtEnd || isDrained) }

    /// Whether something was read and not sent.
    var holdsUnsent: Bool { holding > 0 }

    private var holding: Int { buffer.count - consumed }

    /// Whether more can be read.
    var wantsInput: Bool { !isAtEnd && buffer.free >= Self.readSize }

    /// Reads what is there.
    ///
    /// - Parameter limit: how large a message may be, in bytes. A stream is read in whole messages of
    ///   that size, as many as make a batch of datagrams: what is left over would be a datagram of
    ///   its own.
    func read(_ input: StandardInput, limit: Int?) throws(SocketError) {
        _ = try read(limit: limit) { buffer, size throws(SocketError) in
            try input.read(into: buffer, max: size)
        }
    }

    /// The same of anything that reads into a buffer at most so many bytes, where 0 is the end and
    /// `nil` nothing for now; false where there was nothing for now.
    func read(
        limit: Int?, _ fill: (ByteBuffer, Int) throws(SocketError) -> Int?
    ) throws(SocketError) -> Bool {
        var size = Self.readSize
        if configuration.inputFraming == .stream, let limit, limit < size {
            let batch = max(size / (limit + Self.recordOverhead), 1) * limit
            size = batch - holding % limit
        }
        guard let count = try fill(buffer, size) else { return false }
        if count == 0 { isAtEnd = true } else { hadInput = true }
        return true
    }

    /// Takes what has been read for all that there is.
    func end() { isAtEnd = true }

    /// Looks for the next message of at most `limit` bytes.
    func next(limit: Int) throws(FramingError) -> Step {
        if consumed > 0 {
            buffer.consume(consumed)
            consumed = 0
        }
        guard !isDrained else { return .needsInput }
        if !isInsideTooLarge { decoder.maximumMessage = limit }
        let step = try buffer.withBytes { bytes throws(FramingError) in
            try decoder.next(in: bytes, atEnd: isAtEnd)
        }
        switch step {
        case .needsInput(let count):
            buffer.consume(count)
            if isAtEnd { isDrained = true }
            return .needsInput
        case .message(let body, let count, let isLast):
            self.body = body
            consumed = count
            let size = size(of: body)
            let wasInside = isInsideTooLarge
            isInsideTooLarge = !isLast
            if isLast, !wasInside { return size == 0 ? .empty : .message }
            // A piece of a message that is too large.
            if configuration.tooLarge == .split {
                return size == 0 ? try next(limit: limit) : .message
            }
            return wasInside ? try next(limit: limit) : .tooLarge(size: size + 1)
        }
    }

    /// Whether there are no messages in the input, but a stream to be cut as it suits.
    var isStream: Bool { configuration.inputFraming == .stream && !configuration.crlf }

    /// Lends what is there of a stream to `body`, which says how much of it it has taken; then tells
    /// whether all of it was.
    func takeStream(_ body: (Span<UInt8>) -> Int) -> Bool {
        buffer.consume(consumed)
        consumed = 0
        if !buffer.isEmpty { buffer.consume(buffer.withBytes(body)) }
        if isAtEnd, buffer.isEmpty { isDrained = true }
        return buffer.isEmpty
    }

    /// Lends the message that ``next(limit:)`` has found.
    func withMessage(_ use: (Span<UInt8>) -> Void) {
        switch body {
        case .input(let range):
            buffer.withBytes { bytes in use(bytes.extracting(range)) }
        case .decoded:
            use(decoder.decoded.span)
        }
    }

    private func size(of body: MessageBody) -> Int {
        switch body {
        case .input(let range): range.count
        case .decoded: decoder.decoded.count
        }
    }

    /// A read of a pipe at most, so that a full batch of datagrams can be made of it.
    private static let readSize = 65_536

    /// Of AES-GCM and ChaCha20-Poly1305, in bytes: header, explicit nonce and tag.
    private static let recordOverhead = 37
    private static let capacity = 262_144
}
