// libFuzzer: -max_len=2048
@testable import Relay
@testable import Sockets

/// Every framing: pieces keep to the limit, what comes in parts decodes as if it had come at once, and
/// what was decoded comes back when it is encoded and decoded again.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    let framing = Framing.allCases[script.number(0...Framing.allCases.count - 1)]
    let crlf = script.flag()
    let limit = script.flag() ? 16_384 : script.number(1...64)
    let cuts = script.vector()
    let bytes = script.rest()

    let whole = Decoded([bytes], framing, crlf: crlf, limit: limit)
    let split = Decoded(parts(of: bytes, cuts), framing, crlf: crlf, limit: limit)
    check(whole.error == split.error, "split: \(whole.error ?? "-"), \(split.error ?? "-")")
    guard framing != .stream else {
        check(
            whole.messages.joined().elementsEqual(split.messages.joined()), "the stream differs")
        return
    }
    check(whole.messages == split.messages, "the messages differ")

    // An end of line within a message is one more message, and an empty one in digits none.
    if !(framing == .line && crlf), framing != .hex || !whole.messages.contains([]) {
        check(again(whole.messages, framing) == whole.messages, "not what was encoded")
    }
    if [.len16, .len32, .jsonl].contains(framing) || framing == .hex && !bytes.isEmpty {
        check(again([bytes], framing) == [bytes], "not the bytes that were encoded")
    }
}

private func parts(of bytes: [UInt8], _ cuts: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var rest = bytes[...]
    for cut in cuts {
        parts.append(Array(rest.prefix(Int(cut))))
        rest = rest.dropFirst(Int(cut))
    }
    return parts + [Array(rest)]
}

/// Encodes messages, and decodes what comes out.
private func again(_ messages: [[UInt8]], _ framing: Framing) -> [[UInt8]] {
    var encoder = framing.makeEncoder()
    let output = ByteBuffer(capacity: 65_536)
    var bytes: [UInt8] = []
    for message in messages {
        let most = encoder.maximumSize(of: message.count)
        check(most <= output.free, "a message takes \(most) bytes")
        encoder.encode(message.span, sender: "[::1]:4433", into: output)
        check(output.count <= most, "\(output.count) bytes and not \(most)")
        output.withBytes { span in for index in span.indices { bytes.append(span[index]) } }
        output.consume(output.count)
    }
    let decoded = Decoded([bytes], framing, crlf: false, limit: 65_536)
    check(decoded.error == nil, "encoded: \(decoded.error ?? "")")
    return decoded.messages
}

/// What a decoder makes of bytes that come in parts.
private struct Decoded {
    var messages: [[UInt8]] = []
    var error: String?

    init(_ parts: [[UInt8]], _ framing: Framing, crlf: Bool, limit: Int) {
        var decoder = framing.makeDecoder(maximumMessage: limit, crlf: crlf)
        var pending: [UInt8] = []
        var pieces: [[UInt8]] = []
        var steps = 16 + 4 * parts.map(\.count).reduce(parts.count, +)
        for (index, part) in parts.enumerated() {
            pending += part
            while true {
                steps -= 1
                check(steps > 0, "it takes no end")
                let step: DecodeStep
                do throws(FramingError) {
                    step = try decoder.next(in: pending.span, atEnd: index == parts.count - 1)
                } catch {
                    self.error = error.description
                    return
                }
                guard case .message(let body, let consumed, let isLast) = step else {
                    if case .needsInput(let consumed) = step { pending.removeFirst(consumed) }
                    break
                }
                let piece =
                    if case .input(let range) = body { Array(pending[range]) } else {
                        decoder.decoded
                    }
                check(piece.count <= limit, "a piece of \(piece.count) bytes")
                check(isLast || piece.count == limit, "a piece of \(piece.count) and more")
                check(!isLast || pieces.isEmpty || !piece.isEmpty, "an empty last piece")
                pieces.append(piece)
                pending.removeFirst(consumed)
                guard isLast else { continue }
                messages.append(Array(pieces.joined()))
                pieces = []
            }
        }
        check(pieces.isEmpty, "a message without an end")
        check(pending.isEmpty, "\(pending.count) bytes are left")
    }
}
