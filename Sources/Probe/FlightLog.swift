internal import DTLS

/// The flights of a handshake, put together from its datagrams.
///
/// What goes the same way belongs together, until the other side has its turn or what has gone
/// before goes again. Nothing of it is authenticated, and a peer can make it neither large nor fail:
/// there are 64 flights at most, and what comes behind them is passed over.
package struct FlightLog: Sendable {
    /// The flights so far, in the order of time.
    package private(set) var flights: [Flight] = []

    private var sent: Set<Part> = []
    private var received: Set<Part> = []

    /// What is in the last flight, and when the last of it came or went.
    private var current: Set<Part> = []
    private var latest = Duration.zero

    /// What a retransmission has the same of: a message's number in the handshake stays, and so does
    /// where a part begins, unless the MTU has changed (RFC 6347 section 4.2.2).
    private enum Part: Hashable {
        case fragment(type: UInt8, sequence: UInt16, offset: Int)
        case changeCipherSpec
        case protected
    }

    /// A log of nothing yet.
    package init() {}

    /// Takes a datagram that has come or gone `time` after the handshake began. What belongs to no
    /// handshake, data and heartbeats and the alerts of a session that stands, is passed over.
    package mutating func note(_ datagram: Span<UInt8>, isIncoming: Bool, at time: Duration) {
        let contents = DatagramContents(datagram)
        let (names, parts) = Self.read(contents)
        guard !names.isEmpty else { return }
        let known = isIncoming ? received : sent
        let isRepeated = !parts.isEmpty && parts.allSatisfy(known.contains)
        if known.count < Self.mostParts {
            if isIncoming { received.formUnion(parts) } else { sent.formUnion(parts) }
        }
        if let last = flights.last, last.isIncoming == isIncoming,
            !isRepeated || time < latest + Self.shortestTimer
                || last.isRepeated && current.isDisjoint(with: parts)
        {
            flights[flights.count - 1].add(datagram.count, names)
            if current.count < Self.mostParts { current.formUnion(parts) }
            latest = time
            return
        }
        guard flights.count < Self.mostFlights else { return }
        current = Set(parts)
        latest = time
        var flight = Flight(isIncoming: isIncoming, isRepeated: isRepeated, time: time)
        flight.add(datagram.count, names)
        flights.append(flight)
    }

    private static func read(_ contents: DatagramContents) -> (names: [String], parts: [Part]) {
        guard contents.isDTLS else { return (["no record of DTLS"], []) }
        var names: [String] = []
        var parts: [Part] = []
        for record in contents.records {
            switch record.type {
            case 20:
                names.append("ChangeCipherSpec")
                parts.append(.changeCipherSpec)
            case 21 where record.epoch == 0:
                names.append(record.alert.map { "alert \($0.name)" } ?? "alert")
            case 22 where record.epoch > 0:
                // The one message that is protected in a handshake (RFC 5246 section 7.4.9).
                names.append("\(HandshakeMessage.finished)")
                parts.append(.protected)
            case 22:
                for fragment in record.fragments {
                    names.append("\(fragment.message)")
                    parts.append(
                        .fragment(
                            type: fragment.message.type, sequence: fragment.sequence,
                            offset: fragment.offset))
                }
            default: break
            }
        }
        return (names, parts)
    }

    /// What comes again within this time is a copy that the network has made: no side's timer is as
    /// short.
    private static let shortestTimer = Duration.milliseconds(50)

    private static let mostFlights = 64
    private static let mostParts = 1_024
}
