import ArgumentParser
import DTLS

/// `dtlscat keygen cert`: a certificate and its key.
struct KeygenCert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cert",
        abstract: "Make a key and certificate, an authority, a request.",
        usage: """
            dtlscat keygen cert [options] --name NAME
            dtlscat keygen cert [options] --ca
            dtlscat keygen cert [options] --name NAME --signed-by CA
            dtlscat keygen cert [options] --name NAME --csr
            dtlscat keygen cert [options] --sign-csr FILE --signed-by CA
            """,
        discussion: """
            Without --signed-by or --new-ca it signs itself. The key goes into the
            certificate's file, or beside it for --ca and --csr.

            Examples:
              dtlscat keygen cert --new-ca ca.pem --name gw.example -o gw.pem
              dtlscat keygen cert --signed-by ca.pem --client --subject sensor7 -o s7.pem
            """)

    @OptionGroup(title: "Certificate") var certificate: CertificateOptions
    @OptionGroup(title: "Authority") var authority: AuthorityOptions

    @Flag(help: "Make a request for a certificate (PKCS#10) instead.")
    var csr = false

    @Option(
        help: ArgumentHelp(
            "Write the key there.",
            valueName: "file"),
        completion: .file())
    var keyOut: String?

    @OptionGroup(title: "Output") var output: KeygenOutputOptions

    mutating func validate() throws {
        if let (one, other) = contradiction {
            throw ValidationError("\(one) and \(other) exclude each other")
        }
        if authority.signCsr != nil, authority.signedBy == nil {
            throw ValidationError("--sign-csr needs --signed-by")
        }
        if !authority.ca, authority.signCsr == nil, certificate.name.isEmpty,
            certificate.subject == nil
        {
            throw ValidationError("give --name or --subject")
        }
    }

    /// Two options that cannot both be.
    private var contradiction: (String, String)? {
        let ca = (authority.ca, "--ca")
        let csr = (csr, "--csr")
        let signCsr = (authority.signCsr != nil, "--sign-csr")
        let signedBy = (authority.signedBy != nil, "--signed-by")
        let newCa = (authority.newCa != nil, "--new-ca")
        let keyOut = (keyOut != nil, "--key-out")
        let type = (certificate.type != nil, "--type")
        let days = (certificate.days != nil, "--days")
        let names = (!certificate.name.isEmpty, "--name")
        let uses = (certificate.server || certificate.client, "--server or --client")
        let pairs = [
            (ca, csr), (ca, signCsr), (ca, signedBy), (ca, newCa), (ca, names), (ca, uses),
            (csr, signCsr), (csr, signedBy), (csr, newCa), (csr, days), (signCsr, newCa),
            (signCsr, keyOut), (signCsr, type), (signedBy, newCa),
        ]
        return pairs.first { $0.0.0 && $0.1.0 }.map { ($0.0.1, $0.1.1) }
    }

    func run() throws {
        try KeygenRun("cert", output).run { run throws(Failure) in
            do {
                try CertificateMaking(self, run).make()
            } catch let failure as Failure {
                throw failure
            } catch let error as IdentityError {
                throw .usage(error.description)
            } catch {
                throw Failure(status: .bug, message: "\(error)")
            }
        }
    }
}

/// Who signs.
struct AuthorityOptions: ParsableArguments {
    @Flag(help: "Make an authority, which signs others.")
    var ca = false

    @Option(
        help: ArgumentHelp(
            "Make an authority there as well, and have it sign.", valueName: "file"),
        completion: .file())
    var newCa: String?

    @Option(help: ArgumentHelp("Have this authority sign.", valueName: "file"), completion: .file())
    var signedBy: String?

    @Option(
        help: ArgumentHelp(
            "The authority's key, if not in FILE or FILE.key.",
            valueName: "file"),
        completion: .file())
    var signKey: String?

    @Option(
        help: ArgumentHelp(
            "A file with the password of that key, or fd:N.", valueName: "file"),
        completion: .file())
    var keyPassFile: String?

    @Option(
        help: ArgumentHelp(
            "Make a certificate for this request.", valueName: "file"),
        completion: .file())
    var signCsr: String?

    mutating func validate() throws {
        if signedBy == nil, signKey != nil || keyPassFile != nil {
            throw ValidationError("--sign-key and --key-pass-file go with --signed-by")
        }
    }
}
