internal import Sockets

/// How many new handshakes a source may begin in a time: as many at once, and then as they come due.
package struct HandshakeRate: Sendable, Hashable {
    /// How many; 1 or more.
    package let count: Int

    /// In which time.
    package let period: Duration

    /// So many in a time.
    package init(count: Int, period: Duration) {
        self.count = count
        self.period = period
    }
}

/// What sources have left of their rate.
///
/// Nothing is remembered of one that has all of it, and of no more sources than there is room for:
/// then the oldest are forgotten, which have been quiet for longest.
struct SourceRates {
    private let rate: HandshakeRate
    private let most: Int

    /// When each source has all of its rate again: those that came since the last turn, and those that
    /// came in the turn before.
    private var recent: [AddressBlock: Deadline] = [:]
    private var older: [AddressBlock: Deadline] = [:]
    private var turned = Deadline(nanoseconds: 0)

    init(_ rate: HandshakeRate, most: Int = 32_768) {
        self.rate = rate
        self.most = most
    }

    /// How many sources are remembered.
    var count: Int { recent.count + older.count }

    /// Whether `source` may begin another now.
    func allows(_ source: AddressBlock, now: Deadline) -> Bool {
        full(source, now: now).advanced(by: interval).remaining(now) <= rate.period
    }

    /// Counts one that `source` begins.
    mutating func take(_ source: AddressBlock, now: Deadline) {
        let full = full(source, now: now).advanced(by: interval)
        // By then those that came in the turn before have all of their rate again.
        if now >= turned.advanced(by: rate.period) || recent.count >= most {
            older = recent
            recent = [:]
            turned = now
        }
        recent[source] = full
    }

    private func full(_ source: AddressBlock, now: Deadline) -> Deadline {
        max(recent[source] ?? older[source] ?? now, now)
    }

    private var interval: Duration { rate.period / rate.count }
}
