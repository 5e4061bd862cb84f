import Foundation
import TestSupport
import Testing

/// What `keygen` makes, in the hands of openssl and GnuTLS's tools.
@Suite(.serialized, .timeLimit(.minutes(10))) struct KeygenPeerTests {
    private let folder = try! Folder()

    private func file(_ name: String) -> String { folder.file(name) }

    private func keygen(_ arguments: String...) async throws {
        let outcome = try await DTLSCat.run(["keygen"] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// What a tool prints, which has to end with 0.
    @discardableResult
    private func tool(_ name: String, _ arguments: String...) async throws -> String {
        let outcome = try await Program(name, arguments).outcome()
        #expect(outcome.status == 0, "\(name) \(arguments): \(outcome.text) \(outcome.errors)")
        return outcome.text + outcome.errors
    }

    /// `ca.pem`, and `srv.pem` that it has signed.
    private func makeServer(_ type: String) async throws {
        try await keygen(
            "cert", "--type", type, "--new-ca", file("ca.pem"), "--name", "localhost", "--name",
            "127.0.0.1", "-o", file("srv.pem"))
    }

    private func openssl(_ port: String, _ options: [String]) throws -> Program {
        try Program(
            "openssl", ["s_client", "-connect", "127.0.0.1:\(port)", "-dtls1_2"] + options,
            input: .open)
    }

    private func gnutlsServer(_ options: [String]) async throws -> (Program, String) {
        let port = try freePort()
        let server = try Program("gnutls-serv", ["--udp", "--echo", "-p", port] + options)
        try await server.line(with: "listening on IPv4")
        return (server, port)
    }

    @Test(arguments: ["ecdsa", "ecdsa-p384", "ed25519", "rsa"])
    func `certificates serve s_client and gnutls-cli`(type: String) async throws {
        try await makeServer(type)
        try await expectEcho(
            to: {
                try openssl(
                    $0,
                    [
                        "-verify_return_error", "-verify_ip", "127.0.0.1", "-CAfile",
                        file("ca.pem"),
                    ])
            }, options: ["--cert", file("srv.pem")])
        try await expectEcho(
            to: { port in
                try Program(
                    "gnutls-cli",
                    ["--udp", "--x509cafile", file("ca.pem"), "-p", port, "127.0.0.1"],
                    input: .open)
            }, options: ["--cert", file("srv.pem")])
    }

    @Test(arguments: ["ecdsa", "ecdsa-p384", "ed25519", "rsa"])
    func `certificates serve in gnutls-serv`(type: String) async throws {
        try await makeServer(type)
        let (server, port) = try await gnutlsServer([
            "--x509certfile", file("srv.pem"), "--x509keyfile", file("srv.pem"),
        ])
        try await expectEcho(from: server, port: port, options: ["--ca", file("ca.pem")])
    }

    // OpenSSL's servers do not take Ed25519 for DTLS.
    @Test(arguments: ["ecdsa", "rsa"])
    func `certificates serve in s_server, and prove a client to it`(type: String) async throws {
        try await makeServer(type)
        try await keygen(
            "cert", "--type", type, "--client", "--subject", "CN=Alice,O=Lab", "--signed-by",
            file("ca.pem"), "-o", file("me.pem"))
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-listen", "-dtls1_2", "-cert",
                file("srv.pem"), "-Verify", "1", "-verify_return_error", "-CAfile", file("ca.pem"),
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let client = try DTLSCat.start(
            ["connect", "--ca", file("ca.pem"), "--cert", file("me.pem"), "127.0.0.1", port],
            input: .open)
        client.write("a question\n")
        try await server.text("a question")
        server.write("an answer\n")
        try await client.text("an answer\n")
        client.closeInput()
        #expect(try await client.outcome().status == 0)
    }

    @Test(arguments: ["ecdsa", "ecdsa-p384", "ed25519", "rsa-3072"])
    func `openssl and certtool verify what an authority signs`(type: String) async throws {
        try await keygen("cert", "--ca", "--type", type, "-o", file("ca.pem"))
        try await keygen(
            "cert", "--type", "rsa", "--name", "gw.example", "--name", "2001:db8::1",
            "--signed-by", file("ca.pem"), "-o", file("srv.pem"))
        try await tool(
            "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname",
            "gw.example", "-CAfile", file("ca.pem"), file("srv.pem"))
        try await tool(
            "openssl", "verify", "-x509_strict", "-purpose", "sslclient", "-verify_ip",
            "2001:db8::1", "-CAfile", file("ca.pem"), file("srv.pem"))
        try await tool(
            "certtool", "--verify", "--load-ca-certificate", file("ca.pem"), "--infile",
            file("srv.pem"))
        let leaf = try await tool(
            "openssl", "x509", "-in", file("srv.pem"), "-noout", "-ext",
            "basicConstraints,keyUsage,extendedKeyUsage,subjectAltName")
        for text in [
            "CA:FALSE", "Digital Signature, Key Encipherment", "TLS Web Server Authentication",
            "TLS Web Client Authentication", "DNS:gw.example", "IP Address:2001:DB8:0:0:0:0:0:1",
        ] {
            #expect(leaf.contains(text), "\(leaf)")
        }
        let authority = try await tool(
            "openssl", "x509", "-in", file("ca.pem"), "-noout", "-ext",
            "basicConstraints,keyUsage,extendedKeyUsage")
        #expect(authority.contains("CA:TRUE, pathlen:0"), "\(authority)")
        #expect(authority.contains("Certificate Sign, CRL Sign"), "\(authority)")
        #expect(!authority.contains("Authentication"), "\(authority)")
        let info = try await tool("certtool", "-i", "--infile", file("srv.pem"))
        #expect(info.contains("Subject Key Identifier"))
        #expect(info.contains("Authority Key Identifier"))
        let serial = try await tool(
            "openssl", "x509", "-in", file("srv.pem"), "-noout", "-serial")
        #expect(serial.dropFirst("serial=".count).count == 41)
    }

    @Test func `what was said is what openssl says`() async throws {
        let outcome = try await DTLSCat.run([
            "keygen", "cert", "--name", "gw.example", "--days", "1", "-o", file("srv.pem"),
        ])
        let digest = try await tool(
            "openssl", "x509", "-in", file("srv.pem"), "-noout", "-fingerprint", "-sha256")
        let digits = digest.drop { $0 != "=" }.filter(\.isHexDigit).lowercased()
        #expect(digits.count == 64)
        #expect(outcome.errors.contains("sha256:\(digits)"), "\(outcome.errors)")
        let info = try await tool("certtool", "-i", "--infile", file("srv.pem"))
        let pin = try #require(info.split(separator: "\n").last { $0.contains("pin-sha256:") })
        #expect(outcome.errors.contains(pin.filter { !$0.isWhitespace }))
        try await tool("openssl", "x509", "-in", file("srv.pem"), "-noout", "-checkend", "86000")
        let late = try await Program(
            "openssl", ["x509", "-in", file("srv.pem"), "-noout", "-checkend", "87000"]
        ).outcome()
        #expect(late.status == 1)
    }

    @Test(arguments: ["ecdsa", "ecdsa-p384", "ed25519", "rsa"])
    func `openssl and certtool verify a request, and openssl's is signed`(type: String)
        async throws
    {
        try await keygen(
            "cert", "--csr", "--type", type, "--name", "gw.example", "-o", file("gw.csr"))
        let text = try await tool(
            "openssl", "req", "-verify", "-noout", "-text", "-in", file("gw.csr"))
        #expect(text.contains("verify OK") && text.contains("DNS:gw.example"), "\(text)")
        let info = try await tool("certtool", "--crq-info", "--infile", file("gw.csr"))
        #expect(info.contains("Self signature: verified"), "\(info)")

        try await keygen("cert", "--ca", "--type", type, "-o", file("ca.pem"))
        let options =
            switch type {
            case "ecdsa": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
            case "ecdsa-p384": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]
            case "rsa": ["-newkey", "rsa:2048"]
            default: ["-newkey", "ed25519"]
            }
        let made = try await Program(
            "openssl",
            ["req"] + options + [
                "-nodes", "-subj", "/C=DE/O=Lab, Inc/CN=x.example", "-addext",
                "subjectAltName=DNS:x.example,IP:127.0.0.1,email:a@b.example", "-addext",
                "basicConstraints=critical,CA:TRUE", "-out", file("x.csr"), "-keyout",
                file("x.key"),
            ]
        ).outcome()
        #expect(made.status == 0, "\(made.errors)")
        let signed = try await DTLSCat.run([
            "keygen", "cert", "--sign-csr", file("x.csr"), "--signed-by", file("ca.pem"), "-o",
            file("x.pem"),
        ])
        #expect(signed.status == 0, "\(signed.errors)")
        #expect(signed.errors.contains("left out"), "\(signed.errors)")
        let leaf = try await tool(
            "openssl", "x509", "-in", file("x.pem"), "-noout", "-subject", "-ext",
            "basicConstraints,subjectAltName")
        #expect(leaf.contains("C = DE, O = \"Lab, Inc\", CN = x.example"), "\(leaf)")
        #expect(leaf.contains("CA:FALSE") && !leaf.contains("CA:TRUE"), "\(leaf)")
        #expect(leaf.contains("DNS:x.example, IP Address:127.0.0.1"), "\(leaf)")
        #expect(!leaf.contains("email"), "\(leaf)")
        try await expectEcho(
            to: { try openssl($0, ["-verify_return_error", "-CAfile", file("ca.pem")]) },
            options: ["--cert", file("x.pem"), "--key", file("x.key")])
    }

    @Test(arguments: [
        ["-subj", "/CN=a\u{1B}[31mb"], ["-subj", "/CN=a\u{202E}b", "-utf8"],
        ["-subj", "/", "-addext", "subjectAltName=email:a@b.example"],
        ["-subj", "/CN=a", "-addext", "subjectAltName=DNS:a b"],
        ["-multivalue-rdn", "-subj", "/CN=a+O=b"],
    ])
    func `a request for what cannot be vouched for is refused, and a name of ours is not`(
        wish: [String]
    ) async throws {
        try await keygen("cert", "--ca", "-o", file("ca.pem"))
        let made = try await Program(
            "openssl",
            ["req", "-newkey", "ed25519", "-nodes"] + wish + [
                "-out", file("x.csr"), "-keyout", file("x.key"),
            ]
        ).outcome()
        #expect(made.status == 0, "\(made.errors)")
        let sign = [
            "keygen", "cert", "--sign-csr", file("x.csr"), "--signed-by", file("ca.pem"), "-o",
            file("x.pem"),
        ]
        let refused = try await DTLSCat.run(sign)
        #expect(refused.status == 2, "\(refused.errors)")
        #expect(refused.errors.contains("hint: --name"), "\(refused.errors)")
        #expect(!refused.errors.contains("\u{1B}") && !refused.errors.contains("\u{202E}"))
        let signed = try await DTLSCat.run(sign + ["--name", "x.example"])
        #expect(signed.status == 0, "\(signed.errors)")
        let leaf = try await tool(
            "openssl", "x509", "-in", file("x.pem"), "-noout", "-subject", "-ext",
            "subjectAltName")
        #expect(leaf.contains("subject=CN = x.example\n"), "\(leaf)")
    }

    @Test func `openssl's intermediate authority signs, and is shown along`() async throws {
        let workshop = try Workshop()
        try workshop.makeAuthority("root", key: "ed25519")
        try workshop.openssl(
            "req -newkey rsa:2048 -passout pass:open-sesame -subj /CN=middle"
                + " -addext basicConstraints=critical,CA:TRUE -out middle.csr -keyout middle.key")
        try workshop.openssl(
            "x509 -req -in middle.csr -CA root.pem -CAkey root.key -copy_extensions copy -days 30"
                + " -out middle.pem")
        let password = try workshop.write("open-sesame\n", to: "password")
        try await keygen(
            "cert", "--name", "127.0.0.1", "--signed-by", workshop.file("middle.pem"),
            "--key-pass-file", password, "-o", file("srv.pem"))
        try await expectEcho(
            to: {
                try openssl($0, ["-verify_return_error", "-CAfile", workshop.file("root.pem")])
            }, options: ["--cert", file("srv.pem")])
    }

    @Test(arguments: ["device 1", "a:b", "#a", "zoë"])
    func `gnutls-serv and s_client take a pre-shared key`(identity: String) async throws {
        try await keygen("psk", "--identity", identity, "-o", file("k"))
        // An identity that is not in the file would get a random key.
        let (server, port) = try await gnutlsServer([
            "--pskpasswd", file("k"), "--priority", "NORMAL:-KX-ALL:+ECDHE-PSK",
        ])
        try await expectEcho(from: server, port: port, options: ["--psk-file", file("k")])
        let line = try folder.text("k").dropLast()
        let key = try #require(line.split(separator: ":").last)
        try await expectEcho(
            to: {
                try openssl(
                    $0,
                    [
                        "-psk", String(key), "-psk_identity", identity, "-cipher",
                        "ECDHE-PSK-CHACHA20-POLY1305",
                    ])
            }, options: ["--psk-file", file("k")])
    }

    @Test func `psktool adds to a file of ours, and ours is a line of its`() async throws {
        try await keygen("psk", "--identity", "one", "-o", file("keys"))
        try await tool("psktool", "-u", "two", "-p", file("keys"))
        let lines = try folder.text("keys").split(separator: "\n")
        #expect(lines.count == 2)
        let listener = try await Listener(["-k", "--psk-db", file("keys")])
        for (index, line) in lines.enumerated() {
            let key = try folder.write(line + "\n", to: "\(index)")
            let outcome = try await listener.connect(["--psk-file", key])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
    }

    @Test(arguments: ["ecdsa", "ed25519", "rsa"])
    func `gnutls-serv shows a raw public key, and takes ours`(type: String) async throws {
        let made = try await DTLSCat.run([
            "keygen", "rpk", "--type", type, "-o", file("k"), "--public-out", file("k.pub"),
        ])
        let pin = try #require(made.errors.split(separator: "\n").last?.split(separator: " ").last)
        let (server, port) = try await gnutlsServer([
            "--rawpkfile", file("k.pub"), "--rawpkkeyfile", file("k"), "--priority",
            "NORMAL:+CTYPE-CLI-RAWPK:+CTYPE-SRV-RAWPK",
        ])
        try await expectEcho(
            from: server, port: port, options: ["--rpk", file("k"), "--pin", String(pin)])
        let derived = try await tool("openssl", "pkey", "-in", file("k"), "-pubout")
        #expect(derived == (try folder.text("k.pub")))
    }
}
