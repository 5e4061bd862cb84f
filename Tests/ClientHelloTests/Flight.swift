import ClientHello
import DTLS

/// A server's flight, written by hand.
enum Flight {
    /// The messages, each with its number in the handshake.
    static func datagrams(
        fragment: Int = .max, suite: UInt16 = 0xC02B, version: UInt16 = 0xFEFD,
        extensions: [HelloExtension] = [.firstHandshake]
    ) -> [[UInt8]] {
        var writer = RecordWriter()
        let messages: [(HandshakeMessage, [UInt8])] = [
            (HandshakeMessage(type: 2), hello(suite, version, extensions)),
            (HandshakeMessage(type: 11), certificate), (HandshakeMessage(type: 12), exchange),
            (.certificateRequest, request), (.serverHelloDone, []),
        ]
        return messages.enumerated().flatMap { index, message in
            writer.datagrams(
                of: message.0, body: message.1, sequence: UInt16(index + 1), version: version,
                fragment: fragment)
        }
    }

    /// A ServerHello.
    static func hello(
        _ suite: UInt16, _ version: UInt16 = 0xFEFD, _ extensions: [HelloExtension] = [],
        random: [UInt8] = [UInt8](repeating: 7, count: 32)
    ) -> [UInt8] {
        WireWriter.bytes { writer in
            writer.number(version, 2)
            writer.append(random)
            writer.vector([1, 2, 3], 1)
            writer.number(suite, 2)
            writer.number(0, 1)
            let list = WireWriter.bytes { inner in
                for each in extensions {
                    inner.number(each.type, 2)
                    inner.vector(each.body, 2)
                }
            }
            if !extensions.isEmpty { writer.vector(list, 2) }
        }
    }

    /// What stands for a chain of two certificates.
    static let chain: [[UInt8]] = [
        (0..<900).map { UInt8(truncatingIfNeeded: $0) }, [0x30, 0x03, 1, 2, 3],
    ]

    private static let certificate = WireWriter.bytes { writer in
        let list = WireWriter.bytes { list in
            for each in chain { list.vector(each, 3) }
        }
        writer.vector(list, 3)
    }

    /// On X25519, signed by ecdsa_secp384r1_sha384.
    private static let exchange = WireWriter.bytes { writer in
        writer.number(3, 1)
        writer.number(29, 2)
        writer.vector([UInt8](repeating: 9, count: 32), 1)
        writer.number(0x0503, 2)
        writer.vector([UInt8](repeating: 8, count: 70), 2)
    }

    private static let request = WireWriter.bytes { writer in
        writer.vector([64, 1], 1)
        writer.shorts([0x0403, 0x0804])
        writer.vector([], 2)
    }
}
