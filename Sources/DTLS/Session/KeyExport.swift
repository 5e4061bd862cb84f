internal import CGnuTLS

/// Keying material that another protocol asks a session for (RFC 5705): a label, and how much of it.
public struct KeyExport: Sendable, Hashable {
    /// What it is for, such as `EXTRACTOR-dtls_srtp`.
    public let label: String

    /// How many bytes.
    public let length: Int

    /// A label of printable ASCII and a length of 1 to 4096 bytes; `nil` for any others.
    ///
    /// The labels that the protocol derives its own keys by are none for an exporter (RFC 5705
    /// section 4): what came out would open the session.
    public init?(label: String, length: Int) {
        guard (1...255).contains(label.utf8.count), (1...Self.maximumLength).contains(length),
            label.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
            !Self.reserved.contains(label)
        else { return nil }
        self.label = label
        self.length = length
    }

    /// The most that is exported, in bytes.
    public static let maximumLength = 4_096

    private static let reserved = [
        "client finished", "server finished", "master secret", "extended master secret",
        "key expansion",
    ]
}

extension Session {
    /// Keying material that the peer can derive as well, and nobody else; without a context. Of a
    /// session without an extended master secret it is not safe (RFC 7627 section 5.4).
    ///
    /// The corresponding C function is `gnutls_prf_rfc5705`.
    ///
    /// - Throws: a ``GnuTLSError`` where the session has no keys yet.
    public func export(_ wanted: KeyExport) throws(GnuTLSError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: wanted.length)
        let code = unsafe bytes.withUnsafeMutableBytes { output in
            // No context at all is another thing than an empty one, hence nil (RFC 5705 section 4).
            unsafe gnutls_prf_rfc5705(
                handle.pointer, wanted.label.utf8.count, wanted.label, 0, nil, output.count,
                output.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        try GnuTLSError.check(code, "export keying material for \(wanted.label)")
        return bytes
    }
}
