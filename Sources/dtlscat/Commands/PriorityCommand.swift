import ArgumentParser
import DTLS
import SystemPackage

/// `dtlscat priority`: what options come to, without a peer.
struct PriorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority",
        abstract: "Show what options enable, in other tools' words too.",
        usage: "dtlscat priority [options] [HOST PORT]",
        discussion: """
            Takes the options of connect that have a part in the handshake.

            Examples:
              dtlscat priority --profile coap --psk-identity me --psk-file key
              dtlscat priority --priority SECURE192:-VERS-ALL:+VERS-DTLS1.2
            """)

    @Argument(help: "A host for the command lines; default: HOST.", completion: .host)
    var host: String?

    @Argument(help: "Its port; default: PORT.", completion: .port)
    var port: String?

    @OptionGroup(title: "Cryptography") var crypto: CryptoOptions
    @OptionGroup(title: "Cryptography") var keying: KeyingOptions
    @OptionGroup(title: "Time and size") var mtu: MTUOptions
    @OptionGroup(title: "Trust") var trust: TrustOptions
    @OptionGroup(title: "Trust") var revocation: RevocationOptions
    @OptionGroup(title: "Own identity") var identity: IdentityOptions
    @OptionGroup(title: "Pre-shared key") var psk: PSKOptions
    @OptionGroup(title: "Output") var output: ReportOptions

    func run() throws {
        let console = output.console
        let report: PriorityReport
        do throws(Failure) {
            report = try makeReport(console)
        } catch {
            console.report(error)
            if output.json { try write(ReportEncoder.encode(PriorityJSON(error))) }
            throw error.status
        }
        if output.json {
            try write(ReportEncoder.encode(PriorityJSON(report)))
        } else if !output.quiet {
            try write(Array(report.text(showsAll: output.verbose > 0).utf8))
        }
    }

    private func makeReport(_ console: Console) throws(Failure) -> PriorityReport {
        let target = try host.map { host throws(Failure) in try Target(host, port) }
        let session = ClientSession(
            trust: trust, revocation: revocation, identity: identity, psk: psk, crypto: crypto)
        let name = target?.host ?? "HOST"
        let policy = try trust.policy(host: name)
        _ = try revocation.lists(policy)
        let key = try psk.load(console, isServer: false)
        let choices = try session.choices(policy, usesPSK: key != nil)
        let priority = try crypto.priority(choices, console)
        let wish = Wish(
            host: name, port: target?.port ?? "PORT", serverName: session.serverName(name),
            identity: key?.identity, policy: policy, priority: priority, command: self)
        return PriorityReport(
            priority, choices, commands: [wish.openSSL, wish.gnuTLS])
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            throw Failure(status: .data, message: "cannot write standard output: \(error)")
        }
    }
}
