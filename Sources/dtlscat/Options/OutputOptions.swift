import ArgumentParser

/// What is told, and where.
struct OutputOptions: ParsableArguments {
    @Flag(name: .short, help: "Tell what happens; -vv flights, -vvv datagrams.")
    var verbose: Int

    @Flag(name: [.customShort("Q"), .long], help: "Tell errors alone.")
    var quiet = false

    @Flag(help: "Report on standard error as JSON when it ends.")
    var json = false

    @OptionGroup var secrets: SecretFileOptions

    @Flag(help: "Show the peer's certificate.")
    var showCert = false

    @Option(
        help: ArgumentHelp("Save the peer's chain there, in PEM.", valueName: "file"),
        completion: .file())
    var saveCert: String?

    @OptionGroup var color: ColorOptions

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
        secrets.written + [("--save-cert", saveCert)]
    }
}
