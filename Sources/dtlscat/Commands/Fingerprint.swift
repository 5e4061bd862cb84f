import ArgumentParser
import DTLS
import Endpoint
import FoundationEssentials
import Sockets

/// `dtlscat fingerprint`: who a peer or a file is, in the notation that is at hand elsewhere.
struct FingerprintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fingerprint",
        abstract: "Show or check the fingerprint of a peer or a file.",
        usage: """
            dtlscat fingerprint [options] HOST PORT
            dtlscat fingerprint [options] FILE...
            """,
        discussion: """
            Examples:
              dtlscat fingerprint --check pin-sha256:… --expires-within 21d gw 3391
              dtlscat fingerprint --format tlsa gw.example 4433
              dtlscat fingerprint gw.pem
            """)

    @Argument(
        help: "HOST PORT, dtls://HOST:PORT, or files; - for stdin.", completion: .hostOrFile)
    var what: [String]

    @OptionGroup(title: "Fingerprint") var fingerprint: FingerprintOptions
    @OptionGroup(title: "Peer") var peer: FetchOptions
    @OptionGroup(title: "Address") var address: AddressOptions
    @OptionGroup(title: "Address") var names: NameOptions
    @OptionGroup(title: "Address") var source: SourceOptions
    @OptionGroup(title: "Files") var files: FileOptions
    @OptionGroup(title: "Output") var output: ReportOptions
    @OptionGroup(title: "Safety") var safety: SandboxOptions

    mutating func validate() throws {
        guard !what.isEmpty else { throw ValidationError("a host and a port, or a file") }
    }

    func run() throws {
        let reporter = FingerprintReporter(fingerprint, output)
        let pins = try readPins(fingerprint.check, allowsWeak: true)
        let subjects: [FingerprintSubject]
        do throws(Failure) {
            subjects = try namesFiles ? readFiles() : [fetch()]
        } catch {
            reporter.fail(error, peerName)
            throw error.status
        }
        try reporter.tell(subjects, pins)
    }

    /// The peer, as it was named; `nil` where files are.
    private var peerName: String? { namesFiles ? nil : what.joined(separator: ":") }

    /// Whether the arguments are files: all of them are there, or look like paths.
    private var namesFiles: Bool {
        what.allSatisfy { argument in
            argument == "-" || argument.hasPrefix("fd:")
                || argument.contains("/") && !argument.lowercased().hasPrefix("dtls://")
                || FileManager.default.fileExists(atPath: argument)
        }
    }

    private func readFiles() throws(Failure) -> [FingerprintSubject] {
        try safety.enter(output.console) { sandbox in
            sandbox.readable = FileUse.canBeReread(what + [files.keyPassFile].compactMap(\.self))
        }
        do {
            let password = try files.password()
            return try what.map { path in
                let keys = try Fingerprint.Key.load(
                    path == "-" ? "fd:0" : path, password: password)
                return FingerprintSubject(name: path, keys: keys)
            }
        } catch {
            throw .usage("\(error)")
        }
    }

    private func fetch() throws(Failure) -> FingerprintSubject {
        guard what.count <= 2 else {
            let missing = what.first { !FileManager.default.fileExists(atPath: $0) }
            throw .usage("no such file: \(missing ?? what[0])")
        }
        guard what.count == 2 || what[0].contains(":") else {
            throw .usage("\(what[0]) is no file, and has no port")
        }
        let target = try Target(what[0], what.count == 2 ? what[1] : nil)
        let result = try peer.look(at: target, self)
        guard !result.usesPreSharedKeyAlone else {
            throw Failure(
                status: .handshake,
                message: "the peer speaks pre-shared keys alone, and so has no certificate",
                hint: "--psk-file and --psk-identity connect to it")
        }
        let isNamed = SocketAddress(host: target.host, port: 0) == nil
        let keys =
            result.rawPublicKey.map { [.publicKey($0)] }
            ?? result.certificates.map { Fingerprint.Key.certificate($0) }
        return FingerprintSubject(
            name: "\(target.host):\(target.port)", keys: keys, isPeer: true,
            tlsaName: isNamed ? "_\(target.port)._udp.\(target.host)." : nil)
    }
}
