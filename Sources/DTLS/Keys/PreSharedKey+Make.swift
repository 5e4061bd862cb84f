internal import CGnuTLS

extension PreSharedKey {
    /// A line with a fresh key of `length` bytes for `identity`, as `psktool` writes it.
    ///
    /// An identity that is not plain text is written in hexadecimal behind `#`, which GnuTLS's
    /// servers read as well as ours.
    ///
    /// The corresponding C function is `gnutls_rnd`, with `GNUTLS_RND_KEY`.
    ///
    /// - Throws: a ``SecretError`` where the identity has not 1 to 128 bytes, or the key not 1 to
    ///   64.
    public static func makeLine(
        identity: [UInt8], length: Int
    ) throws(SecretError) -> SecretText {
        guard !identity.isEmpty else { throw SecretError("the identity is empty") }
        guard identity.count <= 128 else {
            throw SecretError("the identity has \(identity.count) bytes, more than 128")
        }
        guard (1...64).contains(length) else {
            throw SecretError("a key has 1 to 64 bytes, not \(length)")
        }
        var key = [UInt8](repeating: 0, count: length)
        guard unsafe gnutls_rnd(GNUTLS_RND_KEY, &key, length) >= 0 else {
            throw SecretError("there is no randomness for a key")
        }
        let line = SecretText()
        line.append(
            isPlain(identity)
                ? String(decoding: identity, as: UTF8.self) + ":"
                : "#" + hexadecimal(identity) + ":")
        line.append(hexadecimalOf: &key)
        line.append("\n")
        return line
    }

    /// An identity that nobody else has: `psk-` and digits.
    ///
    /// - Throws: a ``SecretError`` where there is no randomness.
    public static func makeIdentity() throws(SecretError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 8)
        guard unsafe gnutls_rnd(GNUTLS_RND_NONCE, &bytes, bytes.count) >= 0 else {
            throw SecretError("there is no randomness for an identity")
        }
        return Array("psk-\(hexadecimal(bytes))".utf8)
    }

    /// An identity as it is typed and shown: text, or `hex:` and digits.
    public static func text(ofIdentity identity: [UInt8]) -> String {
        isPlain(identity)
            ? String(decoding: identity, as: UTF8.self) : "hex:" + hexadecimal(identity)
    }

    /// Whether an identity can stand in a line as it is: printable ASCII that no reader takes for
    /// the end of it, a comment or hexadecimal.
    private static func isPlain(_ identity: [UInt8]) -> Bool {
        identity.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
            && identity.first != UInt8(ascii: "#") && identity.first != 0x20
            && identity.last != 0x20
    }
}
