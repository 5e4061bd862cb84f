import ArgumentParser
import FoundationEssentials
import Trust

/// Where peers are remembered.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Remember peers there; or $DTLSCAT_KNOWN_HOSTS.", valueName: "file"),
        completion: .file())
    var knownHosts: String?

    /// The file that the options or the environment name, or the usual one.
    func file() throws(Failure) -> KnownHostsFile { try Self.file(knownHosts) }

    /// The file that `option` or the environment names, or the usual one.
    static func file(_ option: String?) throws(Failure) -> KnownHostsFile {
        let environment = ProcessInfo.processInfo.environment
        if let path = option ?? environment["DTLSCAT_KNOWN_HOSTS"] {
            guard !path.isEmpty else { throw .usage("the file of known hosts has no name") }
            return KnownHostsFile(path)
        }
        // The XDG base directory specification has relative paths ignored.
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
            return KnownHostsFile(folder + "/dtlscat/known_hosts")
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw .usage("no $HOME to remember peers in", hint: "--known-hosts names a file")
        }
        return KnownHostsFile(home + "/.local/state/dtlscat/known_hosts")
    }
}

/// How much is told of it.
struct StoreOutputOptions: ParsableArguments {
    @Flag(name: [.customShort("Q"), .long], help: "Tell errors alone.")
    var quiet = false

    @OptionGroup var color: ColorOptions

    /// The console for these options.
    var console: Console { Console(verbosity: 0, isQuiet: quiet, style: color.ofErrors) }
}
