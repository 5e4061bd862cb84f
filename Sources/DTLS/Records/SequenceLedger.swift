/// Counts what has come of the peer's protected records by their sequence numbers.
///
/// DTLS numbers each record of an epoch (RFC 6347 section 4.1), so what is missing can be counted
/// without a protocol of our own. The numbers noted here are authenticated: a record is noted
/// after it was opened. A Finished that the peer sent again has a number of its own, and where it
/// is lost or cannot be opened any more, nothing authentic tells it from data: it counts as lost.
public struct SequenceLedger: Sendable, Hashable {
    private var base: UInt64 = 0
    private var highest: UInt64 = 0
    private var hasAny = false
    private var received: UInt64 = 0

    /// Bit n is set where the record `highest - n` was received: GnuTLS's own window of 64.
    private var window: UInt64 = 0

    /// Records that came after one with a higher number.
    public private(set) var reordered: UInt64 = 0

    /// A ledger that has seen nothing.
    public init() {}

    /// Records that have not come, between the first number that counts and the highest received.
    public var lost: UInt64 {
        guard hasAny, highest >= base else { return 0 }
        let expected = highest - base + 1
        return expected > received ? expected - received : 0
    }

    /// Whether a record below `number` is missing that would still be accepted, were it only late.
    public func awaitsRecords(before number: UInt64) -> Bool {
        guard hasAny else { return number > base }
        if number > highest + 1 { return true }
        let oldest = max(base, highest >= 63 ? highest - 63 : 0)
        guard number > oldest else { return false }
        // Bit n stands for the record highest - n.
        let low = highest + 1 - number
        let high = highest - oldest
        let upTo: UInt64 = high == 63 ? .max : (1 << (high + 1)) - 1
        let mask = upTo & ~((1 << low) - 1)
        return window & mask != mask
    }

    /// Starts to count at `number`, the first that can have been sent once the session stood.
    ///
    /// The side whose Finished comes first, which is the client's in a full handshake and the server's
    /// in one that resumes, sends nothing else before the session stands, so that all numbers up to
    /// that one are copies of it; the other may have sent data before its peer knew.
    mutating func start(at number: UInt64) {
        base = number
        hasAny = false
        received = 0
        window = 0
    }

    /// Leaves the first number out of the count where it has not come: it was the peer's Finished,
    /// of which a copy with a later number has.
    mutating func excuseFirst() {
        if !hasReceived(0) { base = 1 }
    }

    /// Whether the record was received already, as far back as the window goes.
    func hasReceived(_ number: UInt64) -> Bool {
        guard hasAny, number <= highest, highest - number < 64 else { return false }
        return window & (1 << (highest - number)) != 0
    }

    /// Notes a record that has been authenticated.
    mutating func note(_ number: UInt64) {
        guard !hasReceived(number) else { return }
        if !hasAny {
            hasAny = true
            highest = number
            window = 1
        } else if number > highest {
            let step = number - highest
            window = step < 64 ? window << step | 1 : 1
            highest = number
        } else {
            if highest - number < 64 { window |= 1 << (highest - number) }
            reordered += 1
        }
        if number >= base { received += 1 }
    }
}
