package import Sockets

/// Writes each message to a file as offsets, hexadecimal digits and characters, `>` for what was
/// sent and `<` for what has come, as `hexdump -C` would.
package final class HexDump {
    private let output: StandardOutput
    private let buffer = ByteBuffer(capacity: HexDump.capacity)
    private var failure: SocketError?

    /// A dump to `output`, a regular file.
    package init(_ output: StandardOutput) { self.output = output }

    /// Writes one message.
    func write(_ message: Span<UInt8>, isIncoming: Bool) {
        guard failure == nil else { return }
        var offset = 0
        while offset < message.count {
            let end = min(offset + 16, message.count)
            line(message.extracting(offset..<end), offset: offset, isIncoming: isIncoming)
            offset = end
        }
        flush()
    }

    private func line(_ bytes: Span<UInt8>, offset: Int, isIncoming: Bool) {
        if buffer.free < Self.longestLine { flush() }
        guard buffer.free >= Self.longestLine else { return }
        buffer.append(isIncoming ? UInt8(ascii: "<") : UInt8(ascii: ">"))
        buffer.append(UInt8(ascii: " "))
        for shift in stride(from: 28, through: 0, by: -4) { digit(offset >> shift & 15) }
        for index in 0..<16 {
            buffer.append(UInt8(ascii: " "))
            if index == 8 { buffer.append(UInt8(ascii: " ")) }
            if index < bytes.count {
                digit(Int(bytes[index] >> 4))
                digit(Int(bytes[index] & 15))
            } else {
                buffer.append(UInt8(ascii: " "))
                buffer.append(UInt8(ascii: " "))
            }
        }
        buffer.append(UInt8(ascii: " "))
        buffer.append(UInt8(ascii: " "))
        buffer.append(UInt8(ascii: "|"))
        for index in bytes.indices {
            let byte = bytes[index]
            buffer.append(byte >= 32 && byte < 127 ? byte : UInt8(ascii: "."))
        }
        buffer.append(UInt8(ascii: "|"))
        buffer.append(UInt8(ascii: "\n"))
    }

    private func digit(_ value: Int) {
        buffer.append(UInt8(value < 10 ? 48 + value : 87 + value))
    }

    /// A regular file takes everything; one that does not any more gets nothing more.
    private func flush() {
        do throws(SocketError) {
            while !buffer.isEmpty, try output.write(from: buffer) != nil {}
        } catch {
            failure = error
        }
    }

    /// Direction, offset, sixteen bytes twice, and what is between.
    private static let longestLine = 82
    private static let capacity = 65_536
}
