package import SystemPackage

/// A system call that failed: the kernel's number, and what was being done.
package struct SocketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel's reason.
    package var errno: Errno

    /// What was being done, to stand behind "cannot": "bind to [::]:4433".
    package var action: String

    /// The failure `errno` of `action`.
    package init(errno: Errno, action: String) {
        self.errno = errno
        self.action = action
    }

    /// Whether the other end of a pipe or a stream has gone, which is no fault of ours.
    package var isBrokenPipe: Bool { errno == .brokenPipe || errno == .connectionReset }

    /// Whether the program, or the system, may have no more files and sockets open.
    package var isOutOfDescriptors: Bool {
        errno == .tooManyOpenFiles || errno == .tooManyOpenFilesInSystem
    }

    /// One sentence without its full stop: "cannot bind to [::]:4433: address already in use".
    package var description: String {
        let text = errno.description
        return "cannot \(action): \(text.prefix(1).lowercased())\(text.dropFirst())"
    }
}
