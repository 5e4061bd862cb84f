package import Sockets
package import SystemPackage

/// Why a scan has nothing to report.
package enum ScanError: Error, Sendable, Hashable {
    /// Nothing has come.
    case noAnswer

    /// The machine says that nobody listens there, or that there is no way to it.
    case unreachable(Errno)

    /// The user has asked for the end.
    case stopped

    /// A socket could not be had, or the loop failed.
    case socket(SocketError)
}
