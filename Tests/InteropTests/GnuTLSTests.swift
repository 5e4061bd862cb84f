import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct GnuTLSTests {
    private let folder = try! Folder()

    private func client(_ options: [String]) -> (String) throws -> Program {
        { port in
            try Program(
                "gnutls-cli", ["--udp"] + options + ["-p", port, "127.0.0.1"], input: .open)
        }
    }

    private func server(_ options: [String]) async throws -> (Program, String) {
        let port = try freePort()
        let server = try Program("gnutls-serv", ["--udp", "--echo", "-p", port] + options)
        try await server.line(with: "listening on IPv4")
        return (server, port)
    }

    @Test(arguments: Certificates.Kind.allCases)
    func `gnutls-cli speaks with a listener`(kind: Certificates.Kind) async throws {
        let pair = try await Shared.server(kind)
        try await expectEcho(
            to: client(["--x509cafile", try await Shared.certificates.authority.cert]),
            options: pair.options)
    }

    @Test(arguments: Certificates.Kind.allCases)
    func `a client speaks with gnutls-serv`(kind: Certificates.Kind) async throws {
        let pair = try await Shared.server(kind)
        let (peer, port) = try await server([
            "--x509certfile", pair.cert, "--x509keyfile", pair.key,
        ])
        try await expectEcho(from: peer, port: port, options: try await Shared.trust)
    }

    /// GnuTLS reads no datagram that is longer than the largest record it takes.
    @Test func `gnutls-cli shows a certificate in a datagram longer than a record may be`()
        async throws
    {
        let certificates = try await Shared.certificates
        let authority = certificates.authority.cert
        try await expectEcho(
            to: client([
                "--x509cafile", authority, "--x509certfile", certificates.client.cert,
                "--x509keyfile", certificates.client.key,
            ]),
            options: try await Shared.server(.ecdsa).options + [
                "--record-size", "512", "--client-ca", authority,
            ])
    }

    @Test func `gnutls-cli speaks with a listener by pre-shared key`() async throws {
        try await expectEcho(
            to: client([
                "--pskusername", "copy", "--pskkey", Shared.key, "--priority",
                "NORMAL:-KX-ALL:+PSK:+DHE-PSK",
            ]), options: try Shared.keyOptions(folder))
    }

    @Test(arguments: ["+PSK", "+DHE-PSK", "+ECDHE-PSK"])
    func `a client speaks with gnutls-serv by pre-shared key`(exchange: String) async throws {
        let passwords = try folder.write("copy:\(Shared.key)\n", to: "passwords")
        let (peer, port) = try await server([
            "--pskpasswd", passwords, "--priority", "NORMAL:-KX-ALL:\(exchange)",
        ])
        try await expectEcho(from: peer, port: port, options: try Shared.keyOptions(folder))
    }
}
