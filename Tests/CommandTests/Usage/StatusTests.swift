import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct StatusTests {
    private let folder = try! Folder()

    @Test func `a closed port is status 1 and said at once`() async throws {
        let port = try freePort()
        let outcome = try await DTLSCat.run(["connect", "--insecure", "127.0.0.1", port])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("connect to 127.0.0.1:\(port): "), "\(outcome.errors)")
        #expect(outcome.errors.contains("refused"), "\(outcome.errors)")
    }

    @Test func `a name that is not found is status 1`() async throws {
        let outcome = try await DTLSCat.run(["connect", "no-such-host.invalid", "4433"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("no-such-host.invalid"), "\(outcome.errors)")
    }

    @Test func `a bad option is status 2 and names it`() async throws {
        let outcome = try await DTLSCat.run(["connect", "--no-such-option", "127.0.0.1", "1"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("dtlscat: "), "\(outcome.errors)")
        #expect(outcome.errors.contains("--no-such-option"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test(arguments: [
        ["connect", "127.0.0.1"], ["connect", "--pin", "nonsense", "127.0.0.1", "1"],
        ["connect", "--name", "", "127.0.0.1", "1"], ["connect", "--sni", "", "127.0.0.1", "1"],
        ["connect", "-w", "soon", "127.0.0.1", "1"], ["connect", "--mtu", "25", "127.0.0.1", "1"],
        ["connect", "--mtu", "70000", "127.0.0.1", "1"],
        ["connect", "--cipher", "ROT13", "127.0.0.1", "1"],
        ["connect", "--cert", "/no/such/file", "127.0.0.1", "1"],
        ["connect", "--insecure", "--ca", "x", "127.0.0.1", "1"],
        ["connect", "127.0.0.1", "65536"], ["listen", "--echo", "--discard", "0"],
    ]) func `what cannot be meant is status 2, in one line and perhaps a hint`(
        arguments: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(arguments)
        #expect(outcome.status == 2, "\(outcome.errors)")
        let lines = outcome.errors.split(separator: "\n")
        #expect((1...2).contains(lines.count), "\(outcome.errors)")
        #expect(lines.allSatisfy { $0.hasPrefix("dtlscat: ") }, "\(outcome.errors)")
    }

    @Test func `an option that could do nothing is status 2`() async throws {
        let key = try Shared.key(folder)
        let certificates = try await Shared.certificates
        let ca = certificates.folder.file("authority.pem")
        for arguments in [
            ["listen", "--psk-hint", "lab"],
            ["listen", "--psk-plain"],
            ["connect", "--psk-plain", "--ca", ca],
            ["connect", "--key-pass-file", key, "--ca", ca],
            ["listen", "--psk-file", key, "--require-client-cert"],
            ["listen", "--psk-file", key, "--client-ca", ca],
            ["listen", "--rpk", certificates.server.key, "--client-ca", ca],
            ["listen", "--rpk", certificates.server.key, "--require-client-cert"],
        ] {
            let outcome = try await DTLSCat.run(arguments + ["127.0.0.1", try freePort()])
            #expect(outcome.status == 2, "\(arguments): \(outcome.errors)")
        }
    }

    @Test func `what ciphers there are is told without a priority string`() async throws {
        let outcome = try await DTLSCat.run(["connect", "--cipher", "ROT13", "127.0.0.1", "1"])
        #expect(outcome.errors.hasPrefix("dtlscat: no such cipher: ROT13; "), "\(outcome.errors)")
    }

    @Test func `a bad priority string is status 2 and its position is told`() async throws {
        let outcome = try await DTLSCat.run(
            ["connect", "--priority", "NORMAL:+NONSENSE", "127.0.0.1", "1"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("+NONSENSE"), "\(outcome.errors)")
        #expect(
            outcome.errors.contains { $0.isNumber }, "no position in: \(outcome.errors)")
    }

    @Test(arguments: [["-o", "/nowhere/out"], ["-x", "/nowhere/dump"], ["--cipher", "NONSENSE"]])
    func `a listener that cannot start tells nobody how to connect`(
        options: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(["listen"] + options + ["127.0.0.1", "0"])
        #expect(outcome.status == 2)
        #expect(!outcome.errors.contains("connect with"), "\(outcome.errors)")
    }

    @Test func `a port that never answers is status 3 after the time of -w`() async throws {
        let silent = try SilentPort()
        let start = ContinuousClock.now
        let outcome = try await DTLSCat.run(
            ["connect", "-w", "1s", "--insecure", "127.0.0.1", silent.number])
        let taken = ContinuousClock.now - start
        #expect(outcome.status == 3)
        #expect(
            outcome.errors.contains("no answer to the ClientHello in 1"), "\(outcome.errors)")
        #expect(taken >= .seconds(1))
    }

    @Test func `a certificate that vouches for itself is status 4 without its pin`()
        async throws
    {
        let listener = try await Listener()
        let outcome = try await DTLSCat.run(["connect", listener.address, listener.port])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("self-signed"), "\(outcome.errors)")
        #expect(outcome.errors.contains("dtlscat: hint: --pin"), "\(outcome.errors)")
    }

    @Test func `a certificate that has expired is status 4`() async throws {
        let certificates = try await Shared.certificates
        let old = try await certificates.make("old", days: ["-days", "-1"])
        let listener = try await Listener(old.options)
        let outcome = try await listener.connect(["--ca", certificates.authority.cert])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("expired on 20"), "\(outcome.errors)")
    }

    @Test func `a certificate for another name is status 4, and both names are told`()
        async throws
    {
        let certificates = try await Shared.certificates
        let other = try await certificates.make("other", names: "DNS:elsewhere.test")
        let listener = try await Listener(other.options)
        let outcome = try await listener.connect(["--ca", certificates.authority.cert])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("elsewhere.test"), "\(outcome.errors)")
        #expect(outcome.errors.contains("not for 127.0.0.1"), "\(outcome.errors)")
    }

    @Test func `a certificate of another authority is status 4`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(certificates.server.options)
        let outcome = try await listener.connect(["--ca", certificates.stranger.cert])
        #expect(outcome.status == 4)
        #expect(outcome.errors.contains("authority"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("self-signed"), "\(outcome.errors)")
    }

    @Test func `a certificate of the given authority for the right name is accepted`()
        async throws
    {
        let certificates = try await Shared.certificates
        let listener = try await Listener(certificates.server.options)
        let outcome = try await listener.connect(
            ["-v", "--ca", certificates.authority.cert], input: .text("hello\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("verified by chain"), "\(outcome.errors)")
    }

    @Test func `a pin that does not match is status 5, and the one found is told`() async throws {
        let listener = try await Listener()
        let outcome = try await DTLSCat.run([
            "connect", "--pin", "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            listener.address, listener.port,
        ])
        #expect(outcome.status == 5)
        #expect(outcome.errors.contains(try #require(listener.pin)), "\(outcome.errors)")
    }

    @Test func `no suite in common is status 6 at the client, and said at the listener`()
        async throws
    {
        let listener = try await Listener(["--cipher", "AES-128-GCM"])
        let outcome = try await listener.connect(["--cipher", "CHACHA20-POLY1305"])
        #expect(outcome.status == 6)
        #expect(outcome.errors.contains("handshake_failure"), "\(outcome.errors)")
        #expect(outcome.errors.contains("dtlscat: hint: "), "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 6, "\(server.errors)")
    }

    @Test func `a key that differs is status 7 on both sides`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        let outcome = try await listener.connect(
            ["--psk-file", try Shared.key(folder, key: "0123456789abcdef")])
        #expect(outcome.status == 7)
        #expect(outcome.errors.contains("keys"), "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 7)
        #expect(server.errors.contains("the pre-shared keys differ"), "\(server.errors)")
    }

    @Test func `an identity that is not known is status 7 on both sides`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        let outcome = try await listener.connect(
            ["--psk-file", try Shared.key(folder, identity: "nobody")])
        #expect(outcome.status == 7)
        #expect(outcome.errors.contains("identity"), "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 7)
        #expect(server.errors.contains("identity"), "\(server.errors)")
    }

    @Test func `a message over the data MTU is status 8, and split where that is asked for`()
        async throws
    {
        let listener = try await Listener()
        let text = String(repeating: "x", count: 20_000) + "\n"
        let outcome = try await listener.connect(
            ["--framing", "line"], input: .text(text))
        #expect(outcome.status == 8)
        #expect(outcome.errors.contains("does not fit a datagram of "), "\(outcome.errors)")

        let second = try await Listener()
        let split = try await second.connect(
            ["--framing", "line", "--too-large", "split"], input: .text(text))
        #expect(split.status == 0, "\(split.errors)")
        let server = try await second.program.outcome()
        #expect(server.text == String(text.dropLast()))
    }

    @Test func `an empty message is a loss for fail-on-loss, and told once`() async throws {
        let listener = try await Listener(["--framing", "line"])
        let outcome = try await listener.connect(
            ["--framing", "line", "--fail-on-loss"], input: .text("a\n\n\nb\n"))
        #expect(outcome.status == 8)
        #expect(outcome.errors.contains("2 empty messages"), "\(outcome.errors)")
        #expect(
            outcome.errors.components(separatedBy: "cannot be carried").count == 2,
            "\(outcome.errors)")
        #expect(try await listener.program.outcome().text == "a\nb\n")
    }

    @Test func `a peer that vanishes before its end is a loss for fail-on-loss`() async throws {
        let listener = try await Listener(["--fail-on-loss", "-i", "5s"])
        let client = try DTLSCat.start(["connect"] + listener.target, input: .open)
        client.write("half a ")
        try await listener.program.text("half a ")
        client.signal(SIGKILL)
        let outcome = try await listener.program.outcome()
        #expect([8, 9].contains(outcome.status), "\(outcome.errors)")
    }

    @Test func `a peer that is silent for too long is status 9`() async throws {
        let listener = try await Listener(["-i", "1s"], input: .open)
        let client = try DTLSCat.start(["connect"] + listener.target, input: .open)
        let server = try await listener.program.outcome()
        #expect(server.status == 9)
        #expect(server.errors.contains("nothing came for 1s"), "\(server.errors)")
        client.signal(SIGTERM)
        _ = try await client.outcome()
    }

    @Test func `a client that hears nothing for too long is status 9`() async throws {
        let listener = try await Listener(input: .open)
        let client = try DTLSCat.start(
            ["connect", "-i", "1s"] + listener.target, input: .open)
        let outcome = try await client.outcome()
        #expect(outcome.status == 9)
        #expect(outcome.errors.contains("nothing came for 1s"), "\(outcome.errors)")
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func `a signal tells the peer, which ends in order`(signal: Int32, status: Int32) async throws {
        let listener = try await Listener(input: .open)
        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        client.signal(signal)
        #expect(try await client.outcome().status == status)
        listener.program.closeInput()
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")

        let second = try await Listener(input: .open)
        let other = try DTLSCat.start(["connect", "-v"] + second.target, input: .open)
        try await other.line(with: "verified by pin")
        try await second.program.line(with: "round trips")
        second.program.signal(signal)
        #expect(try await second.program.outcome().status == status)
        let ended = try await other.outcome()
        #expect(ended.status == 0, "\(ended.errors)")
    }

    @Test func `a standard output that nobody reads is status 141 and nothing is said`()
        async throws
    {
        let listener = try await Listener(input: .text("for nobody\n"))
        let client = try Program(
            "env", ["--default-signal=PIPE", DTLSCat.path, "connect"] + listener.target,
            output: .closed)
        let outcome = try await client.outcome()
        #expect(outcome.status == 141)
        #expect(outcome.errors == "")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
    }

    @Test func `a listener does not end for a stranger who fails`() async throws {
        let listener = try await Listener(["-k"])
        _ = try await DTLSCat.run(["connect", listener.address, listener.port])
        let good = try await listener.connect(input: .text("good\n"))
        #expect(good.status == 0, "\(good.errors)")
    }
}
