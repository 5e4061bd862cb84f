import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct PriorityCommandTests {
    private let folder = try! Folder()

    private func text(_ options: [String]) async throws -> String {
        let outcome = try await DTLSCat.run(["priority"] + options)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.text
    }

    @Test func `the report has the string, its parts, what it enables and what not`() async throws {
        let text = try await text(["--cipher", "AES-256-GCM", "--group", "X25519,P-256"])
        let lines = text.split(separator: "\n").map(String.init)
        let string = try #require(lines.first { $0.hasPrefix("  NORMAL:") })
        #expect(string.contains(":-CIPHER-ALL:+AES-256-GCM:-GROUP-ALL:+GROUP-X25519:"))
        #expect(lines.contains { $0.hasPrefix("  --cipher ") && $0.hasSuffix("+AES-256-GCM") })
        #expect(lines.contains("versions    DTLS 1.2"))
        #expect(lines.contains("groups      X25519, SECP256R1"))
        let suites = lines.filter { $0.hasPrefix("  0x") }
        #expect(suites.count == 3 && suites.allSatisfy { $0.contains("AES_256_GCM_SHA384") })
        #expect(lines.contains { $0.hasPrefix("  no forward secrecy: ") })
        #expect(lines.contains { $0.hasPrefix("  not among those that are named: ") })
        #expect(lines.contains { $0.hasPrefix("openssl s_client -dtls1_2 -connect HOST:PORT ") })
        #expect(lines.contains { $0.hasPrefix("gnutls-cli --udp --port PORT --priority NORMAL:") })
    }

    @Test func `with -v each suite that is left out is named`() async throws {
        let text = try await text(["-v"])
        #expect(text.contains("0x0005  TLS_RSA_WITH_RC4_128_SHA"))
        #expect(text.contains("TLS_DH_anon_WITH_AES_128_GCM_SHA256"))
    }

    @Test func `a string that a user brings is read back`() async throws {
        let text = try await text(
            ["--priority", "SECURE192:-VERS-ALL:+VERS-DTLS1.0:+VERS-DTLS1.2", "gw.example", "4433"])
        #expect(text.contains("versions    DTLS 1.0, DTLS 1.2"))
        #expect(text.contains("openssl s_client -dtls -connect gw.example:4433 "))
        let bad = try await DTLSCat.run(["priority", "--priority", "NORMAL:+PSK:%NOPE"])
        #expect(bad.status == 2)
        #expect(bad.errors.contains("bad priority string at position 13: \"%NOPE\""))
        #expect(bad.text.isEmpty)
    }

    @Test func `no key is in a report`() async throws {
        let file = try folder.write("copy:00c0ffee\n", to: "key")
        for options in [
            ["--psk-identity", "copy", "--psk-key", "hex:00c0ffee"], ["--psk-file", file],
        ] {
            let outcome = try await DTLSCat.run(["priority", "--json"] + options)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!outcome.text.contains("c0ffee"), "\(outcome.text)")
            #expect(outcome.text.contains("-psk_identity copy"))
        }
    }

    @Test(arguments: [
        (["--sni", "other.example"], "-servername other.example", "--sni-hostname other.example"),
        (["--sni", "none"], "-noservername", "--disable-sni"),
        (["--name", "n.example"], "-verify_hostname n.example", "--verify-hostname n.example"),
        (
            ["--srtp", "SRTP_AES128_CM_HMAC_SHA1_80"], "-use_srtp SRTP_AES128_CM_SHA1_80",
            "--srtp-profiles SRTP_AES128_CM_HMAC_SHA1_80"
        ),
        (
            ["--export", "EXPORTER-x:20"], "-keymatexport EXPORTER-x -keymatexportlen 20",
            "--keymatexport EXPORTER-x --keymatexportsize 20"
        ),
        (["--mtu", "600"], "-mtu 600", "--mtu 572"),
        (["--record-size", "1024"], "-maxfraglen 1024", "--recordsize 1024"),
        (["--record-size", "1000"], "openssl: asks for records of 512", "--recordsize 1000"),
        (["--crl", "a.crl"], "-crl_check -CRL a.crl", "--x509crlfile a.crl"),
        (
            ["--cert", "a.pem", "--key", "b.pem"], "-cert a.pem -key b.pem",
            "--x509certfile a.pem --x509keyfile b.pem"
        ),
        (
            ["--cert", "a.pem", "--key-pass-file", "p"], "-pass file:p",
            "gnutls-cli: asks for the key's password"
        ),
        (
            ["--rpk", "a.key"], "openssl: shows raw public keys from version 3.2 on",
            "--rawpkkeyfile a.key --rawpkfile PUBLIC"
        ),
        (["--self-signed"], "openssl: makes no certificate", "gnutls-cli: makes no certificate"),
        (["--tofu"], "openssl: knows neither pins nor keys remembered", "--tofu"),
        (["--strict-tofu"], "openssl: knows neither pins", "--strict-tofu"),
        (["--insecure"], "openssl s_client", "--insecure"),
        (
            ["--data-mtu", "100"], "openssl: has nothing like --data-mtu",
            "gnutls-cli: has nothing like --data-mtu"
        ),
        (["--df", "no"], "openssl: has nothing like --df", "gnutls-cli: has nothing like --df"),
        (["--alpn", "a,b"], "-alpn a,b", "--alpn a --alpn b"),
        (["--ca", "/"], "-CApath /", "gnutls-cli: takes no folder of authorities"),
    ])
    func `each option has its word, or a note`(
        options: [String], openSSL: String, gnuTLS: String
    ) async throws {
        let text = try await text(options + ["host.example", "1"])
        #expect(text.contains(openSSL), "\(text)")
        #expect(text.contains(gnuTLS), "\(text)")
    }

    @Test func `the JSON report has the keys of its schema`() async throws {
        let outcome = try await DTLSCat.run(["priority", "--json", "--profile", "strict"])
        let object = try #require(
            JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect(object["schema"] as? String == "dtlscat/1")
        #expect(object["command"] as? String == "priority")
        #expect(object["versions"] as? [String] == ["1.2"])
        let suites = try #require(object["suites"] as? [[String: Any]])
        #expect(suites.first?["code"] as? Int == 0xC02C)
        #expect(suites.first?["openssl"] as? String == "ECDHE-ECDSA-AES256-GCM-SHA384")
        #expect((object["omitted"] as? [[String: Any]])?.isEmpty == false)
        let bad = try await DTLSCat.run(["priority", "--json", "--cipher", "ROT-13"])
        #expect(bad.status == 2)
        let failure = try #require(
            JSONSerialization.jsonObject(with: bad.output) as? [String: Any])
        #expect((failure["error"] as? [String: Any])?["class"] as? String == "usage")
    }
}
