/// Where to connect to: a host and a port, in any of the forms in which people write them.
struct Target: Equatable {
    /// A name or a numeric address, without brackets.
    let host: String

    /// A number or the name of a service.
    let port: String

    /// Reads `HOST PORT`, `dtls://HOST:PORT`, `[v6]:PORT` and `HOST:PORT`.
    init(_ host: String, _ port: String?) throws(Failure) {
        var text = Substring(host)
        if text.hasPrefix("dtls://") {
            text = text.dropFirst(7)
            while text.last == "/" { text.removeLast() }
        }
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
            throw .usage("no port: \(host)", hint: "dtlscat connect HOST PORT")
        }
        guard !self.host.isEmpty, !self.port.isEmpty else {
            throw .usage("no host and port: \(host)", hint: "dtlscat connect HOST PORT")
        }
    }

    private init(host: String, port: String) {
        self.host = host
        self.port = port
    }

    private static func unbracketed(_ text: Substring) -> String {
        text.hasPrefix("[") && text.hasSuffix("]")
            ? String(text.dropFirst().dropLast()) : String(text)
    }
}
