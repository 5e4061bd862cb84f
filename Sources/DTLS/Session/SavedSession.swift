/// A client's session in a form that can be put into a file, and taken up by a later run.
///
/// Four lines of text: a title, what the session is tied to, the session, and a digest of all that
/// by which damage is found before GnuTLS reads any of it. With the secret in it, the file is for
/// its owner alone, and who can write it could have the client take up a session of his own making:
/// the digest is no protection from that.
public struct SavedSession: Sendable {
    /// What ``Session/resumptionData`` has given.
    public let data: [UInt8]

    /// What ``SessionConfiguration/resumptionPurpose(_:)`` has given; a configuration with another
    /// must not take it up.
    public let purpose: [UInt8]

    /// A session to be kept.
    public init(data: [UInt8], purpose: [UInt8]) {
        self.data = data
        self.purpose = purpose
    }

    /// The session in a file; `nil` where any byte of it is not as ``fileContents`` has made it.
    public init?(file contents: [UInt8]) {
        let lines = String(decoding: contents, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[0] == Self.title,
            let purpose = bytes(hexadecimal: lines[1].dropFirst(Self.purposeTitle.count)),
            let data = bytes(base64: lines[2]), !data.isEmpty
        else { return nil }
        self.init(data: data, purpose: purpose)
        guard isSame(fileContents, contents) else { return nil }
    }

    /// What ``init(file:)`` reads.
    public var fileContents: [UInt8] {
        let text = """
            \(Self.title)
            \(Self.purposeTitle)\(hexadecimal(purpose))
            \(base64(data))

            """
        let digest = hexadecimal(Digest(.sha256, of: Array(text.utf8)).bytes)
        return Array("\(text)sha256 \(digest)\n".utf8)
    }

    private static let title = "dtlscat session 1"
    private static let purposeTitle = "for "
}

extension SavedSession: CustomStringConvertible, CustomReflectable {
    /// How large it is: the secret is never printed, not by accident either.
    public var description: String { "session of \(data.count) bytes" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
