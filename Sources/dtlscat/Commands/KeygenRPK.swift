import ArgumentParser
import DTLS

/// `dtlscat keygen rpk`: a key pair to show without a certificate.
struct KeygenRPK: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpk",
        abstract: "Make a key pair for --rpk (RFC 7250).",
        usage: "dtlscat keygen rpk [options]",
        discussion: """
            Examples:
              dtlscat keygen rpk -o me.key
              dtlscat keygen rpk --type ed25519 -o me.key --public-out me.pub
            """)

    @Option(help: ArgumentHelp("\(KeyTypeValue.list).", valueName: "type"))
    var type: KeyTypeValue?

    @Option(
        help: ArgumentHelp("Write the public key there, in PEM.", valueName: "file"),
        completion: .file())
    var publicOut: String?

    @OptionGroup(title: "Output") var output: KeygenOutputOptions

    func run() throws {
        try KeygenRun("rpk", output).run { run throws(Failure) in
            let target = try run.target()
            do throws(GnuTLSError) {
                let key = try PrivateKey.generate((type ?? .ecdsa).keyType)
                let pin = try key.pin()
                run.add(try key.pem(), to: target)
                run.tell("\(target.name): private key")
                if let publicOut {
                    run.add(try key.publicPEM(), to: KeygenTarget(publicOut))
                    run.tell("\(KeygenTarget(publicOut).name): public key")
                }
                run.tell("\(pin)")
                run.report.key = KeygenReport.Key(spkiPin: "\(pin)")
            } catch {
                throw Failure(status: .bug, message: error.description)
            }
        }
    }
}
