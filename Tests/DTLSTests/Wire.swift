/// Records and handshake messages by hand (RFC 6347 sections 4.1 and 4.2.2).
enum Wire {
    /// A record; `claimed` is the length that its header states, where that is a lie.
    static func record(
        _ type: UInt8, epoch: UInt16 = 0, sequence: UInt64 = 0, minor: UInt8 = 0xFD,
        major: UInt8 = 0xFE, _ body: [UInt8], claimed: Int? = nil
    ) -> [UInt8] {
        [type, major, minor] + bytes(UInt64(epoch), 2) + bytes(sequence, 6)
            + bytes(UInt64(claimed ?? body.count), 2) + body
    }

    /// A handshake message, or a fragment of one; the lengths are what its header states.
    static func message(
        _ type: UInt8, _ body: [UInt8], total: Int? = nil, offset: Int = 0, length: Int? = nil
    ) -> [UInt8] {
        [type] + bytes(UInt64(total ?? body.count), 3) + [0, 0] + bytes(UInt64(offset), 3)
            + bytes(UInt64(length ?? body.count), 3) + body
    }

    /// The smallest ClientHello: no session, no cookie, one suite, one compression method.
    static let smallestHello = record(
        22, message(1, [0xFE, 0xFD] + zeros(32) + [0, 0, 0, 2, 0xC0, 0x2B, 1, 0]))

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64(count - 1 - $0))) }
    }
}

/// A datagram with a name.
struct Sample: Sendable, CustomStringConvertible {
    let description: String
    let bytes: [UInt8]

    init(_ description: String, _ bytes: [UInt8]) {
        self.description = description
        self.bytes = bytes
    }

    /// What no session may take harm from, established or not.
    static let junk = lengths + headers + handshakes

    private static let lengths = [
        Sample("nothing", []),
        Sample("one byte", [22]),
        Sample("twelve bytes", Wire.zeros(12)),
        Sample("a header alone", Array(Wire.record(22, [1]).dropLast())),
        Sample("a record without its end", Wire.record(23, epoch: 1, [1, 2, 3], claimed: 10)),
        Sample("two bytes that claim to be 256", Wire.record(22, [1, 2], claimed: 256)),
        Sample("two bytes that claim to be 16000", Wire.record(22, [1, 2], claimed: 16_000)),
        Sample(
            "two protected bytes that claim to be 16000",
            Wire.record(23, epoch: 1, [1, 2], claimed: 16_000)),
        Sample(
            "a record with three bytes glued to it",
            Wire.record(23, epoch: 1, Wire.zeros(40)) + [1, 2, 3]),
        Sample(
            "a record with a broken one glued to it",
            Wire.smallestHello + Wire.record(22, [1], claimed: 40)),
        Sample("a record of no bytes", Wire.record(22, [])),
        Sample("a protected record of no bytes", Wire.record(23, epoch: 1, [])),
        Sample("a record above the largest", Wire.record(23, epoch: 1, Wire.zeros(18_433))),
    ]

    private static let headers = [
        Sample("a record of TLS 1.2", Wire.record(22, minor: 3, major: 3, Wire.message(0, []))),
        Sample("a record of DTLS 1.1", Wire.record(22, minor: 0xFE, Wire.message(0, []))),
        Sample("a heartbeat in the clear", Wire.record(24, [1, 0, 3, 1, 2, 3])),
        Sample("data in the clear", Wire.record(23, [104, 105])),
        Sample("a ChangeCipherSpec of two bytes", Wire.record(20, [1, 1])),
        Sample("a ChangeCipherSpec of another value", Wire.record(20, [2])),
        Sample("an alert of three bytes", Wire.record(21, [2, 40, 0])),
        Sample("content type 19", Wire.record(19, [1])),
        Sample("protected content type 25", Wire.record(25, epoch: 1, Wire.zeros(40))),
    ]

    private static let handshakes = [
        Sample("an unknown handshake type", Wire.record(22, Wire.message(99, [1, 2]))),
        Sample("a handshake header cut short", Wire.record(22, [1, 0, 0, 9])),
        Sample(
            "a fragment that begins in its message and ends beyond it",
            Wire.record(22, Wire.message(11, [1, 2, 3], total: 10, offset: 8))),
        Sample(
            "a fragment that begins beyond its message",
            Wire.record(22, Wire.message(11, [1], total: 10, offset: 200))),
        Sample(
            "a fragment longer than its record",
            Wire.record(22, Wire.message(11, [1, 2, 3], total: 100, length: 50))),
        Sample("a fragment of nothing", Wire.record(22, Wire.message(11, [], total: 100))),
        Sample(
            "a message of 16 MB", Wire.record(22, Wire.message(11, [1, 2, 3], total: 16_777_215))),
        Sample(
            "two messages, the second unknown",
            Wire.record(22, Wire.message(0, []) + Wire.message(77, []))),
    ]
}
