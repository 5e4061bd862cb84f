/// What may be sent to an address that nobody has proved, so that whoever forges it gains little by us.
///
/// Before the client is heard a second time, three times the bytes that came from it at most (RFC 9000
/// section 8.1 has the same bound): a flight that is larger waits for that, whole, since a client on
/// GnuTLS that has a part of it says nothing more until it has the rest. After that a flight for each
/// datagram that comes, and a few more for those that were lost.
struct Allowance {
    private var heard = 0
    private var received = 0
    private var flights = 0
    private var held: [[UInt8]] = []

    /// Counts a datagram that has come.
    mutating func earn(_ bytes: Int) {
        heard += 1
        received += bytes
    }

    /// Takes the flight that a session would send, where there is one; what may be sent now.
    mutating func release(_ flight: [[UInt8]]) -> [[UInt8]] {
        if !flight.isEmpty { held = flight }
        let isLittle = held.map(\.count).reduce(0, +) <= Self.factor * received
        guard !held.isEmpty, heard > 1 ? flights < heard + Self.retries : isLittle && flights == 0
        else { return [] }
        flights += 1
        defer { held = [] }
        return held
    }

    private static let factor = 3
    private static let retries = 3
}
