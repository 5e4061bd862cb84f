internal import Sockets

/// The `hex` framing: two digits a byte, with spaces, tabs or colons between bytes, and a comment
/// from `#` to the end of the line.
struct HexFormat: LineFormat {
    func parse(
        _ line: Span<UInt8>, into message: inout [UInt8]
    ) throws(FramingError) -> Bool {
        var count = 0
        while count < line.count, line[count] != UInt8(ascii: "#") {
            count += 1
        }
        if count == line.count, count > 0, line[count - 1] == .carriageReturn {
            count -= 1
        }
        try parseHex(line.extracting(..<count), into: &message)
        return !message.isEmpty
    }
}

/// The `hex` framing: lower-case digits with nothing in between, which makes an empty message a
/// blank line.
struct HexEncoder: MessageEncoder {
    private var line: [UInt8] = []

    mutating func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer) {
        line.removeAll(keepingCapacity: true)
        line.reserveCapacity(maximumSize(of: message.count))
        for offset in message.indices {
            line.append(hexDigit(message[offset] >> 4))
            line.append(hexDigit(message[offset] & 0xF))
        }
        line.append(.lineFeed)
        output.append(line.span)
    }

    func maximumSize(of count: Int) -> Int { 2 * count + 1 }
}

/// Appends the bytes that `text` spells to `message`.
func parseHex(_ text: Span<UInt8>, into message: inout [UInt8]) throws(FramingError) {
    var high: UInt8?
    for offset in text.indices {
        let character = text[offset]
        if let value = hexValue(character) {
            if let first = high {
                message.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
            continue
        }
        switch character {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"):
            guard high == nil else { throw FramingError("half a byte at column \(offset)") }
        default:
            throw FramingError("not hex at column \(offset + 1)")
        }
    }
    guard high == nil else { throw FramingError("half a byte at column \(text.count)") }
}

/// The digit that stands for `value`, which is less than 16.
func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
