/// Where to connect to: a host and a port, in any of the forms in which people write them.
struct Target: Equatable {
    /// A name or a numeric address, without brackets.
    let host: String

    /// A number or the name of a service.
    let port: String

    /// Reads `HOST PORT`, `dtls://HOST:PORT`, `[v6]:PORT` and `HOST:PORT`.
    init(_ host: String, _ port: String?) throws(Failure) {
        let text = try Self.withoutScheme(host)
        if let port {
            self.init(host: Self.unbracketed(text), port: port)
        } else if text.hasPrefix("["), let end = text.lastIndex(of: "]"),
            text[text.index(after: end)...].hasPrefix(":")
        {
            let address = text[text.index(after: text.startIndex)..<end]
            self.init(host: String(address), port: String(text[end...].dropFirst(2)))
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            self.init(host: String(text[..<colon]), port: String(text[colon...].dropFirst()))
        } else {
            // Which of an address's colons could be in front of a port?
            let isAddress = text.contains(":") && !text.hasPrefix("[")
            throw .usage(
                "no port: \(host)",
                hint: isAddress
                    ? "an IPv6 address has brackets around it: [\(text)]:PORT" : Self.hint)
        }
        guard !self.host.isEmpty, !self.port.isEmpty else {
            throw .usage("no host and port: \(host)", hint: Self.hint)
        }
    }

    private init(host: String, port: String) {
        self.host = host
        self.port = port
    }

    /// What is behind `dtls://`, which is a host and perhaps a port; all of it without a scheme.
    private static func withoutScheme(_ text: String) throws(Failure) -> Substring {
        guard let mark = text.firstRange(of: "://") else { return text[...] }
        // RFC 3986 section 3.1: in capitals it is the same.
        guard text[..<mark.lowerBound].lowercased() == "dtls" else {
            throw .usage("not a dtls URL: \(text)", hint: "dtls://HOST:PORT, or HOST PORT")
        }
        var rest = text[mark.upperBound...]
        while rest.last == "/" { rest.removeLast() }
        guard !rest.contains(where: { "@/?#".contains($0) }) else {
            throw .usage(
                "a dtls URL has a host and a port, and nothing else: \(text)",
                hint: "dtls://HOST:PORT; --psk-identity and --cert say who we are")
        }
        return rest
    }

    private static func unbracketed(_ text: Substring) -> String {
        text.hasPrefix("[") && text.hasSuffix("]")
            ? String(text.dropFirst().dropLast()) : String(text)
    }

    private static let hint = "HOST PORT, HOST:PORT, [v6]:PORT or dtls://HOST:PORT"
}
