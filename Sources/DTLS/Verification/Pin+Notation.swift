extension Pin {
    /// Reads a pin in any notation that people have at hand.
    ///
    /// - `pin-sha256:` (RFC 7469), `sha256//` (curl) or `sha256/` (okhttp) and base64: a public key;
    ///   also with `sha384` and `sha512`; and base64 alone.
    /// - Hexadecimal digits with or without colons, alone or behind `sha256:` or
    ///   `sha256 Fingerprint=`: a certificate or a public key, whichever it fits.
    /// - `a=fingerprint:sha-256 …`, a line of SDP (RFC 8122): a certificate.
    /// - `3 1 1 …`, a TLSA record (RFC 6698), with or without what is before it in a zone file.
    /// - `SHA256:` and base64, as `ssh-keygen -l` writes it, alone or in its line: a public key.
    /// - Throws: a ``PinError`` where it is none of these, or a digest that proves nothing, such as
    ///   MD5.
    public init(_ text: String) throws(PinError) {
        let trimmed = text.trimmed
        if let pin = try Self.publicKeyPin(trimmed) {
            self = pin
        } else if let pin = try Self.sshPin(trimmed) {
            self = pin
        } else if let pin = try Self.tlsa(trimmed) {
            self = pin
        } else {
            self = try Self.hexadecimalPin(trimmed)
        }
    }

    /// The pins in a file: one a line; blank lines, and what follows `#`, are passed over.
    ///
    /// Of a whole session description (RFC 8866) the lines with a fingerprint count.
    ///
    /// - Throws: a ``PinError`` with the number of the line that is none; also where there is no
    ///   pin at all.
    public static func list(_ text: String) throws(PinError) -> [Pin] {
        var pins: [Pin] = []
        // "\r\n" is one character, and so no "\n".
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let isDescription = lines.first == "v=0"
        for (index, line) in lines.enumerated() {
            if isDescription, !line.hasPrefix("a=fingerprint:") { continue }
            let content = line.prefix { $0 != "#" }
            if content.allSatisfy(\.isWhitespace) { continue }
            do throws(PinError) {
                pins.append(try Pin(String(content)))
            } catch {
                throw PinError("line \(index + 1): \(error)")
            }
        }
        guard !pins.isEmpty else { throw PinError("there is no pin in it") }
        return pins
    }

    // MARK: -

    private static func publicKeyPin(_ text: Substring) throws(PinError) -> Pin? {
        for algorithm in Digest.Algorithm.allCases {
            for prefix in [
                "pin-\(algorithm):", "pin-\(algorithm)=", "\(algorithm)//", "\(algorithm)/",
            ] where text.hasPrefix(prefix) {
                var encoded = text.dropFirst(prefix.count)
                if encoded.hasPrefix("\""), encoded.hasSuffix("\""), encoded.count > 1 {
                    encoded = encoded.dropFirst().dropLast()
                }
                guard let bytes = bytes(base64: encoded),
                    let digest = Digest(algorithm, bytes: bytes)
                else { throw PinError("not the base64 of \(algorithm.size) bytes: \(text)") }
                return Pin(.publicKey, digest)
            }
        }
        // As `openssl dgst -sha256 -binary | base64` has it. 44 digits of hexadecimal have no padding.
        guard text.count == 44, text.hasSuffix("="), let bytes = bytes(base64: text),
            let digest = Digest(.sha256, bytes: bytes)
        else { return nil }
        return Pin(.publicKey, digest)
    }

    /// 43 digits of base64 without padding are no hexadecimal digest.
    private static func sshPin(_ line: Substring) throws(PinError) -> Pin? {
        // The whole line is the size, the digest, a comment and the kind of key.
        let words = line.split(maxSplits: 2, whereSeparator: \.isWhitespace)
        let text = words.count > 1 && words[0].allSatisfy(\.isNumber) ? words[1] : line
        for algorithm in Digest.Algorithm.allCases {
            let prefix = algorithm.rawValue.uppercased() + ":"
            let padding = String(repeating: "=", count: (3 - algorithm.size % 3) % 3)
            guard text.hasPrefix(prefix),
                let bytes = bytes(base64: text.dropFirst(prefix.count) + padding),
                let digest = Digest(algorithm, bytes: bytes)
            else { continue }
            return Pin(.sshKey, digest)
        }
        if text.hasPrefix("MD5:") { throw PinError("MD5 proves nothing: \(text)") }
        return nil
    }

    /// The four fields of a TLSA record (RFC 6698 section 2.2); `nil` for anything else.
    private static func tlsa(_ text: Substring) throws(PinError) -> Pin? {
        let bare = text.filter { $0 != "(" && $0 != ")" }
        var words = bare.split(whereSeparator: \.isWhitespace)[...]
        if let type = words.firstIndex(where: { $0.uppercased() == "TLSA" }) {
            words = words[words.index(after: type)...]
        }
        let numbers = words.prefix(3).compactMap { $0.count <= 2 ? Int($0) : nil }
        // Digits in pairs with spaces between them are no record.
        guard numbers.count == 3, let usage = numbers.first,
            let first = words.dropFirst(3).first, first.count > 2
        else { return nil }
        guard let data = bytes(hexadecimal: words.dropFirst(3).joined()), !data.isEmpty else {
            throw PinError("a TLSA record ends with hexadecimal digits: \(text)")
        }
        guard usage == 1 || usage == 3 else {
            throw PinError(
                "a TLSA record of usage \(usage) is not about the peer's own key: \(text)")
        }
        let subject: Subject
        switch numbers[1] {
        case 0: subject = .certificate
        case 1: subject = .publicKey
        default: throw PinError("a TLSA record's selector is 0 or 1: \(text)")
        }
        switch numbers[2] {
        case 0:
            return Pin(.exactly(subject, data))
        case 1:
            if let digest = Digest(.sha256, bytes: data) { return Pin(subject, digest) }
        case 2:
            if let digest = Digest(.sha512, bytes: data) { return Pin(subject, digest) }
        default:
            throw PinError("a TLSA record's matching type is 0, 1 or 2: \(text)")
        }
        throw PinError(
            "a TLSA record has \(data.count) bytes, which fit no digest of its type: \(text)")
    }

    private static func hexadecimalPin(_ text: Substring) throws(PinError) -> Pin {
        var rest = text.hasPrefix("a=") ? text.dropFirst(2) : text
        var subject = Subject.either
        var named: Digest.Algorithm?
        let lower = rest.lowercased()
        search: for algorithm in Digest.Algorithm.allCases {
            for name in [algorithm.rawValue, algorithm.hyphenatedName] {
                // SDP's attribute is about the certificate; openssl's and a bare digest may not be.
                for (prefix, about) in [
                    ("fingerprint:\(name) ", Subject.certificate), ("\(name) ", .certificate),
                    ("\(name):", .either), ("\(name) fingerprint=", .certificate),
                ].sorted(by: { $0.0.count > $1.0.count })
                where lower.hasPrefix(prefix) {
                    rest = rest.dropFirst(prefix.count)
                    subject = about
                    named = algorithm
                    break search
                }
            }
        }
        let digits = rest.filter { $0 != ":" && !$0.isWhitespace }
        guard let bytes = bytes(hexadecimal: digits), !bytes.isEmpty else {
            throw PinError("not a pin: \(text)")
        }
        guard let algorithm = Digest.Algorithm(size: bytes.count),
            named == nil || named == algorithm, let digest = Digest(algorithm, bytes: bytes)
        else {
            let wanted = named.map { "\($0) digest of \($0.size)" } ?? "SHA-256 digest of 32"
            throw PinError(
                "a pin is a \(wanted) bytes, and this has \(bytes.count): \(text)")
        }
        return Pin(subject, digest)
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without the white space at both ends.
    var trimmed: Substring {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
