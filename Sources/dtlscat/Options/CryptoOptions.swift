import ArgumentParser
public import DTLS
import FoundationEssentials

extension PriorityChoices.Profile: Choice {}
extension ProtocolVersion: Choice {}

/// Versions, suites and groups.
struct CryptoOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "GnuTLS's own, instead of these; or $DTLSCAT_PRIORITY.",
            valueName: "string"),
        completion: .priority)
    var priority: String?

    @Option(
        help: ArgumentHelp(
            "For a use: default, coap, webrtc, legacy, strict.", valueName: "profile"))
    var profile: PriorityChoices.Profile?

    @Option(
        help: ArgumentHelp(
            "The lowest to accept: 1.0 or 1.2; default: 1.2.", valueName: "version"))
    var minVersion: ProtocolVersion?

    @Option(
        help: ArgumentHelp(
            "The highest to offer: 1.0 or 1.2; default: 1.2.", valueName: "version"))
    var maxVersion: ProtocolVersion?

    @Option(
        help: ArgumentHelp(
            "These ciphers alone, best first: AES-128-GCM,…", valueName: "list"),
        completion: .ciphers)
    var cipher: String?

    @Option(
        help: ArgumentHelp("These groups alone, best first: X25519,…", valueName: "list"),
        completion: .groups)
    var group: String?

    @Option(
        help: ArgumentHelp("Application protocols, best first: coap,…", valueName: "list"),
        completion: .applicationProtocols)
    var alpn: String?

    mutating func validate() throws {
        guard let alpn else { return }
        let most = SessionConfiguration.maximumApplicationProtocols
        let longest = SessionConfiguration.maximumApplicationProtocolLength
        let names = list(alpn)
        if !(1...most).contains(names.count) || names.contains(where: { $0.utf8.count > longest }) {
            throw ValidationError(
                "--alpn is 1 to \(most) application protocols of at most \(longest) bytes each")
        }
    }

    /// Whether a priority string wins over the other options.
    var hasExplicitPriority: Bool { explicitPriority != nil }

    private var explicitPriority: String? {
        priority ?? ProcessInfo.processInfo.environment["DTLSCAT_PRIORITY"]
    }

    /// What these options choose.
    func choices(
        usesCertificates: Bool, rawPublicKeys: PriorityChoices.RawPublicKeys, usesPSK: Bool,
        plainPSK: Bool
    ) throws(Failure) -> PriorityChoices {
        if plainPSK, !usesPSK { throw .usage("--psk-plain goes with a pre-shared key") }
        var choices = PriorityChoices()
        choices.explicit = explicitPriority
        choices.profile = profile ?? .default
        choices.minimumVersion = minVersion
        choices.maximumVersion = maxVersion
        choices.usesCertificates = usesCertificates
        choices.rawPublicKeys = rawPublicKeys
        choices.usesPreSharedKey = usesPSK
        choices.plainPreSharedKey = plainPSK
        choices.ciphers = list(cipher)
        choices.groups = list(group)
        return choices
    }

    /// The priority string for the choices, as GnuTLS has accepted it.
    func priority(
        _ choices: PriorityChoices, _ console: Console
    ) throws(Failure) -> Priority {
        do throws(PriorityError) {
            let string = try choices.render()
            console.note(2, "priority string \(string)")
            if choices.allowsOldVersion, choices.explicit == nil {
                console.warn("DTLS 1.0 is allowed, which is old and weak")
            }
            return try Priority(string)
        } catch {
            throw .usage(error.description)
        }
    }
}
