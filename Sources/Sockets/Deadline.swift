internal import Glibc

/// A point on the monotonic clock, which no setting of the time moves.
package struct Deadline: Comparable, Hashable, Sendable {
    /// Nanoseconds since the machine started, or thereabouts.
    private let nanoseconds: Int64

    private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// This moment.
    ///
    /// The corresponding C function is `clock_gettime` with `CLOCK_MONOTONIC`.
    package static var now: Deadline {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// A moment that never comes.
    package static let distantFuture = Deadline(nanoseconds: .max)

    /// The moment that lies `duration` later; at most the distant future.
    package func advanced(by duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !isTooLong else { return duration > .zero ? .distantFuture : self }
        let (sum, overflows) = nanoseconds.addingReportingOverflow(
            whole + attoseconds / 1_000_000_000)
        return overflows ? .distantFuture : Deadline(nanoseconds: sum)
    }

    /// How long it is from here to `later`; zero where that is past.
    package func remaining(until later: Deadline) -> Duration {
        .nanoseconds(max(0, later.nanoseconds.subtractingSaturating(nanoseconds)))
    }

    /// How long it is from `earlier` to here; zero where that is to come.
    package func remaining(since earlier: Deadline) -> Duration { earlier.remaining(until: self) }

    package static func < (left: Deadline, right: Deadline) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Int64 {
    fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? .max : difference
    }
}
