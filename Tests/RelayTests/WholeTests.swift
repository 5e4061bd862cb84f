import Relay
import Testing

@Suite struct WholeTests {
    @Test("All the input is one message")
    func reads() throws {
        #expect(try decode(.whole, reads: [[1], [10, 0], [3]]) == [Piece([1, 10, 0, 3])])
    }

    @Test("Nothing goes out before the end of input")
    func waits() throws {
        var decoding = Decoding(.whole, maximumMessage: 4, crlf: false)
        try decoding.read([1, 2, 3, 4], atEnd: false)
        #expect(decoding.pieces.isEmpty)
        try decoding.read([], atEnd: true)
        #expect(decoding.pieces == [Piece([1, 2, 3, 4])])
    }

    @Test("What is longer than a message goes out before the end of input")
    func longer() throws {
        var decoding = Decoding(.whole, maximumMessage: 4, crlf: false)
        try decoding.read([1, 2, 3, 4, 5], atEnd: false)
        #expect(decoding.pieces == [Piece([1, 2, 3, 4], isLast: false)])
    }
}
