/// What may be sent to an address that nobody has proved, so that whoever forges it gains little by us:
/// three times the bytes that came from it, at any time (RFC 9000 section 8.1 has the same bound).
///
/// Whatever comes before the client's Finished may be forged as well, so that nothing but its bytes
/// counts. A flight that is larger waits, whole, since a client on GnuTLS that has a part of it says
/// nothing more until it has the rest; the client sends its hello again meanwhile, and earns it.
struct Allowance {
    private var received = 0
    private var sent = 0
    private var held: [[UInt8]] = []

    /// Counts a datagram that has come.
    mutating func earn(_ bytes: Int) { received += bytes }

    /// Takes the flight that a session would send, where there is one; what may be sent now.
    mutating func release(_ flight: [[UInt8]]) -> [[UInt8]] {
        if !flight.isEmpty { held = flight }
        let size = held.map(\.count).reduce(0, +)
        guard sent + size <= Self.factor * received else { return [] }
        sent += size
        defer { held = [] }
        return held
    }

    private static let factor = 3
}
