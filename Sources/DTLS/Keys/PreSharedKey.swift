/// A pre-shared key and the identity that goes with it (RFC 4279); neither is text by nature.
public struct PreSharedKey: Sendable, Hashable {
    /// Who the key belongs to, in the clear on the wire.
    public let identity: [UInt8]

    /// The key; a copy, which is not wiped.
    public var key: [UInt8] { secret.copy }

    /// The key, in memory of its own.
    let secret: KeyBytes

    /// A key of 1 to 64 bytes, and an identity of at most 128: what GnuTLS takes.
    ///
    /// - Throws: a ``SecretError`` for others.
    public init(identity: [UInt8], key: [UInt8]) throws(SecretError) {
        guard !key.isEmpty, key.count <= 64 else {
            throw SecretError("the key has \(key.count) bytes, not 1 to 64")
        }
        guard identity.count <= 128 else {
            throw SecretError("the identity has \(identity.count) bytes, more than 128")
        }
        self.identity = identity
        secret = KeyBytes(key)
    }

    /// The bytes of an identity: text, or `hex:` and digits.
    ///
    /// - Throws: a ``SecretError`` where there are other than digits, in pairs.
    public static func identity(_ text: String) throws(SecretError) -> [UInt8] {
        guard text.hasPrefix("hex:") else { return Array(text.utf8) }
        guard let bytes = bytes(hexadecimal: text.dropFirst(4)) else {
            throw SecretError("an identity that starts with hex: has other than hexadecimal digits")
        }
        return bytes
    }

    /// The bytes of a key in an argument: `text:`, `hex:` or `base64:` and the key.
    ///
    /// - Throws: a ``SecretError`` where it is none of these.
    public static func key(argument text: String) throws(SecretError) -> [UInt8] {
        try key(argument: Array(text.utf8))
    }

    private static func key(argument text: [UInt8]) throws(SecretError) -> [UInt8] {
        if text.starts(with: "text:".utf8) { return Array(text.dropFirst(5)) }
        if text.starts(with: "hex:".utf8),
            let bytes = bytes(hexadecimalDigits: text.dropFirst(4))
        {
            return bytes
        }
        if text.starts(with: "base64:".utf8),
            let bytes = bytes(base64: String(decoding: text.dropFirst(7), as: UTF8.self))
        {
            return bytes
        }
        throw SecretError("a key is text:…, hex:… or base64:…")
    }

    /// The key in a variable of the environment, and the identity where it names one: as in an argument,
    /// or as in a file.
    ///
    /// - Throws: a ``SecretError`` where it is none of these.
    static func variable(
        _ contents: [UInt8]
    ) throws(SecretError) -> (identity: [UInt8]?, key: [UInt8]) {
        ["text:", "hex:", "base64:"].contains { contents.starts(with: $0.utf8) }
            ? (nil, try key(argument: contents)) : try file(contents)
    }

    /// The key in a file, and the identity where the file names one: hexadecimal digits, or
    /// `identity:digits`, or `#hexidentity:digits`, in one line.
    ///
    /// - Throws: a ``SecretError`` where it is none of these, or there are more lines.
    public static func file(
        _ contents: [UInt8]
    ) throws(SecretError) -> (identity: [UInt8]?, key: [UInt8]) {
        let lines = contents.split { $0 == 10 || $0 == 13 }.filter { !$0.allSatisfy(\.isBlank) }
        guard lines.count == 1, let line = lines.first else {
            throw SecretError("a key file holds one line, and this one has \(lines.count)")
        }
        if let key = bytes(hexadecimalDigits: line.trimmed), !key.isEmpty { return (nil, key) }
        let entry = try entry(line)
        return (entry.identity, entry.key)
    }

    /// The identity and key in a line of GnuTLS's `psktool`; an identity need not be text.
    static func entry(_ line: ArraySlice<UInt8>) throws(SecretError) -> PreSharedKey {
        guard let colon = line.lastIndex(of: UInt8(ascii: ":")),
            var key = bytes(hexadecimalDigits: line[(colon + 1)...].trimmed)
        else { throw SecretError("not identity:hexadecimal-key") }
        defer { key.wipe() }
        let name = line[..<colon]
        if name.first == UInt8(ascii: "#") {
            guard let identity = bytes(hexadecimalDigits: name.dropFirst()) else {
                throw SecretError("the identity after # has other than hexadecimal digits")
            }
            return try PreSharedKey(identity: identity, key: key)
        }
        return try PreSharedKey(identity: Array(name), key: key)
    }

    /// Whether identities and keys are the same.
    public static func == (one: PreSharedKey, other: PreSharedKey) -> Bool {
        one.identity == other.identity
            && one.secret.withCopy { one in other.secret.withCopy { isSame(one, $0) } }
    }

    /// Hashes the identity alone: the bytes of the key go into no hash.
    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension PreSharedKey: CustomStringConvertible, CustomReflectable {
    /// How long the key is: it is never printed, not by accident either.
    public var description: String { "pre-shared key of \(key.count) bytes" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret that cannot be used; the text never repeats it.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence, in lower case and without a final period; it names no secret.
    public let description: String

    init(_ description: String) { self.description = description }

    /// An identity without a key to go with it.
    public static let missingKey = SecretError("there is no key for the identity")

    /// A key that nobody is named for.
    public static let missingIdentity = SecretError("there is no identity for the key")
}

extension ArraySlice<UInt8> {
    /// Without the blanks at both ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var slice = drop(while: \.isBlank)
        // removeLast() would copy it all, and leave that behind.
        while slice.last?.isBlank == true { slice = slice.dropLast() }
        return slice
    }
}

extension UInt8 {
    /// Whether it is a space, or one of the control characters that are white space.
    var isBlank: Bool { self == 32 || 9...13 ~= self }
}
