/// Something that is done at intervals from within a loop, such as a sign of life: a loop that hangs
/// gives none.
package final class Heart {
    /// When the next is due; the loop must not wait for longer.
    package private(set) var deadline = Deadline.now

    private let interval: Duration
    private let sign: () -> Void

    /// One that calls `sign` at once, and then after each `interval`.
    package init(every interval: Duration, _ sign: @escaping () -> Void) {
        self.interval = interval
        self.sign = sign
    }

    /// Gives a sign where one is due.
    package func beat(now: Deadline) {
        guard now >= deadline else { return }
        deadline = now.advanced(by: interval)
        sign()
    }
}
