import ArgumentParser
import Sockets

/// Which addresses, and how the socket is set up.
struct AddressOptions: ParsableArguments {
    @Flag(name: .customShort("4"), help: "Use IPv4 alone.")
    var onlyIPv4 = false

    @Flag(name: .customShort("6"), help: "Use IPv6 alone.")
    var onlyIPv6 = false

    @Option(
        help: ArgumentHelp("Use this network interface alone.", valueName: "name"),
        completion: .interface)
    var interface: String?

    @Option(help: ArgumentHelp("Mark datagrams with this code point, 0 to 63.", valueName: "n"))
    var dscp: Int?

    @Option(
        help: ArgumentHelp("Ask for a receive buffer of this size; default: 4M.", valueName: "size")
    )
    var rcvbuf: SizeValue?

    @Option(help: ArgumentHelp("Ask for a send buffer of this size.", valueName: "size"))
    var sndbuf: SizeValue?

    // Netcat's hands type it, and we are UDP anyway.
    @Flag(name: .customShort("u"), help: .hidden)
    var udp = false

    mutating func validate() throws {
        if onlyIPv4, onlyIPv6 { throw ValidationError("-4 and -6 exclude each other") }
        if let dscp, !(0...63).contains(dscp) {
            throw ValidationError("--dscp is a number from 0 to 63")
        }
    }

    /// The only family to use; both where `nil`.
    var family: SocketAddress.Family? { onlyIPv4 ? .v4 : onlyIPv6 ? .v6 : nil }

    /// How the socket is set up.
    func socketOptions(_ mtu: MTUOptions) -> UDPSocket.Options {
        socketOptions(dontFragment: mtu.df != .no)
    }

    /// Likewise, where routers may not be let fragment datagrams.
    func socketOptions(dontFragment: Bool) -> UDPSocket.Options {
        var options = UDPSocket.Options()
        if let rcvbuf { options.receiveBuffer = rcvbuf.bytes }
        options.sendBuffer = sndbuf?.bytes
        options.interface = interface
        options.dscp = dscp
        options.dontFragment = dontFragment
        return options
    }

    /// Turns a name into addresses; for listening, none stands for all, and port 0 for any.
    func resolve(
        _ host: String?, _ service: String, numeric: Bool = false,
        forListening: Bool = false
    ) throws(Failure) -> [SocketAddress] {
        do throws(ResolverError) {
            return try Resolver.resolve(
                host: host ?? "", service: service, family: family, numericOnly: numeric,
                passive: forListening)
        } catch {
            throw Failure(error)
        }
    }
}

extension AddressOptions {
    /// Binds a socket: to every address of both families where none is named.
    func bind(
        _ host: String?, _ port: String, numeric: Bool = false, _ mtu: MTUOptions,
        sharesAddress: Bool = false
    ) throws(Failure) -> UDPSocket {
        var options = socketOptions(mtu)
        options.sharesAddress = sharesAddress
        return try bind(host, port, numeric: numeric, options)
    }

    /// Likewise, with a socket that is set up as `options` say.
    func bind(
        _ host: String?, _ port: String, numeric: Bool, _ options: UDPSocket.Options
    ) throws(Failure) -> UDPSocket {
        let addresses = try resolve(host, port, numeric: numeric, forListening: true)
        let sorted =
            host == nil
            ? addresses.filter { $0.family == .v6 } + addresses.filter { $0.family == .v4 }
            : addresses
        var failure = Failure(status: .network, message: "no address to listen on")
        for candidate in sorted {
            do throws(SocketError) {
                return try UDPSocket.bound(to: candidate, options: options)
            } catch {
                failure = Failure(status: .network, message: error.description)
            }
        }
        throw failure
    }
}

/// Whether names are looked up; `bench` has iperf3's `-n` instead.
struct NameOptions: ParsableArguments {
    @Flag(name: [.short, .long], help: "Look up no names: addresses are numeric.")
    var numeric = false
}

/// Where a client sends from.
struct SourceOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Send from this address of ours.", valueName: "address"))
    var source: String?

    @Option(
        name: [.customShort("p"), .long],
        help: ArgumentHelp("Send from this port.", valueName: "n"))
    var sourcePort: UInt16?

    /// Whether any of it is given.
    var isGiven: Bool { source != nil || sourcePort != nil }

    /// Our own address and port to send from; the kernel's choice where `nil`.
    func address(
        for family: SocketAddress.Family, _ options: AddressOptions, numeric: Bool
    ) throws(Failure) -> SocketAddress? {
        guard isGiven else { return nil }
        let port = sourcePort ?? 0
        guard let source else { return .any(family, port: port) }
        let addresses = try options.resolve(source, "\(port)", numeric: numeric, forListening: true)
        guard let match = addresses.first(where: { $0.family == family }) else {
            throw .usage("--source \(source) is of another family than the peer's address")
        }
        return match
    }
}
