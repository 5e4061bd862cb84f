internal import CGnuTLS

/// The choices that a priority string is rendered from.
public struct PriorityChoices: Sendable, Hashable {
    /// A set of choices for one use.
    public enum Profile: String, CaseIterable, Sendable {
        /// DTLS 1.2, forward secrecy, no SHA-1, 128-bit security or nearly so.
        case `default`

        /// The suites that RFC 7252 section 9 makes mandatory.
        case coap

        /// What browsers speak (RFC 8827 section 6.5).
        case webrtc

        /// DTLS 1.0, CBC, SHA-1 and static RSA as well: for old devices.
        case legacy

        /// Forward secrecy, AEAD and 192-bit security.
        case strict
    }

    /// The set that the others start from.
    public var profile = Profile.default

    /// The lowest version; DTLS 1.2 where neither this nor the profile says otherwise.
    public var minimumVersion: ProtocolVersion?

    /// The highest version; DTLS 1.2 where `nil`.
    public var maximumVersion: ProtocolVersion?

    /// Whether certificates authenticate.
    public var usesCertificates = true

    /// Whether keys without certificates are accepted, or nothing else (RFC 7250).
    public var rawPublicKeys = RawPublicKeys.refused

    /// How raw public keys are taken.
    public enum RawPublicKeys: Sendable, Hashable {
        /// Not at all.
        case refused

        /// A server may show one instead of a certificate; a client does not.
        case acceptedFromServer

        /// Both sides show them, and no certificates.
        case only
    }

    /// Whether a pre-shared key authenticates.
    public var usesPreSharedKey = false

    /// Whether a pre-shared key is used without a Diffie-Hellman exchange, and so without forward
    /// secrecy.
    public var plainPreSharedKey = false

    /// The only ciphers, in order of preference and in GnuTLS's spelling; the profile's where empty.
    public var ciphers: [String] = []

    /// The only groups, likewise.
    public var groups: [String] = []

    /// A whole priority string, which wins over everything else.
    public var explicit: String?

    /// The choices above.
    public init() {}

    /// The priority string for these choices.
    ///
    /// - Throws: a ``PriorityError`` where they contradict each other, or name what there is not.
    public func render() throws(PriorityError) -> String {
        if let explicit { return explicit }
        return try parts().flatMap(\.keywords).joined(separator: ":")
    }

    /// What a part of the string comes from.
    public enum Origin: Sendable, Hashable {
        /// The profile.
        case profile

        /// The lowest and the highest version.
        case versions

        /// Certificates, raw public keys and pre-shared keys.
        case authentication

        /// The ciphers that are named.
        case ciphers

        /// The groups that are named.
        case groups
    }

    /// The string in its order, part by part; one without keywords is not in it.
    ///
    /// - Throws: a ``PriorityError`` where they contradict each other, or name what there is not.
    public func parts() throws(PriorityError) -> [(origin: Origin, keywords: [String])] {
        var parts: [(origin: Origin, keywords: [String])] = [(.profile, [base])]
        let versions = try versions().reversed().map { "+VERS-DTLS\($0.rawValue)" }
        parts.append((.versions, ["-VERS-ALL"] + versions))
        parts.append((.authentication, keyExchanges))
        parts.append((.profile, algorithms))
        if !ciphers.isEmpty {
            var keywords = ["-CIPHER-ALL"]
            for name in ciphers {
                keywords.append("+" + (try known(name, Self.cipherNames, "cipher")))
            }
            parts.append((.ciphers, keywords))
        }
        if !groups.isEmpty {
            var keywords = ["-GROUP-ALL"]
            for name in groups {
                let name = Self.groupAliases[name.lowercased()] ?? name
                keywords.append("+GROUP-" + (try known(name, Self.groupNames, "group")))
            }
            parts.append((.groups, keywords))
        }
        switch rawPublicKeys {
        case .refused: break
        case .acceptedFromServer: parts.append((.authentication, ["+CTYPE-SRV-RAWPK"]))
        case .only: parts.append((.authentication, ["-CTYPE-ALL", "+CTYPE-RAWPK"]))
        }
        if let security { parts.append((.profile, ["%PROFILE_\(security)"])) }
        return parts.filter { !$0.keywords.isEmpty }
    }

    // MARK: -

    private var base: String {
        profile == .strict ? "SECURE192" : "NORMAL"
    }

    private var security: String? {
        switch profile {
        case .default, .coap, .webrtc: "MEDIUM"
        case .legacy: "LOW"
        case .strict: nil
        }
    }

    private func versions() throws(PriorityError) -> [ProtocolVersion] {
        let highest = maximumVersion ?? .dtls12
        let lowest =
            minimumVersion ?? (profile == .legacy ? .dtls10 : min(.dtls12, highest))
        guard lowest <= highest else {
            throw PriorityError(
                string: "", offset: nil,
                reason: "the minimum version \(lowest.rawValue) is above \(highest.rawValue)")
        }
        return ProtocolVersion.allCases.filter { $0 >= lowest && $0 <= highest }
    }

    /// Whether DTLS 1.0 has to work, which knows no AEAD and signs with SHA-1.
    public var allowsOldVersion: Bool { ((try? versions()) ?? []).contains(.dtls10) }

    private var keyExchanges: [String] {
        var parts: [String] = []
        if !usesCertificates {
            parts.append("-KX-ALL")
        } else if profile != .legacy {
            parts.append("-RSA")
        }
        guard usesPreSharedKey else { return parts }
        if plainPreSharedKey || profile == .coap { return parts + ["+PSK"] }
        parts += ["+ECDHE-PSK", "+DHE-PSK"]
        return profile == .strict ? parts : parts + ["+PSK"]
    }

    private var algorithms: [String] {
        let aead = [
            "+AES-128-GCM", "+AES-256-GCM", "+CHACHA20-POLY1305", "+AES-128-CCM", "+AES-256-CCM",
        ]
        let groups = [
            "-GROUP-ALL", "+GROUP-X25519", "+GROUP-SECP256R1", "+GROUP-SECP384R1",
            "+GROUP-SECP521R1", "+GROUP-X448", "+GROUP-FFDHE2048", "+GROUP-FFDHE3072",
            "+GROUP-FFDHE4096",
        ]
        switch profile {
        case .default where allowsOldVersion, .legacy:
            return ["-CIPHER-ALL"] + aead + [
                "+AES-128-CBC", "+AES-256-CBC", "+SHA1", "+SIGN-RSA-SHA1",
                "+SIGN-ECDSA-SHA1",
            ] + groups
        case .default:
            return ["-CIPHER-ALL"] + aead + ["-SHA1"] + Self.withoutOldSignatures + groups
        case .coap:
            return ["-CIPHER-ALL", "+AES-128-CCM-8", "-MAC-ALL", "+AEAD"]
                + Self.withoutOldSignatures
                + (usesCertificates
                    ? ["-KX-ALL", "+ECDHE-ECDSA"] + (usesPreSharedKey ? ["+PSK"] : []) : [])
        case .webrtc:
            return [
                "-CIPHER-ALL", "+AES-128-GCM", "+CHACHA20-POLY1305", "+AES-256-GCM", "-MAC-ALL",
                "+AEAD",
                "-GROUP-ALL", "+GROUP-X25519", "+GROUP-SECP256R1", "+GROUP-SECP384R1",
            ] + Self.withoutOldSignatures
        case .strict:
            return ["-CIPHER-ALL", "+AES-256-GCM", "+CHACHA20-POLY1305", "-MAC-ALL", "+AEAD"]
        }
    }

    /// NORMAL still takes a handshake that is signed with SHA-1.
    private static let withoutOldSignatures = ["-SIGN-RSA-SHA1", "-SIGN-ECDSA-SHA1"]

    /// `name` in GnuTLS's spelling.
    private func known(
        _ name: String, _ names: [String], _ kind: String
    ) throws(PriorityError) -> String {
        if let match = names.first(where: { $0.lowercased() == name.lowercased() }) { return match }
        throw PriorityError(
            string: "", offset: nil,
            reason: "no such \(kind): \(name); there are \(names.joined(separator: ", "))")
    }

    /// What GnuTLS calls its ciphers, but for the one that does nothing.
    ///
    /// The corresponding C function is `gnutls_cipher_list`.
    public static let cipherNames: [String] = {
        var names: [String] = []
        guard var entry = unsafe gnutls_cipher_list() else { return names }
        // The list ends with a zero.
        while unsafe entry.pointee.rawValue != 0 {
            if let name = unsafe gnutls_cipher_get_name(entry.pointee) {
                unsafe names.append(String(cString: name))
            }
            unsafe entry += 1
        }
        return names.filter { $0 != "NULL" }
    }()

    /// What GnuTLS calls its groups.
    ///
    /// The corresponding C function is `gnutls_group_list`.
    public static let groupNames: [String] = {
        var names: [String] = []
        guard var entry = unsafe gnutls_group_list() else { return names }
        while unsafe entry.pointee.rawValue != 0 {
            if let name = unsafe gnutls_group_get_name(entry.pointee) {
                unsafe names.append(String(cString: name))
            }
            unsafe entry += 1
        }
        return names
    }()

    private static let groupAliases = [
        "p-256": "SECP256R1", "prime256v1": "SECP256R1", "p-384": "SECP384R1",
        "p-521": "SECP521R1",
    ]
}
