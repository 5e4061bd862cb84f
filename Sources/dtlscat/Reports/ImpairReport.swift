import Impair
import Sockets

/// What `impair` reports at its end; with `--json` schema `dtlscat/1`.
struct ImpairReport: Encodable {
    let schema = "dtlscat/1"
    let command = "impair"
    let ok = true
    let exit: Int32
    let listening: String?
    let seed: UInt64
    let clients: UInt64
    let c2s, s2c: Way

    /// What has gone one way.
    struct Way: Encodable {
        let received, receivedBytes, forwarded, forwardedBytes: UInt64
        let dropped: [String: UInt64]
        let duplicated, reordered, corrupted, truncated, replayed, split, refused: UInt64

        enum CodingKeys: String, CodingKey {
            case received, forwarded, dropped, duplicated, reordered, corrupted, truncated
            case replayed, split, refused
            case receivedBytes = "received_bytes"
            case forwardedBytes = "forwarded_bytes"
        }

        init(_ statistics: ImpairStatistics) {
            received = statistics.received
            receivedBytes = statistics.receivedBytes
            forwarded = statistics.forwarded
            forwardedBytes = statistics.forwardedBytes
            // Each reason is there, so that scripts need not ask.
            dropped = Dictionary(
                uniqueKeysWithValues: Fate.Drop.allCases.map {
                    ($0.rawValue, statistics.dropped[$0] ?? 0)
                })
            duplicated = statistics.duplicated
            reordered = statistics.heldBack
            corrupted = statistics.corrupted
            truncated = statistics.truncated
            replayed = statistics.replayed
            split = statistics.split
            refused = statistics.refused
        }

        /// In words, without what did not happen.
        fileprivate var text: String {
            var parts = [
                "received \(received), \(receivedBytes) bytes",
                "forwarded \(forwarded), \(forwardedBytes) bytes",
            ]
            let lost = Fate.Drop.allCases.compactMap { reason -> String? in
                guard let count = dropped[reason.rawValue], count > 0 else { return nil }
                return "\(reason.rawValue) \(count)"
            }
            if !lost.isEmpty { parts.append("dropped: " + lost.joined(separator: ", ")) }
            for (name, count) in [
                ("duplicated", duplicated), ("reordered", reordered), ("corrupted", corrupted),
                ("truncated", truncated), ("replayed", replayed), ("split", split),
                ("refused", refused),
            ] where count > 0 {
                parts.append("\(name) \(count)")
            }
            return parts.joined(separator: "; ")
        }
    }

    init(_ relay: ImpairRelay, _ signal: Signal?, seed: UInt64, _ place: SocketAddress?) {
        exit = (signal.map { ExitStatus($0) } ?? .ok).rawValue
        listening = place.map { "\($0)" }
        self.seed = seed
        clients = relay.clientCount
        c2s = Way(relay.statistics[.toServer] ?? ImpairStatistics())
        s2c = Way(relay.statistics[.toClient] ?? ImpairStatistics())
    }

    /// For people.
    var text: String {
        """
        \(clients == 1 ? "1 client" : "\(clients) clients"), seed \(seed)
        client to server: \(c2s.text)
        server to client: \(s2c.text)

        """
    }
}

extension ExitStatus {
    /// What the process ends with after `signal`.
    init(_ signal: Signal) { self = signal == .terminate ? .terminated : .interrupted }
}
