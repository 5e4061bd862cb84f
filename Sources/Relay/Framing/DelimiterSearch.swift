/// Finds a delimiter in bytes that arrive little by little, and looks at each of them once.
struct DelimiterSearch {
    private let delimiter: UInt8
    /// How many of the unconsumed bytes are known not to be the delimiter.
    private var seen = 0

    init(for delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// Where in the unconsumed bytes, which `input` is, the first delimiter is.
    mutating func firstOffset(in input: Span<UInt8>) -> Int? {
        // Blocks without an early exit are what the compiler turns into vector instructions.
        while input.count - seen >= Self.blockSize, !isInBlock(of: input) {
            seen += Self.blockSize
        }
        while seen < input.count, input[seen] != delimiter {
            seen += 1
        }
        return seen < input.count ? seen : nil
    }

    /// Takes note that the first `count` bytes have been consumed.
    mutating func consume(_ count: Int) {
        seen = max(0, seen - count)
    }

    private func isInBlock(of input: Span<UInt8>) -> Bool {
        let block = input.extracting(seen..<seen + Self.blockSize)
        var hits: UInt8 = 0
        for offset in 0..<Self.blockSize {
            hits |= block[offset] == delimiter ? 1 : 0
        }
        return hits != 0
    }

    private static let blockSize = 32
}
