import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct FingerprintCommandTests {
    private let folder = try! Folder()
    private static let nobody = "pin-sha256:" + String(repeating: "A", count: 43) + "="

    private func fingerprint(
        _ arguments: [String], input: Program.Input = .none
    ) async throws -> Program.Outcome {
        try await DTLSCat.run(["fingerprint"] + arguments, input: input)
    }

    /// Story 2: what a script in cron asks.
    @Test func `a mismatch, an end that is near, silence and a closed port differ`() async throws {
        let listener = try await Listener(["-k"])
        let pin = try #require(listener.pin)
        let port = listener.port
        let silent = try SilentPort()
        let closed = try freePort()
        for (options, status) in [
            (["--check", pin, "--expires-within", "7d", "127.0.0.1", port], 0),
            (["--check", pin, "--expires-within", "31d", "127.0.0.1", port], 10),
            (["--check", Self.nobody, "--expires-within", "31d", "127.0.0.1", port], 5),
            (["--check", pin, "-w", "500ms", "127.0.0.1", silent.number], 3),
            (["--check", pin, "127.0.0.1", closed], 1),
            (["--check", "pin-sha256:nonsense", "127.0.0.1", port], 2),
        ] as [([String], Int32)] {
            let outcome = try await fingerprint(["-Q"] + options)
            #expect(outcome.status == status, "\(options): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.isEmpty == (status == 0), "\(outcome.errors)")
        }
    }

    @Test func `only what meets every check is as it has to be`() async throws {
        let server = try await Shared.certificates.server.cert
        let client = try await Shared.certificates.client.cert
        let pin = try await fingerprint(["--format", "pin", server]).text
        let near = try await fingerprint(["--check", pin, "--expires-within", "31d", server])
        #expect(near.status == 10)
        #expect(near.output.isEmpty, "\(near.text)")
        let both = try await fingerprint(["--check", pin, client, server])
        #expect(both.status == 5)
        #expect(both.text == "\(server): as it has to be\n")
    }

    @Test func `-vv shows how far the handshake goes`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await fingerprint(["-vv", "127.0.0.1", listener.port])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("< Certificate\n"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("Finished"), "\(outcome.errors)")
        let quiet = try await fingerprint(["127.0.0.1", listener.port])
        #expect(quiet.errors.isEmpty, "\(quiet.errors)")
    }

    @Test func `an end in the past is told as one`() async throws {
        let expired = try await Shared.certificates.make(
            "expired-print", days: ["-days", "-1"])
        let outcome = try await fingerprint(["--expires-within", "0", expired.cert])
        #expect(outcome.status == 10)
        #expect(outcome.errors.contains("certificate expired on 20"), "\(outcome.errors)")
    }

    @Test func `every notation is for people to see, and each alone for scripts`() async throws {
        let pair = try await Shared.certificates.server
        let all = try await fingerprint([pair.cert])
        #expect(all.status == 0)
        for format in ["hex", "colon", "pin", "sdp", "tlsa", "ssh"] {
            let one = try await fingerprint(["--format", format, pair.cert])
            #expect(one.status == 0)
            let line = one.text.trimmingCharacters(in: .newlines)
            #expect(!line.contains("\n") && all.text.contains(line), "\(format)")
            let check = try await fingerprint(["--check", line, pair.cert])
            #expect(check.status == 0, "\(check.errors)")
            #expect(check.text == "\(pair.cert): as it has to be\n")
        }
        #expect(all.text.contains("key:     EC/ECDSA, 256 bits; signed by ECDSA-SHA256"))
    }

    @Test func `pins come from a file with comments, and from standard input`() async throws {
        let pair = try await Shared.certificates.server
        let pin = try await fingerprint(["--format", "ssh", pair.cert]).text
        let file = try folder.write("# ours\n\(Self.nobody) # old\n\(pin)", to: "pins")
        #expect(try await fingerprint(["--check", "@" + file, pair.cert]).status == 0)
        let piped = try await fingerprint(["--check", "@-", pair.cert], input: .text(pin))
        #expect(piped.status == 0, "\(piped.errors)")
        let bad = try folder.write("\(pin)nonsense\n", to: "bad")
        let outcome = try await fingerprint(["--check", "@" + bad, pair.cert])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("line 2: not a pin"), "\(outcome.errors)")
    }

    @Test func `a certificate comes from standard input, in PEM or DER`() async throws {
        let pair = try await Shared.certificates.server
        let wanted = try await fingerprint(["--format", "hex", pair.cert]).text
        let pem = try await fingerprint(["--format", "hex", "-"], input: .file(pair.cert))
        #expect(pem.text == wanted)
        let der = folder.file("der")
        try await Shared.certificates.openssl(
            ["x509", "-in", pair.cert, "-outform", "der", "-out", der])
        #expect(try await fingerprint(["--format", "hex", der]).text == wanted)
    }

    @Test func `many files have a line each, with their names`() async throws {
        let certificates = try await Shared.certificates
        let files = [certificates.server.cert, certificates.client.cert]
        let outcome = try await fingerprint(["--format", "pin"] + files)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == 2)
        for (line, file) in zip(lines, files) {
            #expect(line.hasPrefix("pin-sha256:") && line.hasSuffix("=  \(file)"), "\(line)")
        }
    }

    @Test func `the JSON report has all of it, and says what failed`() async throws {
        let pair = try await Shared.certificates.server
        let outcome = try await fingerprint(["--json", "--check", Self.nobody, pair.cert])
        #expect(outcome.status == 5)
        let report = try #require(
            try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
        #expect(report["schema"] as? String == "dtlscat/1")
        #expect(report["exit"] as? Int == 5)
        #expect(report["ok"] as? Bool == false)
        let chain = try #require(report["chain"] as? [[String: Any]])
        #expect(chain.first?["subject"] as? String == "CN=server")
        let prints = try #require(chain.first?["fingerprints"] as? [String: String])
        #expect(Set(prints.keys) == ["cert", "spki", "pin", "sdp", "tlsa", "ssh"])
        let port = try freePort()
        let failed = try await fingerprint(["--json", "127.0.0.1", port])
        #expect(failed.status == 1)
        #expect(failed.text.contains(#""name":"127.0.0.1:\#(port)""#), "\(failed.text)")
        #expect(failed.text.contains(#""class":"network""#), "\(failed.text)")
    }

    @Test(
        arguments: [
            [], ["/nowhere"], ["nowhere"], ["a", "b", "c"],
            ["--format", "pin", "--what", "cert", "x"],
            ["--format", "sdp", "--what", "spki", "x"], ["--format", "ssh", "--what", "cert", "x"],
            ["--format", "tlsa", "--algorithm", "sha1", "x"], ["--algorithm", "md5", "x"],
            ["--expires-within", "inf", "x"], ["--expires-within", "soon", "x"],
            ["--check", "0011", "x"], ["--check", "@/nowhere", "x"], ["/etc/hostname"], ["/etc"],
        ])
    func `what cannot be meant is status 2`(arguments: [String]) async throws {
        let outcome = try await fingerprint(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("dtlscat: "), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func `a whole session description is a file of pins`() async throws {
        let pair = try await Shared.certificates.server
        let line = try await fingerprint(["--format", "sdp", pair.cert]).text
        let offer = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
        let end = "a=setup:actpass\r\n"
        let file = folder.file("offer.sdp")
        try folder.write(offer + line + end, to: "offer.sdp")
        let outcome = try await fingerprint(["--check", "@" + file, pair.cert])
        #expect(outcome.status == 0, "\(outcome.errors)")
        try folder.write(offer + end, to: "offer.sdp")
        let none = try await fingerprint(["--check", "@" + file, pair.cert])
        #expect(none.status == 2)
        #expect(none.errors == "dtlscat: \(file): there is no pin in it\n", "\(none.errors)")
        let typed = try await fingerprint(["--check", "@-", pair.cert], input: .text("\nx\n"))
        #expect(typed.errors == "dtlscat: standard input: line 2: not a pin: x\n")
    }

    @Test func `a key that is encrypted is said to be`() async throws {
        let pair = try await Shared.certificates.server
        let locked = folder.file("locked.key")
        let made = try await Program(
            "openssl", ["pkey", "-in", pair.key, "-aes256", "-passout", "pass:x", "-out", locked]
        ).outcome()
        #expect(made.status == 0, "\(made.errors)")
        try folder.write("x\n", to: "right")
        try folder.write("y\n", to: "wrong")
        let says = "the key in \(locked) is encrypted, and no password was given"
        for arguments in [["fingerprint", locked], ["listen", "--rpk", locked, "127.0.0.1", "0"]] {
            let outcome = try await DTLSCat.run(arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errors == "dtlscat: \(says)\n", "\(outcome.errors)")
        }
        let wrong = try await fingerprint(["--key-pass-file", folder.file("wrong"), locked])
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("the password does not open"), "\(wrong.errors)")
        let right = try await fingerprint(["--key-pass-file", folder.file("right"), locked])
        #expect(right.status == 0, "\(right.errors)")
    }

    @Test func `a pin by SHA-1 is none for connect`() async throws {
        let weak = "a=fingerprint:sha-1 " + Array(repeating: "00", count: 20).joined(separator: ":")
        let outcome = try await DTLSCat.run(["connect", "--pin", weak, "127.0.0.1", "1"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("SHA-1"), "\(outcome.errors)")
    }

    @Test func `connect and listen take every notation as a pin`() async throws {
        let certificates = try await Shared.certificates
        for format in ["hex", "colon", "pin", "sdp", "tlsa", "ssh"] {
            func print(_ pair: Certificates.Pair) async throws -> String {
                try await fingerprint(["--format", format, pair.cert]).text
                    .trimmingCharacters(in: .newlines)
            }
            let listener = try await Listener(
                certificates.server.options + [
                    "--client-pin", try await print(certificates.client),
                ])
            let client = try await DTLSCat.run(
                ["connect", "--pin", try await print(certificates.server)]
                    + certificates.client.options + [listener.address, listener.port],
                input: .text("hello\n"))
            #expect(client.status == 0, "\(format): \(client.errors)")
            #expect(try await listener.program.outcome().text == "hello\n")
        }
    }
}
