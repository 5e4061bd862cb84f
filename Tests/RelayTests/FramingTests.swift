import Relay
import Sockets
import Testing

/// What holds for every framing.
@Suite struct FramingTests {
    @Test("What was encoded decodes to the same messages", arguments: Framing.allCases)
    func roundTrip(framing: Framing) throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<50 {
            let sent = randomMessages(framing, sizes: 1...400, using: &random)
            // Apart, since `stream` and `whole` know no more bounds than their input has.
            for message in sent {
                let received = try decode(framing, reads: [encode(framing, [message])])
                #expect(received == [Piece(message)])
            }
            check(framing, try decode(framing, reads: [encode(framing, sent)]), are: sent)
        }
    }

    @Test("A message of the largest size survives", arguments: Framing.allCases)
    func largestMessage(framing: Framing) throws {
        var random = SeededGenerator(seed: 2)
        let sent = randomMessages(framing, sizes: 16_384...16_384, count: 1, using: &random)
        let received = try decode(framing, reads: [encode(framing, sent)])
        #expect(received == sent.map { Piece($0) })
    }

    @Test(
        "Empty messages survive where the framing can tell them",
        arguments: [Framing.line, .nul, .len16, .len32, .jsonl])
    func emptyMessages(framing: Framing) throws {
        let sent: [[UInt8]] = [[], [1], [], []]
        #expect(messages(of: try decode(framing, reads: [encode(framing, sent)])) == sent)
    }

    @Test("Input split at any byte gives the same messages", arguments: Framing.allCases)
    func splitAnywhere(framing: Framing) throws {
        var random = SeededGenerator(seed: 3)
        // The maximum is below some of the sizes, so that there are pieces as well.
        let sent = randomMessages(framing, sizes: 1...40, count: 6, using: &random)
        let input = encode(framing, sent)
        for maximum in [1, 7, 16, 40] {
            for split in 0...input.count {
                let received = try decode(
                    framing, reads: [Array(input[..<split]), Array(input[split...])],
                    maximumMessage: maximum)
                check(framing, received, are: sent)
            }
            let byteByByte = try decode(
                framing, reads: input.map { [$0] }, maximumMessage: maximum)
            check(framing, byteByByte, are: sent)
        }
    }

    @Test("Input split at any byte gives the same CR LF lines", arguments: [Framing.stream, .line])
    func splitAnywhereWithCRLF(framing: Framing) throws {
        let input = Array("one\n\ntwo\r\n\r\nthree\rfour\r\r\nand a last one".utf8)
        let lines = ["one\r\n", "\r\n", "two\r\n", "\r\n", "three\rfour\r\r\n", "and a last one"]
        var sent = lines.map { Array($0.utf8) }
        if framing == .line {
            sent[sent.count - 1] += [13, 10]
        }
        for maximum in [1, 2, 3, 4, 5, 100] {
            for split in 0...input.count {
                let received = try decode(
                    framing, reads: [Array(input[..<split]), Array(input[split...])],
                    maximumMessage: maximum, crlf: true)
                check(framing, received, are: sent)
            }
            let byteByByte = try decode(
                framing, reads: input.map { [$0] }, maximumMessage: maximum, crlf: true)
            check(framing, byteByByte, are: sent)
        }
    }

    @Test("The piece that ends a message is not empty", arguments: Framing.allCases)
    func lastPiece(framing: Framing) throws {
        guard framing != .stream else { return }
        for (size, pieceSizes) in [
            7: [7], 8: [8], 9: [8, 1], 15: [8, 7], 16: [8, 8], 17: [8, 8, 1],
        ] {
            let input = encode(framing, [[UInt8](repeating: 0x61, count: size)])
            for reads in [[input], input.map { [$0] }] {
                let pieces = try decode(framing, reads: reads, maximumMessage: 8)
                #expect(pieces.map(\.bytes.count) == pieceSizes)
                #expect(pieces.last?.isLast == true)
            }
        }
    }

    @Test("No input is no message", arguments: Framing.allCases)
    func noInput(framing: Framing) throws {
        #expect(try decode(framing, reads: []).isEmpty)
        #expect(try decode(framing, reads: [], crlf: true).isEmpty)
    }

    @Test("128 KiB without a message are not left as they are", arguments: Framing.allCases)
    func makesProgress(framing: Framing) {
        for fill in [0x00, 0x09, 0x0D, 0x20, 0x23, 0x30, 0x61, 0x7B, 0xFF] as [UInt8] {
            for (maximum, crlf) in [(1, true), (16_384, false), (65_536, false), (65_536, true)] {
                var decoder = framing.makeDecoder(maximumMessage: maximum, crlf: crlf)
                let input = [UInt8](repeating: fill, count: 128 * 1024)
                let step = try? decoder.next(in: input.span, atEnd: false)
                #expect(step != .needsInput(consumed: 0))
            }
        }
    }

    @Test("Random input neither traps nor stands still", arguments: Framing.allCases)
    func randomInput(framing: Framing) {
        var random = SeededGenerator(seed: 4)
        let alphabet = Array("\n\r\0 #:019afAFzx{}[]\",\\u\u{e9}texhbas64".utf8)
        for _ in 0..<500 {
            let input = (0..<Int.random(in: 0...80, using: &random)).map { _ in
                alphabet.randomElement(using: &random)!
            }
            let crlf = Bool.random(using: &random)
            var decoding = Decoding(framing, maximumMessage: 5, crlf: crlf)
            do {
                try decoding.read(input, atEnd: true)
                #expect(decoding.isDrained)
            } catch {
                #expect(error is FramingError)
            }
        }
    }

    /// Checks that the messages are those that were sent, run together where the framing has no
    /// bounds in its input.
    private func check(_ framing: Framing, _ received: [Piece], are sent: [[UInt8]]) {
        switch framing {
        case .stream:
            #expect(received.flatMap(\.bytes) == sent.flatMap(\.self))
            #expect(received.allSatisfy { $0.isLast && !$0.bytes.isEmpty })
        case .whole:
            #expect(messages(of: received) == [sent.flatMap(\.self)])
        default:
            #expect(messages(of: received) == sent)
        }
    }

    /// Messages that the framing can carry: without the byte that ends them.
    private func randomMessages(
        _ framing: Framing, sizes: ClosedRange<Int>, count: Int = 20,
        using random: inout SeededGenerator
    ) -> [[UInt8]] {
        (0..<count).map { _ in
            // Half of them are ASCII, which jsonl writes as text.
            let last: UInt8 = Bool.random(using: &random) ? 0x7F : 0xFF
            return (0..<Int.random(in: sizes, using: &random)).map { _ in
                let byte = UInt8.random(in: 0...last, using: &random)
                let ends = framing == .line && byte == 10 || framing == .nul && byte == 0
                return ends ? byte + 1 : byte
            }
        }
    }
}
