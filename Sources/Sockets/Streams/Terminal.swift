package import SystemPackage

/// The terminal that the program was started from, whatever its standard streams are.
package final class Terminal {
    private let descriptor: FileDescriptor
    private let buffer = ByteBuffer(capacity: 4_096)

    /// Opens it; `nil` where there is none.
    ///
    /// The corresponding C function is `open`, of `/dev/tty`.
    package init?() {
        guard
            let descriptor = try? FileDescriptor.open(
                FilePath("/dev/tty"), .readWrite, options: .closeOnExec)
        else { return nil }
        self.descriptor = descriptor
    }

    deinit { try? descriptor.close() }

    /// Writes `text` as it is: escape what a peer has sent.
    package func write(_ text: String) {
        _ = try? descriptor.writeAll(text.utf8)
    }

    /// What came of waiting for a line.
    package enum Answer: Sendable, Hashable {
        /// What was typed, without the line's end.
        case line(String)

        /// The terminal is closed.
        case end

        /// Something else came first.
        case stopped
    }

    /// Waits for a line to be typed.
    ///
    /// - Parameter stop: becomes readable where there is no more waiting.
    package func readLine(stop: FileDescriptor?) throws(SocketError) -> Answer {
        let loop = EventLoop()
        let token = loop.add(descriptor)
        loop.setInterest(token, read: true, write: false)
        let stopToken = stop.map { loop.add($0) }
        if let stopToken { loop.setInterest(stopToken, read: true, write: false) }
        var line: [UInt8] = []
        while true {
            if let end = line.firstIndex(of: 10) {
                return .line(String(decoding: line[..<end], as: UTF8.self))
            }
            guard line.count < Self.limit else { return .end }
            try loop.wait(until: .distantFuture)
            if let stopToken, loop.isReadable(stopToken) { return .stopped }
            guard loop.isReadable(token) else { continue }
            let count = try SystemCall.read(descriptor, into: buffer)
            if count == 0 { return .end }
            buffer.withBytes { bytes in
                for index in bytes.indices { line.append(bytes[index]) }
            }
            buffer.consume(buffer.count)
        }
    }

    private static let limit = 65_536
}
