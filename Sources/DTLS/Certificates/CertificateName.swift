internal import CGnuTLS

/// Whom a certificate is for: a DNS name or an address.
public enum CertificateName: Sendable, Hashable, CustomStringConvertible {
    /// A DNS name; `*.` in front stands for any first label.
    case dns(String)

    /// 4 or 16 bytes of address.
    case address([UInt8])

    /// Reads a numeric address, or a DNS name, whose letters outside ASCII are written as DNS has
    /// them (RFC 5890).
    ///
    /// The corresponding C function is `gnutls_idna_map`.
    ///
    /// - Throws: an ``IdentityError`` where it is neither, and says what is wrong with it.
    public init(_ text: String) throws(IdentityError) {
        guard !text.isEmpty else { throw IdentityError("a name is empty") }
        guard text.utf8.count <= 1_024 else { throw IdentityError("a name is too long") }
        if !text.utf8.contains(0), let bytes = addressBytes(text) {
            self = .address(bytes)
            return
        }
        let wildcard = text.hasPrefix("*.") ? "*." : ""
        let rest = Array(text.utf8.dropFirst(wildcard.utf8.count))
        guard !rest.contains(where: { $0 < 0x21 || $0 == 0x7F }),
            let mapped = try? unsafe takeDatum(
                "write a name",
                { datum in
                    unsafe rest.withUnsafeBytes { name in
                        unsafe gnutls_idna_map(
                            name.baseAddress?.assumingMemoryBound(to: CChar.self),
                            UInt32(name.count), datum, 0)
                    }
                })
        else { throw IdentityError("neither a DNS name nor an address: \(text)") }
        let name = String(decoding: mapped, as: UTF8.self)
        if let fault = Self.fault(name) {
            throw IdentityError("neither a DNS name nor an address: \(text) (\(fault))")
        }
        self = .dns(wildcard + name)
    }

    /// The DNS name, or the numeric address, as ``init(_:)`` reads them.
    public var description: String {
        switch self {
        case .dns(let name): name
        case .address(let bytes): addressText(bytes) ?? ""
        }
    }

    /// What is wrong with a DNS name (RFC 1123 section 2.1); `nil` where nothing is. An underscore
    /// is let through, since names with one are in use.
    private static func fault(_ name: String) -> String? {
        guard name.utf8.count <= 253 else { return "it is longer than 253 characters" }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        for label in labels {
            guard !label.isEmpty else { return "a part of it is empty" }
            guard label.utf8.count <= 63 else { return "a part is longer than 63 characters" }
            guard !label.hasPrefix("-"), !label.hasSuffix("-") else {
                return "a part begins or ends with a hyphen"
            }
            guard
                label.unicodeScalars.allSatisfy({
                    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
                        || $0 == "-" || $0 == "_"
                })
            else { return "it has other than letters, digits, hyphens and dots" }
        }
        // A numeric last label is a mistyped address, for no such top-level domain exists.
        if labels.last?.allSatisfy({ $0.isNumber }) == true { return "its last part is a number" }
        return nil
    }
}

/// Whom a certificate is about.
public enum CertificateSubject: Sendable, Hashable {
    /// A common name alone.
    case commonName(String)

    /// A distinguished name in the notation of RFC 4514.
    case distinguishedName(String)

    /// Reads a distinguished name where there is a `=` in it, and a common name elsewhere.
    ///
    /// The corresponding C function is `gnutls_x509_dn_set_str`.
    ///
    /// - Throws: an ``IdentityError`` where it is empty, too long, cannot be printed, or is not in
    ///   that notation.
    public init(_ text: String) throws(IdentityError) {
        guard !text.isEmpty else { throw IdentityError("a subject is empty") }
        guard text.unicodeScalars.allSatisfy(Self.isPrintable) else {
            throw IdentityError("a subject has characters that cannot be printed: \(text)")
        }
        guard text.contains("=") else {
            // ub-common-name of RFC 5280, which OpenSSL insists on.
            guard text.unicodeScalars.count <= 64 else {
                throw IdentityError("a common name has at most 64 characters: \(text)")
            }
            self = .commonName(text)
            return
        }
        var dn: gnutls_x509_dn_t?
        guard text.utf8.count <= 512, unsafe gnutls_x509_dn_init(&dn) >= 0 else {
            throw IdentityError("a subject is too long: \(text)")
        }
        // Used here alone.
        defer { unsafe gnutls_x509_dn_deinit(dn) }
        guard unsafe gnutls_x509_dn_set_str(dn, text, nil) >= 0, Self.isWellFormed(text) else {
            throw IdentityError(
                "not a distinguished name, such as CN=gateway,O=Example,C=DE: \(text)")
        }
        self = .distinguishedName(text)
    }

    /// Whether the values are such as GnuTLS writes without a look: no raw DER behind `#`, a
    /// country of two letters, and nothing longer than the 64 characters that most may have.
    private static func isWellFormed(_ text: String) -> Bool {
        let parts = text.replacing("\\,", with: "?").split(separator: ",")
        return parts.allSatisfy { part in
            let value = part.drop { $0 != "=" }.dropFirst()
            let isCountry = part.prefix { $0 != "=" }.filter { $0 != " " }.lowercased() == "c"
            guard !value.hasPrefix("#"), value.unicodeScalars.count <= 64 else { return false }
            return !isCountry || value.count == 2 && value.allSatisfy { $0.isASCII && $0.isLetter }
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}
