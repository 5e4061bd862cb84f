import ArgumentParser

/// `dtlscat keygen`: keys and certificates to use at once.
struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make certificates, pre-shared and raw public keys.",
        usage: "dtlscat keygen psk|cert|rpk [options]",
        discussion: """
            Files with a key in them are for their owner alone, and none is overwritten
            without --force. Fingerprints go to standard error.

            Examples:
              dtlscat keygen cert --name gw.example -o gw.pem
              dtlscat keygen psk --identity gw -o gw.psk
            """,
        subcommands: [KeygenPSK.self, KeygenCert.self, KeygenRPK.self])
}
