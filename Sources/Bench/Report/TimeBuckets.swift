internal import Histogram

/// A distribution cut into at most 16 pieces, the borders of which are round numbers and grow by
/// about the same factor each.
struct TimeBuckets {
    /// Times from `start` until before `end`, in nanoseconds.
    struct Bucket {
        var start: UInt64
        var end: UInt64
        var count: UInt64 = 0
    }

    private(set) var buckets: [Bucket] = []

    /// Round numbers in one decade, in tenths, the finest first.
    private static let steps: [[UInt64]] = [
        [
            10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75,
            82, 91,
        ],
        [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82],
        [10, 15, 20, 30, 50, 70],
        [10, 20, 50],
        [10, 30],
        [10],
    ]

    private static let most = 16

    init(_ times: Distribution) {
        let recorded = times.histogram.recordedValues().map { ($0.value, $0.count) }
        guard let first = recorded.first?.0, let last = recorded.last?.0 else { return }
        for step in Self.steps {
            buckets = Self.cover(first, last, step)
            if buckets.count <= Self.most { break }
        }
        var index = 0
        for (value, count) in recorded {
            while index < buckets.count - 1, value >= buckets[index].end { index += 1 }
            buckets[index].count = Number.sum(buckets[index].count, count)
        }
    }

    /// Empty buckets from the one with `first` to the one with `last`.
    private static func cover(_ first: UInt64, _ last: UInt64, _ step: [UInt64]) -> [Bucket] {
        // From 100 ns to 1000 s; a distribution ends at a minute.
        var borders: [UInt64] = [0]
        var decade: UInt64 = 10
        for _ in 0..<10 {
            borders += step.map { $0 * decade }
            decade *= 10
        }
        return zip(borders, borders.dropFirst()).map { Bucket(start: $0, end: $1) }
            .filter { $0.end > first && $0.start <= last }
    }
}
