package import Sockets

/// How many probes there are, and when each begins.
package struct ProbeSchedule: Sendable, Hashable {
    /// How many; until the user ends it where `nil`.
    package var count: Int?

    /// From the beginning of one to that of the next; one that takes longer is followed at once.
    package var interval: Duration

    /// A schedule of `count` probes; one, by default, of an interval of a second.
    package init(count: Int? = 1, interval: Duration = .seconds(1)) {
        self.count = count
        self.interval = interval
    }

    /// When the next one begins after `done` of them, the last of which began at `start`; `nil`
    /// where there are no more.
    package func next(after done: Int, begunAt start: Deadline) -> Deadline? {
        if let count, done >= count { return nil }
        return start.advanced(by: interval)
    }
}
