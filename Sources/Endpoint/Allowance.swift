/// What may be sent to an address that nobody has proved: three times the bytes that came from there,
/// so that whoever forges it gains little by us (RFC 9000 section 8.1 has the same bound).
///
/// The rest of a flight is held back until its client says more, if only its hello again.
struct Allowance {
    private var left = 0
    private var held: [[UInt8]] = []

    /// Counts what has come.
    mutating func earn(_ received: Int) { left += Self.factor * received }

    /// Takes the datagrams that a session would send; which of them may be sent now.
    mutating func release(_ datagrams: [[UInt8]]) -> [[UInt8]] {
        // A flight that is sent again while part of it is held back has nothing new.
        if held.isEmpty { held = datagrams }
        var count = 0
        while count < held.count, held[count].count <= left {
            left -= held[count].count
            count += 1
        }
        defer { held.removeFirst(count) }
        return Array(held[..<count])
    }

    /// How large datagrams may be, so that a hello of so many bytes pays for one.
    static func largestDatagram(for hello: Int) -> Int { max(factor * hello, smallest) }

    private static let factor = 3

    /// Below it GnuTLS runs out of records in a flight.
    private static let smallest = 256
}
