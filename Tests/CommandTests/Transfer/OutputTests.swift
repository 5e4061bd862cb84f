import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct OutputTests {
    private let folder = try! Folder()

    /// The JSON object in the last line of standard error.
    private func report(_ outcome: Program.Outcome) throws -> [String: Any] {
        let line = try #require(outcome.errors.split(separator: "\n").last { $0.hasPrefix("{") })
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func `the JSON report has the keys of its schema`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(["--echo", "--json"] + certificates.server.options)
        let outcome = try await listener.connect(
            ["--json", "--ca", certificates.authority.cert], input: .text("hello\n"))
        let report = try report(outcome)
        #expect(report["schema"] as? String == "dtlscat/1")
        #expect(report["command"] as? String == "connect")
        #expect(report["ok"] as? Bool == true)
        #expect(report["exit"] as? Int == 0)
        let peer = try #require(report["peer"] as? [String: Any])
        #expect(peer["host"] as? String == "127.0.0.1")
        #expect(peer["addr"] as? String == "127.0.0.1")
        #expect(peer["port"].map { "\($0)" } == listener.port)
        let session = try #require(report["session"] as? [String: Any])
        for key in [
            "version", "kx", "cipher", "group", "sig", "ems", "etm", "resumed", "cookie",
            "handshake_ms", "rtt_ms", "retransmits", "mtu", "data_mtu",
        ] { #expect(session[key] != nil, "no \(key) in \(session)") }
        #expect(session["cookie"] as? Bool == true)
        #expect(session["flow"] as? String == "heartbeat")
        let cert = try #require(report["cert"] as? [String: Any])
        for key in ["subject", "issuer", "sans", "not_before", "not_after", "sha256", "spki_pin"] {
            #expect(cert[key] != nil, "no \(key) in \(cert)")
        }
        #expect(cert["verified"] as? Bool == true)
        #expect(
            cert["spki_pin"] as? String == (try await certificates.pin(certificates.server)))
        let traffic = try #require(report["traffic"] as? [String: Any])
        #expect(traffic["tx_bytes"] as? Int == 6)
        #expect(traffic["rx_bytes"] as? Int == 6)
        for key in ["tx_datagrams", "rx_datagrams", "too_large", "lost", "reordered", "replayed"] {
            #expect(traffic[key] != nil, "no \(key) in \(traffic)")
        }
        #expect(report["error"] == nil)

        let served = try self.report(try await listener.program.outcome())
        #expect(served["command"] as? String == "listen")
        #expect(served["ok"] as? Bool == true)
    }

    @Test func `the JSON report of a failure says what failed`() async throws {
        let port = try SilentPort()
        let silent = try report(
            try await DTLSCat.run(
                ["connect", "--json", "-w", "500ms", "127.0.0.1", port.number]))
        #expect(silent["ok"] as? Bool == false)
        #expect(silent["exit"] as? Int == 3)
        let stall = try #require(silent["error"] as? [String: Any])
        #expect(stall["class"] as? String == "timeout")
        #expect(stall["stage"] as? String == "client_hello")
        #expect(stall["message"] is String)

        let listener = try await Listener()
        let untrusted = try report(
            try await DTLSCat.run(["connect", "--json", listener.address, listener.port]))
        #expect(untrusted["exit"] as? Int == 4)
        let cert = try #require(untrusted["cert"] as? [String: Any])
        #expect(cert["verified"] as? Bool == false)
        #expect(cert["spki_pin"] as? String == listener.pin)
    }

    @Test func `a pre-shared key's identity is in the JSON of both sides, and no key`()
        async throws
    {
        let key = try Shared.key(folder)
        let listener = try await Listener(["--json", "--psk-file", key])
        let client = try await listener.connect(["--json", "--psk-file", key], input: .text("x"))
        for outcome in [client, try await listener.program.outcome()] {
            let psk = try #require(try report(outcome)["psk"] as? [String: Any])
            #expect(psk["identity"] as? String == "copy")
            #expect(!outcome.errors.contains("c0ffee"))
        }
    }

    @Test func `the peer's certificate can be shown and saved, even where it is not trusted`()
        async throws
    {
        let certificates = try await Shared.certificates
        let listener = try await Listener(["-k"] + certificates.server.options)
        let pin = try await certificates.pin(certificates.server)
        for (trust, status) in [("authority", 0), ("stranger", 4)] as [(String, Int32)] {
            let ca = certificates.folder.file(trust + ".pem")
            let saved = folder.file(trust + ".saved")
            let outcome = try await listener.connect([
                "--ca", ca, "--show-cert", "--save-cert", saved,
            ])
            #expect(outcome.status == status, "\(outcome.errors)")
            #expect(outcome.errors.contains("subject: CN=server"), "\(outcome.errors)")
            #expect(outcome.errors.contains("pin: \(pin)"), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
            let subject = try await certificates.openssl(
                ["x509", "-in", saved, "-noout", "-subject"])
            #expect(subject.contains("server"), "\(subject)")
        }
    }

    @Test func `the key log is for its owner alone and names the session's secret`()
        async throws
    {
        let listener = try await Listener()
        let outcome = try await listener.connect(["--keylog", folder.file("keys")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.mode("keys") == 0o600)
        let words = try folder.text("keys").split(whereSeparator: \.isWhitespace)
        try #require(words.count == 3)
        #expect(words[0] == "CLIENT_RANDOM")
        #expect(words[1].count == 64)
        #expect(words[2].count == 96)
    }

    @Test func `SSLKEYLOGFILE makes a file for its owner alone, and is warned about`()
        async throws
    {
        let listener = try await Listener()
        let outcome = try await listener.connect(
            environment: ["SSLKEYLOGFILE": folder.file("keys")])
        #expect(outcome.errors.contains("SSLKEYLOGFILE"), "\(outcome.errors)")
        #expect(try folder.mode("keys") == 0o600)
        let keys = try folder.text("keys")
        #expect(keys.components(separatedBy: "CLIENT_RANDOM ").count == 2, "\(keys)")

        // One that others can read gets no secrets, neither from us nor from GnuTLS.
        let open = try folder.write("", to: "open", mode: 0o644)
        let refused = try await DTLSCat.run(
            ["connect", "--insecure", "127.0.0.1", "1"], environment: ["SSLKEYLOGFILE": open])
        #expect(refused.status == 2)
        let bench = try await DTLSCat.run(
            ["bench", "--local", "-t", "100ms"], environment: ["SSLKEYLOGFILE": open])
        #expect(bench.status == 0, "\(bench.errors)")
        #expect(try folder.text("open").isEmpty)
    }

    @Test func `the escapes in a peer's certificate never reach the terminal`() async throws {
        let certificates = try await Shared.certificates
        let evil = try await certificates.selfSigned(
            "evil", subject: "/CN=bad\u{1B}]0;owned\u{7}\u{1B}[31mname")
        let listener = try await Listener(["-k"] + evil.options)
        for options in [[], ["-vv", "--show-cert"], ["--json"]] {
            let outcome = try await listener.connect(options)
            #expect(outcome.status == 4, "\(outcome.errors)")
            #expect(!outcome.errors.utf8.contains(0x1B))
            #expect(!outcome.errors.utf8.contains(0x07))
        }
        let pin = try await certificates.pin(evil)
        let accepted = try await listener.connect(["-vv", "--show-cert", "--pin", pin])
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(accepted.errors.contains("owned"), "\(accepted.errors)")
        #expect(!accepted.errors.utf8.contains(0x1B))
    }

    @Test func `quiet says errors alone`() async throws {
        let listener = try await Listener(["-k"])
        let fine = try await listener.connect(["-Q", "-vv"], input: .text("x"))
        #expect(fine.errors == "")
        let failing = try await DTLSCat.run(["connect", "-Q", listener.address, listener.port])
        #expect(failing.status == 4)
        #expect(failing.errors.contains("self-signed"), "\(failing.errors)")
    }

    @Test func `the verbose line tells version, suite, group and who vouched`() async throws {
        let listener = try await Listener()
        let outcome = try await listener.connect(["-vv"])
        for part in [
            "DTLS 1.2, ", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM", "round trips", "data MTU ",
            "verified by pin", "> ClientHello", "< HelloVerifyRequest",
        ] { #expect(outcome.errors.contains(part), "no \(part) in \(outcome.errors)") }
    }
}
