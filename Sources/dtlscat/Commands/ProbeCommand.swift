import ArgumentParser
import Probe
import Sockets

/// `dtlscat probe`: one handshake with a server, or many, and what there is to know of it.
struct ProbeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Shake hands with a server, report, and close.",
        usage: "dtlscat probe [options] HOST PORT",
        discussion: """
            Examples:
              dtlscat probe -vv --insecure gw.lab 4433
              dtlscat probe -c 10 -i 500ms --ca lab.pem gw.lab 4433
              dtlscat probe --mtu --json --psk-file gw.psk gw.lab coaps
            """)

    @Argument(help: "A name, an address, or dtls://HOST:PORT.", completion: .host)
    var host: String

    @Argument(help: "A port, or the name of a service.", completion: .port)
    var port: String?

    @OptionGroup(title: "Probe") var probe: ProbeOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Address") var source: SourceOptions
    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Trust") var revocation: RevocationOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Output") var output: ProbeOutputOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    func run() throws {
        let target = try Target(host, port)
        let reporter = ProbeReporter(output, target, isMany: probe.count != nil)
        do throws(Failure) {
            let signals: Signals
            do throws(SocketError) {
                signals = try Signals([.interrupt, .terminate])
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
            do throws(Failure) {
                try ProbeRun(self, target, reporter).run(stop: signals.descriptor)
            } catch {
                guard error.status == .interrupted, let signal = signals.next() else { throw error }
                throw Failure(status: ExitStatus(signal), message: "")
            }
        } catch {
            try reporter.finish(error)
            return
        }
        try reporter.finish(nil)
    }
}
