import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct KeygenTests {
    private let folder = try! Folder()

    /// Runs `dtlscat keygen` in the folder, where every file would be for everybody but for what
    /// it does itself.
    private func keygen(
        _ arguments: [String], output: Program.Output = .collected
    ) async throws -> Program.Outcome {
        try await Program(
            "sh",
            ["-c", "umask 0; cd \"$0\" && exec \"$@\"", folder.path, DTLSCat.path, "keygen"]
                + arguments, output: output
        ).outcome()
    }

    private func make(_ arguments: String...) async throws {
        let outcome = try await keygen(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.contains("BEGIN"))
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    /// A session between a listener and a client with these options.
    private func carry(listener options: [String], client: [String]) async throws {
        let listener = try await Listener(options)
        let outcome = try await listener.connect(client, input: .text("it works\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(server.text == "it works\n")
    }

    // MARK: Use

    @Test func `a pre-shared key is a key file and a line of a database`() async throws {
        try await make("psk", "-o", "a.psk")
        #expect(try folder.mode("a.psk") == 0o600)
        let file = folder.file("a.psk")
        try await carry(listener: ["--psk-file", file], client: ["--psk-file", file])
        let other = try await keygen(["psk", "--identity", "#a:b", "--length", "64"])
        let database = try folder.write(try folder.text("a.psk") + other.text, to: "db")
        let single = try folder.write(other.text, to: "b.psk")
        try await carry(listener: ["--psk-db", database], client: ["--psk-file", file])
        try await carry(
            listener: ["--psk-db", database],
            client: ["--psk-file", single, "--psk-identity", "#a:b"])
    }

    @Test func `a key and a random identity differ from run to run`() async throws {
        let first = try await keygen(["psk"])
        let second = try await keygen(["psk"])
        let parts = first.text.dropLast().split(separator: ":")
        #expect(parts.count == 2 && parts[0].hasPrefix("psk-") && parts[1].count == 64)
        #expect(first.text.hasSuffix("\n"))
        #expect(first.text != second.text)
        #expect(!first.errors.contains(parts[1]), "the key is told")
        #expect(first.errors.contains(parts[0]))
    }

    @Test(arguments: ["ecdsa", "ecdsa-p384", "ed25519", "rsa", "rsa-3072", "rsa-4096"])
    func `keys of each type serve, by certificate and without`(type: String) async throws {
        try await make("cert", "--type", type, "--name", "127.0.0.1", "-o", "srv.pem")
        #expect(try folder.mode("srv.pem") == 0o600)
        let certificate = folder.file("srv.pem")
        try await carry(listener: ["--cert", certificate], client: ["--ca", certificate])
        let outcome = try await keygen(["rpk", "--type", type, "-o", "k", "--public-out", "k.pub"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.mode("k") == 0o600)
        #expect(try folder.text("k.pub").hasPrefix("-----BEGIN PUBLIC KEY-----"))
        let pin = try #require(
            outcome.errors.split(separator: "\n").last?.split(separator: " ").last)
        try await carry(
            listener: ["--rpk", folder.file("k")],
            client: ["--rpk", folder.file("k"), "--pin", String(pin)])
    }

    @Test func `the fingerprints that are told are pins`() async throws {
        let outcome = try await keygen(["cert", "--name", "other.example", "-o", "srv.pem"])
        let pins = outcome.errors.split(separator: "\n").compactMap {
            $0.split(separator: " ").last
        }.filter { $0.contains("sha256:") }
        #expect(pins.count == 2, "\(outcome.errors)")
        for pin in pins {
            try await carry(
                listener: ["--cert", folder.file("srv.pem")], client: ["--pin", String(pin)])
        }
    }

    @Test func `an authority vouches for a server and its clients`() async throws {
        try await make("cert", "--ca", "-o", "ca.pem")
        try await make("cert", "--name", "127.0.0.1", "--signed-by", "ca.pem", "-o", "srv.pem")
        try await make(
            "cert", "--client", "--subject", "Alice", "--signed-by", "ca.pem", "-o", "me.pem")
        try await make(
            "cert", "--server", "--name", "x.example", "--signed-by", "ca.pem", "-o", "no.pem")
        #expect(!(try folder.text("ca.pem").contains("PRIVATE KEY")))
        #expect(try folder.mode("ca.pem") == 0o600)
        #expect(try folder.mode("ca.key") == 0o600)
        let ca = folder.file("ca.pem")
        let server = ["--cert", folder.file("srv.pem"), "--client-ca", ca]
        try await carry(
            listener: server, client: ["--ca", ca, "--cert", folder.file("me.pem")])
        // A certificate for servers does not make a client.
        let listener = try await Listener(server)
        let refused = try await listener.connect(["--ca", ca, "--cert", folder.file("no.pem")])
        #expect(refused.status == 4, "\(refused.errors)")
        let wrongName = try await Listener(["--cert", folder.file("no.pem")])
        #expect(try await wrongName.connect(["--ca", ca]).status == 4)
    }

    @Test func `an authority and what it signs are made at once`() async throws {
        try await make(
            "cert", "--new-ca", "ca.pem", "--name", "127.0.0.1", "-o", "srv.pem", "--key-out",
            "own.key")
        #expect(try names == ["ca.key", "ca.pem", "own.key", "srv.pem"])
        #expect(!(try folder.text("srv.pem").contains("PRIVATE KEY")))
        #expect(try folder.mode("own.key") == 0o600)
        try await carry(
            listener: ["--cert", folder.file("srv.pem"), "--key", folder.file("own.key")],
            client: ["--ca", folder.file("ca.pem")])
    }

    @Test func `a request is signed, with its names and never more`() async throws {
        try await make("cert", "--ca", "-o", "ca.pem", "--key-out", "secret")
        try await make(
            "cert", "--csr", "--name", "127.0.0.1", "--name", "gw.example", "-o", "srv.csr")
        #expect(!(try folder.text("srv.csr").contains("PRIVATE KEY")))
        let signed = try await keygen([
            "cert", "--sign-csr", "srv.csr", "--signed-by", "ca.pem", "--sign-key", "secret",
            "--json", "-Q", "-o", "srv.pem",
        ])
        #expect(signed.status == 0, "\(signed.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(signed.errors.utf8))
        #expect(report.ok && report.files == ["srv.pem"] && report.command == "keygen cert")
        #expect(report.certs.first?.sans == ["127.0.0.1", "gw.example"])
        try await carry(
            listener: ["--cert", folder.file("srv.pem"), "--key", folder.file("srv.key")],
            client: ["--ca", folder.file("ca.pem")])
    }

    @Test func `a certificate cannot outlive its authority, and a warning says so`()
        async throws
    {
        try await make("cert", "--ca", "--days", "10", "-o", "ca.pem")
        let outcome = try await keygen([
            "cert", "--name", "a", "--signed-by", "ca.pem", "-o", "a.pem",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("warning: "), "\(outcome.errors)")
    }

    // MARK: Files

    @Test func `nothing is overwritten, nor half made, without --force`() async throws {
        try folder.write("precious", to: "srv.csr", mode: 0o644)
        let refused = try await keygen(["cert", "--csr", "--name", "a", "-o", "srv.csr"])
        #expect(refused.status == 2)
        #expect(refused.errors.contains("srv.csr"), "\(refused.errors)")
        #expect(refused.errors.contains("hint: --force"), "\(refused.errors)")
        #expect(try folder.text("srv.csr") == "precious")
        #expect(try names == ["srv.csr"], "a key without a request is left behind")
        try folder.write("precious", to: "srv.key", mode: 0o644)
        try await make("cert", "--csr", "--name", "a", "-o", "srv.csr", "--force")
        #expect(try folder.text("srv.csr").hasPrefix("-----BEGIN CERTIFICATE REQUEST"))
        #expect(try folder.mode("srv.key") == 0o600)
        #expect(try names == ["srv.csr", "srv.key"])
    }

    @Test func `an authority is not replaced by what it signs`() async throws {
        try await make("cert", "--ca", "-o", "ca.pem")
        for wrong in ["ca.pem", "./ca.pem", "ca.key"] {
            let before = try folder.text("ca.pem") + folder.text("ca.key")
            let outcome = try await keygen([
                "cert", "--name", "a", "--signed-by", "ca.pem", "-o", wrong, "--force",
            ])
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(try folder.text("ca.pem") + folder.text("ca.key") == before)
        }
    }

    @Test(arguments: [
        ["-o", "missing/x"], ["-o", "."], ["-o", ".", "--force"],
        ["-o", "/dev/null", "--force"], ["-o", "/proc/x"],
    ])
    func `a file that cannot be made is status 2 and named`(place: [String]) async throws {
        for kind in [["psk"], ["rpk"], ["cert", "--name", "a"]] {
            let outcome = try await keygen(kind + place)
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(place[1]), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        #expect(try names == [])
    }

    @Test func `a disk that is full is status 2, and leaves nothing behind`() async throws {
        // Where the signal is ignored, a write past the limit of 512 bytes is an error.
        let outcome = try await Program(
            "sh",
            [
                "-c",
                "trap '' XFSZ; ulimit -f 1; cd \"$0\" && exec \"$1\" keygen cert --ca -o ca.pem",
                folder.path, DTLSCat.path,
            ]
        ).outcome()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot write ca.pem: "), "\(outcome.errors)")
        #expect(try names == [])
    }

    @Test func `of many at once, one makes the file`() async throws {
        let runs = try (0..<20).map { _ in
            try DTLSCat.start(["keygen", "psk", "-o", folder.file("k")])
        }
        var statuses: [Int32] = []
        for run in runs { statuses.append(try await run.outcome().status) }
        #expect(statuses.count { $0 == 0 } == 1 && statuses.count { $0 == 2 } == 19)
        #expect(try folder.text("k").count { $0 == "\n" } == 1)
    }

    @Test func `a key goes through a pipe, and nothing else does`() async throws {
        for kind in [["rpk"], ["cert", "--name", "a"], ["rpk", "-o", "-"]] {
            let outcome = try await keygen(kind)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
            #expect(outcome.text.hasSuffix("-----\n"))
        }
        let closed = try await keygen(
            ["cert", "--name", "a", "--key-out", "a.key"], output: .closed)
        #expect(closed.status == 141, "\(closed.errors)")
        #expect(try names == [], "a key without its certificate is left behind")
    }

    @Test func `a key is not shown on a terminal unasked`() async throws {
        for (words, status) in [("psk", 2), ("rpk", 2), ("psk -o -", 0)] {
            let outcome = try await Program(
                "script", ["-qec", "\(DTLSCat.path) keygen \(words)", "/dev/null"]
            ).outcome()
            #expect(outcome.status == status)
            #expect(outcome.text.contains("-o FILE") == (status == 2), "\(outcome.text)")
        }
    }

    // MARK: Mistakes

    @Test(arguments: [
        ["psk", "--length", "0"], ["psk", "--length", "65"], ["psk", "--length", "x"],
        ["psk", "--identity", ""], ["psk", "--identity", "hex:0"],
        ["psk", "--identity", String(repeating: "x", count: 129)], ["psk", "rest"],
        ["rpk", "--type", "dsa"], ["cert"], ["cert", "--name", ""], ["cert", "--name", "a b"],
        ["cert", "--name", "a\u{1B}[31m\nb"], ["cert", "--name", "300.1.1.1"],
        ["cert", "--name", String(repeating: "x", count: 64)],
        ["cert", "--name", "a", "--days", "0"], ["cert", "--name", "a", "--days=-1"],
        ["cert", "--name", "a", "--days", "999999999"],
        ["cert", "--name", "a", "--days", "99999999999999999999"],
        ["cert", "--name", "a", "--type", "dsa"], ["cert", "--subject", "a\u{1B}b"],
        ["cert", "--subject", "CN=#00"], ["cert", "--ca", "--name", "a"],
        ["cert", "--ca", "--csr"],
        ["cert", "--ca"], ["cert", "--csr", "--name", "a"], ["cert", "--sign-csr", "r"],
        ["cert", "--name", "a", "--sign-key", "k"], ["cert", "--name", "a", "--new-ca", "-"],
        ["cert", "--name", "a", "--signed-by", "missing.pem"],
        ["cert", "--name", "a", "--signed-by", "/dev/null"],
        ["cert", "--name", "a", "-o", "x", "--key-out", "./x"],
        ["rpk", "-o", "-", "--public-out", "-"], ["rpk", "-o", ""], ["foo"],
    ])
    func `a mistake is status 2, a line for people, and makes nothing`(arguments: [String])
        async throws
    {
        let outcome = try await keygen(arguments)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("dtlscat: "), "\(outcome.errors)")
        #expect(!outcome.errors.contains("\u{1B}"))
        #expect(outcome.output.isEmpty)
        #expect(try names == [])
    }

    @Test func `only an authority signs`() async throws {
        try await make("cert", "--name", "a", "-o", "a.pem")
        let outcome = try await keygen([
            "cert", "--name", "b", "--signed-by", "a.pem", "-o", "b.pem", "--json",
        ])
        #expect(outcome.status == 2)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.first?.contains("not that of an authority") == true, "\(outcome.errors)")
        let report = try JSONDecoder().decode(
            Report.self, from: Data(try #require(lines.last).utf8))
        #expect(!report.ok && report.files.isEmpty && report.certs.isEmpty)
        #expect(try names == ["a.pem"])
    }

    private struct Report: Decodable {
        let ok: Bool
        let command: String
        let files: [String]
        let certs: [Cert]
    }

    private struct Cert: Decodable {
        let sans: [String]
    }
}
