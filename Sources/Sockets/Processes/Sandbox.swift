internal import CLinux
internal import Glibc
internal import SystemPackage

/// What the program gives up when it has started, and cannot take back: before it reads the first
/// datagram of a stranger.
///
/// Of files, all but those that are named, and what the system has for everybody (Landlock, Linux
/// 5.13); of system calls, all but a list: nothing is executed, no process started or traced, no
/// connection made but by datagrams, no memory made executable that was written to (seccomp). What was
/// open stays open.
package struct Sandbox: Sendable {
    /// Files that are read later, or folders of them. Of a file, all that is in its folder can be read,
    /// since a new one may be put in its place.
    package var readable: [String] = []

    /// Files that are made, replaced or removed later; likewise.
    package var writable: [String] = []

    /// Whether names are looked up later, which may need all of `/etc`, and TCP and Unix sockets.
    package var looksUpNames = false

    /// Whether somebody at the terminal is asked later.
    package var asksOnTerminal = false

    /// Nothing but what the system has for everybody.
    package init() {}

    /// Enters it: this thread, those that it starts, and as for system calls all that there are.
    ///
    /// - Returns: why a part of it could not be had; empty where all of it holds.
    ///
    /// The corresponding C functions are `prctl`, `landlock_restrict_self` and `seccomp`.
    package func enter() -> [SocketError] {
        var missing: [SocketError] = []
        let parts: [() throws(SocketError) -> Void] = [confineFiles, confineCalls]
        do throws(SocketError) {
            try SystemCall.check("give up privileges") { clinux_forbid_privileges() }
        } catch {
            return [error]
        }
        for part in parts {
            do throws(SocketError) { try part() } catch { missing.append(error) }
        }
        return missing
    }

    // MARK: Files

    private func confineFiles() throws(SocketError) {
        let action = "confine what files are used"
        let version = try SystemCall.check(action) { clinux_landlock_version() }
        let handled = Access.known(to: version)
        let rules = FileDescriptor(
            rawValue: try SystemCall.check(action) { clinux_landlock_rules(handled.rawValue) })
        defer { try? rules.close() }
        func allow(_ access: Access, _ paths: [String]) {
            for path in paths { Self.allow(access.intersection(handled), path, rules) }
        }
        allow(.read, Self.system + readable.flatMap(Self.places))
        allow(.readAndWrite, ["/dev/null"])
        allow(.change, writable.flatMap(Self.places))
        if looksUpNames { allow(.read, Self.resolver + Self.places(of: "/etc/resolv.conf")) }
        if asksOnTerminal { allow(.readAndWrite, ["/dev/tty"]) }
        try SystemCall.check(action) { clinux_landlock_enter(rules.rawValue) }
    }

    /// Allows `access` beneath `path`. One that is not there, or that no rule can be about, such as a
    /// pipe, is passed over.
    private static func allow(_ access: Access, _ path: String, _ rules: FileDescriptor) {
        let raw = unsafe clinux_place(path)
        guard raw >= 0 else { return }
        defer { Glibc.close(raw) }
        var status = stat()
        guard unsafe fstat(raw, &status) == 0 else { return }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        let access = isFolder ? access : access.intersection(.ofFiles)
        _ = clinux_landlock_allow(rules.rawValue, raw, access.rawValue)
    }

    /// Where a file at `path` is, or would be: its folder, as far as that is there, and that of the
    /// file which a link leads to. A folder, or what is in `/dev`, is its own place.
    static func places(of path: String) -> [String] {
        var status = stat()
        let isThere = unsafe stat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT != S_IFREG { return [path] }
        // A name of what is open, such as /dev/stdout: nothing takes its place.
        if path.hasPrefix("/dev/") || path.hasPrefix("/proc/") { return [path] }
        var folder = FilePath(path).removingLastComponent()
        while !folder.isEmpty, unsafe access(folder.string, F_OK) != 0 {
            folder.removeLastComponent()
        }
        var places = [folder.isEmpty ? "." : folder.string]
        if isThere, let resolved = unsafe realpath(path, nil) {
            places.append(unsafe FilePath(String(cString: resolved)).removingLastComponent().string)
            unsafe free(resolved)
        }
        return places
    }

    /// What every program on the machine reads: libraries, certificate authorities, policies, the time
    /// zone. None of it is secret.
    private static let system = [
        "/usr", "/lib", "/lib32", "/lib64", "/nix/store", "/gnu/store", "/etc/ld.so.cache",
        "/etc/ssl/certs", "/etc/ssl/cert.pem", "/etc/pki/ca-trust", "/etc/pki/tls/certs",
        "/etc/ca-certificates", "/etc/pkcs11", "/etc/gnutls", "/etc/crypto-policies",
        "/etc/localtime", "/dev/urandom", "/dev/random", "/dev/zero", "/proc/sys",
        "/sys/devices/system/cpu",
    ]

    /// What names are looked up in.
    private static let resolver = [
        "/etc", "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/run/nscd",
        "/var/lib/sss", "/var/db", "/proc/net",
    ]

    // MARK: System calls

    private func confineCalls() throws(SocketError) {
        try SystemCall.check("confine what system calls are used") {
            clinux_filter_calls(looksUpNames)
        }
    }
}

/// What can be done with files: `LANDLOCK_ACCESS_FS_` and the name.
private struct Access: OptionSet {
    let rawValue: UInt64

    static let writeFile = Access(rawValue: 1 << 1)
    static let readFile = Access(rawValue: 1 << 2)
    static let readDir = Access(rawValue: 1 << 3)
    static let removeFile = Access(rawValue: 1 << 5)
    static let makeDir = Access(rawValue: 1 << 7)
    static let makeReg = Access(rawValue: 1 << 8)
    static let truncate = Access(rawValue: 1 << 14)

    static let read: Access = [.readFile, .readDir]
    static let readAndWrite: Access = [.readFile, .writeFile]
    static let change: Access = [
        .readFile, .readDir, .writeFile, .removeFile, .makeDir, .makeReg, .truncate,
    ]

    /// Those that are about what is not a folder: all others are refused of a file.
    static let ofFiles: Access = [.readFile, .writeFile, .truncate]

    /// All that a version of Landlock can forbid: to execute, and to make and remove files of all
    /// kinds from its first on, to move them to other folders from the second, to cut them off from
    /// the third. What devices are asked by ioctl (the fifth) is left to the filter of system calls.
    static func known(to version: Int32) -> Access {
        let count: UInt64 = version >= 3 ? 15 : version == 2 ? 14 : 13
        return Access(rawValue: (1 << count) - 1)
    }
}
