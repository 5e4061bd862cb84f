internal import DTLS
internal import Sockets

/// The file that peers are remembered in, which many processes may use at once.
package struct KnownHostsFile: Sendable {
    private let file: StateFile

    /// Its path.
    package var path: String { file.path }

    /// The file at `path`, which need not be there yet.
    package init(_ path: String) { file = StateFile(path) }

    /// What it holds; nothing where there is no file.
    package func load() throws(TrustError) -> KnownHosts {
        do throws(StateFileError) {
            return KnownHosts(try file.read() ?? [])
        } catch {
            throw .file(error)
        }
    }

    /// The keys that the peer at `place` is known by; none where it is not known.
    package func hosts(at place: Place) throws(TrustError) -> [(line: Int, host: KnownHost)] {
        try hosts(at: place, in: try load())
    }

    /// Remembers a peer that is not known; it may have become so in the meantime, by the same key
    /// alone.
    package func remember(_ host: KnownHost) throws(TrustError) {
        try change { known throws(TrustError) in
            let others = try hosts(at: host.place, in: known)
            if others.contains(where: { $0.host.pin == host.pin }) { return false }
            if let other = others.first {
                throw .otherKey(host.place, path, line: other.line, found: other.host.pin)
            }
            known.add(host)
            return true
        }
    }

    /// Changes it, while no other process does. Where `body` returns false it is left as it is.
    package func change(
        _ body: (inout KnownHosts) throws(TrustError) -> Bool
    ) throws(TrustError) {
        try file.update(
            { bytes throws(TrustError) in
                var known = KnownHosts(bytes)
                return try body(&known) ? known.bytes : nil
            }, orThrow: { .file($0) })
    }

    private func hosts(
        at place: Place, in known: KnownHosts
    ) throws(TrustError) -> [(line: Int, host: KnownHost)] {
        if let line = known.damagedLine(about: place) {
            throw .damaged(place, path, line: line.number, reason: line.reason)
        }
        return known.hosts(at: place)
    }
}
