import Foundation
import TestSupport
import Testing

/// Each way in which a handshake does not come about, made for real: what both sides say.
@Suite(.timeLimit(.minutes(10))) struct DiagnosisTests {
    private let folder = try! Folder()

    /// What a run has told of its failure.
    private struct Told {
        let status: Int32
        let stage: String?
        let message: String
        let hint: String
        let alert: String?

        init(_ outcome: Program.Outcome) throws {
            struct Report: Decodable {
                struct Problem: Decodable {
                    let message: String
                    let stage, hint, alert: String?
                }
                struct Client: Decodable {
                    let error: Problem
                }
                let error: Problem?
                let failures: [Client]?
            }
            status = outcome.status
            let line = outcome.errors.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""
            let report = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
            // A listener that goes on has it of its client.
            guard let error = report.error ?? report.failures?.last?.error else {
                throw TestFailure("no error in \(line)")
            }
            (stage, message) = (error.stage, error.message)
            (hint, alert) = (error.hint ?? "", error.alert)
            // People are told the same.
            #expect(outcome.errors.contains(error.message), "\(outcome.errors)")
            if let hint = error.hint {
                #expect(outcome.errors.contains("hint: " + hint), "\(outcome.errors)")
            }
        }
    }

    private func connect(_ options: [String], to port: String) async throws -> Told {
        try Told(
            await DTLSCat.run(
                ["connect", "--json", "-w", "8s", "--retransmit", "200ms"] + options
                    + ["127.0.0.1", port]))
    }

    /// A listener that ends with its one client.
    private func listener(_ options: [String]) async throws -> Listener {
        try await Listener(["--json", "-w", "10s", "--retransmit", "200ms"] + options)
    }

    /// What a listener tells of a client that has not come to a session, for which it does not end.
    private func tells(by listener: Listener, of message: String) async throws -> Told {
        try await listener.program.line(with: message)
        listener.program.signal(15)
        return try Told(await listener.program.outcome())
    }

    /// A socket of UDP, run by a script that sees `s`, and `port` where one is given.
    private func script(_ body: String, _ arguments: [String] = []) async throws -> (
        Program, String
    ) {
        let program = try Program(
            "python3",
            [
                "-u", "-c",
                """
                import socket, sys
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(("127.0.0.1", 0))
                print("port", s.getsockname()[1])
                """ + "\n" + body,
            ] + arguments)
        let line = try await program.line(with: "port ", on: .output)
        return (program, String(line.dropFirst(5)))
    }

    @Test func `a port that says nothing`() async throws {
        let (program, port) = try await script("while True: s.recv(65535)")
        let told = try await connect(["--insecure"], to: port)
        #expect(told.status == 3 && told.stage == "client_hello")
        #expect(told.message.hasPrefix("no answer to the ClientHello in 8"))
        #expect(told.hint.contains("firewall") && told.hint.contains("TCP"))
        program.signal(15)
    }

    @Test func `a service of TCP alone`() async throws {
        let program = try Program(
            "python3",
            [
                "-u", "-c",
                """
                import socket
                s = socket.create_server(("127.0.0.1", 0))
                print("port", s.getsockname()[1])
                s.accept()
                """,
            ])
        let port = try await program.line(with: "port ", on: .output).dropFirst(5)
        let told = try await connect(["--insecure"], to: String(port))
        #expect(told.status == 1)
        #expect(told.hint.contains("no service of UDP") && told.hint.contains("TCP"))
        program.signal(15)
    }

    @Test func `a service of UDP that is not DTLS`() async throws {
        let (program, port) = try await script(
            """
            while True:
                data, peer = s.recvfrom(65535)
                s.sendto(b"what do you want?", peer)
            """)
        let told = try await connect(["--insecure"], to: port)
        #expect(told.status == 3 && told.stage == "not_dtls")
        #expect(told.message.contains("is not DTLS"))
        program.signal(15)
    }

    @Test func `an address that changes with each datagram`() async throws {
        let listener = try await listener([])
        let (program, port) = try await script(
            """
            import select
            target, outs, client = ("127.0.0.1", int(sys.argv[1])), [], None
            while True:
                for r in select.select([s] + outs, [], [])[0]:
                    data, peer = r.recvfrom(65535)
                    if r is s:
                        client = peer
                        outs.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
                        outs[-1].sendto(data, target)
                    else:
                        s.sendto(data, client)
            """, [listener.port])
        let told = try await connect(["--insecure"], to: port)
        #expect(told.status == 3 && told.stage == "cookie_loop")
        #expect(told.message.contains("times for a cookie"))
        #expect(told.hint.contains("address probably changes"))
        program.signal(15)
        listener.program.signal(15)
    }

    @Test(
        arguments: [
            ([], "does not make them smaller when asked to"),
            (["--no-mtu-fallback"], "probably do not get through: try --record-size 512"),
        ] as [([String], String)])
    func `a server's flight of which large datagrams do not come`(
        options: [String], hint: String
    ) async throws {
        let pair = try await Shared.server(.rsa)
        let port = try freePort()
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1_2", "-mtu", "500", "-accept", "127.0.0.1:\(port)", "-cert",
                pair.cert, "-key", pair.key,
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        // 400 bytes of payload: of the flight some, and never all.
        let middle = try await BadNetwork(["--s2c", "mtu=428"], before: port)
        let told = try await connect(["--insecure"] + options, to: middle.port)
        #expect(told.status == 3 && told.stage == "server_flight", "\(told)")
        #expect(told.message.hasPrefix("the server's flight stopped"), "\(told)")
        #expect(told.hint.contains(hint), "\(told)")
    }

    @Test func `a listener whose flight does not come`() async throws {
        let listener = try await listener([])
        let middle = try await BadNetwork(["--s2c", "mtu=100"], before: listener)
        let told = try await connect(["--insecure"], to: middle.port)
        #expect(told.status == 3 && told.stage == "cookie")
        #expect(told.hint.contains("larger than the path takes"))
        let server = try await tells(by: listener, of: "the client repeats its hello")
        #expect(server.stage == "server_flight")
        #expect(server.hint.contains("not even datagrams of"))
    }

    @Test func `a client that is gone after its hello`() async throws {
        let listener = try await listener([])
        let stranger = try Stranger(toPort: listener.port)
        let hello = ForgedHello(1)
        stranger.send(hello.datagram)
        let answer = try #require(try stranger.answer().first)
        stranger.send(try #require(hello.with(cookieOf: answer)).datagram)
        let told = try await tells(by: listener, of: "the client said nothing after its hello")
        #expect(told.stage == "server_flight")
    }

    @Test func `a client's flight of which large datagrams do not come`() async throws {
        let certificates = try await Shared.certificates
        let pair = try await certificates.make("wide", .rsa)
        let listener = try await listener(
            ["--require-client-cert", "--client-ca", certificates.authority.cert]
                + certificates.server.options)
        let middle = try await BadNetwork(["--c2s", "mtu=420"], before: listener)
        let told = try await connect(
            ["--ca", certificates.authority.cert] + pair.options, to: middle.port)
        #expect(told.status == 3 && told.stage == "finished")
        #expect(told.hint.contains("try a smaller --mtu"), "\(told)")
        let server = try await tells(by: listener, of: "the client")
        #expect(server.stage == "client_flight" || server.stage == "server_flight", "\(server)")
    }

    @Test(arguments: ["listen", "openssl", "gnutls-serv"])
    func `keys that differ`(peer: String) async throws {
        let ours = try folder.write("copy:00ff00ff\n", to: "ours")
        let theirs = try folder.write("copy:\(Shared.key)\n", to: "theirs")
        var port = try freePort()
        var server: Program
        switch peer {
        case "listen":
            let listener = try await listener(["--psk-file", theirs])
            (server, port) = (listener.program, listener.port)
        case "openssl":
            server = try Program(
                "openssl",
                [
                    "s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)", "-nocert", "-psk",
                    Shared.key,
                ], input: .open)
            try await server.line(with: "ACCEPT", on: .output)
        default:
            server = try Program(
                "gnutls-serv",
                [
                    "--udp", "--port", port, "--pskpasswd", theirs, "--priority",
                    "NORMAL:-KX-ALL:+ECDHE-PSK:+PSK",
                ], input: .open)
            try await server.line(with: "listening on IPv4")
        }
        let told = try await connect(["--psk-file", ours], to: port)
        #expect(told.status == 7 && told.stage == "finished", "\(told)")
        #expect(told.hint.contains("both sides need the same bytes"))
        guard peer == "listen" else { return server.signal(15) }
        let listening = try Told(await server.outcome())
        #expect(listening.status == 7 && listening.stage == "finished")
    }

    @Test func `an identity that is not known`() async throws {
        let ours = try folder.write("stranger:00ff00ff\n", to: "ours")
        let listener = try await listener(
            ["--psk-file", folder.write("copy:\(Shared.key)\n", to: "theirs")])
        let told = try await connect(["--psk-file", ours], to: listener.port)
        #expect(told.status == 7 && told.stage == "identity")
        let server = try Told(await listener.program.outcome())
        #expect(server.status == 7 && server.stage == "identity")
    }

    @Test func `no suite in common`() async throws {
        let listener = try await listener(
            ["--cipher", "CHACHA20-POLY1305"] + Shared.server(.ecdsa).options)
        let told = try await connect(
            ["--insecure", "--cipher", "AES-256-GCM"], to: listener.port)
        #expect(told.status == 6 && told.stage == "negotiation" && told.alert != nil, "\(told)")
        #expect(told.message.contains("handshake_failure (40): it has no version, suite"))
        #expect(told.message.contains("we offer DTLS 1.2 with TLS_ECDHE_ECDSA_WITH_AES_256_GCM"))
        let server = try Told(await listener.program.outcome())
        #expect(server.status == 6 && server.stage == "negotiation")
        #expect(
            server.message.contains(
                "which offers DTLS 1.2 with TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"))
        #expect(
            server.message.contains(
                "we take DTLS 1.2 with TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"))
    }

    @Test func `no version in common`() async throws {
        let options = try await Shared.server(.ecdsa).options
        let listener = try await listener(options)
        let client = try Program(
            "openssl",
            [
                "s_client", "-dtls1", "-cipher", "DEFAULT:@SECLEVEL=0", "-connect",
                "127.0.0.1:\(listener.port)",
            ], input: .open)
        let told = try Told(await listener.program.outcome())
        #expect(told.status == 6 && told.stage == "negotiation", "\(told)")
        #expect(told.message.contains("offers DTLS 1.0 with"), "\(told)")
        #expect(told.hint.contains("--min-version 1.0"))
        client.closeInput()
        client.signal(15)

        let port = try freePort()
        let pair = try await Shared.server(.rsa)
        let server = try Program(
            "openssl",
            [
                "s_server", "-dtls1", "-cipher", "DEFAULT:@SECLEVEL=0", "-accept",
                "127.0.0.1:\(port)", "-cert", pair.cert, "-key", pair.key,
            ], input: .open)
        try await server.line(with: "ACCEPT", on: .output)
        let refused = try await connect(["--insecure"], to: port)
        #expect(refused.status == 6 && refused.stage == "negotiation", "\(refused)")
        server.signal(15)
    }

    @Test func `a key here and a certificate there`() async throws {
        let key = ["--psk-file", try folder.write("copy:\(Shared.key)\n", to: "key")]
        let wantsKey = try await listener(key)
        let told = try await connect(["--insecure"], to: wantsKey.port)
        #expect(told.status == 6 && told.stage == "negotiation")
        #expect(told.hint.contains("--psk-file"))
        let server = try Told(await wantsKey.program.outcome())
        #expect(server.stage == "negotiation" && server.hint.contains("--cert"), "\(server)")

        let wantsNone = try await listener(Shared.server(.ecdsa).options)
        let other = try await connect(key, to: wantsNone.port)
        #expect(other.status == 6 && other.stage == "negotiation")
        #expect(other.message.contains("_PSK_WITH_"))
        let listening = try Told(await wantsNone.program.outcome())
        #expect(listening.hint.contains("--psk-file or --psk-db"), "\(listening)")
    }

    @Test func `a server that refuses without a word`() async throws {
        let pair = try await Shared.server(.ecdsa)
        let port = try freePort()
        let server = try Program(
            "gnutls-serv",
            [
                "--udp", "--port", port, "--x509certfile", pair.cert, "--x509keyfile", pair.key,
                "--priority", "NORMAL:-CIPHER-ALL:+CHACHA20-POLY1305",
            ], input: .open)
        try await server.line(with: "listening on IPv4")
        let told = try await connect(["--insecure", "--cipher", "AES-128-GCM"], to: port)
        #expect(told.status == 3 && told.stage == "cookie", "\(told)")
        #expect(told.hint.contains("usually no version, suite or kind of key in common"))
        server.signal(15)
    }
}
