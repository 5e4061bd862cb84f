import Relay
import Testing

@Suite struct DelimitedTests {
    @Test("A line ends at the line feed, and an empty one counts")
    func lines() throws {
        #expect(try decode(.line, "one\n\ntwo\n") == [Piece("one"), Piece(""), Piece("two")])
    }

    @Test("A last line without a line feed is a message")
    func lastLine() throws {
        #expect(try decode(.line, "one\ntwo") == [Piece("one"), Piece("two")])
    }

    @Test("A carriage return before the line feed is data")
    func carriageReturn() throws {
        #expect(try decode(.line, "one\r\n") == [Piece("one\r")])
    }

    @Test("With CR LF each line is sent with one, the last and the empty too")
    func crlf() throws {
        let pieces = try decode(.line, "one\n\ntwo\r\nthree", crlf: true)
        #expect(pieces == ["one\r\n", "\r\n", "two\r\n", "three\r\n"].map { Piece($0) })
    }

    @Test("CR LF counts for the size of a message")
    func crlfInPieces() throws {
        for (line, pieces) in [
            "ab\n": [Piece("ab\r\n")],
            "abc\n": [Piece("abc\r", isLast: false), Piece("\n")],
            "abcd\n": [Piece("abcd", isLast: false), Piece("\r\n")],
            "abc\r\n": [Piece("abc\r", isLast: false), Piece("\n")],
            "abcde": [Piece("abcd", isLast: false), Piece("e\r\n")],
            "abc": [Piece("abc\r", isLast: false), Piece("\n")],
        ] {
            #expect(try decode(.line, line, maximumMessage: 4, crlf: true) == pieces)
        }
    }

    @Test("A message that ends in CR does not spare the next one its own")
    func crlfForgets() throws {
        let pieces = try decode(.line, "abcd\r\n\n", maximumMessage: 4, crlf: true)
        #expect(
            pieces == [Piece("abcd", isLast: false), Piece("\r\n"), Piece("\r\n")])
    }

    @Test("A zero byte ends a message, a line feed does not")
    func nul() throws {
        #expect(try decode(.nul, "a\nb\0\0c") == [Piece("a\nb"), Piece(""), Piece("c")])
    }

    @Test("The nul framing leaves line feeds alone even with CR LF")
    func nulIgnoresCRLF() throws {
        #expect(try decode(.nul, "a\n\0", crlf: true) == [Piece("a\n")])
    }

    @Test("The encoders put the delimiter behind the message")
    func encoders() {
        #expect(encode(.line, [[0x61], []]) == [0x61, 10, 10])
        #expect(encode(.nul, [[0x61], []]) == [0x61, 0, 0])
    }

    @Test("The delimiter is found at every offset and behind every run of reads")
    func everyOffset() throws {
        for size in 0...130 {
            let line = [UInt8](repeating: 0x2E, count: size)
            for readSize in [1, 31, 32, 33, 200] {
                let input = line + [10] + line + [10]
                let reads = stride(from: 0, to: input.count, by: readSize).map {
                    Array(input[$0..<min($0 + readSize, input.count)])
                }
                #expect(try decode(.line, reads: reads) == [Piece(line), Piece(line)])
            }
        }
    }
}
