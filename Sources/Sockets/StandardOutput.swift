internal import CLinux
internal import Glibc
package import SystemPackage

/// A stream to write to that was there before us, written without ever waiting and without
/// switching it to non-blocking for the processes that share it.
///
/// A pipe or a terminal is opened anew, which gives a description of our own; a socket takes a
/// flag with each write; what cannot be opened anew is written in pieces that a pipe with room
/// takes whole. A regular file never makes a writer wait.
package final class StandardOutput {
    /// What to wait for.
    package let descriptor: FileDescriptor

    private enum Kind {
        case file, ownDescription, socket, pieces
    }

    private let kind: Kind
    private let isOwned: Bool

    /// The stream on `descriptor`, which is not closed here.
    package init(_ descriptor: FileDescriptor) {
        var status = stat()
        let isKnown = unsafe fstat(descriptor.rawValue, &status) == 0
        let type = status.st_mode & S_IFMT
        guard isKnown, type == S_IFIFO || type == S_IFCHR || type == S_IFSOCK else {
            self.descriptor = descriptor
            kind = .file
            isOwned = false
            return
        }
        if type == S_IFSOCK {
            self.descriptor = descriptor
            kind = .socket
            isOwned = false
            return
        }
        enlargePipe(descriptor)
        let path = "/proc/self/fd/\(descriptor.rawValue)"
        let raw = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        self.descriptor = raw >= 0 ? FileDescriptor(rawValue: raw) : descriptor
        kind = raw >= 0 ? .ownDescription : .pieces
        isOwned = raw >= 0
    }

    deinit {
        if isOwned { try? descriptor.close() }
    }

    /// Writes what is taken now and consumes it; `nil` where nothing is.
    ///
    /// The corresponding C functions are `write` and `send`.
    package func write(from buffer: ByteBuffer) throws(SocketError) -> Int? {
        let count = try buffer.withBytes { (bytes) throws(SocketError) -> Int? in
            try SystemCall.retry("write standard output") {
                unsafe bytes.withUnsafeBytes { bytes in
                    let base = bytes.baseAddress
                    let raw = descriptor.rawValue
                    switch kind {
                    case .file, .ownDescription:
                        return unsafe Glibc.write(raw, base, bytes.count)
                    case .socket:
                        return unsafe send(
                            raw, base, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
                    case .pieces:
                        guard hasRoom else {
                            errno = EAGAIN
                            return -1
                        }
                        return unsafe Glibc.write(raw, base, min(bytes.count, Self.piece))
                    }
                }
            }
        }
        if let count { buffer.consume(count) }
        return count
    }

    /// Whether a pipe takes a piece now, whole.
    private var hasRoom: Bool {
        var entry = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&entry, 1, 0) > 0
    }

    /// PIPE_BUF: what a pipe that can be written takes without waiting (pipe(7)).
    private static let piece = 4_096
}
