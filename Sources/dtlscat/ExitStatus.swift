/// What the process says of its run when it ends: the one table of numbers.
enum ExitStatus: Int32, Error {
    /// All sent, closed in order, all checks met.
    case ok = 0

    /// Refused, unreachable, name not found.
    case network = 1

    /// Bad option, unreadable file, bad priority string.
    case usage = 2

    /// The handshake did not finish in time.
    case timeout = 3

    /// Chain, name, expiry or revocation; a certificate refused by the other side.
    case untrusted = 4

    /// A pin that does not match.
    case pin = 5

    /// An alert, or no common version or suite.
    case handshake = 6

    /// Unknown identity, or a key that differs.
    case psk = 7

    /// A message too large, loss where that was not to be, output not delivered.
    case data = 8

    /// The peer vanished, or was idle for too long, after data began.
    case closed = 9

    /// A threshold that was set is not met.
    case threshold = 10

    /// An error of our own.
    case bug = 70

    /// Standard output was closed.
    case brokenPipe = 141

    /// SIGHUP, where that ends the run.
    case hungUp = 129

    /// SIGINT.
    case interrupted = 130

    /// SIGTERM.
    case terminated = 143
}
