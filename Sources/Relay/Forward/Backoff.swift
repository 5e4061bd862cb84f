internal import Sockets

/// When sessions may be begun with a server that has not answered: so that those who ask for one,
/// however many they are, make no storm of handshakes.
///
/// After a failure nobody tries for a while, which doubles with each failure; then one tries, and
/// only when a session stands do all the others again.
struct Backoff {
    private var failures = 0
    private var pause = Backoff.shortest
    private var next = Deadline(nanoseconds: 0)

    /// Whether a handshake may begin, while `underWay` others are.
    func allows(underWay: Int, now: Deadline) -> Bool {
        failures == 0 || underWay == 0 && now >= next
    }

    /// Notes that a handshake has failed.
    mutating func failed(now: Deadline) {
        // Those that were under way together are one failure.
        guard now >= next else { return }
        failures += 1
        if failures > 1 { pause = min(pause * 2, Self.longest) }
        // A different one each time, so that many machines do not try at the same moments.
        next = now.advanced(by: pause * Double.random(in: 0.75...1))
    }

    /// Notes that a session stands.
    mutating func succeeded() { self = Backoff() }

    private static let shortest = Duration.milliseconds(500)
    private static let longest = Duration.seconds(15)
}
