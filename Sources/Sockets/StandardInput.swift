internal import Glibc
package import SystemPackage

/// A stream to read from that was there before us: its settings are left alone, since other
/// processes share them.
///
/// It stays blocking. Read it only when the event loop says that it can be read: then a read takes
/// what is there and does not wait.
package final class StandardInput {
    /// What is read.
    package let descriptor: FileDescriptor

    /// Whether a person may be typing.
    package var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

    /// The stream on `descriptor`, which is not closed here. A pipe is made as large as a batch.
    package init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        enlargePipe(descriptor)
    }

    /// Reads up to `max` bytes, which have to fit; 0 at the end, `nil` where there is nothing now.
    ///
    /// The corresponding C function is `read`.
    package func read(into buffer: ByteBuffer, max: Int) throws(SocketError) -> Int? {
        var wasEmpty = false
        let count = try buffer.fill(minimum: max) { (space) throws(SocketError) -> Int in
            let count = try SystemCall.retry("read standard input") {
                unsafe space.withUnsafeMutableBytes { bytes in
                    unsafe Glibc.read(descriptor.rawValue, bytes.baseAddress, max)
                }
            }
            wasEmpty = count == nil
            return count ?? 0
        }
        return wasEmpty ? nil : count
    }
}

/// Asks for a pipe that holds more than the usual 64 KiB; a kernel that refuses is no loss.
///
/// The corresponding C function is `fcntl` with `F_SETPIPE_SZ`.
func enlargePipe(_ descriptor: FileDescriptor) {
    // F_SETPIPE_SZ is 1031; the C library hides it from Swift behind _GNU_SOURCE.
    _ = fcntl(descriptor.rawValue, 1_031, 1_048_576)
}
