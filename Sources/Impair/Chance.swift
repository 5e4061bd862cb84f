/// A stream of chance that is the same wherever and whenever it runs.
///
/// The generator is SplitMix64 (Steele, Lea and Flood, 2014). Each effect of each direction of each
/// client has a stream of its own, so that turning one effect on changes no other's fate.
struct Chance {
    private var state: UInt64

    /// The stream of `effect` in one direction of the client with a number.
    init(seed: UInt64, client: UInt64, direction: Direction, effect: Effect) {
        state = seed
        for part in [client, UInt64(direction.rawValue), UInt64(effect.rawValue)] {
            state = next() ^ part &* 0x9E37_79B9_7F4A_7C15
        }
    }

    /// What a stream is for.
    enum Effect: Int {
        case loss, burst, duplicate, reorder, jitter, corrupt, truncate, replay
    }

    /// 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from 0 up to 1, without 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether something comes true that does so with `probability`.
    mutating func happens(_ probability: Double) -> Bool { fraction() < probability }

    /// A number from 0 up to `limit`, without it; 0 where the limit is.
    mutating func number(below limit: Int) -> Int {
        limit > 0 ? Int(fraction() * Double(limit)) : 0
    }
}
