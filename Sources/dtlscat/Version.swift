import DTLS

/// What `--version` prints.
enum Version {
    /// This program's version.
    static let number = "0.1.0"

    /// The version, and that of the library it runs on.
    static var text: String { "dtlscat \(number) (GnuTLS \(LibraryVersion.text))" }
}
