import ArgumentParser
import Bench
import DTLS
import Endpoint
import Sockets
import SystemPackage
import Trust

/// `dtlscat bench`: what a session carries, how quickly it answers, and how fast it is made.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure throughput, round trips or handshakes.",
        usage: """
            dtlscat bench [options] HOST PORT
            dtlscat bench [options] --server [ADDR] PORT
            dtlscat bench [options] --local
            """,
        discussion: """
            The peer is a dtlscat bench --server, or any server that drops or returns what
            it gets; what cannot be measured with it is said.

            Examples:
              dtlscat bench --local --latency
              dtlscat bench --local --compare AES-128-GCM,CHACHA20-POLY1305 -t 5
              dtlscat bench -R -P 4 --json --fail-under 100M --pin pin-sha256:… srv 4433
              dtlscat bench --handshakes --concurrency 16 --insecure srv 4433
            """)

    @Flag(help: "Be the server, for any number of clients.")
    var server = false

    @Flag(help: "Be both, over loopback, with a key for the run.")
    var local = false

    @Argument(
        help: "A name, an address, or dtls://HOST:PORT; one of ours.", completion: .host)
    var host: String?

    @Argument(help: "A port, or the name of a service.", completion: .port)
    var port: String?

    @OptionGroup(title: "Bench") var bench: BenchOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Time and size") var time: BenchTimeOptions
    @OptionGroup(title: "Time and size") var mtu: MTUOptions
    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Trust") var revocation: RevocationOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Clients") var clients: ClientTrustOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Pre-shared key") var keys: ServerPSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Output") var output: BenchOutputOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    mutating func validate() throws {
        if server, local { throw ValidationError("--server and --local exclude each other") }
        if local, host != nil { throw ValidationError("--local takes no host") }
        if !local, host == nil {
            throw ValidationError(server ? "--server needs a port" : "give HOST and PORT")
        }
        if bench.compare != nil, crypto.hasExplicitPriority {
            throw ValidationError("--compare cannot change the ciphers of a priority string")
        }
        if let size = mtu.dataMtu, size < 16 {
            throw ValidationError("--data-mtu is 16 or more for a bench")
        }
        if let option = misplaced {
            let role = server ? "--server" : local ? "--local" : "a client"
            throw ValidationError("\(option) is of no use to \(role)")
        }
    }

    /// An option of the other side's, or where neither needs any set-up.
    private var misplaced: String? {
        let ofClients: [(Bool, String)] = [
            (trust.ca != nil, "--ca"), (trust.name != nil, "--name"), (trust.sni != nil, "--sni"),
            (!trust.pin.isEmpty, "--pin"), (trust.insecure, "--insecure"),
            (trust.tofu, "--tofu"), (trust.strictTofu, "--strict-tofu"),
        ]
        let ofServers: [(Bool, String)] = [
            (clients.requireClientCert, "--require-client-cert"),
            (clients.clientCa != nil, "--client-ca"),
            (!clients.clientPin.isEmpty, "--client-pin"), (keys.pskDb != nil, "--psk-db"),
            (keys.pskHint != nil, "--psk-hint"),
        ]
        let ofBoth: [(Bool, String)] = [
            (!identity.cert.isEmpty, "--cert"), (identity.rpk != nil, "--rpk"),
            (identity.selfSigned, "--self-signed"), (psk.pskFile != nil, "--psk-file"),
            (psk.pskKey != nil, "--psk-key"), (!revocation.crl.isEmpty, "--crl"),
            (address.onlyIPv6, "-6"),
        ]
        let wrong =
            server
            ? ofClients + bench.used + output.used
            : local ? ofClients + ofServers + ofBoth : ofServers
        return wrong.first { $0.0 }?.1
    }

    func run() throws {
        let reporter = BenchReporter(output, bench)
        try reporter.run(context) { () throws(Failure) in
            let signals: Signals
            do throws(SocketError) {
                signals = try Signals([.interrupt, .terminate])
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
            if server {
                try BenchServerRun(self).run(stop: signals, output.console)
                let signal = signals.next()
                throw Failure(
                    status: signal == .terminate ? .terminated : .interrupted, message: "")
            }
            do throws(Failure) {
                return try BenchClientRun(self).run(stop: signals.descriptor, reporter)
            } catch {
                guard error.status == .interrupted, signals.next() == .terminate else {
                    throw error
                }
                throw Failure(status: .terminated, message: "")
            }
        }
    }

    private var context: String {
        if server { return "bench --server on port \(port ?? host ?? "")" }
        return local ? "bench --local" : "bench with \(host ?? "")\(port.map { ":" + $0 } ?? "")"
    }

    /// Enters the sandbox; all is open and known.
    func enterSandbox() throws(Failure) {
        let store = try trust.usesMemory ? trust.store.file().path : nil
        try safety.enter(output.console, usual: !identity.usesToken) { sandbox in
            sandbox.asksOnTerminal = trust.usesMemory
            sandbox.readable = [keys.pskDb].compactMap(\.self)
            sandbox.writable = [bench.plot, store].compactMap(\.self)
        }
    }

    /// Takes over what both ends have in common.
    func endpoint(_ session: SessionConfiguration) -> EndpointConfiguration {
        var session = session
        session.maximumRecordSize = mtu.recordSize
        session.applicationProtocols = list(crypto.alpn)
        var configuration = EndpointConfiguration(session: session)
        if let wait = time.wait {
            configuration.handshakeTime = wait.duration ?? .seconds(1_000_000)
        }
        configuration.linkMTU = mtu.mtu
        configuration.dataMTU = mtu.dataMtu
        configuration.followsPath = !mtu.noMtuFallback
        configuration.flow = time.flow
        if bench.bitrate != nil { configuration.paceWithoutHeartbeats = nil }
        configuration.isVerbose = output.verbose >= 2
        configuration.socket = address.socketOptions(mtu)
        return configuration
    }
}
