/// Looks for the largest size that a path takes, where each try may be lost by chance as well.
///
/// Whoever runs it tries ``next``, and says what has become of it: the first size is the smallest,
/// which tells whether there is an answer at all, then the largest, and from there on the middle of
/// what is left: first of those that are likely, and of what is beside them. A size is taken for too
/// large when several tries of it were lost; so that loss does not look like a limit, the smallest of
/// those is tried again at the end, more often, and where it does come back the search goes on above
/// it. Nor is a peer that has gone a limit: the largest size that has come back has to do so again.
package struct PathSearch: Sendable {
    /// The size to try next; `nil` once the limit is known.
    package private(set) var next: Int?

    /// How many tries of ``next`` were lost so far.
    package private(set) var losses = 0

    /// The largest size that has come back; `nil` before there is one.
    package private(set) var largest: Int?

    /// The smallest size that is too large; `nil` where none of the sizes is.
    package var smallestLost: Int? { lost.last }

    private let sizes: ClosedRange<Int>
    private let likely: [Int]
    /// The limit that was told of last.
    private var told: Int?
    /// Those that are thought too large, the smallest of them last.
    private var lost: [Int] = []
    private var mostLosses: Int
    private let furtherLosses: Int
    private let openingLosses: Int
    private var phase = Phase.opening

    private enum Phase {
        /// Whether there is an answer at all.
        case opening
        case searching
        /// Whether the smallest that is thought too large is so.
        case confirming
        /// Whether there is still an answer.
        case closing
        case over
    }

    /// A search among `sizes`.
    ///
    /// - Parameters:
    ///   - likely: those that are limits more often than others, where there are such.
    ///   - tries: after so many losses a size is taken for too large; 3 by default.
    ///   - confirmations: after so many more the smallest of these is; 5 by default.
    ///   - opening: after so many of the smallest size nobody answers at all; 10 by default.
    package init(
        sizes: ClosedRange<Int>, likely: [Int] = [], tries: Int = 3, confirmations: Int = 5,
        opening: Int = 10
    ) {
        self.sizes = sizes
        self.likely = likely.sorted()
        mostLosses = max(tries, 1)
        furtherLosses = max(confirmations, 1)
        openingLosses = max(opening, 1)
        next = sizes.lowerBound
    }

    /// Whether there was an answer, and is none any more, so that nothing is known of the limit.
    package private(set) var hasLostPeer = false

    /// The try has come back.
    package mutating func passed() {
        guard let size = next else { return }
        guard phase != .closing else { return finish() }
        // It was taken for too large: so much is lost here that it takes more tries to tell.
        if phase == .confirming {
            lost.removeLast()
            mostLosses = min(mostLosses + 2, Self.mostTries)
        }
        largest = size
        proceed()
    }

    /// The try was lost, or its answer.
    package mutating func failed() {
        guard let size = next else { return }
        losses += 1
        guard losses >= most else { return }
        conclude(size)
    }

    /// The size is refused by whoever knows better than to try it again: it does not fit the link,
    /// which takes `limit` where that is known.
    package mutating func refused(limit: Int?) {
        guard let size = next else { return }
        if let limit { told = limit }
        conclude(size)
    }

    /// There is no more time: only whether there is still an answer is left to try.
    package mutating func stop() {
        guard phase == .searching || phase == .confirming else { return }
        close()
    }

    // MARK: -

    /// After how many losses a verdict is due.
    private var most: Int {
        switch phase {
        case .opening, .closing: openingLosses
        case .confirming: furtherLosses
        case .searching, .over: mostLosses
        }
    }

    /// Takes `size` for too large.
    private mutating func conclude(_ size: Int) {
        switch phase {
        case .opening:
            lost.append(size)
            finish()
        case .searching:
            lost.append(size)
            proceed()
        case .confirming: close()
        case .closing, .over:
            hasLostPeer = true
            finish()
        }
    }

    private mutating func proceed() {
        losses = 0
        phase = .searching
        guard let low = largest, low < sizes.upperBound else { return finish() }
        guard let high = lost.last else {
            next = sizes.upperBound
            return
        }
        let likely = likely.filter { low < $0 && $0 < high }
        if let told, low < told, told < high {
            next = told
        } else if low == told, low + 1 < high {
            next = low + 1
        } else if !likely.isEmpty {
            next = likely[likely.count / 2]
        } else if low + 1 < high, self.likely.contains(low) {
            next = low + 1
        } else if low + 1 < high {
            next = low + (high - low) / 2
        } else {
            next = high
            phase = .confirming
        }
    }

    private mutating func close() {
        losses = 0
        phase = .closing
        next = largest
    }

    private mutating func finish() {
        phase = .over
        next = nil
    }

    /// However much is lost.
    private static let mostTries = 9
}
