import ArgumentParser
import DTLS
import Endpoint
import Relay
import Sockets

/// `dtlscat connect`: standard input and output through a session with a server.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Pipe standard input and output to a DTLS server.",
        usage: "dtlscat connect [options] HOST PORT",
        discussion: """
            Examples:
              tar cf - photos | dtlscat connect --pin pin-sha256:… host 4433
              dtlscat connect -v --ca lab.pem --framing line dtls://gw.lab:4433
              dtlscat connect --psk-file sensor.psk --profile coap [2001:db8::1]:5684
              dtlscat connect --tofu --reconnect --keepalive 30s logs 6514
            """,
        aliases: ["c"])

    @Argument(help: "A name, an address, or dtls://HOST:PORT.", completion: .host)
    var host: String

    @Argument(help: "A port, or the name of a service.", completion: .port)
    var port: String?

    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Address") var source: SourceOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Time and size") var time: TimeOptions
    @OptionGroup(title: "Time and size") var again: ReconnectOptions
    @OptionGroup(title: "Time and size") var mtu: MTUOptions
    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Trust") var revocation: RevocationOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Cryptography") var keying: KeyingOptions
    @OptionGroup(title: "Cryptography") var resumption: SessionFileOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    mutating func validate() throws {
        // GnuTLS agrees on no profile when it takes up a session.
        if keying.srtp != nil, resumption.sessionFile != nil {
            throw ValidationError("--srtp and --session-file exclude each other")
        }
    }

    func run() throws {
        let console = output.console(progress: data.progress)
        let target = try Target(host, port)
        let reporter = SessionReporter(
            console, output, keying, command: "connect", host: target.host)
        let files = FileUse(
            written: data.written + output.written + [("--session-file", resumption.sessionFile)],
            read: identity.read + psk.read + trust.read + revocation.read)
        try reporter.run(
            "connect to \(target.host):\(target.port)", files, failOnLoss: data.failOnLoss
        ) { () throws(Failure) in
            var session = try ClientSession(
                trust: trust, revocation: revocation, identity: identity, psk: psk, crypto: crypto
            ).configuration(host: target.host, console)
            session.apply(time, mtu, crypto, reporter.keyLog)
            session.srtpProfiles = keying.srtp?.profiles ?? []
            if let path = resumption.sessionFile {
                reporter.sessionFile = try SessionFile(
                    path, server: "\(target.host):\(target.port)", &session, console)
            }
            let addresses = try addresses(of: target)
            var configuration = EndpointConfiguration(session: session)
            configuration.apply(time, mtu, output, data)
            try configuration.checkFlight()
            configuration.socket = address.socketOptions(mtu)
            configuration.source = try addresses.first.flatMap {
                first throws(Failure) in
                try source.address(for: first.family, address, numeric: names.numeric)
            }
            let usable = addresses.filter {
                configuration.source == nil || $0.family == configuration.source?.family
            }
            let firstUse =
                try trust.usesMemory ? FirstUse(trust, host: target.host, usable) : nil
            let streams = try Streams(data)
            try safety.enter(console, usual: !identity.usesToken) { sandbox in
                sandbox.looksUpNames = again.reconnect && !names.numeric
                sandbox.asksOnTerminal = firstUse != nil
                sandbox.writable = [resumption.sessionFile, output.saveCert, firstUse?.path]
                    .compactMap(\.self)
            }
            if let firstUse {
                reporter.firstUse = firstUse
                try firstUse.settle(
                    &configuration, usable, onNote: reporter.noted, onFailure: reporter.ended)
            }
            return try streams.relay(
                endpoint(target, usable, configuration), data.relay, reporter)
        }
    }

    /// The server's addresses; none yet where there will be other attempts to look them up.
    private func addresses(of target: Target) throws(Failure) -> [SocketAddress] {
        do throws(Failure) {
            return try address.resolve(target.host, target.port, numeric: names.numeric)
        } catch {
            // Whom to ask about the server, and where to send from, has to be known now.
            guard again.reconnect, error.status == .network, !trust.usesMemory, !source.isGiven
            else { throw error }
            return []
        }
    }

    private func endpoint(
        _ target: Target, _ addresses: [SocketAddress], _ configuration: EndpointConfiguration
    ) -> any Endpoint {
        guard again.reconnect else {
            return ClientEndpoint(addresses: addresses, configuration: configuration)
        }
        let family = configuration.source?.family ?? address.family
        let numeric = names.numeric
        return ReconnectingEndpoint(addresses: addresses, configuration: configuration) {
            () throws(ResolverError) in
            try Resolver.resolve(
                host: target.host, service: target.port, family: family, numericOnly: numeric,
                passive: false)
        }
    }
}
