import ArgumentParser

/// What is told, and where.
struct OutputOptions: ParsableArguments {
    @Flag(name: .short, help: "Tell what happens; -vv flights, -vvv datagrams.")
    var verbose: Int

    @Flag(name: [.customShort("Q"), .long], help: "Tell errors alone.")
    var quiet = false

    @Flag(help: "Report on standard error as JSON when it ends.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Append the secrets, for Wireshark; or $SSLKEYLOGFILE.",
            valueName: "file"),
        completion: .file())
    var keylog: String?

    @Option(
        help: ArgumentHelp(
            "Capture datagrams and secrets there, for Wireshark.", valueName: "file"),
        completion: .file())
    var pcap: String?

    @Flag(help: "Show the peer's certificate.")
    var showCert = false

    @Option(
        help: ArgumentHelp("Save the peer's chain there, in PEM.", valueName: "file"),
        completion: .file())
    var saveCert: String?

    @OptionGroup var color: ColorOptions

    mutating func validate() throws {
        if let pcap, pcap == keylog {
            throw ValidationError("--pcap and --keylog cannot write the same file")
        }
    }

    /// The console for these options.
    var console: Console { Console(verbosity: verbose, isQuiet: quiet, style: color.ofErrors) }

    /// The console where a line may stand on the terminal that is written anew each second.
    func console(progress: Bool) -> Console {
        Console(
            verbosity: verbose, isQuiet: quiet,
            isLive: progress && !quiet && Console.isTerminal, style: color.ofErrors)
    }
}

extension OutputOptions {
    /// The files that are written.
    var written: [(option: String, path: String?)] {
        [("--keylog", keylog), ("--pcap", pcap), ("--save-cert", saveCert)]
    }
}
