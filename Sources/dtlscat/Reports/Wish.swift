import DTLS
import FoundationEssentials
import Sockets

/// What a user wants of a client, to be said in the words of another tool.
struct Wish {
    let host: String
    let port: String

    /// The name to ask for; none where `nil`.
    let serverName: String?

    /// Whose pre-shared key; `nil` without one.
    let identity: [UInt8]?

    let policy: VerificationPolicy
    let priority: Priority
    let command: PriorityCommand

    private var isAddress: Bool { SocketAddress(host: host, port: 0) != nil }

    // MARK: - openssl s_client

    var openSSL: OtherTool {
        var tool = OtherTool("openssl", "openssl s_client")
        let versions = priority.versions
        if versions == [.dtls12] {
            tool.add("-dtls1_2")
        } else {
            tool.add(versions == [.dtls10] ? "-dtls1" : "-dtls")
        }
        let isIPv6 = isAddress && host.contains(":")
        tool.add("-connect", isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)")
        addSuites(&tool)
        addGroups(&tool)
        if usesCertificates { addSignatures(&tool) }
        if let serverName { tool.add("-servername", serverName) } else { tool.add("-noservername") }
        if usesCertificates { addOpenSSLTrust(&tool) }
        addOpenSSLIdentity(&tool)
        if let identity { addKey(identity, to: &tool, "-psk_identity", "-psk") }
        let protocols = list(command.crypto.alpn)
        if !protocols.isEmpty { tool.add("-alpn", protocols.joined(separator: ",")) }
        if let profiles = command.keying.srtp?.profiles {
            tool.add("-use_srtp", profiles.map(\.openSSLName).joined(separator: ":"))
        }
        for export in command.keying.export.prefix(1) {
            tool.add("-keymatexport", export.label, "-keymatexportlen", "\(export.length)")
        }
        if command.keying.export.count > 1 { tool.note("exports for one label") }
        if let mtu = command.mtu.mtu {
            tool.add("-mtu", "\(mtu)")
            tool.note("-mtu holds for the handshake; data leave in datagrams as large as they come")
        }
        if let size = command.mtu.recordSize {
            if [512, 1_024, 2_048, 4_096].contains(size) {
                tool.add("-maxfraglen", "\(size)")
            } else {
                tool.note("asks for records of 512, 1024, 2048 or 4096 bytes, no other size")
            }
        }
        addLimits(&tool)
        return tool
    }

    private func addSuites(_ tool: inout OtherTool) {
        let suites = priority.cipherSuites
        let names = suites.compactMap(\.openSSLName)
        let missing = suites.filter { $0.openSSLName == nil }.map(\.name)
        // Nothing of DTLS 1.0 is good enough for the level that it comes with.
        let level = priority.versions.contains(.dtls10) ? ":@SECLEVEL=0" : ""
        tool.add("-cipher", names.joined(separator: ":") + level)
        if !missing.isEmpty { tool.note("does not have " + missing.joined(separator: ", ")) }
    }

    private func addGroups(_ tool: inout OtherTool) {
        let groups = priority.groups
        let names = groups.compactMap { Self.openSSLGroups[$0] }
        if !names.isEmpty { tool.add("-groups", names.joined(separator: ":")) }
        let missing = groups.filter { Self.openSSLGroups[$0] == nil }
        if !missing.isEmpty {
            tool.note("does not have the groups " + missing.joined(separator: ", "))
        }
        if command.crypto.group != nil, usesCertificates {
            tool.note("takes no certificate with a key of another curve than these groups'")
        }
    }

    private func addSignatures(_ tool: inout OtherTool) {
        var names: [String] = []
        var missing: [String] = []
        for signature in priority.signatures {
            guard let name = Self.openSSLSignature(signature) else {
                missing.append(signature)
                continue
            }
            if !names.contains(name) { names.append(name) }
        }
        if !names.isEmpty { tool.add("-sigalgs", names.joined(separator: ":")) }
        if !missing.isEmpty {
            tool.note("does not have the signatures " + missing.joined(separator: ", "))
        }
    }

    private func addOpenSSLTrust(_ tool: inout OtherTool) {
        if let ca = command.trust.ca { tool.add(isFolder(ca) ? "-CApath" : "-CAfile", ca) }
        for list in command.revocation.crl { tool.add("-crl_check", "-CRL", list) }
        if policy.checksChain { tool.add("-verify_return_error") }
        if let name = policy.name {
            let isAddress = SocketAddress(host: name, port: 0) != nil
            tool.add(isAddress ? "-verify_ip" : "-verify_hostname", name)
        }
        if !policy.pins.isEmpty || command.trust.usesMemory {
            tool.note("knows neither pins nor keys remembered: it takes any certificate")
        }
    }

    private func addOpenSSLIdentity(_ tool: inout OtherTool) {
        let identity = command.identity
        for (index, cert) in identity.cert.enumerated() {
            tool.add("-cert", cert)
            tool.add("-key", identity.key.isEmpty ? cert : identity.key[index])
        }
        if let pass = identity.keyPassFile { tool.add("-pass", "file:\(pass)") }
        if identity.rpk != nil { tool.note("shows raw public keys from version 3.2 on") }
        if identity.selfSigned { tool.note("makes no certificate: dtlscat keygen cert does") }
    }

    // MARK: - gnutls-cli

    var gnuTLS: OtherTool {
        var tool = OtherTool("gnutls-cli", "gnutls-cli --udp")
        tool.add("--port", port, "--priority", priority.string)
        if let serverName {
            if serverName != host { tool.add("--sni-hostname", serverName) }
        } else {
            tool.add("--disable-sni")
        }
        if usesCertificates { addGnuTLSTrust(&tool) }
        addGnuTLSIdentity(&tool)
        if let identity { addKey(identity, to: &tool, "--pskusername", "--pskkey") }
        if priority.cipherSuites.contains(where: { $0.keyExchange == "ECDHE-PSK" }) {
            tool.note("version 3.7 crashes when ECDHE-PSK is agreed on; --psk-plain avoids that")
        }
        for name in list(command.crypto.alpn) { tool.add("--alpn", name) }
        if let profiles = command.keying.srtp?.profiles {
            tool.add("--srtp-profiles", profiles.map(\.description).joined(separator: ":"))
        }
        for export in command.keying.export.prefix(1) {
            tool.add("--keymatexport", export.label, "--keymatexportsize", "\(export.length)")
        }
        if command.keying.export.count > 1 { tool.note("exports for one label") }
        if let mtu = command.mtu.mtu {
            // Its own is the payload of a datagram.
            tool.add("--mtu", "\(mtu - (host.contains(":") ? 48 : 28))")
        }
        if let size = command.mtu.recordSize { tool.add("--recordsize", "\(size)") }
        addLimits(&tool)
        tool.add(host)
        return tool
    }

    private func addGnuTLSTrust(_ tool: inout OtherTool) {
        if let ca = command.trust.ca {
            if isFolder(ca) {
                tool.note("takes no folder of authorities")
            } else {
                tool.add("--x509cafile", ca)
            }
        }
        for list in command.revocation.crl { tool.add("--x509crlfile", list) }
        if command.trust.usesMemory {
            tool.add(command.trust.strictTofu ? "--strict-tofu" : "--tofu")
            tool.note("remembers keys in a file of its own")
        } else if !policy.checksChain {
            tool.add("--insecure")
            if !policy.pins.isEmpty { tool.note("knows no pins: it takes any certificate") }
        }
        if let name = policy.name, name != host { tool.add("--verify-hostname", name) }
    }

    private func addGnuTLSIdentity(_ tool: inout OtherTool) {
        let identity = command.identity
        for (index, cert) in identity.cert.enumerated() {
            tool.add("--x509certfile", cert, "--x509keyfile")
            tool.add(identity.key.isEmpty ? cert : identity.key[index])
        }
        if identity.keyPassFile != nil {
            tool.note("asks for the key's password, or takes it from $GNUTLS_PIN")
        }
        if let rpk = identity.rpk {
            tool.add("--rawpkkeyfile", rpk)
            tool.add("--rawpkfile", shell: "PUBLIC")
            tool.note("PUBLIC is a file with the public key, as keygen rpk --public-out writes it")
        }
        if identity.selfSigned { tool.note("makes no certificate: dtlscat keygen cert does") }
    }

    // MARK: -

    /// Whether the server may show a certificate, or a key.
    private var usesCertificates: Bool {
        priority.cipherSuites.contains { !$0.keyExchange.hasSuffix("PSK") }
    }

    /// What neither tool has a word for.
    private func addLimits(_ tool: inout OtherTool) {
        if command.mtu.dataMtu != nil { tool.note("has nothing like --data-mtu") }
        if command.mtu.df != nil { tool.note("has nothing like --df") }
    }

    /// The identity, and where the key comes from; the key itself is in no report.
    private func addKey(
        _ identity: [UInt8], to tool: inout OtherTool, _ name: String, _ key: String
    ) {
        let text = String(decoding: identity, as: UTF8.self)
        if Array(text.utf8) == identity, !text.unicodeScalars.contains(where: Console.isDangerous) {
            tool.add(name, text)
        } else {
            tool.add(name, shell: "IDENTITY")
            tool.note("IDENTITY is not text, and cannot be given")
        }
        if let file = command.psk.pskFile, !SecretFile.isStream(file) {
            tool.add(key, shell: "\"$(sed 's/.*://' \(OtherTool.quoted(file)))\"")
        } else {
            tool.add(key, shell: "\"$KEY\"")
            tool.note("KEY is the key in hexadecimal digits")
        }
        tool.note("others can see the key in ps")
    }

    private func isFolder(_ path: String) -> Bool {
        var isDirectory = false
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        return isDirectory
    }

    /// OpenSSL's names for GnuTLS's groups.
    private static let openSSLGroups = [
        "SECP192R1": "secp192r1", "SECP224R1": "secp224r1", "SECP256R1": "P-256",
        "SECP384R1": "P-384", "SECP521R1": "P-521", "X25519": "X25519", "X448": "X448",
        "FFDHE2048": "ffdhe2048", "FFDHE3072": "ffdhe3072", "FFDHE4096": "ffdhe4096",
        "FFDHE6144": "ffdhe6144", "FFDHE8192": "ffdhe8192",
    ]

    /// OpenSSL's name for a signature algorithm of GnuTLS's; `nil` where it has none.
    ///
    /// GnuTLS has two names for ECDSA, of which those with a curve are TLS 1.3's for the same number.
    static func openSSLSignature(_ name: String) -> String? {
        let parts = name.split(separator: "-").map(String.init)
        switch parts.first {
        case "EdDSA": return parts.last?.lowercased()
        case "RSA" where parts.contains("RSAE"):
            return parts.last.map { "rsa_pss_rsae_\(hash($0))" }
        case "RSA" where parts.contains("PSS"): return parts.last.map { "rsa_pss_pss_\(hash($0))" }
        case "RSA", "ECDSA":
            guard let last = parts.last, last.hasPrefix("SHA") else {
                return nil
            }
            return "\(parts[0])+\(last)"
        default: return nil
        }
        func hash(_ name: String) -> String { name.lowercased() }
    }
}

extension SRTPProfile {
    /// OpenSSL's name, which leaves out `HMAC`.
    fileprivate var openSSLName: String { description.replacing("_HMAC", with: "") }
}
