internal import FoundationEssentials
internal import Sockets

/// The `jsonl` framing: a JSON object a line, with the message under exactly one of the keys
/// "text", "hex" and "base64".
struct JSONLineFormat: LineFormat {
    private let decoder = JSONDecoder()

    func parse(
        _ line: Span<UInt8>, into message: inout [UInt8]
    ) throws(FramingError) -> Bool {
        var text: [UInt8] = []
        text.append(contentsOf: line)
        guard !text.allSatisfy(isBlank) else { return false }
        // A zero byte would make JSONDecoder take the line for UTF-16 or UTF-32.
        guard !text.contains(0) else { throw FramingError("not JSON") }

        let content = try content(of: Data(text))
        switch content.key {
        case .text:
            message.append(contentsOf: content.value.utf8)
        case .hex:
            do {
                try parseHex(content.value.utf8Span.span, into: &message)
            } catch {
                throw FramingError("in the value of hex: \(error)")
            }
        case .base64:
            guard let bytes = Data(base64Encoded: content.value) else {
                throw FramingError("the value of base64 is not base64")
            }
            message.append(contentsOf: bytes)
        }
        return true
    }

    private func content(of line: Data) throws(FramingError) -> Content {
        do {
            return try decoder.decode(Content.self, from: line)
        } catch let error as FramingError {
            throw error
        } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
            throw FramingError("not a JSON object")
        } catch {
            throw FramingError("not JSON")
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), .carriageReturn].contains(byte)
    }

    /// The one pair of the object that matters.
    private struct Content: Decodable {
        let key: Key
        let value: String

        enum Key: String, CodingKey, CaseIterable {
            case text, hex, base64
        }

        init(from decoder: any Decoder) throws {
            let object = try decoder.container(keyedBy: Key.self)
            let keys = Key.allCases.filter(object.contains)
            guard let key = keys.first, keys.count == 1 else {
                throw FramingError("not exactly one of text, hex and base64")
            }
            self.key = key
            do {
                value = try object.decode(String.self, forKey: key)
            } catch DecodingError.typeMismatch, DecodingError.valueNotFound {
                throw FramingError("the value of \(key.rawValue) is not a string")
            }
        }
    }
}

/// The `jsonl` framing: sender, size, and the message as text where it is UTF-8, else as base64.
///
/// Written by hand since JSONEncoder neither keeps keys in order nor escapes what a terminal or
/// a reader of lines would act on.
struct JSONLineEncoder: MessageEncoder {
    private var line: [UInt8] = []

    mutating func encode(_ message: Span<UInt8>, sender: String, into output: ByteBuffer) {
        line.removeAll(keepingCapacity: true)
        line.append(contentsOf: #"{"from":""#.utf8)
        appendEscaped(sender.utf8Span.span)
        line.append(contentsOf: #"","bytes":\#(message.count),"#.utf8)
        if isUTF8(message) {
            line.append(contentsOf: #""text":""#.utf8)
            appendEscaped(message)
        } else {
            var bytes: [UInt8] = []
            bytes.append(contentsOf: message)
            line.append(contentsOf: #""base64":""#.utf8)
            line.append(contentsOf: Data(bytes).base64EncodedData())
        }
        line.append(contentsOf: "\"}\n".utf8)
        output.append(line.span)
    }

    /// No character takes more than six bytes for each of its own, nor base64 more than four for
    /// one; the rest is for the sender, escaped, and the keys.
    func maximumSize(of count: Int) -> Int { 6 * count + 576 }

    private func isUTF8(_ bytes: Span<UInt8>) -> Bool {
        do {
            _ = try UTF8Span(validating: bytes)
            return true
        } catch {
            return false
        }
    }

    /// Appends UTF-8 as the inside of a JSON string: no control (C0, DEL, C1) and no line or
    /// paragraph separator is left as it is.
    private mutating func appendEscaped(_ text: Span<UInt8>) {
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                line.append(UInt8(ascii: "\\"))
                line.append(byte)
            case 0x00...0x1F, 0x7F:
                appendEscape(UInt16(byte))
            case 0xC2 where text[offset + 1] < 0xA0:
                appendEscape(UInt16(text[offset + 1]))
                offset += 1
            case 0xE2 where text[offset + 1] == 0x80 && text[offset + 2] & 0xFE == 0xA8:
                appendEscape(0x2000 | UInt16(text[offset + 2] & 0x3F))
                offset += 2
            default:
                line.append(byte)
            }
            offset += 1
        }
    }

    private mutating func appendEscape(_ unit: UInt16) {
        line.append(contentsOf: #"\u"#.utf8)
        for shift in [12, 8, 4, 0] {
            line.append(hexDigit(UInt8(unit >> shift & 0xF)))
        }
    }
}
