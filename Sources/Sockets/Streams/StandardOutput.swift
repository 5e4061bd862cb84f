// For `pollfd`, which either module may be found to define.
internal import CLinux
internal import Glibc
package import SystemPackage

/// The stream that the program writes, without ever blocking, and without changing anything that
/// other programs share with it.
///
/// O_NONBLOCK belongs to the open file description, which an inherited standard output shares with
/// the shell and every other program in the line; setting it there breaks them. So a pipe or a
/// terminal is opened a second time, for a description of our own.
package final class StandardOutput {
    private enum Way {
        /// Our own non-blocking description of the same pipe or terminal.
        case reopened
        /// A stream socket, where each call can ask not to block.
        case socket
        /// A pipe or terminal that could not be opened again: small writes, only when there is room.
        case careful
        /// A file or a device that never blocks for long.
        case plain
    }

    /// What the event loop waits for.
    package let descriptor: FileDescriptor

    /// Whether it is a terminal.
    package let isTerminal: Bool

    private let original: FileDescriptor
    private let way: Way
    private var isClosed = false

    /// Writes to `descriptor`, which stays the caller's; a pipe's size is raised to 1 MiB where the
    /// system allows it. SIGPIPE is ignored from here on.
    ///
    /// The corresponding C functions are `fstat` and `open` of `/proc/self/fd/N`.
    package convenience init(_ descriptor: FileDescriptor = .standardOutput) {
        self.init(descriptor, reopening: true)
    }

    /// The same; with `reopening` false a pipe or terminal is written to with care, as where it
    /// cannot be opened again (after `su`, another user's terminal; without /proc).
    package init(_ original: FileDescriptor, reopening: Bool) {
        Signals.ignoreBrokenPipes()
        self.original = original
        isTerminal = isatty(original.rawValue) == 1
        raisePipeSize(original)
        var status = stat()
        let mode = unsafe fstat(original.rawValue, &status) == 0 ? status.st_mode & S_IFMT : 0
        if mode == S_IFSOCK {
            way = .socket
            descriptor = original
        } else if mode != S_IFIFO && !isTerminal {
            way = .plain
            descriptor = original
        } else if reopening, let own = Self.reopen(original) {
            way = .reopened
            descriptor = own
        } else {
            way = .careful
            descriptor = original
        }
    }

    deinit {
        if way == .reopened && !isClosed { try? descriptor.close() }
    }

    /// Writes as much of `buffer` as there is room for and consumes it; nil is "not now". That the
    /// reader has gone is an error of which `isBrokenPipe` is true.
    ///
    /// The corresponding C function is `write`, or `send` for a socket.
    package func write(from buffer: ByteBuffer) throws(SocketError) -> Int? {
        do {
            switch way {
            case .reopened, .plain:
                return try SystemCall.write(descriptor, from: buffer)
            case .socket:
                return try SystemCall.send(descriptor, from: buffer)
            case .careful:
                guard Self.hasRoom(descriptor) else { return nil }
                return try SystemCall.write(descriptor, from: buffer, max: Int(PIPE_BUF))
            }
        } catch {
            throw SocketError(errno: error.errno, action: "write standard output")
        }
    }

    /// Ends the stream, so that whoever reads it sees its end while this program goes on; nothing
    /// can be written after that. The original descriptor then leads to /dev/null, so that its
    /// number is not given to another file. Remove it from the event loop before.
    ///
    /// The corresponding C functions are `close` and `dup2`.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        if way == .reopened { try? descriptor.close() }
        if way == .socket { shutdown(original.rawValue, Int32(SHUT_WR)) }
        let path = FilePath("/dev/null")
        guard let null = try? FileDescriptor.open(path, .readWrite) else { return }
        _ = try? null.duplicate(as: original)
        try? null.close()
    }

    private static func reopen(_ original: FileDescriptor) -> FileDescriptor? {
        // Opened for writing alone: a second reader would keep EPIPE from ever coming.
        let flags = O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let raw = unsafe open("/proc/self/fd/\(original.rawValue)", flags)
        return raw < 0 ? nil : FileDescriptor(rawValue: raw)
    }

    /// A pipe that polls writable takes PIPE_BUF bytes in one piece without blocking.
    private static func hasRoom(_ descriptor: FileDescriptor) -> Bool {
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, 0) != 0
    }
}
