internal import CLinux
internal import Glibc
package import SystemPackage

/// The stream that the program reads, without changing anything that other programs share with it.
///
/// A read is made only after the event loop has said that there is something: then it does not
/// block, though the description may be a blocking one, and takes what is there.
package final class StandardInput {
    /// What the event loop waits for; the caller's, never closed here.
    package let descriptor: FileDescriptor

    /// Whether it is a terminal.
    package let isTerminal: Bool

    /// Reads from `descriptor`; a pipe's size is raised to 1 MiB where the system allows it.
    package init(_ descriptor: FileDescriptor = .standardInput) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor.rawValue) == 1
        raisePipeSize(descriptor)
    }

    /// Reads what is there, at most `limit` bytes, into `buffer`, which has room for at least one;
    /// 0 is the end, nil "nothing for now".
    ///
    /// The corresponding C function is `read`.
    package func read(
        into buffer: ByteBuffer, max limit: Int = .max
    ) throws(SocketError) -> Int? {
        do {
            return try SystemCall.read(descriptor, into: buffer, max: limit)
        } catch {
            throw SocketError(errno: error.errno, action: "read standard input")
        }
    }
}

/// A pipe holds 64 KiB at first, which costs a change of process for each batch.
///
/// The corresponding C function is `fcntl`, with `F_SETPIPE_SZ`; on anything but a pipe, or where
/// the user's share of pipe memory is used up, it does nothing.
func raisePipeSize(_ descriptor: FileDescriptor) {
    clinux_raise_pipe_size(descriptor.rawValue, 1 << 20)
}
