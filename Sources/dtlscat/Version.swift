import DTLS

/// What `--version` prints.
enum Version {
    /// This program's version.
    static let number = "0.1.0"

    /// The version, and that of the library it runs on.
    static var text: String { "dtlscat \(number) (GnuTLS \(LibraryVersion.text))" }

    /// Warns of a library that is older than any that was tried, where a session begins; those who
    /// have not asked for details cannot do anything about it each time.
    static func warnAtStart(_ console: Console) {
        if console.verbosity > 0 { warnOfLibrary(console) }
    }

    private static func warnOfLibrary(_ console: Console) {
        guard LibraryVersion.standing() == .untested else { return }
        console.warn(
            "GnuTLS \(LibraryVersion.text) is older than \(LibraryVersion.oldestTested), the oldest "
                + "that is tested")
    }

    /// Tells what is behind the numbers, to those who want to see as much.
    static func explain(_ console: Console) {
        warnOfLibrary(console)
        guard LibraryVersion.standing() == .mendedByDistributionAlone else { return }
        console.note(
            1,
            "GnuTLS has the fixes for CVE-2026-33845, CVE-2026-33846 and CVE-2026-42009 from "
                + "\(LibraryVersion.firstMended) on; whether a distribution has put them into "
                + "\(LibraryVersion.text) does not show in its number")
    }
}
