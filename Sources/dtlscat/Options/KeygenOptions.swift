import ArgumentParser
import DTLS

/// Where what was made goes, and how it is told.
struct KeygenOutputOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Write there; - for standard output, the default.",
            valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace files that are there.")
    var force = false

    @Flag(name: [.customShort("Q"), .long], help: "Tell errors alone.")
    var quiet = false

    @Flag(help: "Report on standard error as JSON.")
    var json = false

    @OptionGroup var color: ColorOptions
}

/// What kind of key to make.
enum KeyTypeValue: String, Choice {
    case ecdsa
    case ecdsaP384 = "ecdsa-p384"
    case ed25519
    case rsa
    case rsa3072 = "rsa-3072"
    case rsa4096 = "rsa-4096"

    /// The kind, as the library has it.
    var keyType: PrivateKey.KeyType {
        switch self {
        case .ecdsa: .ecdsaP256
        case .ecdsaP384: .ecdsaP384
        case .ed25519: .ed25519
        case .rsa: .rsa2048
        case .rsa3072: .rsa3072
        case .rsa4096: .rsa4096
        }
    }
}

/// What a certificate says.
struct CertificateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A DNS name or address that it is for; may come again.", valueName: "name"))
    var name: [String] = []

    @Option(
        help: ArgumentHelp(
            "Whom it is about: CN=…,O=…; default: the first name.",
            valueName: "subject"))
    var subject: String?

    @Option(
        help: ArgumentHelp(
            "Days it is valid; default: 365, an authority 3650.", valueName: "n"))
    var days: Int?

    @Option(help: ArgumentHelp("\(KeyTypeValue.list).", valueName: "type"))
    var type: KeyTypeValue?

    @Flag(help: "For servers alone; default: for servers and clients.")
    var server = false

    @Flag(help: "For clients alone.")
    var client = false

    mutating func validate() throws {
        if let days, !(1...36_500).contains(days) {
            throw ValidationError("--days is 1 to 36500, not \(days)")
        }
        if name.count > 99 { throw ValidationError("a certificate has at most 99 names") }
    }

    /// What the options say. A subject and names that are missing are those of a request.
    func template(
        days: Int, requested: CertificateRequest? = nil
    ) throws(Failure) -> CertificateTemplate {
        var names: [CertificateName] = []
        let subject: CertificateSubject?
        do throws(IdentityError) {
            for text in name {
                let name = try CertificateName(text)
                if !names.contains(name) { names.append(name) }
            }
            if names.isEmpty, let requested { names = try requested.names().known }
            subject = try self.subject(names, requested)
        } catch {
            throw .usage(error.description, hint: requested == nil ? nil : Self.hint)
        }
        guard let subject else { throw .usage("the request names nobody", hint: Self.hint) }
        var template = CertificateTemplate(subject: subject, names: names, days: days)
        if server != client { template.purposes = [server ? .server : .client] }
        return template
    }

    private func subject(
        _ names: [CertificateName], _ requested: CertificateRequest?
    ) throws(IdentityError) -> CertificateSubject? {
        if let subject { return try CertificateSubject(subject) }
        if name.isEmpty, let taken = try requested?.takenSubject() { return taken }
        // Not read as a distinguished name: a DNS name has no "=".
        return try names.first.map { name throws(IdentityError) in
            try CertificateSubject(name.description)
        }
    }

    private static let hint = "--name and --subject give others than the request's"
}
