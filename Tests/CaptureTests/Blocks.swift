import Foundation
import TestSupport

/// The blocks of a pcapng file, as far as the tests look at them.
struct Blocks {
    /// A block: its type, and what is in it.
    struct Block {
        let type: UInt32
        let body: [UInt8]
    }

    /// The blocks, in order.
    let all: [Block]

    /// Reads a file; one that does not end with a whole block is an error.
    init(_ path: String) throws {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))[...]
        var all: [Block] = []
        while !bytes.isEmpty {
            let length = Int(Self.number(bytes, 4))
            guard length >= 12, length.isMultiple(of: 4), length <= bytes.count,
                Self.number(bytes, length - 4) == UInt32(length)
            else { throw TestFailure("a broken block at \(bytes.startIndex)") }
            let start = bytes.startIndex
            all.append(
                Block(
                    type: Self.number(bytes, 0),
                    body: Array(bytes[start + 8..<start + length - 4])))
            bytes = bytes.dropFirst(length)
        }
        self.all = all
    }

    /// The secrets and the datagrams, in order: `secret …`, or the direction and the payload.
    var story: [String] {
        all.compactMap { block in
            switch block.type {
            case 0x0A:
                let count = Int(Self.number(block.body[...], 4))
                return "secret "
                    + String(decoding: block.body[8..<8 + count], as: UTF8.self)
                    .trimmingCharacters(in: .newlines)
            case 6:
                let datagram = datagram(block)
                let headers = datagram[0] >> 4 == 4 ? 28 : 48
                let sign = Self.number(block.body.suffix(8), 0) == 1 ? "< " : "> "
                return sign + String(decoding: datagram.dropFirst(headers), as: UTF8.self)
            default: return nil
            }
        }
    }

    /// The datagrams, with their headers.
    var datagrams: [ArraySlice<UInt8>] { all.filter { $0.type == 6 }.map { datagram($0)[...] } }

    private func datagram(_ block: Block) -> [UInt8] {
        Array(block.body[20..<20 + Int(Self.number(block.body[...], 12))])
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[bytes.startIndex + offset + $1]) << (8 * $1) }
    }
}
