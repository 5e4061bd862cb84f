import Foundation
import Glibc
import TestSupport
import Testing

/// One handshake, or many, with a listener.
@Suite(.timeLimit(.minutes(10))) struct ProbeCommandTests {
    private let folder = try! Folder()

    private func probe(_ options: [String], _ listener: Listener) async throws -> Program.Outcome {
        try await DTLSCat.run(["probe"] + options + listener.target)
    }

    @Test func `one handshake is one line, and the listener is taken leave of`() async throws {
        let listener = try await Listener()
        let outcome = try await probe([], listener)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors == "")
        #expect(outcome.text.split(separator: "\n").count == 1)
        let line = outcome.text
        #expect(line.hasPrefix("\(listener.address):\(listener.port): DTLS 1.2, TLS_"), "\(line)")
        #expect(line.contains(", X25519, 3 round trips, "), "\(line)")
        #expect(line.contains(" ms, data MTU "), "\(line)")
        #expect(line.contains(", verified by pin"), "\(line)")
        let server = try await listener.program.outcome()
        #expect(server.status == 0, "\(server.errors)")
        #expect(server.errors.contains("closed; sent 0 messages"), "\(server.errors)")
    }

    @Test func `each flight is a line where that is asked for`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        let outcome = try await probe(["-vv", "--psk-file", try Shared.key(folder)], listener)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        let starts = [
            "> ClientHello: 1 datagram, ", "< HelloVerifyRequest: 1 datagram, 44 bytes, at ",
            "> ClientHello: 1 datagram, ", "< ServerHello, ServerKeyExchange, ServerHelloDone: ",
            "> ClientKeyExchange, ChangeCipherSpec, Finished: ",
            "< ChangeCipherSpec, Finished: ", "127.0.0.1:\(listener.port): DTLS 1.2",
        ]
        #expect(lines.count == starts.count, "\(outcome.text)")
        for (line, start) in zip(lines, starts) {
            #expect(line.hasPrefix(start), "\(line)")
            #expect(!line.contains("sent again"), "\(line)")
        }
    }

    @Test func `a flight that is lost is told when it is sent again`() async throws {
        let listener = try await Listener()
        let middle = try await BadNetwork(["--c2s", "drop=1"], before: listener)
        let outcome = try await DTLSCat.run(
            ["probe", "-vv", "--retransmit", "200ms"] + middle.target(listener))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let again = outcome.text.split(separator: "\n").filter { $0.hasSuffix(", sent again") }
        #expect(again.count == 1, "\(outcome.text)")
        #expect(again.allSatisfy { $0.hasPrefix("> ClientHello: ") }, "\(outcome.text)")
    }

    @Test func `certificates in many datagrams are one flight`() async throws {
        let certificates = try await Shared.certificates
        let listener = try await Listener(certificates.server.options + ["--mtu", "300"])
        let outcome = try await probe(
            ["--json", "--ca", certificates.authority.cert], listener)
        let report = try ProbeReport(outcome)
        #expect(report.flights.count == 6)
        let flight = try #require(report.flights.first { $0.messages.contains("Certificate") })
        #expect(flight.from == "server")
        #expect(flight.datagrams > 1 && flight.largest <= 272 && flight.bytes > 272)
        #expect(report.cert?.verified == true)
        #expect(zip(report.flights, report.flights.dropFirst()).allSatisfy { $0.atMs <= $1.atMs })
    }

    // MARK: Status alone

    /// The status of a run that has to say nothing.
    private func status(_ arguments: [String]) async throws -> Int32 {
        let outcome = try await DTLSCat.run(["probe"] + arguments)
        #expect(outcome.text == "" && outcome.errors == "", "\(outcome.text)\(outcome.errors)")
        return outcome.status
    }

    @Test(arguments: ["-Q", "-z", "--quiet"])
    func `the status alone tells`(silence: String) async throws {
        let listener = try await Listener(["-k"])
        let place = [listener.address, listener.port]
        let silent = try SilentPort()
        let pin = ["--pin", "pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
        #expect(try await status([silence] + listener.target) == 0)
        #expect(try await status([silence, "127.0.0.1", try freePort()]) == 1)
        #expect(try await status([silence, "no-such-host.invalid", "4433"]) == 1)
        #expect(try await status([silence, "-w", "300ms", "127.0.0.1", silent.number]) == 3)
        #expect(try await status([silence] + place) == 4)
        #expect(try await status([silence] + pin + place) == 5)
        #expect(
            try await status([silence, "--group", "SECP521R1", "--insecure"] + place) == 0)
        let strict = try await Listener(["-k", "--cipher", "AES-128-GCM"])
        #expect(
            try await status([silence, "--cipher", "CHACHA20-POLY1305"] + strict.target) == 6)
        let keyed = try await Listener(["-k", "--psk-file", try Shared.key(folder)])
        let other = try Shared.key(folder, key: "0123456789abcdef")
        #expect(try await status([silence, "--psk-file", other] + keyed.target) == 7)
    }

    @Test func `what is mistyped is told even so`() async throws {
        for arguments in [
            ["-Q", "--cipher", "ROT13"], ["-Q", "--mtu", "-c", "2"], ["-Q", "-i", "1s"],
            ["-Q", "-c", "-1"], ["-Q", "--json"], ["--link-mtu", "25"], ["-w", "0"],
            ["-c", "2", "-i", "inf"], ["--retransmit", "5ms"], ["--record-size", "1"],
        ] {
            let outcome = try await DTLSCat.run(["probe"] + arguments + ["127.0.0.1", "1"])
            #expect(outcome.status == 2, "\(arguments)")
            #expect(outcome.errors.hasPrefix("dtlscat: "), "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func `-z says a line with -v, as netcat's hands expect`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await probe(["-zv"], listener)
        #expect(outcome.text.contains("verified by pin"), "\(outcome.text)")
        let refused = try await DTLSCat.run(["probe", "-zv", "127.0.0.1", try freePort()])
        #expect(refused.errors.contains("connection refused"), "\(refused.errors)")
    }

    @Test func `a handshake that fails says why, and what to try`() async throws {
        let silent = try SilentPort()
        let outcome = try await DTLSCat.run(
            ["probe", "-vv", "-w", "700ms", "--retransmit", "200ms", "127.0.0.1", silent.number])
        #expect(outcome.status == 3)
        #expect(
            outcome.errors.contains(
                "probe of 127.0.0.1:\(silent.number): no answer to the ClientHello in "),
            "\(outcome.errors)")
        #expect(outcome.errors.contains("dtlscat: hint: "), "\(outcome.errors)")
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count >= 2, "\(outcome.text)")
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix("sent again") }, "\(outcome.text)")
        let told = try ProbeReport(
            try await DTLSCat.run(
                ["probe", "--json", "-w", "300ms", "127.0.0.1", silent.number]))
        #expect(told.error?.class == "timeout" && told.error?.stage == "client_hello")
        #expect(told.session == nil && told.handshake == nil && told.path == nil)
    }

    @Test func `a hint names the options that there are here`() async throws {
        let listener = try await Listener(["--psk-file", try Shared.key(folder)])
        let middle = try await BadNetwork(
            ["--c2s", "loss=100%,messages=clientkeyexchange"], before: listener)
        let outcome = try await DTLSCat.run(
            [
                "probe", "-w", "1s", "--retransmit", "200ms", "--psk-file",
                try Shared.key(folder),
            ] + middle.target(listener))
        #expect([3, 7].contains(outcome.status), "\(outcome.errors)")
        #expect(!outcome.errors.contains(" --mtu "), "\(outcome.errors)")
        #expect(outcome.errors.contains("dtlscat: hint: "), "\(outcome.errors)")
    }

    @Test func `a key that is remembered is taken, and another is status 5`() async throws {
        let listener = try await Listener(["-k"])
        let hosts = folder.file("known")
        let place = [listener.address, listener.port]
        let refused = try await DTLSCat.run(
            ["probe", "--strict-tofu", "--known-hosts", hosts] + place)
        #expect(refused.status == 4, "\(refused.errors)")
        for (pin, status) in [
            (try #require(listener.pin), Int32(0)),
            ("pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 5),
        ] {
            let file = try folder.write(
                "\(listener.address):\(listener.port) \(pin) 2026-11-01\n", to: "hosts-\(status)")
            let outcome = try await DTLSCat.run(
                ["probe", "--strict-tofu", "--known-hosts", file] + place)
            #expect(outcome.status == status, "\(outcome.errors)")
        }
    }

    @Test func `nothing that a peer says reaches a terminal as it is`() async throws {
        let key = try Shared.key(folder)
        let listener = try await Listener(["-k", "--psk-file", key, "--psk-hint", "\u{1B}[31m"])
        for options in [[], ["--json"], ["-vvv"]] {
            let outcome = try await probe(options + ["--psk-file", key], listener)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.text.contains("[31m"), "\(outcome.text)")
            #expect(!outcome.output.contains(0x1B) && !outcome.errors.contains("\u{1B}"))
        }
    }

    @Test func `secrets and datagrams go to files, and the certificate is shown`() async throws {
        let listener = try await Listener(["-k"])
        let (log, capture) = (folder.file("keys"), folder.file("capture"))
        let outcome = try await probe(
            ["--show-cert", "--keylog", log, "--pcap", capture], listener)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("subject: CN=localhost\n"), "\(outcome.text)")
        #expect(try folder.text("keys").contains("CLIENT_RANDOM "))
        #expect(try folder.read("capture").count > 1_000)
        let same = try await probe(["--keylog", log, "--pcap", log], listener)
        #expect(same.status == 2)
    }

    @Test func `a standard output that nobody reads ends it`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await Program(
            DTLSCat.path, ["probe", "-c", "inf", "-i", "10ms"] + listener.target, output: .closed
        ).outcome()
        #expect(outcome.status == 141)
        #expect(outcome.errors == "")
    }

    @Test func `a report that cannot be written is status 141`() async throws {
        let listener = try await Listener(["-k"])
        let outcome = try await Program(
            DTLSCat.path, ["probe", "--json"] + listener.target, output: .closed
        ).outcome()
        #expect(outcome.status == 141)
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }
}
