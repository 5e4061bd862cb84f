/// One end of a forward: `udp:ADDR:PORT` or `dtls:ADDR:PORT`.
struct ForwardEnd: Equatable {
    /// What is spoken there.
    enum Kind: String {
        case udp, dtls
    }

    let kind: Kind

    /// A name or a numeric address, without brackets.
    let host: String

    /// A number or the name of a service.
    let port: String

    /// Reads `udp:ADDR:PORT`, with brackets around an IPv6 address; `dtls://ADDR:PORT` will do as
    /// well.
    init(_ argument: String) throws(Failure) {
        guard let colon = argument.firstIndex(of: ":"),
            let kind = Kind(rawValue: argument[..<colon].lowercased())
        else {
            throw .usage("neither udp: nor dtls: is in front of \(argument)", hint: Self.form)
        }
        var rest = argument[argument.index(after: colon)...]
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            while rest.last == "/" { rest.removeLast() }
        }
        guard let last = rest.lastIndex(of: ":") else {
            throw .usage("no address and port in \(argument)", hint: Self.form)
        }
        var host = rest[..<last]
        let port = rest[rest.index(after: last)...]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw .usage("an IPv6 address has brackets around it: \(argument)", hint: Self.form)
        }
        guard !host.isEmpty, !port.isEmpty else {
            throw .usage("no address and port in \(argument)", hint: Self.form)
        }
        guard !rest.contains("/") else {
            throw .usage("an address and a port have no slash: \(argument)", hint: Self.form)
        }
        self.kind = kind
        self.host = String(host)
        self.port = String(port)
    }

    /// As it would be typed, with an address of ours as the kernel has it.
    static func text(_ kind: Kind, _ host: String, _ port: some CustomStringConvertible) -> String {
        "\(kind.rawValue):\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// As it would be typed.
    var text: String { Self.text(kind, host, port) }

    private static let form =
        "udp:127.0.0.1:PORT is this machine alone, udp:0.0.0.0:PORT and udp:[::]:PORT all that "
        + "reach it"
}

/// Both ends of a forward, one of each kind.
struct ForwardEnds: Equatable {
    /// Where datagrams or clients come from.
    let from: ForwardEnd

    /// Where they are carried to.
    let to: ForwardEnd

    init(_ from: String, _ to: String) throws(Failure) {
        self.from = try ForwardEnd(from)
        self.to = try ForwardEnd(to)
        guard self.from.kind != self.to.kind else {
            let kind = self.from.kind
            throw .usage(
                "both ends are \(kind.rawValue):, and one has to be \(kind == .udp ? "dtls" : "udp"):",
                hint:
                    "udp:… dtls:… carries datagrams to a server, dtls:… udp:… clients to a service")
        }
    }
}
