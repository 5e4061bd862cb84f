/// A pre-shared key and the identity that goes with it (RFC 4279); neither is text by nature.
public struct PreSharedKey: Sendable, Hashable {
    /// Who the key belongs to, in the clear on the wire.
    public let identity: [UInt8]

    /// The key.
    public let key: [UInt8]

    /// A key of 1 to 64 bytes, and an identity of at most 128: what GnuTLS takes.
    public init(identity: [UInt8], key: [UInt8]) throws(SecretError) {
        guard !key.isEmpty, key.count <= 64 else {
            throw SecretError("the key has \(key.count) bytes, not 1 to 64")
        }
        guard identity.count <= 128 else {
            throw SecretError("the identity has \(identity.count) bytes, more than 128")
        }
        self.identity = identity
        self.key = key
    }

    /// The bytes of an identity: text, or `hex:` and digits.
    public static func identity(_ text: String) throws(SecretError) -> [UInt8] {
        guard text.hasPrefix("hex:") else { return Array(text.utf8) }
        guard let bytes = bytes(hexadecimal: text.dropFirst(4)) else {
            throw SecretError("an identity that starts with hex: has other than hexadecimal digits")
        }
        return bytes
    }

    /// The bytes of a key in an argument: `text:`, `hex:` or `base64:` and the key.
    public static func key(argument text: String) throws(SecretError) -> [UInt8] {
        if text.hasPrefix("text:") { return Array(text.utf8.dropFirst(5)) }
        if text.hasPrefix("hex:"), let bytes = bytes(hexadecimal: text.dropFirst(4)) {
            return bytes
        }
        if text.hasPrefix("base64:"), let bytes = bytes(base64: text.dropFirst(7)) { return bytes }
        throw SecretError("a key is text:…, hex:… or base64:…")
    }

    /// The key in a file, and the identity where the file names one: hexadecimal digits, or
    /// `identity:digits`, or `#hexidentity:digits`, in one line.
    public static func file(
        _ contents: [UInt8]
    ) throws(SecretError) -> (identity: [UInt8]?, key: [UInt8]) {
        let text = String(decoding: contents, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).filter { !isBlank($0) }
        guard lines.count == 1, let line = lines.first else {
            throw SecretError("a key file holds one line, and this one has \(lines.count)")
        }
        if let key = bytes(hexadecimal: trimmed(line)), !key.isEmpty { return (nil, key) }
        let entry = try entry(line)
        return (entry.identity, entry.key)
    }

    /// The identity and key in a line of GnuTLS's `psktool`.
    static func entry(_ line: Substring) throws(SecretError) -> PreSharedKey {
        guard let colon = line.lastIndex(of: ":"),
            let key = bytes(hexadecimal: trimmed(line[line.index(after: colon)...]))
        else { throw SecretError("not identity:hexadecimal-key") }
        let name = line[..<colon]
        if name.hasPrefix("#") {
            guard let identity = bytes(hexadecimal: name.dropFirst()) else {
                throw SecretError("the identity after # has other than hexadecimal digits")
            }
            return try PreSharedKey(identity: identity, key: key)
        }
        return try PreSharedKey(identity: Array(name.utf8), key: key)
    }

    static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension PreSharedKey: CustomStringConvertible, CustomReflectable {
    // A key is never printed, not by accident either.
    public var description: String { "pre-shared key of \(key.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret that cannot be used; the text never repeats it.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    /// An identity without a key to go with it.
    public static let missingKey = SecretError("there is no key for the identity")

    /// A key that nobody is named for.
    public static let missingIdentity = SecretError("there is no identity for the key")
}

/// A server's keys by identity.
public struct PreSharedKeyDatabase: Sendable {
    private var keys: [[UInt8]: [UInt8]]

    /// Changes with any identity and key.
    let digest: [UInt8]

    /// The one key of `entry`.
    public init(_ entry: PreSharedKey) {
        keys = [entry.identity: entry.key]
        digest = Self.digest(of: keys)
    }

    /// The entries of `text`: a line each, as `psktool` writes them. Blank lines, and lines that
    /// start with `#` and hold no `:`, or with `# `, are passed over.
    public init(_ text: String) throws(SecretError) {
        var keys: [[UInt8]: [UInt8]] = [:]
        var number = 0
        // "\r\n" is one character, and so no "\n".
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            let isComment = line.hasPrefix("# ") || (line.hasPrefix("#") && !line.contains(":"))
            if PreSharedKey.isBlank(line) || isComment { continue }
            do throws(SecretError) {
                let entry = try PreSharedKey.entry(line)
                keys[entry.identity] = entry.key
            } catch {
                throw SecretError("line \(number): \(error.description)")
            }
        }
        guard !keys.isEmpty else { throw SecretError("there is no key in it") }
        self.keys = keys
        digest = Self.digest(of: keys)
    }

    private static func digest(of keys: [[UInt8]: [UInt8]]) -> [UInt8] {
        let sorted = keys.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return DTLS.digest(of: sorted.flatMap { [$0.key, $0.value] })
    }

    /// How many identities there are.
    public var count: Int { keys.count }

    /// The key of an identity; `nil` where that is unknown.
    public func key(for identity: [UInt8]) -> [UInt8]? { keys[identity] }
}

extension PreSharedKeyDatabase: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(count) pre-shared keys" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
