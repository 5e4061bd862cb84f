import Relay
import Testing

@Suite struct StreamTests {
    @Test("Each read is a message, as far as a message may go")
    func reads() throws {
        let pieces = try decode(
            .stream, reads: [[1, 2], [3], [4, 5, 6, 7, 8]], maximumMessage: 4)
        #expect(pieces == [Piece([1, 2]), Piece([3]), Piece([4, 5, 6, 7]), Piece([8])])
    }

    @Test("A line feed is given a carriage return unless it has one")
    func crlf() throws {
        #expect(try decode(.stream, "a\nb\r\n\n", crlf: true) == [Piece("a\r\nb\r\n\r\n")])
    }

    @Test("A carriage return at the end of one read belongs to the line feed of the next")
    func crlfAcrossReads() throws {
        let pieces = try decode(.stream, reads: [[0x61, 13], [10], [10]], crlf: true)
        #expect(pieces == [Piece("a\r"), Piece("\n"), Piece("\r\n")])
    }

    @Test("A message full with the carriage return leaves the line feed to the next")
    func crlfAcrossMessages() throws {
        let pieces = try decode(.stream, "abc\nd", maximumMessage: 4, crlf: true)
        #expect(pieces == [Piece("abc\r"), Piece("\nd")])
    }
}
