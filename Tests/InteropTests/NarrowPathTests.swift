import Foundation
import Glibc
import TestSupport
import Testing

/// Over a path whose router drops what is too large for it, and fragments.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: geteuid() == 0, "network namespaces need root"))
struct NarrowPathTests {
    private let folder = try! Folder()

    /// A listener at the far end.
    private func listen(_ path: NarrowPath, _ options: [String]) async throws -> Program {
        let pair = try await Shared.server(.rsa)
        let listener = try path.start(
            path.far,
            [DTLSCat.path, "listen", "-vv", "--retransmit", "200ms"] + options + pair.options
                + ["10.9.2.2", "4433"])
        try await listener.line(with: "listening on")
        return listener
    }

    /// Its client at the near end.
    private func connect(
        _ path: NarrowPath, _ options: [String], input: Program.Input = .none
    ) throws -> Program {
        try path.start(
            path.near,
            [DTLSCat.path, "connect", "-vv", "--retransmit", "200ms", "-w", "60s", "--insecure"]
                + options + ["10.9.2.2", "4433"], input: input)
    }

    /// The last MTU of the path that was told.
    private func mtu(_ errors: String) -> Int? {
        errors.split(separator: "\n").last { $0.contains("the path to") }
            .flatMap { $0.split(separator: " ").compactMap { Int($0) }.last }
    }

    @Test(arguments: [600, 1_280, 1_500], [true, false])
    func `a file comes whole`(mtu: Int, isSilent: Bool) async throws {
        let fallen: [Int: Int] = [600: 576, 1_280: 1_200]
        // What ICMP tells is known to the byte.
        let known = isSilent ? fallen[mtu] : fallen[mtu].map { _ in mtu }
        let bytes = noise(3_000_000)
        let file = try folder.write(bytes, to: "in")
        let certificates = try await Shared.certificates
        let own = try await certificates.make("narrow", .rsa)
        try await NarrowPath.with(mtu: mtu, isSilent: isSilent) { path in
            // A certificate each way makes a large flight of both.
            let listener = try await listen(
                path,
                [
                    "--fail-on-loss", "-o", folder.file("out"), "--require-client-cert",
                    "--client-ca", certificates.authority.cert,
                ])
            let client = try connect(
                path, ["--fail-on-loss"] + own.options, input: .file(file))
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            let server = try await listener.outcome()
            #expect(server.status == 0, "\(server.errors)")
            #expect(try folder.read("out") == bytes)
            #expect(self.mtu(outcome.errors) == known, "\(outcome.errors)")
            // Its own flight is not so large that it would not pass 1,280 bytes.
            if mtu == 600 {
                #expect(self.mtu(server.errors) == known, "\(server.errors)")
            }
        }
    }

    @Test func `the listener remembers what it has learned`() async throws {
        try await NarrowPath.with(mtu: 600) { path in
            let listener = try await listen(path, ["-k", "--echo"])
            for number in 1...2 {
                let client = try connect(path, [], input: .text("\(number)\n"))
                let outcome = try await client.outcome()
                #expect(outcome.status == 0 && outcome.text == "\(number)\n", "\(outcome.errors)")
            }
            listener.signal(SIGTERM)
            let errors = try await listener.outcome().errors
            let cuts = errors.split(separator: "\n").filter { $0.contains("a flight goes for") }
            #expect(cuts.count == 1, "\(errors)")
        }
    }

    @Test func `a server on GnuTLS is asked for small records`() async throws {
        let pair = try await Shared.server(.rsa)
        try await NarrowPath.with(mtu: 600) { path in
            let server = try path.start(
                path.far,
                [
                    "gnutls-serv", "--udp", "--echo", "-p", "4433", "--x509certfile", pair.cert,
                    "--x509keyfile", pair.key, "--disable-client-cert",
                ])
            try await server.line(with: "listening on IPv4")
            let client = try connect(path, ["--framing", "line"], input: .open)
            client.write("hello\n")
            try await client.line(with: "hello", on: .output)
            client.closeInput()
            let outcome = try await client.outcome()
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("begun anew, with records of 512 bytes"))
            server.signal(SIGKILL)
            _ = try await server.outcome()
        }
    }

    @Test(arguments: ["openssl", "gnutls-cli"])
    func `other clients get the listener's flight`(peer: String) async throws {
        let certificates = try await Shared.certificates
        try await NarrowPath.with(mtu: 600) { path in
            let listener = try await listen(path, ["--framing", "line"])
            let client =
                peer == "openssl"
                ? [
                    "openssl", "s_client", "-dtls1_2", "-mtu", "500", "-connect",
                    "10.9.2.2:4433",
                ]
                : [
                    "gnutls-cli", "--udp", "--mtu", "500", "--insecure", "-p", "4433",
                    "--x509cafile", certificates.authority.cert, "10.9.2.2",
                ]
            let program = try path.start(path.near, client, input: .open)
            try await listener.line(with: "DTLS 1.2")
            program.write("from \(peer)\n")
            try await listener.line(with: "from \(peer)", on: .output)
            program.signal(SIGTERM)
            listener.signal(SIGTERM)
            _ = try await program.outcome()
            _ = try await listener.outcome()
        }
    }

    @Test func `who does not want that waits in vain`() async throws {
        try await NarrowPath.with(mtu: 600) { path in
            let listener = try await listen(path, ["-k", "--no-mtu-fallback"])
            let client = try connect(path, ["--no-mtu-fallback", "-w", "2s"])
            let outcome = try await client.outcome()
            #expect(outcome.status == 3, "\(outcome.errors)")
            #expect(!outcome.errors.contains("begun anew"))
            listener.signal(SIGTERM)
            let errors = try await listener.outcome().errors
            #expect(!errors.contains("a flight goes for"), "\(errors)")
        }
    }

    @Test(arguments: [true, false])
    func `data follow a path that shrinks, and what is lost is told`(isSilent: Bool) async throws {
        try await NarrowPath.with(mtu: 1_500, isSilent: isSilent) { path in
            let listener = try await listen(path, ["-k", "--discard", "--fail-on-loss"])
            let client = try connect(
                path, ["--fail-on-loss", "-b", "20M", "--framing", "stream"], input: .open)
            // The input's own pace is the client's, so that there is always something to send.
            let feed = Task {
                for _ in 0..<200 { client.write(String(repeating: "x", count: 65_536)) }
            }
            try await client.line(with: "DTLS 1.2")
            try await path.narrow(to: 700)
            try await client.line(with: isSilent ? "takes 576 bytes" : "takes 700 bytes")
            await feed.value
            client.closeInput()
            let outcome = try await client.outcome()
            listener.signal(SIGTERM)
            let server = try await listener.outcome()
            // All that was sent is accounted for; lost pings count as well.
            let sent = try count("sent", outcome.errors)
            let received = try count("received", server.errors)
            let lost = try count("lost", server.errors)
            #expect(sent <= received + lost, "\(outcome.errors)\(server.errors)")
            #expect(received < sent && lost > 0 || !isSilent, "\(server.errors)")
            #expect(outcome.status == (isSilent ? 8 : 0), "\(outcome.errors)")
        }
    }

    /// A number of the last line that has it: "sent 5 messages", "lost 0".
    private func count(_ word: String, _ errors: String) throws -> Int {
        for line in errors.split(separator: "\n").reversed() {
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: Substring(word)), place + 1 < words.count,
                let number = Int(words[place + 1].filter(\.isNumber))
            else { continue }
            return number
        }
        throw TestFailure("no “\(word)” in “\(errors)”")
    }
}
