internal import Sockets

/// The `line` and `nul` framings: a byte ends each message, and the last may go without.
struct DelimitedDecoder: MessageDecoder {
    var maximumMessage: Int
    private let crlf: Bool
    private var search: DelimiterSearch
    private(set) var decoded: [UInt8] = []
    /// Whether pieces of the message have gone out already.
    private var isInside = false
    /// Whether the last piece that has gone out ends in a carriage return.
    private var pieceEndsInCR = false

    /// With `crlf`, CR LF becomes a part of the message; a carriage return that is there is kept
    /// and not doubled.
    init(endsWith delimiter: UInt8, maximumMessage: Int, crlf: Bool = false) {
        self.maximumMessage = maximumMessage
        self.crlf = crlf
        search = DelimiterSearch(for: delimiter)
    }

    mutating func next(in input: Span<UInt8>, atEnd: Bool) -> DecodeStep {
        let delimiter = search.firstOffset(in: input)
        let count = delimiter ?? input.count
        let isWhole = delimiter != nil || atEnd && (count > 0 || isInside)
        let endsInCR = count > 0 ? input[count - 1] == .carriageReturn : pieceEndsInCR
        let suffixCount = crlf ? (endsInCR ? 1 : 2) : 0

        if isWhole, count + suffixCount <= maximumMessage {
            let body = body(of: input.extracting(..<count), suffixCount: suffixCount)
            isInside = false
            pieceEndsInCR = false
            return message(body, consumed: count + (delimiter == nil ? 0 : 1), isLast: true)
        }
        if count > maximumMessage || isWhole && count == maximumMessage {
            isInside = true
            pieceEndsInCR = input[maximumMessage - 1] == .carriageReturn
            return message(.input(0..<maximumMessage), consumed: maximumMessage, isLast: false)
        }
        if isWhole {
            // All of the line fits, and of CR LF the first half.
            decoded.removeAll(keepingCapacity: true)
            decoded.append(contentsOf: input.extracting(..<count))
            decoded.append(.carriageReturn)
            isInside = true
            pieceEndsInCR = true
            return message(.decoded, consumed: count, isLast: false)
        }
        return .needsInput(consumed: 0)
    }

    private mutating func body(of line: Span<UInt8>, suffixCount: Int) -> MessageBody {
        guard suffixCount > 0 else { return .input(0..<line.count) }
        decoded.removeAll(keepingCapacity: true)
        decoded.append(contentsOf: line)
        decoded.append(contentsOf: [.carriageReturn, .lineFeed].suffix(suffixCount))
        return .decoded
    }

    private mutating func message(_ body: MessageBody, consumed: Int, isLast: Bool) -> DecodeStep {
        search.consume(consumed)
        return .message(body, consumed: consumed, isLast: isLast)
    }
}

/// The `line` and `nul` framings: the message, then the byte that ends it.
struct DelimitedEncoder: MessageEncoder {
    let delimiter: UInt8

    func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer) {
        output.append(message)
        output.append(delimiter)
    }

    func maximumSize(of count: Int) -> Int { count + 1 }
}
