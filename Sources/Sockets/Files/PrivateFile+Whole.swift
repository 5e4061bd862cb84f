internal import Glibc
internal import SystemPackage

// Whole files at a time: whoever reads one finds all of what was written last, or of what was
// before.
extension PrivateFile {
    /// Which file stood at a path, and when it was last changed.
    package struct Version: Sendable, Hashable {
        private let device: UInt64
        private let inode: UInt64
        private let size: Int
        private let seconds: Int
        private let nanoseconds: Int

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// The version of the file at `path`; `nil` where there is none.
    ///
    /// The corresponding C function is `stat`.
    package static func version(_ path: String) -> Version? {
        var status = Glibc.stat()
        return unsafe lstat(path, &status) == 0 ? Version(status) : nil
    }

    private static func isPrivate(_ status: stat) -> Bool {
        status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }

    /// Whether it is a copy that systemd has made for this service alone: root's, and ours by an
    /// access control list, the mask of which shows as the group's bits.
    private static func isCredential(_ path: String) -> Bool {
        guard let folder = unsafe getenv("CREDENTIALS_DIRECTORY") else { return false }
        return unsafe path.hasPrefix(String(cString: folder) + "/")
    }

    /// Reads `path`, at most 1 MiB; `nil` where there is no such file. One that is a link or no plain
    /// file, that belongs to somebody else, or that others can read or write, is refused.
    ///
    /// The corresponding C functions are `open` and `fstat`.
    package static func read(
        _ path: String
    ) throws(SocketError) -> (bytes: [UInt8], version: Version)? {
        let raw = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK)
        if raw < 0, errno == ENOENT { return nil }
        guard raw >= 0 else { throw failure("read \(path)") }
        let descriptor = FileDescriptor(rawValue: raw)
        defer { try? descriptor.close() }
        var status = Glibc.stat()
        guard unsafe fstat(raw, &status) == 0 else { throw failure("read \(path)") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SocketError(
                errno: .invalidArgument, action: "read \(path), which is no plain file")
        }
        guard isPrivate(status) || isCredential(path) && status.st_mode & 0o037 == 0 else {
            throw SocketError(
                errno: .permissionDenied,
                action: "read secrets from \(path), which others own or can read")
        }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        defer {
            unsafe bytes.withUnsafeMutableBytes { buffer in
                if let start = buffer.baseAddress { unsafe explicit_bzero(start, buffer.count) }
            }
        }
        var count = 0
        do {
            while count < bytes.count {
                let more = try unsafe bytes.withUnsafeMutableBytes { buffer in
                    try unsafe descriptor.read(
                        into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                }
                if more == 0 { break }
                count += more
            }
        } catch {
            throw SocketError(errno: error as? Errno ?? .ioError, action: "read \(path)")
        }
        guard count <= limit else {
            throw SocketError(errno: .fileTooLarge, action: "read \(path)")
        }
        return (Array(bytes[..<count]), Version(status))
    }

    /// Makes `path` with these bytes, and mode 0600; false where there is such a file already, which
    /// then stays as it is. Of many who try at once, one does.
    ///
    /// The corresponding C function is `link`.
    package static func create(_ path: String, _ bytes: [UInt8]) throws(SocketError) -> Bool {
        let draft = try draft(for: path, bytes, isSynced: true)
        defer { unsafe unlink(draft) }
        if unsafe link(draft, path) == 0 { return true }
        guard errno == EEXIST else { throw failure("make \(path)") }
        return false
    }

    /// Puts a file with these bytes, and mode 0600, in the place of what is at `path`. Of many who do
    /// so at once, the last has its way. After a power failure it may be gone, or empty.
    ///
    /// The corresponding C function is `rename`.
    package static func replace(_ path: String, _ bytes: [UInt8]) throws(SocketError) {
        let draft = try draft(for: path, bytes, isSynced: false)
        guard unsafe rename(draft, path) == 0 else {
            let error = failure("write \(path)")
            unsafe unlink(draft)
            throw error
        }
    }

    /// Removes the file at `path`, where there is one.
    ///
    /// The corresponding C function is `unlink`.
    package static func remove(_ path: String) { _ = unsafe unlink(path) }

    // MARK: -

    /// A file beside `path` with these bytes, that nobody else has.
    private static func draft(
        for path: String, _ bytes: [UInt8], isSynced: Bool
    ) throws(SocketError) -> String {
        let draft = path + "." + String(UInt64.random(in: 0 ... .max), radix: 36)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let raw = unsafe open(draft, flags, 0o600)
        guard raw >= 0 else { throw failure("write \(path)") }
        let descriptor = FileDescriptor(rawValue: raw)
        do {
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(bytes)
                if isSynced, fsync(raw) != 0 { throw Errno(rawValue: errno) }
            }
        } catch {
            unsafe unlink(draft)
            throw SocketError(errno: error as? Errno ?? .ioError, action: "write \(path)")
        }
        return draft
    }

    private static func failure(_ action: String) -> SocketError {
        SocketError(errno: Errno(rawValue: errno), action: action)
    }

    private static let limit = 1_048_576
}
