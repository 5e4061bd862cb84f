import ArgumentParser
public import DTLS

extension Digest.Algorithm: Choice {}

/// What `fingerprint` shows and checks.
struct FingerprintOptions: ParsableArguments {
    /// What a digest is of.
    enum What: String, Choice {
        case cert, spki, chain
    }

    /// A notation, or all of them.
    enum Format: String, Choice {
        case hex, colon, pin, sdp, tlsa, ssh, all

        /// The notation; `nil` for all of them.
        var notation: Fingerprint.Notation? { Fingerprint.Notation(rawValue: rawValue) }
    }

    @Option(
        help: ArgumentHelp(
            "sha256, sha1, sha384 or sha512; default: sha256.", valueName: "digest"))
    var algorithm: Digest.Algorithm?

    @Option(
        help: ArgumentHelp(
            "hex, colon, pin, sdp, tlsa, ssh or all; default: all.",
            valueName: "notation"))
    var format: Format?

    @Option(
        help: ArgumentHelp(
            "cert, spki (the public key), chain (each certificate).",
            valueName: "what"))
    var what: What?

    @Option(
        help: ArgumentHelp(
            "Succeed only with this pin, in any notation; @file.",
            valueName: "pin"),
        completion: .pin)
    var check: [String] = []

    @Option(
        help: ArgumentHelp(
            "Fail where a certificate ends within this time: 30d.", valueName: "time"))
    var expiresWithin: TimeValue?

    mutating func validate() throws {
        if let expiresWithin, expiresWithin.duration == nil {
            throw ValidationError("--expires-within is a time that ends, such as 30d")
        }
        if what == .cert || what == .spki, format == nil || format == .all {
            throw ValidationError("--what cert and --what spki go with one --format")
        }
        switch (format, what) {
        case (.pin, .cert), (.ssh, .cert):
            throw ValidationError("that notation is for public keys: --what spki")
        case (.sdp, .spki):
            throw ValidationError("SDP's notation is for certificates: --what cert")
        default: break
        }
        guard let algorithm else { return }
        if format == .tlsa, algorithm != .sha256, algorithm != .sha512 {
            throw ValidationError("a TLSA record has a digest by sha256 or sha512")
        }
    }
}
