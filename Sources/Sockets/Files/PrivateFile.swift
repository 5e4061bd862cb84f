internal import Glibc
package import SystemPackage

/// Files that hold secrets, which nobody else may read.
package enum PrivateFile {
    /// Opens `path` to append to; made with mode 0600 where it is not there. One that belongs to
    /// somebody else, or that others can read, is refused.
    ///
    /// The corresponding C functions are `open` and `fstat`.
    package static func append(_ path: String) throws(SocketError) -> FileDescriptor {
        try open(path, O_APPEND).descriptor
    }

    /// Opens `path` to write it anew, likewise; what is in a file that is refused stays.
    ///
    /// The corresponding C functions are `open`, `fstat` and `ftruncate`.
    package static func create(_ path: String) throws(SocketError) -> FileDescriptor {
        let (descriptor, isFile) = try open(path, 0)
        // A pipe has nothing to cut off.
        guard isFile else { return descriptor }
        do throws(SocketError) {
            try SystemCall.check("write \(path)") { ftruncate(descriptor.rawValue, 0) }
            return descriptor
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    private static func open(
        _ path: String, _ mode: Int32
    ) throws(SocketError) -> (descriptor: FileDescriptor, isFile: Bool) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | mode
        let raw = unsafe Glibc.open(path, flags, 0o600)
        guard raw >= 0 else {
            throw SocketError(errno: Errno(rawValue: errno), action: "write \(path)")
        }
        let descriptor = FileDescriptor(rawValue: raw)
        var status = stat()
        guard unsafe fstat(raw, &status) == 0, status.st_uid == geteuid(),
            status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0
        else {
            try? descriptor.close()
            throw SocketError(
                errno: .permissionDenied,
                action: "write secrets to \(path), which others own or can read")
        }
        return (descriptor, status.st_mode & S_IFMT == S_IFREG)
    }
}

/// The name of this machine, as it knows itself.
///
/// The corresponding C function is `gethostname`.
package var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
