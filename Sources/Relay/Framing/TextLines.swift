/// What a message looks like when it is a line of text.
protocol LineFormat {
    /// Puts the message in `line`, which has no line feed, into `message`, which is empty; returns
    /// false if the line holds none. The error does not name the line.
    func parse(
        _ line: Span<UInt8>, into message: inout [UInt8]
    ) throws(FramingError) -> Bool
}

/// The decoder of the framings in which a line of text stands for a message, `hex` and `jsonl`.
struct TextLineDecoder<Format: LineFormat>: MessageDecoder {
    private let format: Format
    var maximumMessage: Int
    private var search = DelimiterSearch(for: .lineFeed)
    private var lineNumber = 0
    private(set) var decoded: [UInt8] = []
    /// The message of the last line that has been parsed.
    private var message: [UInt8] = []
    /// How much of `message` has gone out.
    private var sent = 0
    /// The size of that line while not all of its message has gone out.
    private var unfinishedLine: Int?

    init(format: Format, maximumMessage: Int) {
        self.format = format
        self.maximumMessage = maximumMessage
    }

    mutating func next(
        in input: Span<UInt8>, atEnd: Bool
    ) throws(FramingError) -> DecodeStep {
        if let size = unfinishedLine { return nextPiece(lineSize: size, skipped: 0) }
        var skipped = 0
        while true {
            let rest = input.extracting(skipped...)
            let lineFeed = search.firstOffset(in: rest)
            let count = lineFeed ?? rest.count
            guard count <= textLineLimit else {
                throw FramingError(
                    "line \(lineNumber + 1) is longer than \(textLineLimit) bytes")
            }
            guard lineFeed != nil || atEnd && count > 0 else {
                return .needsInput(consumed: skipped)
            }
            let size = count + (lineFeed == nil ? 0 : 1)
            search.consume(size)
            if try parse(rest.extracting(..<count)) {
                return nextPiece(lineSize: size, skipped: skipped)
            }
            skipped += size
        }
    }

    private mutating func parse(_ line: Span<UInt8>) throws(FramingError) -> Bool {
        lineNumber += 1
        message.removeAll(keepingCapacity: true)
        sent = 0
        do {
            return try format.parse(line, into: &message)
        } catch {
            throw FramingError("line \(lineNumber): \(error)")
        }
    }

    /// The line stays in the input until the last piece of its message goes out.
    private mutating func nextPiece(lineSize: Int, skipped: Int) -> DecodeStep {
        let end = min(sent + maximumMessage, message.count)
        decoded.removeAll(keepingCapacity: true)
        decoded.append(contentsOf: message[sent..<end])
        sent = end
        let isLast = end == message.count
        unfinishedLine = isLast ? nil : lineSize
        return .message(.decoded, consumed: skipped + (isLast ? lineSize : 0), isLast: isLast)
    }
}

/// The longest line of text in bytes, line feed not counted; with it the line is 128 KiB, where
/// the longest record as JSON with each byte escaped is 96 KiB and a little.
private let textLineLimit = 128 * 1024 - 1
