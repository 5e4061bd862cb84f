import Relay
import Testing

@Suite struct LengthTests {
    @Test("The length is big-endian, and zero is an empty message")
    func lengths() throws {
        #expect(try decode(.len16, reads: [[0, 2, 7, 8, 0, 0]]) == [Piece([7, 8]), Piece([])])
        #expect(try decode(.len32, reads: [[0, 0, 0, 1, 7]]) == [Piece([7])])
        #expect(encode(.len16, [[7, 8], []]) == [0, 2, 7, 8, 0, 0])
        #expect(
            encode(.len32, [[UInt8](repeating: 7, count: 258)]).prefix(5) == [0, 0, 1, 2, 7])
    }

    @Test("Input that ends inside a message is an error that counts")
    func truncatedMessage() {
        #expect(
            complaint(.len16, about: [0, 5, 1, 2]) == "input ends inside a message: 2 of 5 bytes")
        #expect(
            complaint(.len16, about: [0, 5]) == "input ends inside a message: 0 of 5 bytes")
        #expect(
            complaint(.len32, about: [0, 1, 0, 0] + [UInt8](repeating: 0, count: 40_000))
                == "input ends inside a message: 40000 of 65536 bytes")
    }

    @Test("Input that ends right behind a piece ends inside a message")
    func truncatedBehindPiece() {
        #expect(
            complaint(.len32, about: [0, 1, 0, 0] + [UInt8](repeating: 0, count: 16_384))
                == "input ends inside a message: 16384 of 65536 bytes")
    }

    @Test("Input that ends inside a length is an error that counts")
    func truncatedLength() {
        #expect(complaint(.len16, about: [1]) == "input ends inside a length: 1 of 2 bytes")
        #expect(complaint(.len32, about: [0, 0, 0]) == "input ends inside a length: 3 of 4 bytes")
    }

    @Test("A message of any length that the header can say comes in pieces")
    func hugeLength() throws {
        var decoding = Decoding(.len32, maximumMessage: 1000, crlf: false)
        try decoding.read([0xFF, 0xFF, 0xFF, 0xFF], atEnd: false)
        for _ in 0..<100 {
            try decoding.read([UInt8](repeating: 1, count: 1000), atEnd: false)
        }
        #expect(decoding.isDrained)
        #expect(decoding.pieces.count == 100)
        #expect(decoding.pieces.allSatisfy { !$0.isLast })
    }
}
