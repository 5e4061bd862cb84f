internal import DTLS

/// The flights of a handshake, put together from its datagrams.
///
/// What goes the same way belongs together, until the other side has its turn or what has gone
/// before goes again. Nothing of it is authenticated, and a peer can make it neither large nor fail:
/// there are 64 flights at most, and what comes behind them is passed over.
package struct FlightLog: Sendable {
    /// The flights so far, in the order of time.
    package private(set) var flights: [Flight] = []

    private var sent: [Part: Place] = [:]
    private var received: [Part: Place] = [:]

    /// Where a part was seen last.
    private struct Place {
        let flight: Int
        let time: Duration
    }

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
        let places = parts.compactMap { isIncoming ? received[$0] : sent[$0] }
        let isRepeated = !parts.isEmpty && places.count == parts.count
        if isRepeated, let place = places.last, time < place.time + Self.shortestTimer {
            flights[place.flight].add(datagram.count, names)
            return
        }
        let isOfLast =
            flights.last.map { last in
                last.isIncoming == isIncoming
                    && (!isRepeated
                        || last.isRepeated
                            && places.allSatisfy { $0.flight != flights.count - 1 })
            } ?? false
        if !isOfLast {
            guard flights.count < Self.mostFlights else { return }
            flights.append(
                Flight(isIncoming: isIncoming, isRepeated: isRepeated, time: time))
        }
        flights[flights.count - 1].add(datagram.count, names)
        keep(parts, isIncoming, Place(flight: flights.count - 1, time: time))
    }

    private mutating func keep(_ parts: [Part], _ isIncoming: Bool, _ place: Place) {
        for part in parts {
            if isIncoming, received.count < Self.mostParts || received[part] != nil {
                received[part] = place
            } else if !isIncoming, sent.count < Self.mostParts || sent[part] != nil {
                sent[part] = place
            }
        }
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
