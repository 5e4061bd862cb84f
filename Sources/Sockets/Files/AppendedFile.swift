internal import Glibc
package import SystemPackage

/// A plain file that is written to behind what is in it.
package enum AppendedFile {
    /// Opens the file at `path`, or makes it. A link, and anything that a write could wait for, is
    /// refused.
    ///
    /// The corresponding C functions are `open` and `fstat`.
    package static func open(_ path: String) throws(SocketError) -> FileDescriptor {
        let action = "write \(path)"
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        let raw = try SystemCall.check(action) { unsafe Glibc.open(path, flags, 0o644) }
        var status = stat()
        guard unsafe fstat(raw, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(raw)
            throw SocketError(errno: .notSupported, action: action)
        }
        return FileDescriptor(rawValue: raw)
    }
}
