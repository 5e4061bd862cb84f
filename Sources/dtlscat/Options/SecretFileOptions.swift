import ArgumentParser

/// Where a session's secrets are written to, for Wireshark.
struct SecretFileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Append the secrets, for Wireshark; or $SSLKEYLOGFILE.", valueName: "file"),
        completion: .file())
    var keylog: String?

    @Option(
        help: ArgumentHelp(
            "Capture datagrams and secrets there, for Wireshark.", valueName: "file"),
        completion: .file())
    var pcap: String?

    mutating func validate() throws {
        if let pcap, pcap == keylog {
            throw ValidationError("--pcap and --keylog cannot write the same file")
        }
    }

    /// The files that are written.
    var written: [(option: String, path: String?)] { [("--keylog", keylog), ("--pcap", pcap)] }
}
