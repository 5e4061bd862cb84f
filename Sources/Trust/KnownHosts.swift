/// What is remembered of peers between runs: a text file, a line for each key of each peer.
///
///     HOST:PORT pin-sha256:BASE64= 2026-11-24
///
/// Several lines for one place mean that any of these keys is good. Blank lines, and those that start
/// with `#`, are kept where they are, and so are those that cannot be read: what changes in the file is
/// what was meant to change, and a `diff` shows no more.
///
/// GnuTLS has a store of its own (`gnutls_store_pubkey`, `gnutls_verify_stored_pubkey`), and it cannot
/// do this. As of 3.7.9 it answers "no such host" where the file cannot be opened, and to a line that
/// does not parse, so that a damaged store makes every peer a new one. It adds by appending, under a
/// mutex that other processes do not see, without a look at what has been added since it was asked,
/// and without a look at whether the writing went well: a full disk leaves half a line and success, and
/// the next line is glued to it. It follows links, makes the file for others to read where the umask
/// lets it, and can neither list, nor forget, nor replace, nor say which line it was.
package struct KnownHosts: Sendable {
    /// One line, whatever is in it.
    private struct Line: Sendable {
        /// As it stands in the file, without its end.
        var bytes: [UInt8]

        var content: Content
    }

    private enum Content: Sendable {
        case nothing
        case host(KnownHost)
        case damage(KnownHost.Damage)
    }

    /// A line that cannot be read.
    package struct DamagedLine: Sendable, Hashable {
        /// Its number in the file, from 1.
        package let number: Int

        /// What is wrong with it.
        package let reason: String
    }

    private var lines: [Line]

    /// Reads the text of a store.
    package init(_ bytes: [UInt8]) {
        var parts = bytes.split(separator: 10, omittingEmptySubsequences: false)
        // The last line has an end as well, and behind it is none.
        if parts.last?.isEmpty == true { parts.removeLast() }
        lines = parts.map { Line(bytes: Array($0), content: Self.content(Array($0))) }
    }

    /// Its text.
    package var bytes: [UInt8] { lines.flatMap { $0.bytes + [10] } }

    /// The peers, and the numbers of their lines.
    package var hosts: [(line: Int, host: KnownHost)] {
        lines.enumerated().compactMap { index, line in
            if case .host(let host) = line.content { (index + 1, host) } else { nil }
        }
    }

    /// The lines that cannot be read.
    package var damagedLines: [DamagedLine] {
        lines.enumerated().compactMap { index, line in
            guard case .damage(let damage) = line.content else { return nil }
            return DamagedLine(number: index + 1, reason: damage.reason)
        }
    }

    /// The keys of a peer, and the numbers of their lines.
    package func hosts(at place: Place) -> [(line: Int, host: KnownHost)] {
        hosts.filter { $0.host.place == place }
    }

    /// The first line that cannot be read and looks as if it were about `place`: as long as it is there,
    /// nobody knows what is remembered of it.
    package func damagedLine(about place: Place) -> DamagedLine? {
        damagedLines.first { Self.isDamaged(lines[$0.number - 1], about: place) }
    }

    /// Adds a line at the end.
    package mutating func add(_ host: KnownHost) {
        lines.append(Line(bytes: Array(host.description.utf8), content: .host(host)))
    }

    /// Takes out every line about a place, the damaged ones too; how many there were.
    package mutating func forget(_ place: Place) -> Int {
        remove { line in
            if case .host(let host) = line.content {
                host.place == place
            } else {
                Self.isDamaged(line, about: place)
            }
        }
    }

    /// Takes out every line about a host, whatever its port; how many there were.
    ///
    /// - Parameter host: as ``Place/host`` has it.
    package mutating func forget(host: String) -> Int {
        remove { line in
            switch line.content {
            case .nothing: false
            case .host(let known): known.place.host == host
            case .damage: Place(Self.firstField(line.bytes))?.host == host
            }
        }
    }

    // MARK: -

    private mutating func remove(_ isMeant: (Line) -> Bool) -> Int {
        let count = lines.count
        lines.removeAll(where: isMeant)
        return count - lines.count
    }

    /// Whether a line that cannot be read names the place, wherever in it, or is the start of it, torn
    /// off.
    private static func isDamaged(_ line: Line, about place: Place) -> Bool {
        guard case .damage = line.content else { return false }
        let field = firstField(line.bytes)
        if Place(field) == place || names(place, line.bytes) { return true }
        return field.utf8.count == line.bytes.count && place.description.hasPrefix(field)
    }

    /// Whether the text of `place` is in `bytes`, and not as the end or start of another's.
    private static func names(_ place: Place, _ bytes: [UInt8]) -> Bool {
        let text = Array(String(decoding: bytes, as: UTF8.self).lowercased().utf8)
        let wanted = Array(place.description.utf8)
        guard text.count >= wanted.count else { return false }
        return (0...text.count - wanted.count).contains { start in
            let end = start + wanted.count
            guard text[start..<end].elementsEqual(wanted) else { return false }
            return (start == 0 || !isOfHost(text[start - 1]))
                && (end == text.count || !(48...57).contains(text[end]))
        }
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
    }

    private static func firstField(_ bytes: [UInt8]) -> String {
        let field = bytes.drop { $0 == 32 || $0 == 9 }.prefix { $0 > 32 }
        return String(decoding: field, as: UTF8.self).lowercased()
    }

    private static func content(_ bytes: [UInt8]) -> Content {
        let text = String(decoding: bytes, as: UTF8.self)
        let start = text.drop(while: \.isWhitespace)
        if start.isEmpty || start.hasPrefix("#") { return .nothing }
        do throws(KnownHost.Damage) {
            return .host(try KnownHost(line: text))
        } catch {
            return .damage(error)
        }
    }
}
