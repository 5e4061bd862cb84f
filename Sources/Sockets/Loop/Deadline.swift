internal import Glibc

/// A point on the monotonic clock, in nanoseconds.
package struct Deadline: Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's start.
    package var nanoseconds: UInt64

    /// The point `nanoseconds` after the clock's start.
    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The present.
    ///
    /// The corresponding C function is `clock_gettime`, with `CLOCK_MONOTONIC`.
    package static var now: Deadline {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(
            nanoseconds: UInt64(time.tv_sec) * nanosecondsPerSecond + UInt64(time.tv_nsec))
    }

    /// Never: waiting until then is waiting without a limit.
    package static let distantFuture = Deadline(nanoseconds: .max)

    /// The point `duration` later, or earlier where it is negative; it stops at the ends of the
    /// scale instead of overflowing.
    package func advanced(by duration: Duration) -> Deadline {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.magnitude.multipliedReportingOverflow(
            by: Self.nanosecondsPerSecond)
        let (distance, carry) = whole.addingReportingOverflow(
            attoseconds.magnitude / 1_000_000_000)
        let length = overflow || carry ? UInt64.max : distance
        if duration < .zero {
            return Deadline(nanoseconds: nanoseconds > length ? nanoseconds - length : 0)
        }
        let (end, past) = nanoseconds.addingReportingOverflow(length)
        return past ? .distantFuture : Deadline(nanoseconds: end)
    }

    /// How long it is from `now` until then; zero where it has passed.
    package func remaining(_ now: Deadline = .now) -> Duration {
        guard self > now else { return .zero }
        let distance = nanoseconds - now.nanoseconds
        return .seconds(Int64(distance / Self.nanosecondsPerSecond))
            + .nanoseconds(Int64(distance % Self.nanosecondsPerSecond))
    }

    /// Whether `left` comes before `right`.
    package static func < (left: Deadline, right: Deadline) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    private static let nanosecondsPerSecond: UInt64 = 1_000_000_000
}
