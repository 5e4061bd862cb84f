/// What somebody on the path does to a datagram: a script says what.
enum Attack {
    /// Changes `datagram` as the script says; `seen` are others that crossed the path.
    static func alter(_ datagram: inout [UInt8], _ script: inout Script, seen: [[UInt8]]) {
        switch script.number(0...8) {
        case 0:
            guard !datagram.isEmpty else { return }
            datagram[script.short() % datagram.count] = script.byte()
        case 1:
            guard !datagram.isEmpty else { return }
            datagram[script.short() % datagram.count] ^= 1 << (script.byte() & 7)
        case 2:
            datagram = Array(datagram.prefix(script.short() % (datagram.count + 1)))
        case 3:
            let bytes = script.vector()
            datagram.insert(contentsOf: bytes, at: script.short() % (datagram.count + 1))
        case 4:
            datagram += script.vector()
        case 5:
            // A piece of another in place of as much of this one.
            guard !seen.isEmpty else { return }
            let other = seen[script.short() % seen.count]
            let start = script.short() % (other.count + 1)
            let piece = other[start...].prefix(script.short())
            let place = script.short() % (datagram.count + 1)
            datagram.replaceSubrange(place..<min(place + piece.count, datagram.count), with: piece)
        case 6:
            // Where the numbers of a record, and of the message in it, are.
            let place = script.number(0...24)
            if place < datagram.count { datagram[place] = script.byte() }
        case 7:
            datagram.removeFirst(script.short() % (datagram.count + 1))
        default:
            // A record less at the start, or at the end.
            let count = recordLength(datagram[...])
            if script.flag() {
                datagram.removeFirst(min(count, datagram.count))
            } else {
                datagram = Array(datagram.prefix(count))
            }
        }
    }

    /// A datagram that nobody has sent: any bytes, a record, or a handshake message in one.
    static func invent(_ script: inout Script) -> [UInt8] {
        switch script.number(0...2) {
        case 0: return script.vector()
        case 1:
            let type = UInt8(script.number(19...26))
            return record(type, epoch: script.number(0...2), number: script.byte(), script.vector())
        default:
            let type = script.byte()
            let sequence = script.number(0...15)
            let body = script.vector()
            let total = script.flag() ? body.count : script.short()
            let offset = script.flag() ? 0 : script.short()
            let length = script.flag() ? body.count : script.short()
            return record(
                22, epoch: 0, number: script.byte(),
                [type] + bytes(total, 3) + bytes(sequence, 2) + bytes(offset, 3)
                    + bytes(length, 3) + body)
        }
    }

    static func record(_ type: UInt8, epoch: Int, number: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0xFE, 0xFD] + bytes(epoch, 2) + bytes(Int(number), 6) + bytes(body.count, 2) + body
    }

    /// The length of the first record, by what it says itself.
    private static func recordLength(_ bytes: ArraySlice<UInt8>) -> Int {
        guard bytes.count >= 13 else { return bytes.count }
        let length = bytes.dropFirst(11).prefix(2).reduce(0) { $0 << 8 | Int($1) }
        return 13 + length
    }

    private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }
}
