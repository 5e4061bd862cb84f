/// How long to wait before another attempt: longer each time, and by chance not the same for all.
///
/// The first wait, 0.2 to 0.4 s, is long enough for a server that is started again, and too short
/// to be noticed. Each that follows is twice as long, up to 15 to 30 s: a server that is gone for
/// hours is not bothered, and one that comes back is found within half a minute. Half of each is
/// left to chance, so that many who have lost the same server do not come back at the same moment.
package struct BackOff {
    private let random: () -> Double
    private var longest = BackOff.first

    /// A back-off that has not begun.
    ///
    /// - Parameter random: gives a number from 0 to 1 each time.
    package init(random: @escaping () -> Double = { .random(in: 0...1) }) {
        self.random = random
    }

    /// The next wait.
    package mutating func next() -> Duration {
        defer { longest = min(longest * 2, Self.most) }
        return longest / 2 + longest / 2 * min(max(random(), 0), 1)
    }

    /// Begins from the first wait again.
    package mutating func reset() { longest = Self.first }

    private static let first = Duration.milliseconds(400)
    private static let most = Duration.seconds(30)
}
