package import DTLS

/// A key by which a peer is known: one line of the store.
package struct KnownHost: Sendable, Hashable, CustomStringConvertible {
    /// Where the peer is.
    package let place: Place

    /// Its public key, by SHA-256.
    package let pin: Pin

    /// The day of the first contact, `2026-11-24`, in UTC.
    package let since: String

    /// A peer that is known from `since` on; the pin is one of a public key, by SHA-256.
    package init(_ place: Place, _ pin: Pin, since: String) {
        self.place = place
        self.pin = pin
        self.since = since
    }

    /// The line, without its end.
    package var description: String { "\(place) \(pin) \(since)" }
}

extension KnownHost {
    /// Reads a line: three fields, and nothing else.
    init(line: String) throws(Damage) {
        let fields = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
        guard fields.count == 3 else { throw Damage("not three fields: HOST:PORT PIN DAY") }
        guard let place = Place(String(fields[0])) else {
            throw Damage("no HOST:PORT at its start")
        }
        // What reads as another pin than it says is none of ours.
        guard fields[1].hasPrefix("pin-sha256:"), let pin = try? Pin(String(fields[1])),
            pin.description == fields[1]
        else { throw Damage("no pin-sha256: of a key in it") }
        guard Self.isDay(fields[2]) else { throw Damage("no day at its end") }
        self.init(place, pin, since: String(fields[2]))
    }

    private static func isDay(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    /// What is wrong with a line.
    struct Damage: Error, Sendable, Hashable {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }
}
