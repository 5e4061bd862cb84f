import ArgumentParser
import DTLS

/// `dtlscat keygen psk`: a random pre-shared key and its identity.
struct KeygenPSK: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "psk",
        abstract: "Make a pre-shared key, for --psk-file and --psk-db.",
        usage: "dtlscat keygen psk [options]",
        discussion: """
            One line, identity:hex, as psktool writes it.

            Examples:
              dtlscat keygen psk --identity gw -o gw.psk
              dtlscat keygen psk --length 16 -o - >> keys
            """)

    @Option(
        help: ArgumentHelp(
            "Whose key it is: text, or hex:…; default: random.", valueName: "id"),
        completion: .identity)
    var identity: String?

    @Option(
        help: ArgumentHelp("How many bytes the key has.", valueName: "n"))
    var length = 32

    @OptionGroup(title: "Output") var output: KeygenOutputOptions

    mutating func validate() throws {
        if !(1...64).contains(length) {
            throw ValidationError("--length is 1 to 64 bytes, not \(length)")
        }
    }

    func run() throws {
        try KeygenRun("psk", output).run { run throws(Failure) in
            let target = try run.target()
            do throws(SecretError) {
                let bytes: [UInt8]
                if let identity {
                    bytes = try PreSharedKey.identity(identity)
                } else {
                    bytes = try PreSharedKey.makeIdentity()
                }
                run.add(
                    try PreSharedKey.makeLine(identity: bytes, length: length), to: target)
                run.tell(
                    "\(target.name): \(length)-byte key of \(PreSharedKey.text(ofIdentity: bytes))")
                run.report.psk = KeygenReport.PSK(
                    identity: PreSharedKey.text(ofIdentity: bytes), bytes: length)
            } catch {
                throw .usage(error.description)
            }
        }
    }
}
