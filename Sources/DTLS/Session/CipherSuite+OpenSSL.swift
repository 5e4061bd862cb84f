extension CipherSuite {
    /// What OpenSSL calls it, such as `ECDHE-ECDSA-AES128-GCM-SHA256`; `nil` where OpenSSL 3, as it is
    /// usually built, does not have it.
    ///
    /// As `openssl ciphers -stdname` lists them.
    public var openSSLName: String? { Self.openSSLName(of: name) }

    /// Likewise for any suite, by its `name` in the registry.
    package static func openSSLName(of name: String) -> String? {
        guard let middle = name.firstRange(of: "_WITH_") else { return nil }
        let exchange = String(name[..<middle.lowerBound].dropFirst("TLS_".count))
        let rest = String(name[middle.upperBound...]).replacing("_", with: "-")
        guard let first = exchanges[exchange], !isUnknownToOpenSSL(rest, exchange) else {
            return nil
        }
        // Those with passwords have the names of old.
        if exchange.hasPrefix("SRP") { return first + rest }
        var second = rest
        for size in ["128", "256"] {
            second = second.replacing("AES-\(size)", with: "AES\(size)")
                .replacing("CAMELLIA-\(size)", with: "CAMELLIA\(size)")
                .replacing("ARIA-\(size)", with: "ARIA\(size)")
        }
        // These two alone are named without the kind of the certificate.
        if exchange == "ECDHE_RSA", second.hasPrefix("ARIA") { return "ECDHE-" + second }
        second = second.replacing("CCM-8", with: "CCM8")
            .replacing("POLY1305-SHA256", with: "POLY1305")
        // It is named with AES and a pre-shared key, and nowhere else.
        if !exchange.contains("PSK") || second.hasPrefix("CAMELLIA") {
            second = second.replacing("-CBC-", with: "-")
        }
        return first + second
    }

    private static func isUnknownToOpenSSL(_ rest: String, _ exchange: String) -> Bool {
        rest.hasPrefix("CAMELLIA") && rest.contains("GCM")
            // It has those with GCM, and with a certificate or a key.
            || rest.hasPrefix("ARIA") && (rest.contains("CBC") || exchange == "DH_anon")
            // RFC 8442 is newer than its others.
            || exchange == "ECDHE_PSK" && (rest.contains("GCM") || rest.contains("CCM"))
            || ["RC4", "3DES", "DES", "IDEA", "SEED", "RC2"].contains { rest.hasPrefix($0) }
    }

    /// The beginnings of names; static RSA has none.
    private static let exchanges = [
        "RSA": "", "DHE_RSA": "DHE-RSA-", "DHE_DSS": "DHE-DSS-", "ECDHE_RSA": "ECDHE-RSA-",
        "ECDHE_ECDSA": "ECDHE-ECDSA-", "DH_anon": "ADH-", "ECDH_anon": "AECDH-", "PSK": "PSK-",
        "DHE_PSK": "DHE-PSK-", "PSK_DHE": "DHE-PSK-", "ECDHE_PSK": "ECDHE-PSK-",
        "RSA_PSK": "RSA-PSK-", "SRP_SHA": "SRP-", "SRP_SHA_RSA": "SRP-RSA-",
        "SRP_SHA_DSS": "SRP-DSS-",
    ]
}
