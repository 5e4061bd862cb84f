import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct OtherPeerTests {
    private let folder = try! Folder()

    @Test(arguments: Certificates.Kind.allCases)
    func `socat speaks with a listener`(kind: Certificates.Kind) async throws {
        let ca = try await Shared.certificates.authority.cert
        try await expectEcho(
            to: { port in
                try Program(
                    "socat",
                    [
                        "-",
                        "OPENSSL-DTLS-CLIENT:127.0.0.1:\(port),cafile=\(ca),commonname=localhost",
                    ],
                    input: .open)
            }, options: try await Shared.server(kind).options)
    }

    // It is built on OpenSSL, whose servers take no Ed25519 for DTLS.
    @Test(arguments: [Certificates.Kind.ecdsa, .rsa])
    func `a client speaks with socat, which checks no cookie`(
        kind: Certificates.Kind
    ) async throws {
        let pair = try await Shared.server(kind)
        let port = try freePort()
        let server = try Program(
            "socat",
            [
                "-d", "-d",
                "OPENSSL-DTLS-SERVER:\(port),bind=127.0.0.1,cert=\(pair.cert),key=\(pair.key),"
                    + "verify=0", "PIPE",
            ])
        try await server.line(with: "listening on UDP")
        try await expectEcho(from: server, port: port, options: try await Shared.trust)
    }

    @Test func `ncat speaks with a listener, and takes what was sent before it left`()
        async throws
    {
        let pair = try await Shared.server(.ecdsa)
        let listener = try await Listener(["-i", "5s", "--echo"] + pair.options)
        let client = try Program(
            "ncat", ["--udp", "--ssl", "127.0.0.1", listener.port], input: .open)
        client.write("hello from ncat\n")
        try await client.text("hello from ncat")
        client.closeInput()
        _ = try await client.outcome()
        // It never says that it leaves.
        #expect(try await listener.program.outcome().status == 9)
    }

    @Test func `a CoAP server answers what it is asked in hexadecimal`() async throws {
        // Its DTLS port is the one after the one it is given.
        let dtls = try #require(UInt16(try freePort()))
        let server = try Program(
            "coap-server-gnutls",
            ["-v", "7", "-A", "127.0.0.1", "-p", "\(dtls - 1)", "-k", "secretPSK"])
        try await server.line(with: "created DTLS endpoint 127.0.0.1:\(dtls)", on: .output)
        let outcome = try await DTLSCat.run(
            [
                "connect", "--profile", "coap", "--framing", "hex", "-q", "3s",
                "--psk-identity", "Client_identity", "--psk-key", "text:secretPSK", "127.0.0.1",
                "\(dtls)",
            ], input: .text("40010001bb2e77656c6c2d6b6e6f776e04636f7265\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        // An acknowledgement of message 1 with code 2.05, content.
        #expect(outcome.text.hasPrefix("60450001"), "\(outcome.text)")
    }
}
