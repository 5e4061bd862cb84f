internal import Glibc
internal import SystemPackage

/// The socket that a service manager has bound for this program, by the protocol of
/// sd_listen_fds(3): the environment says how many descriptors it has passed, from 3 on.
package struct InheritedSocket: Sendable {
    /// Why it cannot be used: a sentence.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// The socket that `environment` tells of; `nil` where it tells of none for this process.
    package init?(_ environment: [String: String]) throws(Failure) {
        try self.init(environment, process: getpid())
    }

    /// The same for the process of a number.
    package init?(_ environment: [String: String], process: Int32) throws(Failure) {
        guard let pid = environment["LISTEN_PID"], Int32(pid) == process,
            let number = environment["LISTEN_FDS"], number != "0"
        else { return nil }
        guard number != "1" else { return }
        guard UInt(number) != nil else {
            throw Failure(description: "LISTEN_FDS is no number of sockets: \(number)")
        }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":")
        let listed = names.isEmpty ? "" : " (\(names.joined(separator: ", ")))"
        throw Failure(
            description: "the service manager passes \(number) sockets\(listed), and one is used")
    }

    /// Makes it ready for use, once.
    package func adopt(_ options: UDPSocket.Options) throws(Failure) -> UDPSocket {
        do throws(SocketError) {
            return try UDPSocket.adopted(Self.first, options: options)
        } catch {
            throw Failure(description: "the service manager's socket is of no use: \(error)")
        }
    }

    /// SD_LISTEN_FDS_START.
    private static let first = FileDescriptor(rawValue: 3)
}
