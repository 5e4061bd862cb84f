internal import Glibc
internal import SystemPackage

/// A small file that is kept between runs, and that many processes may change at once.
///
/// It is replaced as a whole: written anew beside the old one, brought to the disk and renamed, so
/// that whoever reads sees all of the old or all of the new. Writers take turns by a lock on a file
/// of its own beside it: the file itself is no good for that, since a rename would leave the next in
/// line with a lock on what has gone; nor is the folder, which may be one that others can lock.
package struct StateFile: Sendable {
    /// Its path.
    package let path: String

    /// The file at `path`, which need not be there yet.
    package init(_ path: String) { self.path = path }

    /// What it holds; `nil` where there is none.
    ///
    /// It has to be a regular file, no link to one, that belongs to us or to root and that nobody
    /// else may write to: it says whom to trust.
    ///
    /// The corresponding C functions are `open`, with `O_NOFOLLOW`, and `fstat`.
    package func read() throws(StateFileError) -> [UInt8]? {
        let descriptor: FileDescriptor
        do {
            // A FIFO would be waited for.
            descriptor = try unsafe FileDescriptor.open(
                path, .readOnly, options: [.noFollow, .closeOnExec, .nonBlocking])
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw failure("read", error)
        }
        defer { try? descriptor.close() }
        var status = stat()
        guard unsafe fstat(descriptor.rawValue, &status) == 0 else {
            throw failure("read", Errno(rawValue: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StateFileError("\(path) is no regular file")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
            throw StateFileError("others own or can write to \(path)")
        }
        guard status.st_size <= Self.limit else {
            throw StateFileError("\(path) is larger than \(Self.limit >> 20) MiB")
        }
        do {
            return try Self.readAll(descriptor)
        } catch {
            throw failure("read", error)
        }
    }

    /// Changes what it holds: nobody else does so between what `change` is given and what it returns.
    /// Where that is `nil`, nothing is changed.
    ///
    /// The folder is made where it is not there, for its owner alone, and so is the file.
    ///
    /// The corresponding C functions are `flock`, `fsync` and `rename`.
    package func update<Failure: Error>(
        _ change: ([UInt8]) throws(Failure) -> [UInt8]?,
        orThrow convert: (StateFileError) -> Failure
    ) throws(Failure) {
        let lock: FileDescriptor
        let before: [UInt8]
        do throws(StateFileError) {
            try makeFolder()
            lock = try takeLock()
        } catch {
            throw convert(error)
        }
        // The lock goes with the descriptor.
        defer { try? lock.close() }
        do throws(StateFileError) {
            before = try read() ?? []
        } catch {
            throw convert(error)
        }
        guard let after = try change(before) else { return }
        do throws(StateFileError) {
            try replace(by: after)
        } catch {
            throw convert(error)
        }
    }

    // MARK: -

    private func takeLock() throws(StateFileError) -> FileDescriptor {
        let lockPath = path + ".lock"
        do {
            let lock = try unsafe FileDescriptor.open(
                lockPath, .readWrite, options: [.create, .noFollow, .closeOnExec, .nonBlocking],
                permissions: [.ownerReadWrite])
            while flock(lock.rawValue, LOCK_EX) != 0 {
                let reason = Errno(rawValue: errno)
                guard reason == .interrupted else {
                    try? lock.close()
                    throw reason
                }
            }
            return lock
        } catch {
            throw StateFile(lockPath).failure("lock", error)
        }
    }

    private func replace(by bytes: [UInt8]) throws(StateFileError) {
        let new = path + ".new"
        // What a process has left that was killed: this one has the lock.
        _ = unsafe unlink(new)
        do {
            let descriptor = try unsafe FileDescriptor.open(
                new, .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: [.ownerReadWrite])
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(bytes)
                guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard unsafe rename(new, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            _ = unsafe unlink(new)
            throw failure("write", error)
        }
        // The rename is done; that it outlives a power cut is the file system's affair where this fails.
        if let folder = try? FileDescriptor.open(folder, .readOnly, options: .closeOnExec) {
            _ = fsync(folder.rawValue)
            try? folder.close()
        }
    }

    private func makeFolder() throws(StateFileError) {
        var missing: [FilePath] = []
        var folder = folder
        while unsafe !folder.isEmpty && access(folder.string, F_OK) != 0 && errno == ENOENT {
            missing.append(folder)
            folder.removeLastComponent()
        }
        for folder in missing.reversed() {
            guard unsafe mkdir(folder.string, 0o700) != 0, errno != EEXIST else { continue }
            throw StateFile(folder.string).failure("make the folder", Errno(rawValue: errno))
        }
    }

    private var folder: FilePath {
        let folder = FilePath(path).removingLastComponent()
        return folder.isEmpty ? "." : folder
    }

    private func failure(_ action: String, _ error: any Error) -> StateFileError {
        if error as? Errno == .tooManySymbolicLinkLevels {
            return StateFileError("\(path) is a symbolic link, which is not followed here")
        }
        guard let errno = error as? Errno else {
            return StateFileError("cannot \(action) \(path): \(error)")
        }
        return StateFileError(SocketError(errno: errno, action: "\(action) \(path)").description)
    }

    private static func readAll(_ descriptor: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try unsafe chunk.withUnsafeMutableBytes {
                try unsafe descriptor.read(into: $0)
            }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static let limit = 64 << 20
}

/// Why a file could not be read or changed; nothing of it is lost.
package struct StateFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// In lower case, without a final period.
    package let description: String

    init(_ description: String) { self.description = description }
}
