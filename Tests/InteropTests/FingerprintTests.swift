import Foundation
import TestSupport
import Testing

/// What `fingerprint` says, beside what others say of the same certificate.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FingerprintTests {
    private let folder = try! Folder()

    private func fingerprint(_ arguments: [String]) async throws -> Program.Outcome {
        try await DTLSCat.run(["fingerprint"] + arguments)
    }

    /// The line that `fingerprint` prints.
    private func line(_ arguments: [String]) async throws -> String {
        let outcome = try await fingerprint(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.text.trimmingCharacters(in: .newlines)
    }

    /// What a shell prints, with `$0` for `argument`.
    private func shell(_ script: String, _ argument: String) async throws -> String {
        let outcome = try await Program("sh", ["-ec", script, argument]).outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.text.trimmingCharacters(in: .newlines)
    }

    private func server(
        _ pair: Certificates.Pair, _ options: [String] = []
    ) async throws -> (Program, port: String) {
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-cert", pair.cert,
                "-key", pair.key,
            ] + options, input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        return (server, port)
    }

    @Test(arguments: ["sha1", "sha256", "sha384", "sha512"])
    func `openssl finds the same digests`(algorithm: String) async throws {
        let pair = try await Shared.certificates.server
        let theirs = try await shell(
            "openssl x509 -in \"$0\" -noout -fingerprint -\(algorithm)", pair.cert)
        let options = ["--algorithm", algorithm, pair.cert]
        let colons = try await line(["--format", "colon"] + options)
        #expect(theirs.hasSuffix("Fingerprint=\(colons)"), "\(theirs)")
        let key = try await shell(
            """
            openssl x509 -in "$0" -noout -pubkey | openssl pkey -pubin -outform der |
                openssl dgst -\(algorithm) -r | cut -d' ' -f1
            """, pair.cert)
        #expect(try await line(["--format", "hex", "--what", "spki"] + options) == key)
        let check = try await fingerprint(["--check", theirs] + options)
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.errors.contains("SHA-1") == (algorithm == "sha1"), "\(check.errors)")
    }

    @Test(arguments: Certificates.Kind.allCases)
    func `ssh-keygen finds the same fingerprint of a key`(kind: Certificates.Kind) async throws {
        let pair = try await Shared.server(kind)
        // OpenSSH writes a private key of its own kind alone, so that Ed25519 needs some help.
        let script =
            kind == .ed25519
            ? """
            python3 - "$0" <<'END'
            import base64, hashlib, struct, subprocess, sys
            der = subprocess.run(["openssl", "pkey", "-in", sys.argv[1], "-pubout", "-outform",
                                  "der"], check=True, capture_output=True).stdout
            parts = [b"ssh-ed25519", der[-32:]]
            blob = b"".join(struct.pack(">I", len(part)) + part for part in parts)
            digest = base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
            print("SHA256:" + digest)
            END
            """
            : """
            openssl pkey -in "$0" -pubout -out "$0.pub"
            ssh-keygen -i -m PKCS8 -f "$0.pub" > "$0.ssh"
            ssh-keygen -l -f "$0.ssh" | cut -d' ' -f2
            """
        let theirs = try await shell(script, pair.key)
        #expect(theirs.hasPrefix("SHA256:"))
        #expect(try await line(["--format", "ssh", pair.cert]) == theirs)
        #expect(try await fingerprint(["--check", theirs, pair.cert]).status == 0)
    }

    @Test func `danetool makes the same TLSA records, and checks ours`() async throws {
        let pair = try await Shared.certificates.server
        for (what, options) in [("spki", ""), ("cert", "--x509")] {
            let theirs = try await shell(
                """
                danetool --tlsa-rr --host h.example --port 4433 --proto udp --domain \(options) \
                    --load-certificate "$0" | grep TLSA
                """, pair.cert)
            let ours = try await line(["--format", "tlsa", "--what", what, pair.cert])
            let words = theirs.split(separator: " ").filter { $0 != "(" && $0 != ")" }
            let numbers = words.suffix(4).prefix(3).compactMap { Int($0) }.map(String.init)
            #expect(
                numbers + [String(words.last ?? "")] == ours.split(separator: " ").map(String.init))
            #expect(try await fingerprint(["--check", theirs, pair.cert]).status == 0)
        }
    }

    @Test func `a peer is looked at whatever it asks for, and whoever vouches for it`()
        async throws
    {
        let certificates = try await Shared.certificates
        let pair = try await certificates.selfSigned("unknown-\(UUID().uuidString)")
        let (peer, port) = try await server(
            pair, ["-Verify", "1", "-CAfile", certificates.authority.cert])
        defer { withExtendedLifetime(peer) {} }
        let file = try await line(["--format", "sdp", pair.cert])
        #expect(try await line(["--format", "sdp", "127.0.0.1", port]) == file)
        let check = try await fingerprint(["--check", file, "127.0.0.1:\(port)"])
        #expect(check.status == 0, "\(check.errors)")
        let other = try await line(["--format", "sdp", certificates.server.cert])
        #expect(try await fingerprint(["--check", other, "127.0.0.1", port]).status == 5)
    }

    @Test func `the whole chain is shown, and may be checked`() async throws {
        let certificates = try await Shared.certificates
        let (peer, port) = try await server(
            certificates.server, ["-cert_chain", certificates.authority.cert])
        defer { withExtendedLifetime(peer) {} }
        let chain = try await line(
            ["--what", "chain", "--format", "hex", "127.0.0.1", port])
        let leaf = try await line(["--format", "hex", certificates.server.cert])
        let authority = try await line(["--format", "hex", certificates.authority.cert])
        #expect(chain == leaf + "\n" + authority)
        let options = ["--check", authority, "127.0.0.1", port]
        #expect(try await fingerprint(options).status == 5)
        #expect(try await fingerprint(["--what", "chain"] + options).status == 0)
    }

    @Test func `a TLSA record of a peer has its name and port`() async throws {
        let (peer, port) = try await server(try await Shared.certificates.server)
        defer { withExtendedLifetime(peer) {} }
        let record = try await line(["-4", "--format", "tlsa", "localhost", port])
        #expect(record.hasPrefix("_\(port)._udp.localhost. IN TLSA 3 1 1 "), "\(record)")
        let check = try await fingerprint(["--check", record, "127.0.0.1", port])
        #expect(check.status == 0, "\(check.errors)")
    }

    @Test func `a raw public key has the fingerprint of its file`() async throws {
        let certificates = try await Shared.certificates
        let port = try freePort()
        let key = folder.file("public")
        try await certificates.openssl(
            ["pkey", "-in", certificates.server.key, "-pubout", "-out", key])
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "-p", port, "--rawpkkeyfile", certificates.server.key, "--rawpkfile", key,
                "--priority", "NORMAL:-CTYPE-ALL:+CTYPE-RAWPK",
            ])
        try await server.line(with: "listening on IPv4")
        let pin = try await line(["--format", "pin", "127.0.0.1", port])
        #expect(pin == (try await certificates.pin(certificates.server)))
        for file in [key, certificates.server.key, certificates.server.cert] {
            #expect(try await line(["--format", "pin", file]) == pin)
        }
        let sdp = try await fingerprint(["--format", "sdp", "127.0.0.1", port])
        #expect(sdp.status == 2)
        #expect(sdp.output.isEmpty)
    }

    @Test func `a peer with pre-shared keys alone is told from one that fails`() async throws {
        let port = try freePort()
        let openssl = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-nocert", "-psk", "00ff",
            ], input: .open)
        try await openssl.line(with: "ACCEPT", on: .output)
        let first = try await fingerprint(["127.0.0.1", port])
        #expect(first.status == 6)
        #expect(first.errors.contains("pre-shared keys alone"), "\(first.errors)")

        // It says nothing at all where there is nothing in common.
        let other = try freePort()
        let passwords = try folder.write("copy:\(Shared.key)\n", to: "passwords")
        let gnutls = try Program(
            "gnutls-serv",
            ["--udp", "-p", other, "--pskpasswd", passwords, "--priority", "NORMAL:-KX-ALL:+PSK"])
        try await gnutls.line(with: "listening on IPv4")
        let second = try await fingerprint(["-w", "2s", "127.0.0.1", other])
        #expect(second.status == 6)
        #expect(second.errors.contains("pre-shared keys alone"), "\(second.errors)")

        let listener = try await Listener(["-k"] + (try Shared.keyOptions(folder)))
        let third = try await fingerprint(["127.0.0.1", listener.port])
        #expect(third.status == 6)
        #expect(third.errors.contains("pre-shared keys alone"), "\(third.errors)")
    }

    @Test func `a PKCS12 file is opened by its password`() async throws {
        let certificates = try await Shared.certificates
        let file = folder.file("both.p12")
        try await certificates.openssl(
            [
                "pkcs12", "-export", "-in", certificates.server.cert, "-inkey",
                certificates.server.key, "-certfile", certificates.authority.cert, "-passout",
                "pass:sesame", "-out", file,
            ])
        let password = try folder.write("sesame\n", to: "password")
        let options = ["--what", "chain", "--format", "hex"]
        let chain = try await line(options + ["--key-pass-file", password, file])
        let leaf = try await line(["--format", "hex", certificates.server.cert])
        let authority = try await line(["--format", "hex", certificates.authority.cert])
        #expect(chain == leaf + "\n" + authority)
        let closed = try await fingerprint([file])
        #expect(closed.status == 2)
        #expect(closed.errors.contains("password"), "\(closed.errors)")
    }
}
