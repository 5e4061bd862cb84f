internal import Glibc
internal import SystemPackage

/// The one place where a call is made again after a signal, and where "not now" becomes `nil`.
enum SystemCall {
    /// Calls `body`, which returns what a system call returns; `nil` where it would have to wait.
    static func retry(
        _ action: @autoclosure () -> String, _ body: () -> Int
    ) throws(SocketError) -> Int? {
        while true {
            let result = body()
            guard result < 0 else { return result }
            switch Errno(rawValue: errno) {
            case .interrupted: continue
            case .resourceTemporarilyUnavailable: return nil
            case let errno: throw SocketError(errno: errno, action: action())
            }
        }
    }
}
