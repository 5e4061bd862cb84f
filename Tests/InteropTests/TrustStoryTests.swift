import Foundation
import TestSupport
import Testing

/// What people use the tool for where it comes to trust, with openssl and GnuTLS at the other end.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TrustStoryTests {
    private let folder = try! Folder()

    private func openssl(_ options: [String]) async throws -> (Program, port: String) {
        let port = try freePort()
        let server = try Program(
            "openssl", ["s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)"] + options,
            input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        return (server, port)
    }

    private func client(_ port: String, _ options: [String]) throws -> Program {
        try Program(
            "openssl", ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(port)"] + options,
            input: .open)
    }

    // MARK: A certificate watched by cron

    @Test(arguments: ["openssl", "gnutls-serv"])
    func `a check in cron tells another key, an end that is near and silence apart`(
        peer: String
    ) async throws {
        let pair = try await Shared.certificates.server
        let pin = try await Shared.certificates.pin(pair)
        let port: String
        let server: Program
        if peer == "openssl" {
            (server, port) = try await openssl(["-cert", pair.cert, "-key", pair.key])
        } else {
            port = try freePort()
            server = try Program(
                peer,
                [
                    "--udp", "-p", port, "--x509certfile", pair.cert, "--x509keyfile", pair.key,
                ])
            try await server.line(with: "listening on IPv4")
        }
        defer { withExtendedLifetime(server) {} }
        let other = "pin-sha256:" + String(repeating: "A", count: 43) + "="
        for (pin, time, status) in [(other, "21d", 5), (pin, "60d", 10), (pin, "21d", 0)]
            as [(String, String, Int32)]
        {
            let outcome = try await DTLSCat.run([
                "fingerprint", "--check", pin, "--expires-within", time, "-w", "20s", "-Q",
                "127.0.0.1", port,
            ])
            #expect(outcome.status == status, "\(outcome.errors)")
        }
    }

    // MARK: Syslog with certificates on both sides (RFC 6012)

    @Test func `a log line reaches a server that wants to know who sends it`() async throws {
        let certificates = try await Shared.certificates
        let (server, port) = try await openssl([
            "-cert", certificates.server.cert, "-key", certificates.server.key, "-CAfile",
            certificates.authority.cert, "-Verify", "1", "-verify_return_error",
        ])
        let sender = try await DTLSCat.run(
            ["connect", "--framing", "line", "--send-only"] + (try await Shared.trust)
                + certificates.client.options + ["127.0.0.1", port],
            input: .text("<13>one line\n<13>another\n"))
        #expect(sender.status == 0, "\(sender.errors)")
        try await server.text("<13>another")
        let stranger = try await DTLSCat.run(
            ["connect", "--send-only"] + (try await Shared.trust)
                + (try await certificates.selfSigned("syslog-stranger")).options
                + ["127.0.0.1", port], input: .text("let me in\n"))
        #expect(stranger.status == 4)
        #expect(stranger.errors.contains("does not take ours"), "\(stranger.errors)")
        let nobody = try await DTLSCat.run(
            ["connect", "--send-only"] + (try await Shared.trust) + ["127.0.0.1", port],
            input: .text("let me in\n"))
        #expect(nobody.status == 4)
        #expect(nobody.errors.contains("--cert and --key"), "\(nobody.errors)")
    }

    @Test func `openssl's lines reach a listener that wants to know who sends them`()
        async throws
    {
        let certificates = try await Shared.certificates
        let listener = try await Listener(
            [
                "-k", "--framing", "line", "--recv-only", "--require-client-cert", "--client-ca",
                certificates.authority.cert,
            ] + certificates.server.options)
        let stranger = try client(listener.port, [])
        try await listener.program.line(with: "the peer has sent no certificate")
        let known = try client(
            listener.port,
            [
                "-cert", certificates.client.cert, "-key", certificates.client.key, "-CAfile",
                certificates.authority.cert, "-verify_return_error",
            ])
        known.write("<13>from openssl\n")
        try await listener.program.line(with: "<13>from openssl", on: .output)
        known.closeInput()
        stranger.closeInput()
        #expect(try await stranger.outcome().status == 1)
    }

    @Test func `gnutls-cli is known by its pin`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(
            ["--echo", "--client-pin", try await certificates.pin(certificates.client)]
                + certificates.server.options)
        let peer = try Program(
            "gnutls-cli",
            [
                "--udp", "-p", listener.port, "--x509cafile", certificates.authority.cert,
                "--x509certfile", certificates.client.cert, "--x509keyfile",
                certificates.client.key, "127.0.0.1",
            ], input: .open)
        peer.write("it is me\n")
        try await peer.text("it is me")
        peer.closeInput()
        let outcome = try await listener.program.outcome()
        #expect(outcome.errors.contains("verified by pin"), "\(outcome.errors)")
    }

    // MARK: Many devices with a key each

    @Test func `devices of all kinds come with keys of their own, and one is added`()
        async throws
    {
        let keys = try folder.write("one:\(Shared.key)\n#00ff10:0a0b0c0d\n", to: "devices")
        let listener = try await Listener([
            "-k", "--psk-db", keys, "--psk-hint", "lab", "--framing", "jsonl", "--profile", "coap",
        ])
        let first = try client(
            listener.port,
            ["-psk_identity", "one", "-psk", Shared.key, "-cipher", "PSK-AES128-CCM8:@SECLEVEL=0"])
        first.write("from openssl\n")
        try await listener.program.line(with: #""text":"from openssl\u000a"#, on: .output)
        try await first.text("PSK identity hint: lab")

        let binary = try folder.write("#00ff10:0a0b0c0d\n", to: "binary")
        let second = try await DTLSCat.run(
            [
                "connect", "-v", "--profile", "coap", "--psk-file", binary, "127.0.0.1",
                listener.port,
            ],
            input: .text("from a binary identity\n"))
        #expect(second.status == 0, "\(second.errors)")
        #expect(second.errors.contains("verified by key, hint lab"), "\(second.errors)")
        try await listener.program.line(with: "client hex:00ff10 verified by key")

        // Another takes the place of the file, as an editor does it.
        let changed = try folder.write("one:\(Shared.key)\nthree:01020304\n", to: "changed")
        _ = unsafe rename(changed, keys)
        let third = try Program(
            "gnutls-cli",
            [
                "--udp", "-p", listener.port, "--pskusername", "three", "--pskkey", "01020304",
                "--priority", "NORMAL:-CIPHER-ALL:+AES-128-CCM-8:-KX-ALL:+PSK", "127.0.0.1",
            ], input: .open)
        third.write("from gnutls-cli\n")
        try await listener.program.line(with: "from gnutls-cli", on: .output)
        try await listener.program.line(with: "has changed: 2 keys")
        let gone = try await DTLSCat.run(
            ["connect", "--profile", "coap", "--psk-file", binary, "127.0.0.1", listener.port],
            input: .text("hello\n"))
        #expect(gone.status == 7)
        // Who was there before is there still.
        first.write("still here\n")
        try await listener.program.line(with: "still here", on: .output)
        first.closeInput()
        third.closeInput()
    }

    @Test func `a wrong key of openssl's is told by the listener, and others are served`()
        async throws
    {
        let keys = try folder.write("one:\(Shared.key)\ntwo:0011\n", to: "devices")
        let listener = try await Listener(["-k", "--psk-db", keys, "--framing", "line"])
        let wrong = try client(
            listener.port, ["-psk_identity", "one", "-psk", "00112233445566778899aabbccddeeff"])
        try await listener.program.line(with: "the pre-shared keys differ")
        let unknown = try client(
            listener.port, ["-psk_identity", "nobody", "-psk", Shared.key])
        try await listener.program.line(with: "the client's identity is not known here")
        let right = try client(listener.port, ["-psk_identity", "one", "-psk", Shared.key])
        right.write("this one fits\n")
        try await listener.program.line(with: "this one fits", on: .output)
        for program in [wrong, unknown, right] { program.closeInput() }
        #expect(try await wrong.outcome().status == 1)
        #expect(try await unknown.outcome().status == 1)
    }

    @Test func `a wrong key at an openssl or GnuTLS server is no mere silence`() async throws {
        let file = try folder.write("one:00112233\n", to: "wrong")
        let (server, port) = try await openssl(["-nocert", "-psk", Shared.key])
        defer { withExtendedLifetime(server) {} }
        let first = try await DTLSCat.run(
            ["connect", "-w", "4s", "--psk-file", file, "127.0.0.1", port], input: .text("x\n"))
        #expect(first.status == 7)
        #expect(first.errors.contains("the pre-shared keys"), "\(first.errors)")

        let passwords = try folder.write("one:\(Shared.key)\n", to: "passwords")
        let other = try freePort()
        let gnutls = try Program(
            "gnutls-serv",
            [
                "--udp", "-p", other, "--pskpasswd", passwords, "--priority",
                "NORMAL:-KX-ALL:+ECDHE-PSK",
            ])
        try await gnutls.line(with: "listening on IPv4")
        let second = try await DTLSCat.run(
            ["connect", "-w", "4s", "--psk-file", file, "127.0.0.1", other], input: .text("x\n"))
        #expect(second.status == 7)
        #expect(second.errors.contains("probably differ"), "\(second.errors)")
    }

    // MARK: Raw public keys

    @Test func `gnutls-cli and a listener know each other by raw public keys`() async throws {
        let certificates = try await Shared.certificates
        let key = folder.file("client.pub")
        try await certificates.openssl(
            ["pkey", "-in", certificates.client.key, "-pubout", "-out", key])
        let listener = try await Listener([
            "--echo", "--rpk", certificates.server.key, "--client-pin",
            try await certificates.pin(certificates.client),
        ])
        let peer = try Program(
            "gnutls-cli",
            [
                "--udp", "-p", listener.port, "--insecure", "--rawpkkeyfile",
                certificates.client.key, "--rawpkfile", key, "--priority",
                "NORMAL:-CTYPE-ALL:+CTYPE-RAWPK", "127.0.0.1",
            ], input: .open)
        peer.write("no certificate at all\n")
        try await peer.text("no certificate at all")
        peer.closeInput()
        let outcome = try await listener.program.outcome()
        #expect(outcome.errors.contains("verified by pin"), "\(outcome.errors)")
    }
}
