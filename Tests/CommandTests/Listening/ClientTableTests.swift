import Foundation
import Glibc
import TestSupport
import Testing

/// SIGUSR1: a listener shows its clients, and goes on.
@Suite(.timeLimit(.minutes(10))) struct ClientTableTests {
    private let folder = try! Folder()

    @Test func `each client has a line that says who it is and what it has carried`() async throws {
        let keys = try folder.write(
            "sensor1:00112233445566778899aabbccddeeff\n#1b5b41:ffeeddccbbaa99887766554433221100\n",
            to: "keys")
        let listener = try await Listener(["-k", "--framing", "line", "--psk-db", keys])
        let clients = try [
            ("sensor1", "00112233445566778899aabbccddeeff"),
            ("hex:1b5b41", "ffeeddccbbaa99887766554433221100"),
        ].map { identity, key in
            try DTLSCat.start(
                [
                    "connect", "-v", "--psk-identity", identity, "--psk-file",
                    try folder.write(key, to: "key-\(key)"), listener.address, listener.port,
                ], input: .open)
        }
        for client in clients {
            try await client.line(with: "verified by key")
            client.write("hello\n")
            try await listener.program.line(with: "hello", on: .output)
        }
        listener.program.signal(SIGUSR1)
        try await listener.program.line(with: "2 clients, 0 handshakes, 0 ignored datagrams, ")
        let lines = [
            try await listener.program.line(with: "established"),
            try await listener.program.line(with: "established"),
        ]
        for name in ["client sensor1", "client hex:1b5b41"] {
            #expect(lines.count { $0.contains(name) } == 1, "\(lines)")
        }
        for line in lines {
            #expect(line.contains("dtlscat: 127.0.0.1:") && line.contains(", idle "))
            #expect(line.contains("DTLS 1.2, TLS_ECDHE_PSK_"))
            #expect(line.contains("received 1, 6 bytes; lost 0"), "\(line)")
        }
        for client in clients { client.closeInput() }
        for client in clients { #expect(try await client.outcome().status == 0) }
    }

    @Test func `subjects are escaped, and told in JSON as well`() async throws {
        let certificates = try await Shared.certificates
        let evil = try await certificates.selfSigned(
            "evil-\(UUID())", subject: "/CN=\u{1B}[31mred\u{202E}")
        let pin = try await certificates.pin(evil)
        for options in [[], ["--json"]] {
            let listener = try await Listener(["-k", "--client-pin", pin] + options)
            let client = try DTLSCat.start(
                ["connect", "-v"] + evil.options + listener.target, input: .open)
            try await client.line(with: "verified by pin")
            try await listener.program.line(with: "round trips")
            listener.program.signal(SIGUSR1)
            let line = try await listener.program.line(
                with: options.isEmpty ? "established" : "challenges")
            #expect(!line.unicodeScalars.contains("\u{1B}") && !line.contains("\u{202E}"))
            #expect(line.contains("red"))
            if !options.isEmpty {
                let report = try JSONDecoder().decode(Report.self, from: Data(line.utf8))
                #expect(report.schema == "dtlscat/1" && report.command == "listen")
                #expect(report.clients.map(\.state) == ["established"])
                #expect(report.clients.map(\.pin) == [pin])
                #expect(report.handshakes == 0 && report.challenges > 0)
            }
            client.closeInput()
            #expect(try await client.outcome().status == 0)
        }
    }

    @Test func `who is leaving is told from the others`() async throws {
        let listener = try await Listener(["-k", "--send-only", "-q", "inf"], input: .open)
        let client = try DTLSCat.start(
            ["connect", "-v", "-q", "inf"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        client.closeInput()
        // Its close_notify comes some time; the state is asked for until it is there.
        var line = ""
        while !line.contains("closing") {
            listener.program.signal(SIGUSR1)
            try await listener.program.line(with: " clients, ")
            line = try await listener.program.line(with: "idle")
        }
        listener.program.signal(SIGTERM)
        #expect(try await listener.program.outcome().status == 143)
    }

    @Test func `who is shaking hands is told from the others`() async throws {
        let listener = try await Listener(["-k"])
        let middle = try Program("python3", ["-u", "-c", Self.middle, listener.port])
        let port = try await middle.line(with: "port ", on: .output).dropFirst(5)
        let client = try DTLSCat.start(
            ["connect", "--insecure", "-w", "60s", "127.0.0.1", String(port)])
        try await middle.line(with: "silence", on: .output)
        listener.program.signal(SIGUSR1)
        try await listener.program.line(with: "0 clients, 1 handshakes, ")
        let line = try await listener.program.line(with: "handshake ")
        #expect(line.contains(", idle ") && !line.contains("DTLS 1.2"), "\(line)")
        client.signal(SIGTERM)
        _ = try await client.outcome()
    }

    @Test func `a command's listener answers as well`() async throws {
        let listener = try await Listener(["-k", "-e", "cat"])
        let client = try DTLSCat.start(["connect", "-v"] + listener.target, input: .open)
        try await client.line(with: "verified by pin")
        client.write("there and back\n")
        try await client.line(with: "there and back", on: .output)
        listener.program.signal(SIGUSR1)
        try await listener.program.line(with: "1 clients, ")
        listener.program.signal(SIGHUP)
        try await listener.program.line(with: "reread keys and certificates")
        client.write("again\n")
        try await client.line(with: "again", on: .output)
        client.closeInput()
        #expect(try await client.outcome().status == 0)
    }

    /// Passes on the client's two hellos and what asks for the second, and nothing more.
    private static let middle = """
        import socket, sys

        front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        front.bind(("127.0.0.1", 0))
        back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        back.connect(("127.0.0.1", int(sys.argv[1])))
        print("port", front.getsockname()[1])
        hello, client = front.recvfrom(65536)
        back.send(hello)
        front.sendto(back.recv(65536), client)
        back.send(front.recv(65536))
        back.recv(65536)
        print("silence")
        while True:
            front.recv(65536)
        """

    private struct Report: Decodable {
        let schema, command: String
        let handshakes, challenges: Int
        let clients: [Client]
    }

    private struct Client: Decodable {
        let state: String
        let pin: String?
    }
}
