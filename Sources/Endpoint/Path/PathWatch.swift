internal import Sockets

/// Watches whether the path still takes what is sent on it, and whether it takes more, by the pings
/// that keep to what the peer can take: now and then one is as large as the datagrams with data.
///
/// That is RFC 8899 in small: its probes are heartbeats (RFC 6520) in datagrams that are filled up. One
/// without an answer is sent again in a small datagram: only if that is answered was the size the
/// reason, or chance.
struct PathWatch {
    /// The largest UDP payload that may be tried, in bytes.
    private(set) var most: Int

    /// The UDP payloads that take the place of a larger one, the largest first, in bytes.
    var steps: [Int] { allSteps.filter { $0 < most } }
    private let allSteps: [Int]

    /// The least of them; `nil` where there is none.
    var least: Int? { allSteps.last { $0 < most } }

    /// The largest UDP payload that is known to get through, in bytes; the least that is ever used at
    /// first.
    private(set) var proven: Int

    /// The UDP payload of the ping under way; `nil` where that is a small one.
    private var trial: Int?

    /// Whether the kernel has refused it at that size.
    private var isRefused = false

    /// Whether the ping under way is to prove a size.
    var isTrying: Bool { trial != nil }

    /// Whether a search has found that it takes no more than is sent: larger datagrams had no answer
    /// where smaller ones had.
    private(set) var isFoundSmall = false

    private var nextCheck: Deadline
    private var nextRaise: Deadline
    private var raised = 0
    private var misses = 0

    /// What an answer to a ping says of the path.
    enum Verdict: Equatable {
        case nothing

        /// It takes datagrams of this size.
        case takes(Int)

        /// It may have stopped to take those that are sent.
        case suspect
    }

    /// A path on which a session begins with UDP payloads of `most` bytes, and may fall back to
    /// `steps`.
    init(most: Int, steps: [Int], now: Deadline) {
        self.most = most
        allSteps = steps
        proven = steps.last { $0 < most } ?? most
        nextCheck = now
        nextRaise = now
    }

    /// The UDP payload to use next where `payload` does not get through; `nil` where there is none.
    func step(below payload: Int) -> Int? { allSteps.first { $0 < min(payload, most) } }

    /// Notes that datagrams of `payload` bytes have got through.
    mutating func proved(_ payload: Int) { proven = max(proven, payload) }

    /// The size of the next ping, as the UDP payload that it stands for; `nil` for a small one.
    ///
    /// - Parameter current: the UDP payload in use.
    mutating func nextTrial(_ current: Int, now: Deadline) -> Int? {
        trial = nil
        isRefused = false
        if now >= nextRaise {
            let larger = larger(than: current)
            if raised < larger.count {
                trial = larger[raised]
            } else {
                waitToRaise(now: now)
            }
        }
        if trial == nil, now >= nextCheck, step(below: current) != nil { trial = current }
        return trial
    }

    /// Notes that the ping was not sent, and a small one took its place.
    mutating func dropTrial() { trial = nil }

    /// Notes that a ping was answered, or that one which took its place was.
    ///
    /// - Parameters:
    ///   - isFirst: whether it was the one that ``nextTrial(_:now:)`` was for.
    ///   - isLost: whether that one has no answer for sure.
    ///   - current: the UDP payload in use.
    ///   - roundTrip: how long an answer takes.
    mutating func answered(
        isFirst: Bool, isLost: Bool, _ current: Int, roundTrip: Duration = .zero, now: Deadline
    ) -> Verdict {
        guard let trial else { return .nothing }
        self.trial = nil
        guard !isRefused else { return .nothing }
        if trial <= current {
            guard isLost else {
                if isFirst {
                    nextCheck = now.advanced(by: max(Self.checkTime, roundTrip * Self.checkPause))
                    proved(trial)
                }
                return .nothing
            }
            return .suspect
        }
        if isFirst {
            waitToRaise(now: now)
            proved(trial)
            isFoundSmall = false
            return .takes(trial)
        }
        if isLost { misses += 1 }
        if misses == Self.raiseTries {
            misses = 0
            raised += 1
        }
        return .nothing
    }

    /// Notes that the path takes `payload` bytes, and for now no more.
    mutating func shrank(to payload: Int, now: Deadline) {
        proven = payload
        isFoundSmall = true
        nextCheck = now.advanced(by: Self.checkTime)
        waitToRaise(now: now)
    }

    /// Notes that the path takes no more than `payload` bytes for sure.
    mutating func limit(to payload: Int) {
        most = min(most, payload)
        proven = min(proven, payload)
        // It may leave in fragments, whose answer would prove nothing.
        if let trial, trial > most { isRefused = true }
    }

    /// Notes that datagrams of `payload` bytes are in use from now on, for a reason.
    mutating func uses(_ payload: Int) {
        most = max(most, payload)
        proven = max(proven, payload)
    }

    private func larger(than payload: Int) -> [Int] {
        ([most] + steps).filter { $0 > payload }
    }

    private mutating func waitToRaise(now: Deadline) {
        raised = 0
        misses = 0
        nextRaise = now.advanced(by: Self.raiseTime)
    }

    /// Between two looks at whether the path takes what it took: what is lost until then is as much
    /// as is sent in that time.
    private static let checkTime = Duration.seconds(1)

    /// In round trips: a sender with much under way waits for most of one at each look.
    private static let checkPause = 50

    /// Between two looks at whether it takes more (PMTU_RAISE_TIMER of RFC 8899 section 5.1.1 is ten
    /// minutes). A look costs the time of one lost ping.
    private static let raiseTime = Duration.seconds(60)

    private static let raiseTries = 3
}
