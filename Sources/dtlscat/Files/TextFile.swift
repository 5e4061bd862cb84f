import SystemPackage

/// A file for others to read, such as a chart or a chain of certificates.
enum TextFile {
    /// Writes `text` in the place of what was there.
    static func write(_ text: String, to path: String) throws {
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }
}
