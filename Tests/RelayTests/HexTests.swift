import Relay
import Testing

@Suite struct HexTests {
    @Test("Digits of either case make bytes, whatever stands between them")
    func bytes() throws {
        let pieces = try decode(.hex, "00fF Ab:cd\t01\r\n: 02 :")
        #expect(pieces == [Piece([0, 0xFF, 0xAB, 0xCD, 1]), Piece([2])])
    }

    @Test("Blank lines and comments are no messages")
    func comments() throws {
        let text = "# zz\n\n \t\r\n01 # one\n#\r\n02#two\r\n# the end"
        #expect(try decode(.hex, text) == [Piece([1]), Piece([2])])
    }

    @Test("A skipped line is consumed before a message is there")
    func skips() throws {
        var decoder = Framing.hex.makeDecoder(maximumMessage: 16, crlf: false)
        let input = Array("# one\n\n01".utf8)
        #expect(try decoder.next(in: input.span, atEnd: false) == .needsInput(consumed: 7))
    }

    @Test("An error names line and column")
    func errors() {
        #expect(complaint(.hex, about: "00\n\n01 02 x3") == "line 3: not hex at column 7")
        #expect(complaint(.hex, about: "0g\n") == "line 1: not hex at column 2")
        #expect(complaint(.hex, about: "00\r00\n") == "line 1: not hex at column 3")
        #expect(complaint(.hex, about: "00\n010\n") == "line 2: half a byte at column 3")
        #expect(complaint(.hex, about: "01 2 3\n") == "line 1: half a byte at column 4")
        #expect(complaint(.hex, about: "1 # one\n") == "line 1: half a byte at column 1")
    }

    @Test("The messages before an error are not lost")
    func messagesBeforeError() {
        var decoding = Decoding(.hex, maximumMessage: 16, crlf: false)
        #expect(throws: FramingError.self) {
            try decoding.read(Array("01\n02\nno\n".utf8), atEnd: false)
        }
        #expect(decoding.pieces == [Piece([1]), Piece([2])])
    }

    @Test("A line of 128 KiB is the longest")
    func longestLine() throws {
        let comment = "01 #" + String(repeating: "-", count: 128 * 1024 - 5)
        #expect(try decode(.hex, comment + "\n") == [Piece([1])])
        #expect(
            complaint(.hex, about: "\n" + comment + "-\n")
                == "line 2 is longer than 131071 bytes")
        #expect(complaint(.hex, about: comment + "-") == "line 1 is longer than 131071 bytes")
    }

    @Test("The encoder writes lower-case digits and nothing else")
    func encoder() {
        #expect(encode(.hex, [[0, 0x9A, 0xFF], [1]]) == Array("009aff\n01\n".utf8))
    }
}
