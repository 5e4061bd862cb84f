/// A sign of life at intervals, from within a loop: one that hangs gives none.
package final class Heart {
    /// When the next is due; the loop must not wait for longer.
    package private(set) var deadline = Deadline.now

    private let interval: Duration
    private let sign: () -> Void

    init(every interval: Duration, _ sign: @escaping () -> Void) {
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
