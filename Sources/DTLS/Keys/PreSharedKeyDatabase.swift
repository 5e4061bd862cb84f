/// A server's keys by identity.
public struct PreSharedKeyDatabase: Sendable {
    private var keys: [[UInt8]: KeyBytes]

    /// Changes with any identity and key.
    let digest: [UInt8]

    /// The one key of `entry`.
    public init(_ entry: PreSharedKey) {
        keys = [entry.identity: entry.secret]
        digest = entry.secret.withCopy { DTLS.digest(of: [entry.identity, $0]) }
    }

    /// The entries of `text`: a line each, as `psktool` writes them. Blank lines, and lines that
    /// start with `#` and hold no `:`, or with `# `, are passed over.
    ///
    /// - Throws: a ``SecretError`` with the number of the line that is none, or that has an
    ///   identity again; also where there is no key at all.
    public init(_ text: String) throws(SecretError) { try self.init(Array(text.utf8)) }

    /// Likewise of a file's bytes; identities need not be text.
    ///
    /// - Throws: the same.
    public init(_ bytes: [UInt8]) throws(SecretError) {
        digest = Digest(.sha256, of: bytes).bytes
        var lines: [[UInt8]: Int] = [:]
        keys = [:]
        var number = 0
        for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
            number += 1
            if Self.isComment(line) { continue }
            do throws(SecretError) {
                let entry = try PreSharedKey.entry(line)
                if let other = lines.updateValue(number, forKey: entry.identity) {
                    throw SecretError("the identity of line \(other) again")
                }
                keys[entry.identity] = entry.secret
            } catch {
                throw SecretError("line \(number): \(error.description)")
            }
        }
        guard !keys.isEmpty else { throw SecretError("there is no key in it") }
    }

    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "#") else { return line.allSatisfy(\.isBlank) }
        return line.dropFirst().first == 32 || !line.contains(UInt8(ascii: ":"))
    }

    /// How many identities there are.
    public var count: Int { keys.count }

    /// The key of an identity; `nil` where that is unknown. It is a copy, which is not wiped.
    public func key(for identity: [UInt8]) -> [UInt8]? { secret(for: identity)?.copy }

    /// Likewise, in memory of its own.
    func secret(for identity: [UInt8]) -> KeyBytes? { keys[identity] }
}

extension PreSharedKeyDatabase: CustomStringConvertible, CustomReflectable {
    /// How many keys there are: they are never printed, not by accident either.
    public var description: String { "\(count) pre-shared keys" }
    /// Empty, for the same reason.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
