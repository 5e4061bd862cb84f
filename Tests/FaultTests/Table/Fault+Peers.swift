import Foundation
import Glibc
import TestSupport

/// Other peers through loss, certificates that are wrong, and what others on this machine may see.
extension Fault {
    static let peers: [Fault] = [
        Fault("O1", "s_client through a tenth of a handshake lost: it is echoed") {
            let port = try await echo(seed: $0)
            try await expectEcho(
                of: try Program(
                    "openssl", ["s_client", "-dtls1_2", "-connect", "127.0.0.1:\(port.number)"],
                    input: .open))
        },
        Fault("O2", "s_server through a tenth of a handshake lost: a client is served") { seed in
            let pair = try await certificates.value.server
            let port = try freePort()
            let server = try Program(
                "openssl",
                ["s_server", "-dtls1_2", "-accept", "127.0.0.1:\(port)"]
                    + ["-cert", pair.cert, "-key", pair.key], input: .open)
            try await server.line(with: "ACCEPT", on: .output)
            let middle = try await BadNetwork(loss(seed), before: port)
            let client = try DTLSCat.start(
                try await trust + ["127.0.0.1", middle.port], input: .open)
            client.write("a question\n")
            try await server.text("a question")
            server.write("an answer\n")
            try await client.text("an answer\n")
            client.closeInput()
            try hold(try await client.outcome().status == 0, client.errorsSoFar)
        },
        Fault("O3", "gnutls-cli through a tenth of a handshake lost: it is echoed") {
            let port = try await echo(seed: $0)
            try await expectEcho(
                of: try Program(
                    "gnutls-cli", ["--udp", "--insecure", "-p", port.number, "127.0.0.1"],
                    input: .open))
        },
        Fault("O4", "gnutls-serv through a tenth of a handshake lost: a client is echoed") { seed in
            let pair = try await certificates.value.server
            let port = try freePort()
            let server = try Program(
                "gnutls-serv",
                ["--udp", "--echo", "-p", port, "--x509certfile", pair.cert]
                    + ["--x509keyfile", pair.key])
            try await server.line(with: "listening on IPv4")
            let middle = try await BadNetwork(loss(seed), before: port)
            let client = try await DTLSCat.start(
                trust + ["127.0.0.1", middle.port], input: .open)
            client.write("a question\n")
            try await client.text("a question\n")
            client.closeInput()
            try hold(try await client.outcome().status == 0, client.errorsSoFar)
        },
        Fault(
            "A35", "certificates that are wrong, of four kinds: status 4, and nothing is sent",
            cases: 4
        ) {
            seed in
            let made = try await certificates.value
            let (pair, reason): (Certificates.Pair, String)
            var authority = made.authority
            switch seed % 4 {
            case 0: (pair, reason) = (try await made.selfSigned("self\(seed)"), "self-signed")
            case 1:
                (pair, reason) = (
                    try await made.make("old\(seed)", days: ["-days", "-1"]), "expired"
                )
            case 2:
                (pair, reason) = (
                    try await made.make("other\(seed)", names: "DNS:elsewhere.test"), "not for"
                )
            default: (pair, reason, authority) = (made.server, "authority", made.stranger)
            }
            let listener = try await Listener(["-k"] + pair.options)
            let outcome = try await listener.connect(
                ["--ca", authority.cert], input: .text("a secret\n"))
            try hold(outcome.status == 4, "\(outcome.status): \(outcome.errors)")
            try hold(outcome.errors.contains(reason), outcome.errors)
            listener.program.signal(SIGTERM)
            try hold(try await listener.program.outcome().text.isEmpty, "it was sent")
        },
        Fault("A39", "a key given by environment or file: no argument and no child has it") {
            seed in
            let key = "c0ffee01234567890badf00d"
            let folder = try Folder()
            let file = try folder.write("k:\(key)\n", to: "key")
            let listener = try await Listener(
                ["-k", "--psk-file", file, "-c", "tr '\\0' '\\n' < /proc/self/environ; cat"])
            let client = try DTLSCat.start(
                ["connect", "--psk-identity", "k"] + listener.target,
                environment: ["DTLSCAT_PSK": key], input: .open)
            client.write("end\n")
            try await client.text("end\n")
            for program in [client, listener.program] {
                let line = try String(
                    contentsOfFile: "/proc/\(program.pid)/cmdline", encoding: .utf8)
                try hold(line.contains("psk") && !line.contains(key), line)
            }
            client.closeInput()
            let outcome = try await client.outcome()
            try hold(outcome.text.contains("PATH="), outcome.text)
            try hold(!outcome.text.contains(key), "the child has it")
        },
        Fault(
            "A41",
            "an output that nobody reads: handshakes of others finish, and it ends on a signal"
        ) {
            _ in
            let folder = try Folder()
            try hold(unsafe mkfifo(folder.file("out"), 0o600) == 0, "no pipe")
            let reader = unsafe open(folder.file("out"), O_RDWR | O_CLOEXEC)
            defer { close(reader) }
            let listener = try await Listener(["-k"], output: .file(folder.file("out")))
            let first = try DTLSCat.start(
                ["connect"] + listener.target,
                input: .bytes(Data(count: 1_000_000)))
            try await listener.program.line(with: "round trips")
            for _ in 1...3 {
                let other = try DTLSCat.start(
                    ["connect", "-v"] + listener.target, input: .open)
                try await other.line(with: "round trips")
                other.signal(SIGKILL)
            }
            listener.program.signal(SIGTERM)
            try hold(
                try await listener.program.outcome().status == 143, listener.program.errorsSoFar)
            first.signal(SIGTERM)
            _ = try await first.outcome()
        },
        Fault(
            "A26", "a handshake that its client has left: forgotten after -w, and others are served"
        ) {
            let listener = try await Listener(["-k", "-w", "1s"])
            let stranger = try Stranger(toPort: listener.port)
            let hello = ForgedHello($0)
            stranger.send(hello.datagram)
            guard let second = hello.with(cookieOf: try Door.request(stranger)) else {
                throw TestFailure("no HelloVerifyRequest")
            }
            stranger.send(second.datagram)
            try await listener.program.line(with: "said nothing after its hello")
            listener.program.signal(SIGUSR1)
            try await listener.program.line(with: "0 clients, 0 handshakes")
            let client = try await listener.connect(input: .text("still here\n"))
            try hold(client.status == 0, client.errors)
        },
        Fault(
            "A15",
            "a link of 64 kbit/s, and a sender that knows nothing of it: what is lost is counted"
        ) {
            seed in
            let listener = try await Listener(["--framing", "line"])
            let middle = try await BadNetwork(
                ["--seed", "\(seed)", "--c2s", "rate=64K:8000"], before: listener)
            let text = (0..<200).map { "\($0) " + String(repeating: "x", count: 100) + "\n" }
            let client = try await DTLSCat.run(
                ["connect", "--framing", "line", "-b", "0", "-q", "20s"] + middle.target(listener),
                input: .text(text.joined()))
            try hold(client.status == 0, "\(client.status): \(client.errors)")
            let outcome = try await listener.program.outcome()
            let way = try await middle.statistics().toServer
            let dropped = way.dropped.values.reduce(0, +)
            let lines = outcome.text.split(separator: "\n").count
            try hold(
                lines + dropped >= 200, "\(lines) lines, \(dropped) dropped\n\(outcome.errors)")
            try hold(
                lines == 200 || outcome.errors.contains("; lost \(200 - lines)\n"),
                "\(lines) lines\n\(outcome.errors)")
        },
    ]

    private static let certificates = Task { try await Certificates() }

    private static var trust: [String] {
        get async throws {
            ["connect", "-v", "-w", "60s", "--ca", try await certificates.value.authority.cert]
        }
    }

    private static func loss(_ seed: UInt64) -> [String] {
        ["--seed", "\(seed)", "--both", "loss=10%,types=handshake+ccs"]
    }

    /// A listener behind a bad network, which both live as long as this.
    private struct Echo {
        let listener: Listener
        let middle: BadNetwork
        var number: String { middle.port }
    }

    private static func echo(seed: UInt64) async throws -> Echo {
        let listener = try await Listener(["-k", "--echo", "-w", "60s"])
        return Echo(
            listener: listener, middle: try await BadNetwork(loss(seed), before: listener))
    }

    private static func expectEcho(of peer: Program) async throws {
        peer.write("hello from the peer\n")
        try await peer.text("hello from the peer")
        peer.signal(SIGKILL)
        _ = try await peer.outcome()
    }
}
