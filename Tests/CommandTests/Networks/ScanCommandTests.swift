import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ScanCommandTests {
    @Test func `the report for people has a line for each finding`() async throws {
        let pair = try await Shared.certificates.server
        let listener = try await Listener(["-k"] + pair.options)
        let outcome = try await DTLSCat.run(["scan", "127.0.0.1", listener.port])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines.first == "127.0.0.1:\(listener.port)")
        #expect(lines.contains("  DTLS 1.2  yes"))
        #expect(lines.contains("  DTLS 1.3  no"))
        #expect(lines.contains { $0.hasPrefix("suites, in the ") })
        #expect(
            lines.contains {
                $0.hasPrefix("  0xC02B  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256  ")
                    && $0.hasSuffix("  ECDHE-ECDSA-AES128-GCM-SHA256")
            })
        #expect(lines.contains { $0.hasPrefix("  groups      ") && $0.contains("x25519") })
        #expect(lines.contains("  extended master secret  yes"))
        #expect(lines.contains("  asked for      yes"))
        #expect(lines.contains { $0.hasPrefix("  amplification  0.") })
        #expect(lines.contains { $0.hasPrefix("  subject    CN=server") })
        #expect(lines.contains("  in three fragments     answered"))
        #expect(lines.last?.contains(" exchanges in ") == true)
        #expect(outcome.errors.isEmpty)
    }

    @Test func `an option for a part leaves out the others`() async throws {
        let listener = try await Listener(["-k"])
        let versions = try await ScanResult.of(listener.port, ["--versions"])
        #expect(versions.versions.count == 3)
        #expect(versions.suites == nil && versions.groups == nil && versions.extensions == nil)
        #expect(versions.hellos == nil && versions.cookie.amplification == nil)
        let groups = try await ScanResult.of(listener.port, ["--groups", "--extensions"])
        #expect(groups.groups != nil && groups.extensions != nil && groups.suites == nil)
        #expect(groups.exchanges > versions.exchanges)
        let fast = try await ScanResult.of(listener.port, ["--fast"])
        #expect(fast.suites?.count == 1 && fast.groups == ["x25519"])
        #expect(fast.versions.count == 3 && fast.extensions == nil && fast.hellos == nil)
        #expect(fast.exchanges < 15)
    }

    @Test func `rules that are not kept are told, with status 10`() async throws {
        let listener = try await Listener([
            "-k", "--no-cookie", "--profile", "legacy", "--self-signed",
        ])
        let rules = [
            "dtls1.0", "no-dtls1.2", "weak-cipher", "no-forward-secrecy", "cbc", "sha1",
            "no-cookie",
            "amplification:3", "expired", "expires:20000d", "self-signed", "no-ems",
            "no-renegotiation-info", "no-fragments",
        ]
        let outcome = try await DTLSCat.run([
            "scan", "--json", "--fail-on", rules.joined(separator: ","), "127.0.0.1",
            listener.port,
        ])
        #expect(outcome.status == 10, "\(outcome.errors)")
        let result = try ScanResult(outcome.output)
        #expect(!result.ok && result.exit == 10 && result.error?.class == "threshold")
        let broken = try #require(result.scan?.failedRules.map(\.rule))
        #expect(
            broken == [
                "dtls1.0", "cbc", "sha1", "no-cookie", "amplification:3", "expires:20000d",
                "self-signed",
            ])
        for rule in broken { #expect(outcome.errors.contains("dtlscat: \(rule): ")) }
        #expect(outcome.errors.contains("7 rules are not kept"))
    }

    @Test func `rules that are kept are no news`() async throws {
        let pair = try await Shared.certificates.server
        let listener = try await Listener(["-k"] + pair.options)
        // The parts that the rules need are looked at, though another is asked for.
        let outcome = try await DTLSCat.run([
            "scan", "--versions", "--fast", "-Q", "--fail-on",
            "dtls1.0,cbc,sha1,no-cookie,no-ems,expires:7d,amplification:1", "127.0.0.1",
            listener.port,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.isEmpty && outcome.errors.isEmpty)
    }

    @Test(arguments: [
        (["--fail-on", "nonsense"], "no such rule: nonsense"),
        (["--fail-on", "amplification"], "amplification needs a factor"),
        (["--fail-on", "expires:soon"], "expires needs a time"),
        (["--fail-on", "cbc:1"], "cbc takes no value"),
        (["--fail-on", ","], "--fail-on names no rule"),
        (["--fast", "--fail-on", "client-order"], "client-order is nothing that --fast finds out"),
        (["--jobs", "17"], "--jobs is a number from 1 to 16"),
        (["--jobs", "2", "-p", "4000"], "--source-port is one port"),
        (["--wait", "0"], "--wait is a time above 0"),
        (["--json", "-Q"], "--json and -Q exclude each other"),
        (["--retransmit", "2s"], "--retransmit is a time from 200ms to 1s"),
        (["--sni", ""], "a name has 1 to 255 bytes"),
    ])
    func `what makes no sense is refused`(options: [String], message: String) async throws {
        let outcome = try await DTLSCat.run(["scan"] + options + ["127.0.0.1", "9"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }

    @Test func `a port that is closed is status 1, and one that is silent status 3`() async throws {
        let closed = try await DTLSCat.run(["scan", "--json", "127.0.0.1", try freePort()])
        #expect(closed.status == 1)
        #expect(closed.errors.contains("connection refused"), "\(closed.errors)")
        #expect(try ScanResult(closed.output).error?.class == "network")
        let silent = try SilentPort()
        let outcome = try await DTLSCat.run([
            "scan", "--json", "-w", "500ms", "127.0.0.1", silent.number,
        ])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("nothing answers"), "\(outcome.errors)")
        let result = try ScanResult(outcome.output)
        #expect(result.scan == nil && result.error?.class == "timeout")
    }

    @Test(arguments: [(Int32(2), Int32(130)), (15, 143)])
    func `a signal ends it at once`(number: Int32, status: Int32) async throws {
        let peer = try UDPPeer()
        let program = try DTLSCat.start([
            "scan", "--json", "-w", "inf", "127.0.0.1", "\(peer.port)",
        ])
        _ = try await peer.receive()
        program.signal(number)
        let outcome = try await program.outcome()
        #expect(outcome.status == status)
        #expect(outcome.text.isEmpty && outcome.errors.isEmpty)
    }

    @Test func `the host is told without what it was typed with`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run([
            "scan", "--json", "--versions", "dtls://127.0.0.1:\(listener.port)",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("\"host\":\"127.0.0.1\""), "\(outcome.text)")
        #expect(!outcome.text.contains("dtls://"))
    }

    @Test func `a closed standard output ends it quietly`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run(
            ["scan", "--versions", "127.0.0.1", listener.port], output: .closed)
        #expect(outcome.status == 141)
        #expect(outcome.errors.isEmpty)
    }

    @Test func `-vv tells each exchange`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await DTLSCat.run([
            "scan", "-vv", "--versions", "127.0.0.1", listener.port,
        ])
        #expect(outcome.errors.contains("scanning 127.0.0.1:\(listener.port)"))
        #expect(outcome.errors.contains(" suites: DTLS 1.2, TLS_ECDHE_ECDSA_WITH_"))
        #expect(outcome.errors.contains("offered 5 suites: alert handshake_failure (40)"))
    }

    @Test func `several exchanges at once find the same`() async throws {
        let listener = try await Listener(["-k"])
        let one = try await ScanResult.of(listener.port, ["--ciphers", "--groups"])
        let many = try await ScanResult.of(
            listener.port, ["--ciphers", "--groups", "--jobs", "8"])
        #expect(one.suites?.map(\.code) == many.suites?.map(\.code))
        #expect(one.groups == many.groups && one.signatures == many.signatures)
    }

    @Test(arguments: [
        (["127.0.0.1"], nil), (["localhost", "-4"], "localhost"),
        (["127.0.0.1", "--sni", "other.example"], "other.example"),
        (["localhost", "-4", "--sni", "none"], nil),
    ])
    func `the name that is asked for is the host's, or another`(
        options: [String], name: String?
    ) async throws {
        let peer = try UDPPeer()
        let program = try DTLSCat.start(
            ["scan", "-w", "500ms", "-p", "0"] + options + ["\(peer.port)"])
        let text = String(decoding: try await peer.receive().bytes, as: UTF8.self)
        for each in ["localhost", "127.0.0.1", "other.example"] {
            #expect(text.contains(each) == (each == name), "\(each)")
        }
        #expect(try await program.outcome().status == 3)
    }
}
