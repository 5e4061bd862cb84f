import ArgumentParser
import DTLS

/// What a session is to agree on for another protocol, such as SRTP.
struct KeyingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "SRTP profiles, best first: SRTP_AEAD_AES_128_GCM,…", valueName: "list"),
        completion: .srtpProfiles,
        transform: SRTPList.init)
    var srtp: SRTPList?

    @Option(
        help: ArgumentHelp(
            "Show secret keying material, 32 bytes or as many.",
            valueName: "label[:n]"),
        completion: .exporter,
        transform: KeyingOptions.export)
    var export: [KeyExport] = []

    private static func export(_ argument: String) throws -> KeyExport {
        var label = argument[...]
        var length: Int? = 32
        if let colon = argument.lastIndex(of: ":") {
            label = argument[..<colon]
            length = Int(argument[argument.index(after: colon)...])
        }
        guard let length, let export = KeyExport(label: String(label), length: length) else {
            throw ValidationError(
                "a label is printable ASCII and none of the protocol's own, a length is 1 to "
                    + "\(KeyExport.maximumLength) bytes")
        }
        return export
    }
}

/// SRTP profiles in order of preference.
struct SRTPList {
    /// The profiles.
    let profiles: [SRTPProfile]

    init(_ argument: String) throws {
        var profiles: [SRTPProfile] = []
        for name in list(argument) {
            guard let profile = SRTPProfile(name: name) else {
                let all = SRTPProfile.allCases.map(\.description).joined(separator: ", ")
                throw ValidationError("no such SRTP profile: \(name); there are \(all)")
            }
            if !profiles.contains(profile) { profiles.append(profile) }
        }
        guard (1...SRTPProfile.maximumCount).contains(profiles.count) else {
            throw ValidationError("1 to \(SRTPProfile.maximumCount) SRTP profiles can be offered")
        }
        self.profiles = profiles
    }
}
