import TestSupport
import Testing

/// Trust on first use with other servers: yes, then silence, then another key.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FirstUseTests {
    private let folder = try! Folder()
    private var store: String { folder.file("known_hosts") }

    /// Has the user say yes; the server's answer is not waited for.
    private func firstContact(_ port: String, _ options: [String] = []) async throws {
        let client = try await AtTerminal.run(
            DTLSCat.path,
            ["connect", "--tofu", "--known-hosts", store, "-q", "0"] + options + [
                "127.0.0.1", port,
            ],
            answers: ["yes"], input: .text("first\n"))
        #expect(client.outcome.status == 0, "\(client.outcome.errors)")
    }

    /// Nobody is there to be asked.
    private func laterContact(
        _ port: String, _ options: [String] = []
    ) async throws -> Program.Outcome {
        try await Program(
            "setsid",
            ["-w", DTLSCat.path, "connect", "--tofu", "--known-hosts", store, "-q", "0"]
                + options + ["127.0.0.1", port],
            input: .text("second\n")
        ).outcome()
    }

    /// Without -listen, with which it ends at the first client whether that comes to a session or not.
    private func openssl(_ port: String, _ pair: Certificates.Pair, _ options: [String] = [])
        async throws -> Program
    {
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-cert",
                pair.cert, "-key", pair.key,
            ] + options, input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        return server
    }

    @Test(arguments: [false, true])
    func `s_server is known from the second time on, until it has another key`(
        wantsCertificate: Bool
    ) async throws {
        let certificates = try await Shared.certificates
        let own = wantsCertificate ? certificates.client.options : []
        let demand =
            wantsCertificate ? ["-Verify", "1", "-CAfile", certificates.authority.cert] : []
        let port = try freePort()
        var server = try await openssl(port, try await Shared.server(.ecdsa), demand)
        try await firstContact(port, own)
        try await server.text("first")
        let known = try await laterContact(port, own)
        #expect(known.status == 0, "\(known.errors)")
        try await server.text("second")
        server.signal(9)
        _ = try await server.outcome()

        server = try await openssl(port, try await Shared.server(.rsa), demand)
        let changed = try await laterContact(port, own)
        #expect(changed.status == 5, "\(changed.errors)")
        #expect(changed.errors.contains("line 1 of \(store)"), "\(changed.errors)")
    }

    private func gnutls(_ port: String, _ options: [String]) async throws -> Program {
        let server = try Program("gnutls-serv", ["--udp", "--echo", "-p", port] + options)
        try await server.line(with: "listening on IPv4")
        return server
    }

    @Test func `gnutls-serv is known from the second time on, until it has another key`()
        async throws
    {
        let port = try freePort()
        let first = try await Shared.server(.ed25519)
        var server = try await gnutls(
            port, ["--x509certfile", first.cert, "--x509keyfile", first.key])
        try await firstContact(port)
        let known = try await laterContact(port)
        #expect(known.status == 0, "\(known.errors)")
        server.signal(9)
        _ = try await server.outcome()

        let second = try await Shared.server(.ecdsa)
        server = try await gnutls(
            port, ["--x509certfile", second.cert, "--x509keyfile", second.key])
        let changed = try await laterContact(port)
        #expect(changed.status == 5, "\(changed.errors)")
        #expect(changed.errors.contains("HAS CHANGED"), "\(changed.errors)")
        _ = server
    }

    @Test func `the raw public key of gnutls-serv is remembered as well`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let key = folder.file("public.pem")
        try await Shared.certificates.openssl(["pkey", "-in", pair.key, "-pubout", "-out", key])
        let port = try freePort()
        let server = try await gnutls(
            port,
            [
                "--rawpkkeyfile", pair.key, "--rawpkfile", key, "--priority",
                "NORMAL:-CTYPE-ALL:+CTYPE-RAWPK",
            ])
        try await firstContact(port)
        let known = try await laterContact(port)
        #expect(known.status == 0, "\(known.errors)")
        let pin = try await Shared.certificates.pin(pair)
        #expect(try folder.text("known_hosts").contains(pin))
        _ = server
    }

    @Test func `hosts scan sees keys of weak, demanding and keyless servers`() async throws {
        let certificates = try await Shared.certificates
        let weak = Certificates.Pair(
            cert: folder.file("weak.pem"), key: folder.file("weak.key"))
        try await certificates.openssl([
            "req", "-x509", "-newkey", "rsa:1024", "-sha1", "-nodes", "-subj", "/CN=weak",
            "-days", "3", "-out", weak.cert, "-keyout", weak.key,
        ])
        let strong = try await Shared.server(.ecdsa)
        let ports = try (0..<4).map { _ in try freePort() }
        let servers = [
            try await openssl(ports[0], weak, ["-cipher", "ALL:@SECLEVEL=0"]),
            try await openssl(ports[1], strong, ["-Verify", "1"]),
            try Program(
                "openssl",
                [
                    "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(ports[2])",
                    "-nocert", "-psk", Shared.key, "-cipher", "PSK",
                ], input: .open),
            try await gnutls(
                ports[3],
                [
                    "--pskpasswd", try folder.write("copy:\(Shared.key)\n", to: "passwords"),
                    "--priority", "NORMAL:-KX-ALL:+PSK",
                ]),
        ]
        try await servers[2].line(with: "ACCEPT", on: .output)
        let scan = try await DTLSCat.run(
            ["hosts", "scan", "-w", "5s"] + ports.map { "127.0.0.1:\($0)" })
        #expect(scan.status == 6, "\(scan.errors)")
        let lines = scan.text.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(
            lines.map { $0.prefix(2) } == [
                ["127.0.0.1:\(ports[0])", try await certificates.pin(weak)],
                ["127.0.0.1:\(ports[1])", try await certificates.pin(strong)],
            ])
        for port in ports[2...] {
            #expect(
                scan.errors.contains("127.0.0.1:\(port): the server speaks pre-shared keys alone"),
                "\(scan.errors)")
        }
    }
}
