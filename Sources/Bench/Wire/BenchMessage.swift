internal import Sockets

/// A message between the two ends of a bench: a kind, and numbers of eight bytes in network order.
///
/// Data and echoes are filled up to the length that was asked for. The others may be lost like any
/// datagram, so that they are sent again until they are answered.
struct BenchMessage: Equatable {
    /// What a message is.
    enum Kind: UInt8 {
        /// Client to server: what is wanted. Fields of ``BenchRequest``.
        case request = 0xB1
        /// Server to client: it will do so. A port and a token for plain UDP, or 0.
        case accept = 0xB2
        /// Number, and the sender's clock in nanoseconds.
        case data = 0xB3
        /// The same; comes back as it is.
        case echo = 0xB4
        /// Sender to receiver: no more data will come. Fields of ``BenchAccount``.
        case end = 0xB5
        /// Receiver to sender: what has come. Fields of ``BenchAccount``.
        case result = 0xB6
    }

    var kind: Kind
    var fields: [UInt64]

    /// A message of a kind, with numbers.
    init(_ kind: Kind, _ fields: [UInt64] = []) {
        self.kind = kind
        self.fields = fields
    }

    /// Reads a message; `nil` where it is none of ours.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Self.headerSize, let kind = Kind(rawValue: bytes[0]),
            bytes[1] == Self.version
        else { return nil }
        self.kind = kind
        let count = min((bytes.count - Self.headerSize) / 8, Self.mostFields)
        fields = (0..<count).map { Self.number(bytes, at: Self.headerSize + $0 * 8) }
    }

    /// The message as it is sent.
    var bytes: [UInt8] {
        var bytes = [kind.rawValue, Self.version, 0, 0, 0, 0, 0, 0]
        for field in fields {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: field >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// A field, 0 where the message is too short for it.
    subscript(index: Int) -> UInt64 { index < fields.count ? fields[index] : 0 }

    // MARK: Data, without an allocation

    /// Kind, number and time of a message of data or an echo; `nil` for all else.
    static func readData(
        _ bytes: Span<UInt8>
    ) -> (kind: Kind, number: UInt64, time: UInt64)? {
        guard bytes.count >= dataSize, bytes[1] == version else { return nil }
        guard bytes[0] == Kind.data.rawValue || bytes[0] == Kind.echo.rawValue else { return nil }
        // The number has the six bytes behind the version, so that 16 bytes are enough.
        var number: UInt64 = 0
        for index in 2..<8 { number = number << 8 | UInt64(bytes[index]) }
        return (
            bytes[0] == Kind.data.rawValue ? .data : .echo, number, Self.number(bytes, at: 8)
        )
    }

    /// Writes the same into the first 16 bytes of `bytes`.
    static func writeData(
        _ kind: Kind, number: UInt64, time: UInt64, into bytes: inout MutableSpan<UInt8>
    ) {
        bytes[0] = kind.rawValue
        bytes[1] = version
        for index in 2..<8 {
            bytes[index] = UInt8(truncatingIfNeeded: number >> UInt64((7 - index) * 8))
        }
        for index in 8..<16 {
            bytes[index] = UInt8(truncatingIfNeeded: time >> UInt64((15 - index) * 8))
        }
    }

    private static func number(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var value: UInt64 = 0
        for index in offset..<offset + 8 { value = value << 8 | UInt64(bytes[index]) }
        return value
    }

    /// The least that a message of data takes, in bytes.
    static let dataSize = 16
    private static let headerSize = 8
    private static let version: UInt8 = 1
    private static let mostFields = 16
}

/// What a client asks a server for.
struct BenchRequest: Equatable {
    /// Whether the server sends, the client sends, or both; neither for echoes and handshakes.
    var serverSends = false
    var clientSends = false
    /// Bytes of payload a message.
    var length = BenchMessage.dataSize
    /// How long the server sends, what is left out at the start, both in nanoseconds.
    var duration: UInt64 = 0
    var omit: UInt64 = 0
    /// The most bytes for the server to send; 0 for any number.
    var bytes: UInt64 = 0
    /// Bits of payload a second; 0 for no limit.
    var bitrate: UInt64 = 0
    /// Whether the same is to be possible over plain UDP.
    var wantsPlain = false
    /// Over plain UDP, what the server has given out over DTLS.
    var token: UInt64 = 0

    var message: BenchMessage {
        let flags: UInt64 =
            (serverSends ? 1 : 0) | (clientSends ? 2 : 0) | (wantsPlain ? 4 : 0)
        return BenchMessage(
            .request, [flags, UInt64(length), duration, omit, bytes, bitrate, token])
    }

    init() {}

    /// Reads a request; what is out of bounds is brought within them.
    init(_ message: BenchMessage) {
        serverSends = message[0] & 1 != 0
        clientSends = message[0] & 2 != 0
        wantsPlain = message[0] & 4 != 0
        length = Int(min(max(message[1], UInt64(BenchMessage.dataSize)), 65_536))
        duration = min(message[2], Self.longest)
        omit = min(message[3], Self.longest)
        bytes = message[4]
        bitrate = message[5]
        token = message[6]
    }

    /// A day, in nanoseconds.
    private static let longest: UInt64 = 86_400_000_000_000
}

/// What one end has counted, and the CPU that it has used.
struct BenchAccount: Equatable {
    var tally = BenchTally(bytes: 0, messages: 0, seconds: 0)
    var cpu = BenchCPU(user: 0, system: 0, elapsed: 0)

    func message(_ kind: BenchMessage.Kind) -> BenchMessage {
        BenchMessage(
            kind,
            [
                tally.bytes, tally.messages, Self.nanoseconds(tally.seconds), tally.lost ?? .max,
                tally.reordered ?? .max, Self.nanoseconds((tally.jitter ?? 0) / 1_000),
                Self.nanoseconds(cpu.user), Self.nanoseconds(cpu.system),
                Self.nanoseconds(cpu.elapsed),
            ])
    }

    init() {}

    init(_ message: BenchMessage) {
        tally = BenchTally(
            bytes: message[0], messages: message[1], seconds: Double(message[2]) / 1e9,
            lost: message[3] == .max ? nil : message[3],
            reordered: message[4] == .max ? nil : message[4],
            jitter: message[3] == .max ? nil : Double(message[5]) / 1e6)
        cpu = BenchCPU(
            user: Double(message[6]) / 1e9, system: Double(message[7]) / 1e9,
            elapsed: Double(message[8]) / 1e9)
    }

    private static func nanoseconds(_ seconds: Double) -> UInt64 {
        UInt64(exactly: (seconds * 1e9).rounded()) ?? 0
    }
}
