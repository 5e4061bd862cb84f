import ArgumentParser
import DTLS
import Endpoint
import Sockets

/// Whom a server lets in, and how many.
struct ServerLimitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Answer these alone: an address, a block, or @file.", valueName: "cidr"),
        completion: .addresses)
    var allow: [String] = []

    @Option(
        help: ArgumentHelp(
            "Do not answer these addresses, allowed or not.", valueName: "cidr"),
        completion: .addresses)
    var deny: [String] = []

    @Option(
        help: ArgumentHelp(
            "Handshakes that one address may begin: 20/s, 5/m.", valueName: "n/s"))
    var rateLimit: RateLimitValue?

    @Flag(help: "Keep state for addresses that are not proved yet.")
    var noCookie = false

    @Option(
        help: ArgumentHelp(
            "Share the cookie key in this file; made if missing.",
            valueName: "key"),
        completion: .file())
    var cookieKeyFile: String?

    mutating func validate() throws {
        for text in (allow + deny) where !text.hasPrefix("@") {
            guard AddressBlock(text) != nil else {
                throw ValidationError("\(text) is no address, and no block such as 192.0.2.0/24")
            }
        }
        if noCookie, cookieKeyFile != nil {
            throw ValidationError("--no-cookie and --cookie-key-file exclude each other")
        }
    }

    /// Takes the options over, for a server at `socket`.
    func apply(
        to configuration: inout EndpointConfiguration, at socket: UDPSocket, _ console: Console
    ) throws(Failure) {
        if !allow.isEmpty { configuration.access.allowed = try Self.addresses(allow) }
        configuration.access.denied = try Self.addresses(deny)
        configuration.handshakeRate = rateLimit?.rate
        if let cookieKeyFile {
            let file = try SharedKeyFile<CookieKey>(cookieKeyFile, console)
            configuration.cookieKey = { file.current }
        }
        if noCookie {
            guard !socket.localAddress.isWildcard else {
                throw .usage(
                    "--no-cookie is for one address of ours, and not for all",
                    hint: "dtlscat listen --no-cookie 127.0.0.1 PORT")
            }
            configuration.asksForCookie = false
            console.warn(
                "--no-cookie: whoever forges an address makes us keep state and send to it")
        }
    }

    /// The files that are read.
    var read: [(option: String, path: String?)] {
        Self.files(allow).map { ("--allow", $0) } + Self.files(deny).map { ("--deny", $0) }
    }

    /// The files that are written.
    var written: [(option: String, path: String?)] { [("--cookie-key-file", cookieKeyFile)] }

    private static func files(_ arguments: [String]) -> [String] {
        arguments.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
    }

    private static func addresses(_ arguments: [String]) throws(Failure) -> AddressSet {
        var blocks = arguments.compactMap { AddressBlock($0) }
        for path in files(arguments) { blocks += try self.blocks(in: path) }
        return AddressSet(blocks)
    }

    /// The blocks in a file, one a line; what follows a # is for people.
    private static func blocks(in path: String) throws(Failure) -> [AddressBlock] {
        let bytes: [UInt8]
        do { bytes = try SecretFile.read(path).bytes } catch { throw .usage("\(error)") }
        var blocks: [AddressBlock] = []
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard !words.isEmpty else { continue }
            let text = words.joined(separator: " ")
            guard let block = AddressBlock(text) else {
                throw .usage(
                    "\(path), line \(index + 1): \(text) is no address, and no block "
                        + "such as 192.0.2.0/24")
            }
            blocks.append(block)
        }
        return blocks
    }
}

/// How many in which time on the command line: a number, with /s, /m or /h behind it; a second without.
struct RateLimitValue: ExpressibleByArgument {
    /// The rate.
    let rate: HandshakeRate

    init?(argument: String) {
        let digits = argument.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), (1...1_000_000).contains(count) else { return nil }
        let period: Duration
        switch argument.dropFirst(digits.count) {
        case "", "/s": period = .seconds(1)
        case "/m": period = .seconds(60)
        case "/h": period = .seconds(3_600)
        default: return nil
        }
        rate = HandshakeRate(count: count, period: period)
    }
}

extension HandshakeRate {
    /// The rate as it would be typed: `5/s`.
    var text: String {
        "\(count)/\(period == .seconds(1) ? "s" : period == .seconds(60) ? "m" : "h")"
    }
}
