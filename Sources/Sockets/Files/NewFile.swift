internal import Glibc
internal import SystemPackage

/// A file that is being made: whole once committed, and not there at all without.
///
/// Several are prepared before the first is committed, so that a full disk leaves none of them.
package final class NewFile {
    private let path: String
    /// Where the bytes are: at `path`, or beside it where that is to be replaced.
    private let written: String
    private var isCommitted = false

    /// Writes `contents` to a file that was not there before, or, to replace one that was, to
    /// another beside it. Its owner alone may read it, mode 0600; the umask takes away more.
    ///
    /// A name that is taken is ``Errno/fileExists`` unless `replaces`; what is no regular file is
    /// never replaced.
    ///
    /// The corresponding C functions are `open`, with `O_EXCL`, and `fsync`.
    package init(
        _ path: String, replaces: Bool, contents: [UInt8]
    ) throws(SocketError) {
        let (descriptor, written) = try Self.open(path, replaces)
        do throws(SocketError) {
            try Self.fill(descriptor, contents, path)
        } catch {
            _ = unsafe unlink(written)
            throw error
        }
        self.path = path
        self.written = written
    }

    deinit { if !isCommitted { _ = unsafe unlink(written) } }

    /// Lets the file stay, in the place of the one before.
    ///
    /// The corresponding C function is `rename`.
    package func commit() throws(SocketError) {
        if written != path {
            try SystemCall.check("replace \(path)") { unsafe rename(written, path) }
        }
        isCommitted = true
    }

    private static func open(
        _ path: String, _ replaces: Bool
    ) throws(SocketError) -> (Int32, String) {
        // A NUL would end the name early, as far as the kernel can see.
        guard !path.utf8.contains(0) else {
            throw SocketError(errno: .invalidArgument, action: "write \(path)")
        }
        do throws(SocketError) {
            return (try create(path, named: path), path)
        } catch  where error.errno == .fileExists && replaces {
            var status = stat()
            try SystemCall.check("replace \(path)") { unsafe lstat(path, &status) }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw SocketError(
                    errno: .fileExists, action: "replace \(path), which is no regular file")
            }
            let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
            let beside = "\(path).\(suffix)"
            return (try create(beside, named: path), beside)
        }
    }

    private static func create(
        _ path: String, named name: String
    ) throws(SocketError) -> Int32 {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY
        return try SystemCall.check("write \(name)") { unsafe Glibc.open(path, flags, 0o600) }
    }

    private static func fill(
        _ descriptor: Int32, _ contents: [UInt8], _ path: String
    ) throws(SocketError) {
        defer { close(descriptor) }
        var rest = contents[...]
        while !rest.isEmpty {
            let count = try SystemCall.call("write \(path)") {
                // Lent for the length of the call.
                unsafe rest.withUnsafeBytes { bytes in
                    unsafe write(descriptor, bytes.baseAddress, bytes.count)
                }
            }
            rest = rest.dropFirst(count ?? 0)
        }
        // A full disk is told here at the latest, on some file systems.
        try SystemCall.check("write \(path)") { fsync(descriptor) }
    }
}
