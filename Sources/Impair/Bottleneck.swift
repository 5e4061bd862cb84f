internal import Sockets

/// A link that takes so many bits a second, and the queue in front of it.
struct Bottleneck {
    private let rate: UInt64
    private let capacity: Int
    private var freeAt = Deadline(nanoseconds: 0)

    init(rate: UInt64, capacity: Int) {
        self.rate = max(rate, 1)
        self.capacity = capacity
    }

    /// When a datagram of so many bytes of IP has left that comes now; `nil` where it has no room.
    mutating func leave(_ bytes: Int, now: Deadline) -> Deadline? {
        let start = max(freeAt, now)
        // What waits is what the link needs until it is free.
        let waiting = Self.nanoseconds(start.remaining(now)) * Double(rate) / 8e9
        guard waiting + Double(bytes) <= Double(max(capacity, bytes)) else { return nil }
        let time = Double(bytes) * 8e9 / Double(rate)
        freeAt = start.advanced(by: .nanoseconds(Int64(min(time, 9e18))))
        return freeAt
    }

    private static func nanoseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
    }
}
