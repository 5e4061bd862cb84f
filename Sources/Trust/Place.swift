internal import Sockets

/// Where a peer is found: a host as it was asked for, and a port.
package struct Place: Sendable, Hashable, CustomStringConvertible {
    /// A name in lower case, or a numeric address as the system writes it, without brackets.
    package let host: String

    /// The port.
    package let port: UInt16

    /// A host in any spelling, with or without brackets; `nil` where no line could hold it.
    package init?(host: String, port: UInt16) {
        let host = Self.usual(host)
        // What would be read as another is in no line: "a..", "[[a]]".
        guard Self.usual(host) == host, !host.isEmpty, !host.hasPrefix("#"), port != 0,
            host.unicodeScalars.allSatisfy(Self.isVisible)
        else { return nil }
        self.host = host
        self.port = port
    }

    /// Reads what ``description`` writes: `HOST:PORT` or `[V6]:PORT`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard isBracketed || !host.contains(":"), !host.isEmpty else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The one spelling of many.
    private static func usual(_ host: String) -> String {
        var host = host.lowercased()
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.hasSuffix("."), host.count > 1 { host.removeLast() }
        return SocketAddress(host: host, port: 0)?.host ?? host
    }

    /// Whether it can be in a host; a byte order mark, which some editors put in front, is of no host.
    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F && scalar.value != 0xFEFF
            && !scalar.properties.isWhitespace
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
