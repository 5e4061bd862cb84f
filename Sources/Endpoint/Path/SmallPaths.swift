internal import DequeModule
internal import Sockets

/// What a server has learned of the paths to its clients that take less than it begins with.
///
/// A client that gives a handshake up begins another, and may do so from another port: what the first
/// has cost is not to be spent again. The numbers are a hint and no more, so that it matters little if
/// one is forgotten, or if a source holds more than one path.
struct SmallPaths {
    private var known: [AddressBlock: Entry] = [:]

    /// In the order in which they were noted; those noted again since are in it twice.
    private var order: Deque<(source: AddressBlock, until: Deadline)> = []

    private struct Entry {
        var linkMTU: Int
        var until: Deadline
    }

    /// How many are known.
    var count: Int { known.count }

    /// The link MTU of the path to `source`, in bytes; `nil` where nothing is known, or no longer.
    func linkMTU(to source: AddressBlock, now: Deadline) -> Int? {
        known[source].flatMap { now < $0.until ? $0.linkMTU : nil }
    }

    /// Notes that the path to `source` takes `linkMTU` bytes, as a session has shown, or may take, which
    /// is for the next attempt alone.
    mutating func note(
        _ linkMTU: Int, to source: AddressBlock, isSure: Bool, now: Deadline
    ) {
        let until = now.advanced(by: isSure ? Self.lifetime : Self.attempt)
        if let entry = known[source], now < entry.until,
            entry.linkMTU < linkMTU || entry.until > until
        {
            return
        }
        known[source] = Entry(linkMTU: linkMTU, until: until)
        order.append((source, until))
        while let first = order.first, now >= first.until || order.count > Self.most {
            order.removeFirst()
            if known[first.source]?.until == first.until { known[first.source] = nil }
        }
    }

    /// Forgets a path, which takes more by now.
    mutating func forget(_ source: AddressBlock) { known[source] = nil }

    /// As long as Linux keeps what an ICMP message has told (`mtu_expires`).
    private static let lifetime = Duration.seconds(600)

    /// A client that has gone in the middle looks like a small path, and one that begins anew does so
    /// within some seconds.
    private static let attempt = Duration.seconds(20)

    private static let most = 1_024
}
