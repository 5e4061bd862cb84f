import DTLS
import Endpoint
import Probe

extension Flight {
    /// In a line: which way, what, how many datagrams and bytes, and when.
    var line: String {
        let way = isIncoming ? "<" : ">"
        var parts = [
            "\(datagrams) datagram\(datagrams == 1 ? "" : "s")",
            "\(bytes) bytes",
        ]
        if datagrams > 1 { parts.append("largest \(largest)") }
        parts.append("at \(milliseconds(time)) ms")
        if isRepeated { parts.append("sent again") }
        return "\(way) \(messages.joined(separator: ", ")): \(parts.joined(separator: ", "))"
    }
}

/// A handshake among many, in one line.
struct ProbeLine {
    /// Time, round trips, and what had to be sent again.
    let text: String

    init(_ association: Association) {
        var parts = [
            "handshake \(milliseconds(association.handshakeTime)) ms",
            "\(association.session.roundTrips) round trips", association.name,
        ]
        let count = association.retransmissions
        if count > 0 { parts.append("\(count) flight\(count == 1 ? "" : "s") sent again") }
        text = parts.joined(separator: ", ")
    }
}

/// What many probes have come to, as ping has it.
struct ProbeSumReport {
    /// How many there were and how many failed, and how long the others took.
    let lines: [StyledLine]

    init(_ summary: ProbeSummary, _ target: Target) {
        var lines: [StyledLine] = [
            "\(target.host):\(target.port): \(summary.count) handshake\(summary.count == 1 ? "" : "s"), "
                + StyledLine(
                    "\(summary.failed) failed "
                        + "(\(summary.failed * 100 / max(summary.count, 1))%)",
                    summary.failed == 0 ? .good : .bad)
        ]
        if !summary.isEmpty {
            let times = [summary.shortest, summary.average, summary.longest]
            let shares = [50, 90, 99].map(summary.percentile)
            lines.append(
                "min/avg/max \(Self.text(times)) ms, p50/p90/p99 \(Self.text(shares)) ms")
        }
        self.lines = lines
    }

    private static func text(_ times: [Double]) -> String {
        times.map { "\(($0 * 100).rounded() / 100)" }.joined(separator: "/")
    }
}

extension PathLimit {
    /// In a line: the MTU, what that is in datagrams and in data, and how it is known.
    var sentence: String {
        let range =
            isExact ? "" : most.map { " to \($0 + headers)" } ?? " or more"
        let way =
            switch method {
            case .heartbeat: "by heartbeats"
            case .echo where !triesBothWays: "by echoes in pieces, so of the way there alone"
            case .echo: "by echoes"
            }
        return "path MTU \(mtu)\(range): datagrams of \(datagram) bytes, \(data) of data, \(way)"
    }
}
