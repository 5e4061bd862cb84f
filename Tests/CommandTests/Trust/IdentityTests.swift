import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct IdentityTests {
    private let folder = try! Folder()

    /// What a listener wrote of what its client sent.
    private func carry(
        listener options: [String], client: [String], environment: [String: String] = [:]
    ) async throws {
        let listener = try await Listener(options)
        let outcome = try await listener.connect(
            client, environment: environment, input: .text("it works\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(server.text == "it works\n")
    }

    @Test func `a pre-shared key comes from a file with or without the identity`() async throws {
        let both = try Shared.key(folder)
        let bare = try folder.write("c0ffee0123456789\n", to: "bare")
        try await carry(
            listener: ["--psk-file", both],
            client: ["--psk-file", bare, "--psk-identity", "copy"])
    }

    @Test func `a pre-shared key comes from the environment`() async throws {
        let file = try Shared.key(folder)
        try await carry(
            listener: ["--psk-file", file], client: [],
            environment: ["DTLSCAT_PSK_FILE": file])
        try await carry(
            listener: ["--psk-file", file], client: [],
            environment: ["DTLSCAT_PSK": "c0ffee0123456789", "DTLSCAT_PSK_IDENTITY": "copy"])
        try await carry(
            listener: ["--psk-file", file], client: [],
            environment: ["DTLSCAT_PSK": "hex:c0ffee0123456789", "DTLSCAT_PSK_IDENTITY": "copy"])
    }

    @Test func `a pre-shared key comes from an open file`() async throws {
        let file = try Shared.key(folder)
        let listener = try await Listener(["--psk-file", file])
        let shell = try Program(
            "sh",
            [
                "-c", "exec \"$0\" connect --psk-file fd:3 \"$1\" \"$2\" 3<\"$3\"", DTLSCat.path,
                listener.address, listener.port, file,
            ], input: .text("x\n"))
        let outcome = try await shell.outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await listener.program.outcome().text == "x\n")
    }

    @Test func `a key file that others can read is refused with status 2`() async throws {
        let open = try folder.write("copy:c0ffee0123456789\n", to: "open", mode: 0o644)
        for arguments in [
            ["connect", "--psk-file", open, "127.0.0.1", "1"],
            ["listen", "--psk-file", open, "127.0.0.1", "0"],
            ["listen", "--psk-db", open, "127.0.0.1", "0"],
        ] {
            let outcome = try await DTLSCat.run(arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(open), "\(outcome.errors)")
        }
    }

    @Test func `a key among the arguments is warned about`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        let outcome = try await listener.connect(
            ["--psk-identity", "copy", "--psk-key", "hex:c0ffee0123456789"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("dtlscat: warning: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("ps"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("c0ffee"), "\(outcome.errors)")
    }

    @Test func `a database holds the keys of many clients`() async throws {
        let keys = try folder.write(
            "one:0011223344556677\n#74776f:8899aabbccddeeff\n", to: "keys")
        let listener = try await Listener(["-k", "--psk-db", keys, "--psk-hint", "lab"])
        for (identity, key) in [("one", "0011223344556677"), ("two", "8899aabbccddeeff")] {
            let outcome = try await listener.connect(
                ["--psk-file", try Shared.key(folder, identity: identity, key: key)])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let wrong = try await listener.connect(
            ["--psk-file", try Shared.key(folder, identity: "two", key: "0011223344556677")])
        #expect(wrong.status == 7, "\(wrong.errors)")
    }

    @Test func `a pre-shared key without Diffie-Hellman is used where asked for`() async throws {
        let file = try Shared.key(folder)
        let listener = try await Listener(["--psk-file", file])
        let outcome = try await listener.connect(["-v", "--psk-plain", "--psk-file", file])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("TLS_PSK_WITH"), "\(outcome.errors)")
    }

    @Test func `a PKCS#12 file and an encrypted key open with their password`() async throws {
        let certificates = try await Shared.certificates
        let server = certificates.server
        let password = try folder.write("open sesame\n", to: "password")
        let bundle = folder.file("server.p12")
        try await certificates.openssl([
            "pkcs12", "-export", "-in", server.cert, "-inkey", server.key, "-out", bundle,
            "-passout", "pass:open sesame",
        ])
        let locked = folder.file("locked.key")
        try await certificates.openssl([
            "pkcs8", "-topk8", "-in", server.key, "-out", locked, "-passout", "pass:open sesame",
        ])
        let ca = ["--ca", certificates.authority.cert]
        try await carry(
            listener: ["--cert", bundle, "--key-pass-file", password], client: ca)
        try await carry(
            listener: ["--cert", server.cert, "--key", locked, "--key-pass-file", password],
            client: ca)
        let wrong = try folder.write("abracadabra\n", to: "wrong")
        let outcome = try await DTLSCat.run([
            "listen", "--cert", server.cert, "--key", locked, "--key-pass-file", wrong,
            "127.0.0.1", "0",
        ])
        #expect(outcome.status == 2, "\(outcome.errors)")
    }

    @Test func `one PEM file may hold certificate and key`() async throws {
        let certificates = try await Shared.certificates
        let both =
            try certificates.folder.text("server.key") + certificates.folder.text("server.pem")
        let file = try folder.write(both, to: "both.pem")
        try await carry(
            listener: ["--cert", file], client: ["--ca", certificates.authority.cert])
    }

    @Test(arguments: Certificates.Kind.allCases)
    func `certificates with keys of each kind serve`(kind: Certificates.Kind) async throws {
        let certificates = try await Shared.certificates
        let pair = try await certificates.make("server-\(kind.rawValue)", kind)
        try await carry(
            listener: pair.options, client: ["--ca", certificates.authority.cert])
    }

    @Test func `a client's certificate is accepted by its authority or its pin`() async throws {
        let certificates = try await Shared.certificates
        let client = ["--ca", certificates.authority.cert] + certificates.client.options
        let pin = try await certificates.pin(certificates.client)
        let server = certificates.server.options
        try await carry(
            listener: server + [
                "--require-client-cert", "--client-ca", certificates.authority.cert,
            ], client: client)
        try await carry(listener: server + ["--client-pin", pin], client: client)
        let pins = try folder.write("# the client\n\(pin)\n", to: "pins")
        try await carry(listener: server + ["--client-pin", "@" + pins], client: client)
    }

    @Test func `a client without the certificate that is wanted is refused with status 4`()
        async throws
    {
        let certificates = try await Shared.certificates
        let server = certificates.server.options
        let ca = ["--ca", certificates.authority.cert]
        let stranger = try await certificates.selfSigned("someone")
        for (wanted, shown) in [
            (["--client-ca", certificates.authority.cert], []),
            (["--client-ca", certificates.authority.cert], stranger.options),
            (["--client-ca", certificates.stranger.cert], certificates.client.options),
        ] {
            let listener = try await Listener(server + wanted)
            let outcome = try await listener.connect(ca + shown, input: .text("secret\n"))
            #expect(outcome.status == 4, "\(outcome.errors)")
            let refused = try await listener.program.outcome()
            #expect(refused.status == 4, "\(refused.errors)")
            #expect(refused.output.isEmpty)
        }
        let pin = try await certificates.pin(certificates.server)
        let listener = try await Listener(server + ["--client-pin", pin])
        let outcome = try await listener.connect(ca + certificates.client.options)
        #expect([4, 5].contains(outcome.status), "\(outcome.errors)")
        let refused = try await listener.program.outcome()
        #expect(refused.status == 5, "\(refused.errors)")
    }
}
