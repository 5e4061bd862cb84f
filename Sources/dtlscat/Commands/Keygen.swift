import ArgumentParser

/// `dtlscat keygen`: keys and certificates to use at once.
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make pre-shared keys, certificates and raw public keys.",
        usage: "dtlscat keygen psk|cert|rpk [options]",
        discussion: """
            Files with a key in them are for their owner alone, and none is overwritten without \
            --force. Fingerprints go to standard error. \
            Example: dtlscat keygen cert --name gw.example -o gw.pem
            """,
        subcommands: [KeygenPSK.self, KeygenCert.self, KeygenRPK.self])
}
