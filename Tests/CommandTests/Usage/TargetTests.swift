import TestSupport
import Testing

/// The forms in which people write a host and a port, with every subcommand that connects.
@Suite(.serialized, .timeLimit(.minutes(10))) struct TargetTests {
    /// What finds out whether a server is there, and the options that make it do little.
    private static let commands: [[String]] = [
        ["connect", "-v", "-w", "60s", "--insecure"], ["-v", "-w", "60s", "--insecure"],
        ["probe", "--insecure"], ["scan", "--fast", "--versions"],
        ["fingerprint", "--format", "pin"],
        ["bench", "--insecure", "--handshakes", "-n", "1"],
    ]

    @Test(arguments: commands)
    func `every form reaches the server`(command: [String]) async throws {
        let listener = try await Listener(["-k", "--echo"])
        for target in [
            ["127.0.0.1", listener.port], ["127.0.0.1:\(listener.port)"],
            ["dtls://127.0.0.1:\(listener.port)"], ["DTLS://127.0.0.1:\(listener.port)/"],
            ["dtls://127.0.0.1", listener.port],
        ] {
            let outcome = try await DTLSCat.run(command + target)
            #expect(outcome.status == 0, "\(command + target): \(outcome.errors)")
        }
    }

    @Test(arguments: commands)
    func `IPv6 goes with brackets and without`(command: [String]) async throws {
        let listener = try await Listener(["-k", "--echo"], address: "::1")
        for target in [
            ["::1", listener.port], ["[::1]", listener.port], ["[::1]:\(listener.port)"],
            ["dtls://[::1]:\(listener.port)"],
        ] {
            let outcome = try await DTLSCat.run(command + target)
            #expect(outcome.status == 0, "\(command + target): \(outcome.errors)")
        }
    }

    @Test func `a host and a port in one word are connect`() async throws {
        let listener = try await Listener(["-k", "--echo"])
        let outcome = try await DTLSCat.run(["127.0.0.1:\(listener.port)"])
        #expect(outcome.status == 4, "\(outcome.errors)")
    }

    @Test(arguments: ["connect", "probe", "scan", "fingerprint", "bench"])
    func `a service has its number`(command: String) async throws {
        // Nobody listens there: what is asked for is in the answer.
        let outcome = try await DTLSCat.run([command, "-w", "1s", "127.0.0.1", "coaps"])
        #expect(![0, 2].contains(outcome.status), "\(outcome.errors)")
        #expect(!outcome.errors.contains("no such service"), "\(outcome.errors)")
        let none = try await DTLSCat.run([command, "127.0.0.1", "coapz"])
        #expect(none.status == 2)
        #expect(none.errors.hasPrefix("dtlscat: no such service: coapz\n"), "\(none.errors)")
    }

    @Test func `a listener takes a service by name, too`() async throws {
        let outcome = try await DTLSCat.run(["-l", "127.0.0.1", "coapz"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("dtlscat: no such service: coapz\n"), "\(outcome.errors)")
    }

    @Test(
        arguments: ["connect", "probe", "scan", "fingerprint", "bench"],
        [
            "dtls://host:4433/path", "dtls://me@host:4433", "dtls://me:secret@host:4433",
            "dtls://host:4433?query", "dtls://host:4433#part",
        ])
    func `a URL with more than a host and a port is refused`(
        command: String, url: String
    ) async throws {
        let outcome = try await DTLSCat.run([command, url])
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.hasPrefix(
                "dtlscat: a dtls URL has a host and a port, and nothing else: \(url)\n"
                    + "dtlscat: hint: dtls://HOST:PORT"), "\(outcome.errors)")
    }

    @Test(arguments: [
        ("https://host:443", "not a dtls URL: https://host:443"),
        ("coaps://host", "not a dtls URL: coaps://host"), ("dtls://host", "no port: dtls://host"),
        ("dtls://", "no port: dtls://"), ("dtls://:443", "no host and port: dtls://:443"),
        ("host:", "no host and port: host:"), ("host.test", "no port: host.test"),
        ("[::1]", "no port: [::1]"), ("[::1]443", "no port: [::1]443"), ("[::1", "no port: [::1"),
    ])
    func `what is no host and port is told, with the forms that are`(
        target: String, message: String
    ) async throws {
        for command in [["connect"], []] {
            let outcome = try await DTLSCat.run(command + [target])
            #expect(outcome.status == 2)
            #expect(
                outcome.errors.hasPrefix("dtlscat: \(message)\ndtlscat: hint: "),
                "\(outcome.errors)")
        }
    }

    @Test func `an IPv6 address without a port is told where brackets go`() async throws {
        let outcome = try await DTLSCat.run(["connect", "2001:db8::1:443"])
        #expect(
            outcome.errors
                == "dtlscat: no port: 2001:db8::1:443\n"
                + "dtlscat: hint: an IPv6 address has brackets around it: [2001:db8::1:443]:PORT\n")
        #expect(outcome.status == 2)
    }
}
