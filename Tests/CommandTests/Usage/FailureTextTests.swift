import Foundation
import TestSupport
import Testing

/// What the program says of the failures that are met most often, word for word.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FailureTextTests {
    private let folder = try! Folder()

    /// Expects a status and these lines; `HOST:PORT` stands for where the peer is, `TIME` for
    /// what a wait has come to.
    private func expect(
        _ status: Int32, _ lines: [String], _ outcome: Program.Outcome, at port: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        let said = outcome.errors.replacingOccurrences(of: "127.0.0.1:\(port)", with: "HOST:PORT")
            .replacing(#/\bin [\d.]+m?s\b/#, with: "in TIME")
        #expect(
            said.split(separator: "\n") == lines.map { "dtlscat: \($0)" },
            sourceLocation: sourceLocation)
        try expectCatalogued(said, sourceLocation: sourceLocation)
    }

    /// Expects all lines to be in the catalogue.
    private func expectCatalogued(
        _ said: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let texts = try Self.texts.get()
        for line in said.split(separator: "\n") {
            #expect(
                texts.contains { Self.has(line, $0) }, "not in Tests/Errors.txt: \(line)",
                sourceLocation: sourceLocation)
        }
    }

    @Test func `1, network: nobody listens`() async throws {
        let port = try freePort()
        try expect(
            1,
            [
                "connect to HOST:PORT: cannot reach HOST:PORT: connection refused",
                "hint: no service of UDP is at that port; it may be one of TCP, which openssl "
                    + "s_client without -dtls would find out",
            ],
            try await DTLSCat.run(["connect", "--insecure", "127.0.0.1", port]), at: port)
    }

    @Test func `1, network: no such name`() async throws {
        try expect(
            1, ["connect to nobody.invalid:4433: name not found: nobody.invalid"],
            try await DTLSCat.run(["connect", "nobody.invalid", "4433"]))
    }

    @Test func `2, usage: no such service and no such file`() async throws {
        try expect(
            2, ["no such service: coapz"],
            try await DTLSCat.run(["connect", "127.0.0.1", "coapz"]))
        try expect(
            2, ["cannot read /no/such/key.pem: no such file or directory"],
            try await DTLSCat.run(["connect", "--cert", "/no/such/key.pem", "127.0.0.1", "1"]))
    }

    @Test func `3, timeout: nothing answers`() async throws {
        let silent = try SilentPort()
        try expect(
            3,
            [
                "connect to HOST:PORT: no answer to the ClientHello in TIME",
                "hint: usually a firewall, or nothing that speaks DTLS there; a service of TCP "
                    + "alone looks the same, which openssl s_client without -dtls would find out",
            ],
            try await DTLSCat.run(
                ["connect", "-w", "300ms", "--insecure", "127.0.0.1", silent.number]),
            at: silent.number)
    }

    @Test func `4, untrusted: nobody vouches for the certificate`() async throws {
        let listener = try await Listener()
        try expect(
            4,
            [
                "connect to HOST:PORT: certificate is self-signed, and nobody vouches for it",
                "hint: --pin accepts one certificate, --ca an authority; --show-cert shows the pin",
            ],
            try await DTLSCat.run(["connect", listener.address, listener.port]), at: listener.port)
    }

    @Test func `4, untrusted: the certificate is for another name`() async throws {
        let certificates = try await Shared.certificates
        let other = try await certificates.make("elsewhere", names: "DNS:elsewhere.test")
        let listener = try await Listener(other.options)
        try expect(
            4,
            [
                "connect to HOST:PORT: certificate is for elsewhere.test, not for 127.0.0.1",
                "hint: --name says which name the certificate has to be for",
            ],
            try await listener.connect(["--ca", certificates.authority.cert]), at: listener.port)
    }

    @Test func `5, pin: another key`() async throws {
        let listener = try await Listener()
        let pin = try #require(listener.pin)
        try expect(
            5,
            ["connect to HOST:PORT: certificate does not match the pin; it has \(pin)"],
            try await DTLSCat.run([
                "connect", "--pin", "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                listener.address, listener.port,
            ]), at: listener.port)
    }

    @Test func `6, handshake: nothing in common`() async throws {
        let listener = try await Listener(["--alpn", "coap"])
        try expect(
            6,
            [
                "connect to HOST:PORT: the peer has ended it by the alert "
                    + "no_application_protocol (120): it speaks no application protocol that was "
                    + "offered",
                "hint: no application protocol in common: --alpn names ours",
            ],
            try await listener.connect(["--alpn", "mqtt"]), at: listener.port)
    }

    @Test func `7, key: the identity is not known`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        try expect(
            7,
            [
                "connect to HOST:PORT: the server does not know our identity",
                "hint: --psk-identity says who we are",
            ],
            try await DTLSCat.run([
                "connect", "--psk-file", try Shared.key(folder, identity: "other"),
                listener.address, listener.port,
            ]), at: listener.port)
    }

    @Test func `8, data: a message that fits no datagram`() async throws {
        let listener = try await Listener()
        let outcome = try await listener.connect(
            ["--framing", "line", "--data-mtu", "100"],
            input: .text(String(repeating: "x", count: 400) + "\n"))
        try expect(
            8,
            [
                "connect to HOST:PORT: a message of 101 bytes or more does not fit a datagram of 100",
                "hint: --too-large split sends it in pieces; --framing stream minds no boundaries",
            ], outcome, at: listener.port)
    }

    @Test func `9, closed: nothing comes`() async throws {
        let listener = try await Listener(input: .open)
        let client = try DTLSCat.start(
            ["connect", "-i", "300ms"] + listener.target, input: .open)
        try expect(
            9, ["connect to HOST:PORT: nothing came for 300ms"], try await client.outcome(),
            at: listener.port)
    }

    @Test func `10, threshold: a certificate whose end is near`() async throws {
        let certificates = try await Shared.certificates
        let outcome = try await DTLSCat.run([
            "fingerprint", "--expires-within", "36500d", certificates.server.cert,
        ])
        #expect(outcome.status == 10, "\(outcome.errors)")
        #expect(
            outcome.errors.wholeMatch(
                of: #/dtlscat: .*server.*: certificate expires on \d{4}-\d\d-\d\d, in \d+ \w+\n/#)
                != nil, "\(outcome.errors)")
        try expectCatalogued(outcome.errors)
    }

    /// What the catalogue says: the pieces of each text, between what is put in.
    private static let texts = Result {
        try ErrorTexts(in: Repository.root).entries.map { entry in
            entry.text.components(separatedBy: "…").filter { !$0.isEmpty }
        }
    }

    /// Whether the pieces stand in the line, one behind the other.
    private static func has(_ line: Substring, _ pieces: [String]) -> Bool {
        var rest = line[...]
        for piece in pieces {
            guard let range = rest.range(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}
