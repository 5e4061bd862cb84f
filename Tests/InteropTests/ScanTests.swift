import Foundation
import TestSupport
import Testing

@testable import ClientHello

/// The table equals the configuration of servers that are not ours, and of ours.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ScanTests {
    private let folder = try! Folder()

    private func openSSL(
        _ options: [String], _ kind: Certificates.Kind = .rsa
    ) async throws -> (Program, String) {
        let pair = try await Shared.server(kind)
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", pair.cert, "-key", pair.key,
            ] + options, input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        return (server, port)
    }

    private func gnuTLS(_ options: [String]) async throws -> (Program, String) {
        let port = try freePort()
        let server = try Program("gnutls-serv", ["--udp", "--echo", "-p", port] + options)
        try await server.line(with: "listening on IPv4")
        return (server, port)
    }

    @Test func `the registry has OpenSSL's names`() async throws {
        let list = try await Program(
            "openssl", ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"]
        ).outcome()
        var known: [UInt16: String] = [:]
        for line in list.text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
            guard words.count > 5, let high = UInt16(words[0].dropFirst(2), radix: 16),
                let low = UInt16(words[1].dropFirst(2), radix: 16), !words[3].contains("RC4")
            else { continue }
            known[high << 8 | low] = words[5]
        }
        #expect(known.count > 100)
        for suite in RegisteredSuite.all {
            #expect(suite.openSSLName == known[suite.code], "\(suite.name)")
        }
        // But for those of TLS 1.3.
        let missing = known.keys.filter { RegisteredSuite.named($0) == nil && $0 >> 8 != 0x13 }
        #expect(missing.isEmpty, "\(missing)")
    }

    // Without -listen, s_server checks the cookie in the session, and with it outside.
    @Test(arguments: [[], ["-listen"]])
    func `s_server's suites, groups and schemes are found, in its order`(
        mode: [String]
    ) async throws {
        let ciphers = [
            "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ARIA256-GCM-SHA384",
            "ECDHE-RSA-CAMELLIA128-SHA256", "AES128-CCM8", "AES128-SHA",
        ]
        let (server, port) = try await openSSL(
            [
                "-dtls1_2", "-serverpref", "-cipher", ciphers.joined(separator: ":"), "-groups",
                "P-384:X25519:P-521", "-sigalgs", "RSA+SHA512:RSA-PSS+SHA256",
            ] + mode)
        let scan = try await ScanResult.of(port)
        server.closeInput()
        #expect(scan.versions == ["1.0": false, "1.2": true, "1.3": false])
        #expect(scan.suites?.compactMap(\.openssl) == ciphers)
        #expect(scan.order == ["1.2": "server"])
        #expect(scan.groups == ["secp384r1", "x25519", "secp521r1"])
        #expect(scan.signatures == ["rsa_pkcs1_sha512", "rsa_pss_rsae_sha256"])
        #expect(scan.cookie.exchange == true)
        #expect(scan.cookie.amplification ?? 9 < 1)
        #expect(scan.certificates.first?.first?.subject == "CN=server-rsa")
        let kind = try await Shared.server(.rsa)
        #expect(
            scan.certificates.first?.first?.spkiPin
                == (try await Shared.certificates.pin(kind)))
        #expect(scan.hellos?.fragmented == "answered")
        #expect(scan.hellos?.large == "answered")
        #expect(scan.complete)
    }

    @Test func `all of s_server's suites are found`() async throws {
        let string = "ALL:eNULL:@SECLEVEL=0"
        let (server, port) = try await openSSL(["-dtls1_2", "-cipher", string])
        let scan = try await ScanResult.of(port, ["--ciphers"])
        server.closeInput()
        let list = try await Program("openssl", ["ciphers", "-s", "-tls1_2", string]).outcome()
        let expected = list.text.split { $0 == ":" || $0.isNewline }.map(String.init)
            // It has neither such a certificate nor passwords.
            .filter { name in !["ECDSA", "DSS", "SRP"].contains { name.contains($0) } }
        #expect(Set(scan.suites?.compactMap(\.openssl) ?? []) == Set(expected))
        #expect(expected.count > 50)
        #expect(scan.order == ["1.2": "client"])
        #expect(scan.groups == nil && scan.extensions == nil)
        // RC4 has no place in DTLS, and none is found.
        #expect(scan.suites?.contains { $0.name.contains("RC4") } == false)
    }

    @Test(arguments: [("DTLSv1", "DTLSv1", "1.0"), ("DTLSv1", "DTLSv1.2", "both")])
    func `s_server's versions are found`(least: String, most: String, found: String) async throws {
        let (server, port) = try await openSSL([
            "-dtls", "-min_protocol", least, "-max_protocol", most, "-cipher",
            "AES128-SHA:AES256-SHA:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0",
        ])
        let scan = try await ScanResult.of(port, ["--versions", "--ciphers"])
        server.closeInput()
        #expect(scan.versions == ["1.0": true, "1.2": found == "both", "1.3": false])
        #expect(Set(scan.codes("1.0")) == [0x002F, 0x0035])
        #expect(
            Set(scan.codes()) == (found == "both" ? [0x002F, 0x0035, 0xC02F] : []))
    }

    @Test func `both of s_server's certificates are looked at`() async throws {
        let other = try await Shared.server(.ecdsa)
        let (server, port) = try await openSSL([
            "-dtls1_2", "-dcert", other.cert, "-dkey", other.key, "-psk", Shared.key,
        ])
        let outcome = try await DTLSCat.run([
            "scan", "--json", "--versions", "--fail-on", "expired", "127.0.0.1", port,
        ])
        server.closeInput()
        #expect(outcome.status == 0, "\(outcome.errors)")
        let scan = try #require(try ScanResult(outcome.output).scan)
        #expect(Set(scan.certificates.compactMap { $0.first?.key }).count == 2)
    }

    @Test func `s_server's extensions are found`() async throws {
        let (server, port) = try await openSSL([
            "-dtls1_2", "-alpn", "coap,webrtc", "-use_srtp",
            "SRTP_AEAD_AES_256_GCM:SRTP_AES128_CM_SHA1_80", "-no_ticket", "-no_etm",
        ])
        let found = try #require(try await ScanResult.of(port, ["--extensions"]).extensions)
        server.closeInput()
        #expect(found.ems == true && found.renegotiationInfo == true)
        #expect(found.etm == false && found.tickets == false && found.heartbeat == false)
        #expect(found.rawPublicKey == false && found.connectionId == false)
        #expect(Set(found.alpn) == ["coap", "webrtc"])
        #expect(Set(found.srtp) == ["SRTP_AEAD_AES_256_GCM", "SRTP_AES128_CM_HMAC_SHA1_80"])
    }

    @Test func `s_server with pre-shared keys alone is found`() async throws {
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-dtls1_2", "-nocert", "-psk",
                Shared.key, "-cipher", "PSK-AES128-CCM8:DHE-PSK-AES128-GCM-SHA256",
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let scan = try await ScanResult.of(port, ["--ciphers", "--groups"])
        server.closeInput()
        #expect(Set(scan.codes()) == [0xC0A8, 0x00AA])
        #expect(scan.groups == ["a prime of 2048 bits"])
        #expect(scan.signatures == [])
        #expect(scan.certificates.isEmpty)
    }

    @Test func `gnutls-serv's table is its priority string`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let (server, port) = try await gnuTLS([
            "--x509certfile", pair.cert, "--x509keyfile", pair.key, "--noticket",
            "--srtp-profiles", "SRTP_AES128_CM_HMAC_SHA1_80", "--priority",
            "NORMAL:-VERS-ALL:+VERS-DTLS1.2:-CIPHER-ALL:+AES-256-GCM:+AES-128-CCM:+AES-128-CBC:"
                + "-GROUP-ALL:+GROUP-SECP384R1:+GROUP-X25519:-SIGN-ALL:+SIGN-ECDSA-SHA512:"
                + "+SIGN-ECDSA-SHA256:%SERVER_PRECEDENCE",
        ])
        // It refuses without a word.
        let scan = try await ScanResult.of(port)
        withExtendedLifetime(server) {}
        #expect(scan.versions == ["1.0": false, "1.2": true, "1.3": false])
        #expect(scan.codes() == [0xC02C, 0xC0AC, 0xC009])
        #expect(scan.order == ["1.2": "server"])
        #expect(scan.groups == ["secp384r1", "x25519"])
        #expect(
            Set(scan.signatures ?? []) == ["ecdsa_secp521r1_sha512", "ecdsa_secp256r1_sha256"])
        #expect(scan.clientSignatures?.isEmpty == false)
        #expect(scan.extensions?.srtp == ["SRTP_AES128_CM_HMAC_SHA1_80"])
        #expect(scan.extensions?.etm == true && scan.extensions?.tickets == false)
        #expect(scan.cookie.exchange == true)
        #expect(scan.complete)
    }

    @Test func `gnutls-serv speaks on after a scan`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let (server, port) = try await gnuTLS([
            "--x509certfile", pair.cert, "--x509keyfile", pair.key,
        ])
        _ = try await ScanResult.of(port, ["--fast"])
        try await expectEcho(from: server, port: port, options: try await Shared.trust)
    }

    @Test(arguments: ["gnutls", "openssl"])
    func `a CoAP server with keys is found to have nothing else`(library: String) async throws {
        let port = try #require(UInt16(try freePort()))
        let server = try Program(
            "coap-server-\(library)",
            ["-v", "7", "-A", "127.0.0.1", "-p", "\(port - 1)", "-k", "secretPSK"])
        try await server.line(with: "created DTLS endpoint 127.0.0.1:\(port)", on: .output)
        let scan = try await ScanResult.of("\(port)")
        withExtendedLifetime(server) {}
        #expect(scan.versions["1.2"] == true)
        // RFC 7252's mandatory one.
        #expect(scan.codes().contains(0xC0A8))
        #expect(scan.suites?.allSatisfy { $0.name.contains("PSK") } == true)
        #expect(scan.certificates.isEmpty)
        #expect(scan.cookie.exchange == true)
        #expect(scan.extensions?.ems == true)
    }

    @Test(arguments: [
        ["--cipher", "AES-256-GCM,CHACHA20-POLY1305", "--group", "P-384,X25519"],
        ["--profile", "legacy", "--alpn", "coap", "--srtp", "SRTP_AEAD_AES_128_GCM"],
        ["--profile", "strict"],
    ])
    func `a listener's table is what priority says of its options`(
        options: [String]
    ) async throws {
        let pair = try await Shared.server(.rsa)
        let listener = try await Listener(["-k"] + options + pair.options)
        let scan = try await ScanResult.of(listener.port)
        let outcome = try await DTLSCat.run(["priority", "--json"] + options)
        let expected = try JSONDecoder().decode(Priority.self, from: outcome.output)
        // A suite with numbers is of no use without a group of them.
        let hasNumbers = expected.groups.contains { $0.hasPrefix("FFDHE") }
        let suites = expected.suites.filter {
            $0.name.contains("_RSA_WITH_") && (hasNumbers || !$0.name.hasPrefix("TLS_DHE"))
        }
        #expect(Set(scan.codes()) == Set(suites.map(\.code)))
        #expect(Set(scan.suites?.compactMap(\.openssl) ?? []) == Set(suites.compactMap(\.openssl)))
        let groups = expected.groups.map { $0.lowercased() }
        #expect(scan.groups?.allSatisfy { groups.contains($0) } == true, "\(scan.groups ?? [])")
        #expect(scan.groups?.first { $0.hasPrefix("x") || $0.hasPrefix("secp") } != nil)
        #expect(scan.versions["1.0"] == expected.versions.contains("1.0"))
        #expect(scan.extensions?.heartbeat == true)
        #expect(scan.extensions?.alpn == (options.contains("coap") ? ["coap"] : []))
        #expect(scan.hellos?.fragmented == "answered")
        #expect(scan.complete)
    }

    @Test func `a listener with a raw public key is found`() async throws {
        let key = folder.file("rpk.key")
        let other = folder.file("rpk.pub")
        _ = try await DTLSCat.run(["keygen", "rpk", "-o", key, "--public-out", other])
        let pin = try await DTLSCat.run(["fingerprint", "--format", "pin", other])
        let listener = try await Listener(["-k", "--rpk", key])
        let scan = try await ScanResult.of(listener.port, ["--extensions"])
        #expect(scan.extensions?.rawPublicKey == true)
        #expect(scan.rawPublicKeyPin.map { pin.text.hasPrefix($0) } == true, "\(pin.text)")
        #expect(scan.certificates.isEmpty)
    }

    private struct Priority: Decodable {
        struct Suite: Decodable {
            let code: UInt16
            let name: String
            let openssl: String?
        }
        let versions, groups: [String]
        let suites: [Suite]
    }
}
