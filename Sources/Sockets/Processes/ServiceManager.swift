internal import Glibc
internal import SystemPackage

/// The service manager that started the program and wants to hear how it is, such as systemd.
///
/// Its protocol is that of sd_notify(3): each message is a datagram of lines `NAME=value` to the
/// Unix socket that the environment names. A manager that is busy is waited for a few seconds at
/// most, and not at all with a sign of life.
package final class ServiceManager {
    /// The variables that are for this program alone, and must not reach one that it starts: that
    /// would take our socket for its own, or speak to the manager in our name.
    package static let variables = [
        "NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID", "LISTEN_FDS",
        "LISTEN_FDNAMES", "LISTEN_PIDFDID",
    ]

    /// Tells the manager that the loop still turns, where it wants to know.
    package private(set) var heart: Heart?

    private let socket: FileDescriptor
    private let path: [UInt8]

    /// The manager that `environment` names; `nil` where it names none, or one that is not reached
    /// by a Unix socket.
    ///
    /// The corresponding C function is `socket`.
    package init?(_ environment: [String: String]) {
        guard let name = environment["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@"),
            (2...Self.longestPath).contains(name.utf8.count)
        else { return nil }
        // The name of an abstract socket begins with a zero byte.
        path = name.hasPrefix("@") ? [0] + name.utf8.dropFirst() : Array(name.utf8)
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let raw = Glibc.socket(AF_UNIX, type, 0)
        guard raw >= 0 else { return nil }
        socket = FileDescriptor(rawValue: raw)
        var patience = timeval(tv_sec: Self.patience, tv_usec: 0)
        unsafe setsockopt(
            raw, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if let interval = Self.watchdogInterval(environment) {
            heart = Heart(every: interval) { [socket, path] in
                try? Self.send("WATCHDOG=1", to: path, on: socket, waits: false)
            }
        }
    }

    deinit { try? socket.close() }

    /// The program does what it is there for, which `status` says in a sentence.
    package func ready(_ status: String) throws(SocketError) {
        try send(["READY=1", "STATUS=\(status)"])
    }

    /// What it is there for is read anew; ``ready(_:)`` ends that.
    package func reloading() throws(SocketError) {
        try send(["RELOADING=1", "MONOTONIC_USEC=\(Deadline.now.nanoseconds / 1_000)"])
    }

    /// The program is about to end.
    package func stopping() throws(SocketError) {
        try send(["STOPPING=1"])
    }

    private func send(_ lines: [String]) throws(SocketError) {
        // A path may have a line feed in it, and would say something else by that.
        let safe = lines.map { line in line.map { $0.isNewline ? " " : "\($0)" }.joined() }
        try Self.send(safe.joined(separator: "\n"), to: path, on: socket, waits: true)
    }

    /// The corresponding C function is `sendto`.
    private static func send(
        _ text: String, to path: [UInt8], on socket: FileDescriptor, waits: Bool
    ) throws(SocketError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
        let message = Array(text.utf8)
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        try SystemCall.check("tell the service manager") {
            // The address outlives the call, and its path is as long as `length` says.
            unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    Int32(
                        clamping: unsafe sendto(
                            socket.rawValue, message, message.count, flags, address,
                            socklen_t(length + path.count)))
                }
            }
        }
    }

    /// How often the manager wants a sign of life, where it wants one of this process.
    private static func watchdogInterval(_ environment: [String: String]) -> Duration? {
        if let pid = environment["WATCHDOG_PID"], Int32(pid) != getpid() { return nil }
        guard let text = environment["WATCHDOG_USEC"], let period = Int64(text), period > 1 else {
            return nil
        }
        return .microseconds(period / 2)
    }

    /// Room for the name of a Unix socket.
    private static let longestPath = 107

    /// How many seconds a manager may be too busy to take a message.
    private static let patience = 5
}
