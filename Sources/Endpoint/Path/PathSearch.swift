internal import Sockets

/// Finds out what a path takes that seems to have become smaller; nothing is sent meanwhile.
///
/// Each size is tried with a ping in a datagram that is as large, and one without an answer is sent
/// again in a small one: until that is answered, the peer may just be busy, and nothing is learned.
struct PathSearch {
    /// What is to be done next.
    enum Step: Equatable {
        /// Send a ping for this UDP payload.
        case ping(Int)

        /// Send the same ping in a small datagram.
        case repeatPing

        /// Send a small ping of its own.
        case smallPing

        /// Use this UDP payload.
        case use(Int)
    }

    private var candidates: ArraySlice<Int>
    private var misses = 0
    private var isSmall = false
    private var wasLate = false
    private var wait: Duration
    private let usualWait: Duration

    /// When the ping under way counts as lost.
    private(set) var due: Deadline

    /// A search among UDP payloads, the one in use first and the least last, which is taken without a
    /// proof.
    ///
    /// - Parameter wait: how long an answer may take.
    init(_ candidates: [Int], wait: Duration, now: Deadline) {
        self.candidates = candidates[...]
        self.wait = wait
        usualWait = wait
        due = now.advanced(by: wait)
    }

    /// How it begins.
    var first: Step { candidates.first.map { .ping($0) } ?? .smallPing }

    /// Notes that the ping under way was answered.
    mutating func answered(now: Deadline) -> Step {
        guard let candidate = candidates.first else { return .smallPing }
        guard isSmall else { return .use(candidate) }
        isSmall = false
        if !wasLate { misses += 1 }
        if misses == Self.tries {
            misses = 0
            candidates.removeFirst()
        }
        begin(usualWait, now: now)
        guard candidates.count > 1, let next = candidates.first else {
            return .use(candidates.first ?? candidate)
        }
        return .ping(next)
    }

    /// Notes an answer to the ping before.
    mutating func answeredLate() { wasLate = true }

    /// Notes that the ping under way has no answer in time.
    mutating func expired(now: Deadline) -> Step {
        begin(isSmall ? min(wait * 2, Self.longestWait) : usualWait, now: now)
        defer { isSmall = true }
        return isSmall ? .smallPing : .repeatPing
    }

    private mutating func begin(_ wait: Duration, now: Deadline) {
        self.wait = wait
        wasLate = false
        due = now.advanced(by: wait)
    }

    /// At a loss of one in ten each way, four pings in a row are lost once in a thousand times.
    private static let tries = 4

    private static let longestWait = Duration.seconds(5)
}
