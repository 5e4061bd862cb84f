/// Blocks of a pcapng file (draft-ietf-opsawg-pcapng), to be written one behind the other.
struct Pcapng {
    /// Which way a datagram went.
    enum Direction: UInt32 {
        case incoming = 1
        case outgoing = 2
    }

    /// The blocks.
    private(set) var bytes: [UInt8] = []

    /// Forgets the blocks.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// The head of the file: a section, and the one interface that all datagrams are of.
    mutating func appendHead(application: String, comment: String) {
        block(0x0A0D_0D0A) { pcapng in
            pcapng.append(UInt32(0x1A2B_3C4D))
            // Version 1.0, of a length that is not known.
            pcapng.append(UInt16(1))
            pcapng.append(UInt16(0))
            pcapng.append(UInt64.max)
            pcapng.option(1, Array(comment.utf8))
            pcapng.option(4, Array(application.utf8))
            pcapng.append(UInt32(0))
        }
        block(1) { pcapng in
            pcapng.append(Self.rawIP)
            pcapng.append(UInt16(0))
            // No limit to the length of what is captured.
            pcapng.append(UInt32(0))
            pcapng.option(2, Array("socket".utf8))
            // Times are in nanoseconds.
            pcapng.option(9, [9])
            pcapng.append(UInt32(0))
        }
    }

    /// A Decryption Secrets Block with lines of a TLS key log.
    mutating func appendSecrets(_ lines: String) {
        block(0x0A) { pcapng in
            let secrets = Array(lines.utf8)
            pcapng.append(UInt32(0x544C_534B))
            pcapng.append(UInt32(secrets.count))
            pcapng.padded(secrets)
        }
    }

    /// An Enhanced Packet Block: a datagram under the headers that it had on the wire, at a time in
    /// nanoseconds since 1970.
    mutating func append(
        _ datagram: Span<UInt8>, under headers: DatagramHeaders, at time: UInt64,
        _ direction: Direction
    ) {
        block(6) { pcapng in
            let count = headers.count + datagram.count
            pcapng.append(UInt32(0))
            pcapng.append(UInt32(truncatingIfNeeded: time >> 32))
            pcapng.append(UInt32(truncatingIfNeeded: time))
            pcapng.append(UInt32(count))
            pcapng.append(UInt32(count))
            headers.append(for: datagram, to: &pcapng.bytes)
            for index in datagram.indices { pcapng.bytes.append(datagram[index]) }
            pcapng.pad(count)
            pcapng.append(UInt16(2))
            pcapng.append(UInt16(4))
            pcapng.append(direction.rawValue)
            pcapng.append(UInt32(0))
        }
    }

    // MARK: -

    /// A block of a type: its length stands in front of what is in it, and behind.
    private mutating func block(_ type: UInt32, _ body: (inout Pcapng) -> Void) {
        let start = bytes.count
        append(type)
        append(UInt32(0))
        body(&self)
        let length = UInt32(bytes.count - start + 4)
        append(length)
        for index in 0..<4 {
            bytes[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index)))
        }
    }

    private mutating func option(_ code: UInt16, _ value: [UInt8]) {
        append(code)
        append(UInt16(value.count))
        padded(value)
    }

    private mutating func padded(_ value: [UInt8]) {
        bytes += value
        pad(value.count)
    }

    /// Fills up to a multiple of four what was `count` bytes long.
    private mutating func pad(_ count: Int) {
        for _ in 0..<(-count & 3) { bytes.append(0) }
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    /// LINKTYPE_RAW: what begins with an IPv4 or IPv6 header.
    private static let rawIP: UInt16 = 101
}
