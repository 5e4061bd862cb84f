import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct WiresharkTests {
    private let folder = try! Folder()

    private func capture(_ name: String) -> (options: [String], file: Wireshark) {
        let path = folder.file(name)
        return (["--pcap", path], Wireshark(path: path))
    }

    @Test(arguments: ["127.0.0.1", "::1"], [true, false])
    func `tshark opens the captures of both sides`(address: String, usesKey: Bool) async throws {
        let (client, server) = (capture("client"), capture("server"))
        // What is preferred with a key is ChaCha20, which Wireshark 4.0 opens for TLS alone.
        let key = try usesKey ? Shared.keyOptions(folder) + ["--cipher", "AES-128-GCM"] : []
        let listener = try await Listener(
            ["--echo"] + server.options + key, address: address)
        let outcome = try await DTLSCat.run(
            ["connect"] + client.options + key + (listener.pin.map { ["--pin", $0] } ?? [])
                + [address, listener.port], input: .text("a secret line\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text == "a secret line\n")
        #expect(try await listener.program.outcome().status == 0)
        let version = address == "::1" ? "ipv6" : "ip"
        for file in [client.file, server.file] {
            #expect(try await file.isSound())
            for side in ["dst", "src"] {
                let data = try await file.plaintext(where: "udp.\(side)port == \(listener.port)")
                #expect(data == Data("a secret line\n".utf8))
            }
            let others = "!(\(version).src == \(address)) || !(\(version).dst == \(address))"
            #expect(try await file.count(where: others) == 0)
            #expect(try await file.withoutSecrets().plaintext().isEmpty)
        }
        let sizes = ["frame.len"]
        #expect(
            try await client.file.fields(sizes, where: "udp")
                == server.file.fields(sizes, where: "udp"))
        for name in ["client", "server"] { #expect(try folder.mode(name) == 0o600) }
    }

    @Test func `a listener at every address knows which was asked`() async throws {
        let server = capture("server")
        let listener = try await Listener(server.options, address: nil)
        let client = try await DTLSCat.run(
            ["connect", "--pin", try #require(listener.pin), "127.0.0.1", listener.port],
            input: .text("here\n"))
        #expect(client.status == 0, "\(client.errors)")
        _ = try await listener.program.outcome()
        #expect(try await server.file.isSound())
        #expect(try await server.file.count(where: "ip.addr != 127.0.0.1 || ipv6") == 0)
        #expect(try await server.file.plaintext() == Data("here\n".utf8))
    }

    @Test func `a listener's capture opens for each of its clients`() async throws {
        let server = capture("server")
        let listener = try await Listener(["-k"] + server.options)
        let clients = try (0..<2).map { _ in
            try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        }
        for client in clients { try await client.line(with: "verified by pin") }
        for (number, client) in clients.enumerated() {
            client.write("I am \(number)\n")
            try await listener.program.line(with: "I am \(number)", on: .output)
        }
        for client in clients { client.closeInput() }
        for client in clients { #expect(try await client.outcome().status == 0) }
        listener.program.signal(SIGTERM)
        _ = try await listener.program.outcome()
        let fields = try await server.file.fields(
            ["udp.srcport", "data.data"], where: "data.data")
        #expect(Set(fields.map { $0[0] }).count == 2)
        #expect(
            try await server.file.plaintext() == Data("I am 0\nI am 1\n".utf8))
        #expect(try await server.file.count(where: "dtls.handshake.type == 20") == 4)
    }

    @Test func `every datagram of a batch is in the captures`() async throws {
        let (client, server) = (capture("client"), capture("server"))
        let data = noise(2_000_000)
        let listener = try await Listener(
            server.options, output: .file(folder.file("out")))
        let outcome = try await listener.connect(
            client.options + ["--mtu", "1400", "--json", "--fail-on-loss"],
            input: .bytes(data))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await listener.program.outcome().status == 0)
        #expect(try folder.read("out") == data)
        for file in [client.file, server.file] {
            #expect(try await file.isSound())
            #expect(
                try await file.plaintext(where: "udp.dstport == \(listener.port)") == data)
        }
        let count = try await client.file.count(
            where: "udp.dstport == \(listener.port) && dtls.record.content_type == 23"
                // What fills up a datagram behind a ping has that type as well.
                + " && !(dtls.record.content_type == 24)")
        #expect(
            outcome.errors.contains("\"tx_datagrams\":\(count),"), "\(count): \(outcome.errors)")
        #expect(count > 1_400)
    }

    @Test func `flights that are sent again are in the capture, answered or not`() async throws {
        let client = capture("client")
        let port = try SilentPort()
        let outcome = try await DTLSCat.run(
            ["connect", "--retransmit", "200ms", "-w", "5s"] + client.options + [
                "127.0.0.1", port.number,
            ])
        #expect(outcome.status == 3, "\(outcome.errors)")
        let hellos = try await client.file.fields(
            ["dtls.handshake.random"], where: "dtls.handshake.type == 1")
        #expect(hellos.count > 1)
        #expect(Set(hellos).count == 1)
    }

    @Test func `a run that is killed leaves a capture that opens`() async throws {
        let client = capture("client")
        let listener = try await Listener(["-k", "--echo"])
        let program = try DTLSCat.start(
            ["connect"] + client.options + listener.target, input: .open)
        program.write("the last words\n")
        try await program.text("the last words\n")
        program.signal(SIGKILL)
        _ = try await program.outcome()
        let answer = try await client.file.plaintext(where: "udp.srcport == \(listener.port)")
        #expect(answer == Data("the last words\n".utf8))
    }

    @Test func `the key log of either side opens a capture without secrets`() async throws {
        let client = capture("client")
        let logs = ["ours", "theirs"].map(folder.file)
        let listener = try await Listener(["--keylog", logs[1]])
        let outcome = try await listener.connect(
            client.options + ["--keylog", logs[0]], input: .text("a secret line\n"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        _ = try await listener.program.outcome()
        let stripped = try await client.file.withoutSecrets()
        #expect(try await stripped.plaintext().isEmpty)
        for log in logs {
            let opened = try await stripped.plaintext(
                where: "dtls", ["-o", "tls.keylog_file:\(log)"])
            #expect(opened == Data("a secret line\n".utf8))
        }
    }
}
