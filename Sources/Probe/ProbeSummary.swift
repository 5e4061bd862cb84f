internal import Bench

/// What many probes have come to.
package struct ProbeSummary: Sendable {
    /// How many handshakes were tried.
    package private(set) var count = 0

    /// How many of them did not come about.
    package private(set) var failed = 0

    /// The shortest, the longest and all of those that did together, in milliseconds.
    package private(set) var shortest = 0.0
    package private(set) var longest = 0.0
    private var total = 0.0
    private var times = Distribution()

    /// A summary of nothing yet.
    package init() {}

    /// Adds a handshake that has taken `time`.
    package mutating func add(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        let nanoseconds =
            UInt64(max(seconds, 0)) * 1_000_000_000
            + UInt64(max(attoseconds, 0) / 1_000_000_000)
        let milliseconds = Double(nanoseconds) / 1e6
        shortest = isEmpty ? milliseconds : min(shortest, milliseconds)
        longest = max(longest, milliseconds)
        total += milliseconds
        times.record(nanoseconds)
        count += 1
    }

    /// Adds a handshake that has not come about.
    package mutating func addFailure() {
        count += 1
        failed += 1
    }

    /// Whether none has come about.
    package var isEmpty: Bool { count == failed }

    /// How long they took on average, in milliseconds; 0 without one.
    package var average: Double { isEmpty ? 0 : total / Double(count - failed) }

    /// The time that `percent` of them stay within, in milliseconds, to three digits; 0 without one.
    package func percentile(_ percent: Double) -> Double {
        // A bucket of the histogram ends a little behind what is in it.
        min(max(times.percentile(percent), shortest), longest)
    }
}
