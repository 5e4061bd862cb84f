internal import CGnuTLS

/// A cipher suite of DTLS 1.0 and 1.2 that GnuTLS has (RFC 5246 appendix A.5).
public struct CipherSuite: Sendable, Hashable {
    /// Its number in the registry of IANA.
    public let code: UInt16

    /// Its name in that registry, such as `TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`.
    public let name: String

    /// The key exchange in GnuTLS's spelling, such as `ECDHE-ECDSA`.
    public let keyExchange: String

    /// The cipher in GnuTLS's spelling, such as `AES-128-GCM`.
    public let cipher: String

    /// What authenticates records, in GnuTLS's spelling: `AEAD`, or a hash.
    public let mac: String

    /// Whether DTLS 1.0 has it too.
    public let isOld: Bool

    /// All of them, in GnuTLS's order.
    ///
    /// The corresponding C function is `gnutls_cipher_suite_info`.
    public static let all: [CipherSuite] = {
        var suites: [CipherSuite] = []
        var index = 0
        // The table ends where there is no name.
        while unsafe gnutls_cipher_suite_info(index, nil, nil, nil, nil, nil) != nil {
            if let suite = CipherSuite(index: index) { suites.append(suite) }
            index += 1
        }
        return suites
    }()

    /// The one at `index` of GnuTLS's table; `nil` where there is none, or it is of TLS 1.3.
    init?(index: Int) {
        var id: [UInt8] = [0, 0]
        var exchange = gnutls_kx_algorithm_t(rawValue: 0)
        var cipher = gnutls_cipher_algorithm_t(rawValue: 0)
        var mac = gnutls_mac_algorithm_t(rawValue: 0)
        var version = gnutls_protocol_t(rawValue: 0)
        guard
            let text = unsafe gnutls_cipher_suite_info(
                index, &id, &exchange, &cipher, &mac, &version),
            version != GNUTLS_TLS1_3, let kx = unsafe gnutls_kx_get_name(exchange),
            let cipherName = unsafe gnutls_cipher_get_name(cipher),
            let macName = unsafe gnutls_mac_get_name(mac)
        else { return nil }
        code = UInt16(id[0]) << 8 | UInt16(id[1])
        keyExchange = unsafe String(cString: kx)
        self.cipher = unsafe String(cString: cipherName)
        self.mac = unsafe String(cString: macName)
        isOld = version != GNUTLS_TLS1_2
        name = unsafe Self.registered(String(cString: text), keyExchange)
    }

    /// The registry's name for what GnuTLS calls `TLS_ECDHE_RSA_AES_128_CBC_SHA1` and the like.
    private static func registered(_ name: String, _ keyExchange: String) -> String {
        let exchange = irregular[keyExchange] ?? keyExchange.replacing("-", with: "_")
        // It has "ANON" where the registry has "anon"; and it may come to have the registry's names.
        guard !name.contains("_WITH_"), name.uppercased().hasPrefix("TLS_\(exchange.uppercased())_")
        else { return name }
        var rest = String(name.dropFirst("TLS_\(exchange)_".count))
        if rest.hasSuffix("_SHA1") { rest.removeLast() }
        if rest.hasSuffix("POLY1305") { rest += "_SHA256" }
        rest = rest.replacing("ARCFOUR", with: "RC4")
        // RFC 6655 has it the other way round here.
        let isOdd = exchange == "DHE_PSK" && rest.hasSuffix("CCM_8")
        return "TLS_\(isOdd ? "PSK_DHE" : exchange)_WITH_\(rest)"
    }

    /// The registry's names for key exchanges that GnuTLS spells otherwise.
    private static let irregular = [
        "ANON-DH": "DH_anon", "ANON-ECDH": "ECDH_anon", "SRP": "SRP_SHA", "SRP-RSA": "SRP_SHA_RSA",
        "SRP-DSS": "SRP_SHA_DSS", "VKO-GOST-12": "GOSTR341112_256",
    ]
}
