internal import Sockets

/// Standard input, cut into messages that fit.
struct MessageSource {
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
    private var decoder: (any MessageDecoder)?
    private var limit = 0
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
    }

    /// Whether every message has been taken and no more will come.
    var isExhausted: Bool { isDrained }

    /// Whether something was read and not sent.
    var holdsUnsent: Bool { buffer.count > consumed }

    /// Whether more can be read.
    var wantsInput: Bool { !isAtEnd && buffer.free >= Self.readSize }

    /// Reads what is there.
    mutating func read(_ input: StandardInput) throws(SocketError) {
        guard let count = try input.read(into: buffer, max: Self.readSize) else { return }
        if count == 0 { isAtEnd = true } else { hadInput = true }
    }

    /// Looks for the next message of at most `limit` bytes.
    mutating func next(limit: Int) throws(FramingError) -> Step {
        if consumed > 0 {
            buffer.consume(consumed)
            consumed = 0
        }
        guard !isDrained else { return .needsInput }
        prepareDecoder(limit: limit)
        let step = try buffer.withBytes { bytes throws(FramingError) in
            try decoder?.next(in: bytes, atEnd: isAtEnd) ?? .needsInput(consumed: 0)
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

    /// Lends the message that ``next(limit:)`` has found.
    func withMessage(_ use: (Span<UInt8>) -> Void) {
        switch body {
        case .input(let range):
            buffer.withBytes { bytes in use(bytes.extracting(range)) }
        case .decoded:
            guard let decoder else { return }
            use(decoder.decoded.span)
        }
    }

    private func size(of body: MessageBody) -> Int {
        switch body {
        case .input(let range): range.count
        case .decoded: decoder?.decoded.count ?? 0
        }
    }

    /// Makes the decoder, anew where the path has become smaller, between two messages.
    private mutating func prepareDecoder(limit: Int) {
        if decoder != nil, limit == self.limit || isInsideTooLarge { return }
        self.limit = limit
        decoder = configuration.inputFraming.makeDecoder(
            maximumMessage: limit, crlf: configuration.crlf)
    }

    /// A read of a pipe at most, so that a full batch of datagrams can be made of it.
    private static let readSize = 65_536
    private static let capacity = 262_144
}
