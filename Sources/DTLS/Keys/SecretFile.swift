internal import Glibc

/// A file that holds a secret, or names a descriptor that does.
public enum SecretFile {
    /// What a file holds, and whether it keeps it to itself.
    public struct Contents: Sendable {
        /// The bytes; a copy, which is not wiped.
        public var bytes: [UInt8] { secret.copy }

        fileprivate let secret: KeyBytes

        /// Whether the group or others can read the file.
        public let isReadableByOthers: Bool

        /// By what a change of the file shows.
        let stamp: Stamp

        /// Lends a copy of the bytes to `body`, and wipes it behind it.
        ///
        /// - Throws: what `body` throws.
        public func withBytes<Result, Failure: Error>(
            _ body: ([UInt8]) throws(Failure) -> Result
        ) throws(Failure) -> Result {
            try secret.withCopy(body)
        }

        /// Refuses a file that others can read: a key in it is none.
        ///
        /// - Parameter path: what to call the file in the error.
        /// - Throws: a ``SecretError`` where the group or others can read it.
        public func refuseIfReadableByOthers(_ path: String) throws(SecretError) {
            if isReadableByOthers {
                throw SecretError("others can read \(path): chmod 600 \(path)")
            }
        }
    }

    /// By what a change of a file shows.
    struct Stamp: Hashable, Sendable {
        private let device, inode, size, seconds, nanoseconds, changed, changedNanoseconds: Int

        fileprivate init(_ status: stat) {
            device = Int(truncatingIfNeeded: status.st_dev)
            inode = Int(truncatingIfNeeded: status.st_ino)
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
            changed = status.st_ctim.tv_sec
            changedNanoseconds = status.st_ctim.tv_nsec
        }
    }

    /// The stamp of the file that is at `path` now; `nil` where there is none.
    static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Stamp(status) : nil
    }

    /// Whether `path` names what gives its bytes once alone, and whoever opens it again may wait for
    /// ever: a descriptor, or a pipe.
    package static func isStream(_ path: String) -> Bool {
        if path.hasPrefix("fd:") { return true }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFIFO || status.st_mode & S_IFMT == S_IFCHR
    }

    /// Reads `path`, or the descriptor that it names as `fd:3`.
    ///
    /// - Parameters:
    ///   - path: the file, or `fd:` and the number of a descriptor.
    ///   - limit: the most that it may hold, in bytes; 1 MiB by default.
    /// - Throws: a ``SecretError`` where it cannot be read, or holds more.
    public static func read(
        _ path: String, limit: Int = 1_048_576
    ) throws(SecretError) -> Contents {
        if path.hasPrefix("fd:") {
            guard let descriptor = Int32(path.dropFirst(3)), descriptor >= 0 else {
                throw SecretError("\(path) names no descriptor")
            }
            return try read(descriptor, named: path, limit)
        }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        return try read(descriptor, named: path, limit)
    }

    private static func read(
        _ descriptor: Int32, named path: String, _ limit: Int
    ) throws(SecretError) -> Contents {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw SecretError("\(path) is a directory") }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        let secret = SecretText()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        defer { chunk.wipe() }
        while secret.bytes.count <= limit {
            let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 {
                return Contents(
                    secret: KeyBytes(secret.bytes),
                    isReadableByOthers: isFile && status.st_mode & othersBits(path) != 0,
                    // As it was before it was read: what is written meanwhile is a change.
                    stamp: Stamp(status))
            }
            secret.append(chunk[..<count])
        }
        throw SecretError("\(path) is larger than \(limit >> 20) MiB")
    }

    /// The bits that let others read. systemd's copies of credentials belong to root, and to the
    /// service by an access control list, the mask of which shows as the group's bits.
    private static func othersBits(_ path: String) -> mode_t {
        guard let folder = unsafe getenv("CREDENTIALS_DIRECTORY") else { return S_IRGRP | S_IROTH }
        return unsafe path.hasPrefix(String(cString: folder) + "/") ? S_IROTH : S_IRGRP | S_IROTH
    }

    private static func failure(_ path: String) -> SecretError {
        var reason = "error \(errno)"
        if let text = unsafe strerror(errno) { reason = unsafe String(cString: text).lowercased() }
        return SecretError("cannot read \(path): \(reason)")
    }
}

extension SecretFile.Contents: CustomStringConvertible, CustomReflectable {
    /// How long it is: a secret is never printed, not by accident either.
    public var description: String { "secret of \(secret.count) bytes" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
