// libFuzzer: -max_len=2048
@testable import Capture
@testable import Sockets

/// A capture that is written is read by another reader, which finds every datagram and secret in it, under
/// headers whose lengths and checksums are right.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    var file = Pcapng()
    file.appendHead(application: "dtlscat", comment: text(script.vector()))
    var written: [Block] = []
    while !script.isAtEnd {
        if script.number(0...3) == 0 {
            let secrets = text(script.vector())
            file.appendSecrets(secrets)
            written.append(Block(type: 10, content: Array(secrets.utf8)))
            continue
        }
        let isV4 = script.flag()
        let (source, destination) = (address(&script, isV4), address(&script, isV4))
        let isIncoming = script.flag()
        let time = UInt64(script.short()) << 40 | UInt64(script.short())
        let datagram = script.vector()
        file.append(
            datagram.span, under: DatagramHeaders(from: source, to: destination), at: time,
            isIncoming ? .incoming : .outgoing)
        written.append(
            Block(
                type: 6, content: datagram, time: time, isIncoming: isIncoming, source: source,
                destination: destination))
    }
    let read = Reader.blocks(file.bytes)
    check(read.count == written.count, "\(read.count) of \(written.count) blocks")
    for (read, written) in zip(read, written) {
        check(read.type == written.type && read.content == written.content, "another block")
        guard read.type == 6 else { continue }
        check(read.time == written.time, "another time")
        check(read.isIncoming == written.isIncoming, "another direction")
        check(read.source == written.source, "from \(read.source), not \(written.source)")
        check(read.destination == written.destination, "to \(read.destination)")
    }
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func address(_ script: inout Script, _ isV4: Bool) -> SocketAddress {
    let bytes = script.take(16) + [UInt8](repeating: 1, count: 16)
    let halves = [bytes[..<8], bytes[8..<16]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    let port = UInt16(script.short())
    return isV4
        ? SocketAddress(v4: UInt32(truncatingIfNeeded: halves[0]), port: port)
        : SocketAddress(high: halves[0] | 1, low: halves[1], scope: 0, port: port)
}

/// What a block is about.
private struct Block {
    var type: UInt32
    var content: [UInt8]
    var time: UInt64 = 0
    var isIncoming = false
    var source = SocketAddress.any(.v6, port: 0)
    var destination = SocketAddress.any(.v6, port: 0)
}

/// A reader of little-endian pcapng (draft-ietf-opsawg-pcapng) that knows nothing of the writer.
private enum Reader {
    static func blocks(_ bytes: [UInt8]) -> [Block] {
        var blocks: [Block] = []
        var rest = bytes[...]
        var index = 0
        while !rest.isEmpty {
            check(rest.count >= 12, "half a block")
            let (type, length) = (number(rest, 0, 4), number(rest, 4, 4))
            check(length % 4 == 0 && length <= rest.count, "a block of \(length)")
            check(number(rest, length - 4, 4) == length, "two lengths")
            let body = Array(rest.dropFirst(8).prefix(length - 12))
            rest = rest.dropFirst(length)
            switch (index, type) {
            case (0, 0x0A0D_0D0A): check(number(body[...], 0, 4) == 0x1A2B_3C4D, "no byte order")
            case (1, 1): check(number(body[...], 0, 2) == 101, "no raw IP")
            case (_, 10): blocks.append(secrets(body))
            case (_, 6): blocks.append(datagram(body))
            default: fatalError("a block of type \(type) at \(index)")
            }
            index += 1
        }
        check(index >= 2, "no head")
        return blocks
    }

    private static func secrets(_ body: [UInt8]) -> Block {
        check(number(body[...], 0, 4) == 0x544C_534B, "no TLS key log")
        let count = number(body[...], 4, 4)
        check((count + 3) / 4 * 4 == body.count - 8, "\(count) of \(body.count)")
        return Block(type: 10, content: Array(body[8..<8 + count]))
    }

    private static func datagram(_ body: [UInt8]) -> Block {
        let count = number(body[...], 12, 4)
        check(number(body[...], 16, 4) == count && number(body[...], 0, 4) == 0, "cut off")
        let padded = (count + 3) / 4 * 4
        check(body.count == 20 + padded + 12, "\(body.count) for \(count)")
        let options = body[(20 + padded)...]
        check(number(options, 0, 2) == 2 && number(options, 2, 2) == 4, "no flags")
        check(number(options, 8, 4) == 0, "no end of options")
        let packet = body[20..<20 + count]
        let time = UInt64(number(body[...], 4, 4)) << 32 | UInt64(number(body[...], 8, 4))
        var block = Block(type: 6, content: [], time: time)
        block.isIncoming = number(options, 4, 4) == 1
        let isV4 = packet[packet.startIndex] >> 4 == 4
        let header = isV4 ? 20 : 40
        let udp = packet.dropFirst(header)
        let addresses = packet.dropFirst(isV4 ? 12 : 8).prefix(isV4 ? 8 : 32)
        if isV4 {
            check(big(packet, 2) == count, "IPv4 of \(big(packet, 2)), not \(count)")
            check(packet[packet.startIndex + 9] == 17, "no UDP")
            check(sum(Array(packet.prefix(20))) == 0xFFFF, "the checksum of the header")
        } else {
            check(big(packet, 4) == count - 40, "IPv6 of \(big(packet, 4)), not \(count - 40)")
            check(packet[packet.startIndex + 6] == 17, "no UDP")
        }
        check(big(udp, 4) == udp.count, "UDP of \(big(udp, 4)), not \(udp.count)")
        let pseudo = Array(addresses) + [0, 17, 0, 0] + Array(udp.dropFirst(4).prefix(2))
        check(sum(pseudo + Array(udp)) == 0xFFFF, "the checksum of the datagram")
        block.content = Array(udp.dropFirst(8))
        block.source = address(addresses.prefix(addresses.count / 2), big(udp, 0))
        block.destination = address(addresses.suffix(addresses.count / 2), big(udp, 2))
        return block
    }

    private static func address(_ bytes: ArraySlice<UInt8>, _ port: Int) -> SocketAddress {
        let words = bytes.reduce(into: (high: UInt64(0), low: UInt64(0))) { words, byte in
            words.high = words.high << 8 | words.low >> 56
            words.low = words.low << 8 | UInt64(byte)
        }
        return bytes.count == 4
            ? SocketAddress(v4: UInt32(words.low), port: UInt16(port))
            : SocketAddress(high: words.high, low: words.low, scope: 0, port: UInt16(port))
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int, _ count: Int) -> Int {
        bytes.dropFirst(offset).prefix(count).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func big(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int {
        bytes.dropFirst(offset).prefix(2).reduce(0) { $0 << 8 | Int($1) }
    }

    /// RFC 1071, with an odd byte filled up.
    private static func sum(_ bytes: [UInt8]) -> Int {
        var sum = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            sum += Int(bytes[index]) << 8 + (index + 1 < bytes.count ? Int(bytes[index + 1]) : 0)
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + sum >> 16 }
        return sum
    }
}
