/// The largest record that a peer takes, as its hello says: record_size_limit (RFC 8449), or else
/// max_fragment_length (RFC 6066 section 4). GnuTLS obeys it, but does not tell it.
enum RecordSizeLimit {
    /// The limit in a ClientHello or ServerHello without its handshake header, in bytes; `nil`
    /// where it names none or cannot be read.
    static func read(_ hello: [UInt8], isServerHello: Bool) -> Int? {
        var rest = hello[...]
        // Version and random.
        guard skip(34, &rest), let session = length(1, &rest), skip(session, &rest) else {
            return nil
        }
        if isServerHello {
            // One suite and one compression method.
            guard skip(3, &rest) else { return nil }
        } else {
            for field in [1, 2, 1] {
                // Cookie, suites and compression methods.
                guard let count = length(field, &rest), skip(count, &rest) else { return nil }
            }
        }
        guard let extensions = length(2, &rest), extensions <= rest.count else { return nil }
        rest = rest.prefix(extensions)
        var fragmentLength: Int?
        while let type = length(2, &rest), let count = length(2, &rest), count <= rest.count {
            var body = rest.prefix(count)
            rest = rest.dropFirst(count)
            if type == 28, let limit = length(2, &body), limit >= 64 { return limit }
            if type == 1, let code = length(1, &body), (1...4).contains(code) {
                fragmentLength = 256 << code
            }
        }
        return fragmentLength
    }

    /// Takes a number of so many bytes off the front.
    private static func length(_ bytes: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= bytes else { return nil }
        defer { rest = rest.dropFirst(bytes) }
        return rest.prefix(bytes).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func skip(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }
}
