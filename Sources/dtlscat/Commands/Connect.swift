import ArgumentParser
import DTLS
import Endpoint
import Relay
import Sockets

/// `dtlscat connect`: standard input and output through a session with a server.
struct Connect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Pipe standard input and output through a DTLS session with a server.",
        usage: "dtlscat connect [options] HOST PORT",
        discussion: """
            Example: tar cf - photos | dtlscat connect --pin pin-sha256:… host 4433
            """,
        aliases: ["c"])

    @Argument(help: "A name, an address, or dtls://HOST:PORT.")
    var host: String

    @Argument(help: "A port, or the name of a service.")
    var port: String?

    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Source") var source: SourceOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Time") var time: TimeOptions
    @OptionGroup(title: "MTU") var mtu: MTUOptions
    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console
        let target = try Target(host, port)
        let reporter = SessionReporter(
            console, output, command: "connect", host: target.host)
        try reporter.run("connect to \(target.host):\(target.port)", failOnLoss: data.failOnLoss) {
            () throws(Failure) in
            let session = try sessionConfiguration(target, console, reporter.keyLog)
            let addresses = try address.resolve(target.host, target.port)
            var configuration = EndpointConfiguration(session: session)
            configuration.apply(time, mtu, output, data)
            configuration.socket = address.socketOptions(mtu)
            configuration.source = try addresses.first.flatMap {
                first throws(Failure) in try source.address(for: first.family, address)
            }
            let usable = addresses.filter {
                configuration.source == nil || $0.family == configuration.source?.family
            }
            return try Streams(data).relay(
                ClientEndpoint(addresses: usable, configuration: configuration),
                data.relay, reporter)
        }
    }

    private func sessionConfiguration(
        _ target: Target, _ console: Console, _ keyLog: (@Sendable (String) -> Void)?
    ) throws(Failure) -> SessionConfiguration {
        let policy = try trust.policy(host: target.host)
        var settings = Credentials.Configuration(role: .client)
        settings.identity = try identity.load(console, names: ["dtlscat"])
        settings.rawPublicKey = try identity.loadRawPublicKey(console)
        settings.preSharedKey = try psk.load(console, isServer: false)
        let usesCertificates =
            settings.preSharedKey == nil || settings.identity != nil
            || settings.rawPublicKey != nil || trust.ca != nil
            || !trust.pin.isEmpty
        settings.trust = usesCertificates ? trust.trust(policy) : .none
        var session = SessionConfiguration(
            role: .client,
            priority: try crypto.priority(
                usesCertificates: usesCertificates,
                rawPublicKeys: identity.rpk != nil
                    ? .only : policy.pins.isEmpty ? .refused : .acceptedFromServer,
                usesPSK: settings.preSharedKey != nil,
                plainPSK: psk.pskPlain, console),
            credentials: try Failure.asUsage { () throws(GnuTLSError) in
                try Credentials(settings)
            },
            verification: policy)
        session.apply(time, mtu, crypto, keyLog)
        session.serverName = serverName(target.host)
        return session
    }

    /// What to ask the server for: a name, never an address (RFC 6066 section 3).
    private func serverName(_ host: String) -> String? {
        if trust.sni == "none" { return nil }
        if let sni = trust.sni { return sni }
        let name = trust.name ?? host
        return SocketAddress(host: name, port: 0) == nil ? name : nil
    }
}
