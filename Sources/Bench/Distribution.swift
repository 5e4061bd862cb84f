package import Histogram

/// Times, each recorded to three digits, in a histogram of constant size (HdrHistogram).
package struct Distribution: Sendable {
    /// In nanoseconds.
    package private(set) var histogram: Histogram<UInt64>

    /// A distribution of nothing yet, which takes times up to a minute.
    package init() {
        histogram = Histogram(
            lowestDiscernibleValue: 1_000, highestTrackableValue: 60_000_000_000,
            numberOfSignificantValueDigits: .three)
    }

    /// Records a time in nanoseconds; a minute is the most.
    package mutating func record(_ nanoseconds: UInt64) {
        histogram.record(min(nanoseconds, 60_000_000_000))
    }

    /// Adds what another has recorded.
    package mutating func add(_ other: Distribution) { histogram.add(other.histogram) }

    package var count: Int { Int(histogram.totalCount) }

    /// The time that `percent` of all stay within, in milliseconds; 100 is the longest.
    package func percentile(_ percent: Double) -> Double {
        guard count > 0 else { return 0 }
        return Double(histogram.valueAtPercentile(percent)) / 1e6
    }
}
