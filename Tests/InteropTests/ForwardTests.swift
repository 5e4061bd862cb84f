import Foundation
import Glibc
import TestSupport
import Testing

/// Real services through a pair of forwards, or through one and another's DTLS.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ForwardTests {
    private let folder = try! Folder()

    @Test func `DNS is answered, a hundred queries and from many ports at once`() async throws {
        let (server, port) = try await nameServer()
        let pair = try await ForwardPair(to: port)
        let queries = try folder.write(
            String(repeating: "story.test A\n", count: 100), to: "queries")
        let hundred = try await dig(pair.port, ["+short", "-f", queries])
        #expect(hundred.status == 0, "\(hundred.text)")
        #expect(hundred.text == String(repeating: "192.0.2.7\n", count: 100))
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 {
                group.addTask { try await dig(pair.port, ["+short", "story.test", "A"]).text }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(answers == [String](repeating: "192.0.2.7\n", count: 20))
        let carried = try await end(pair)
        #expect(carried.udp.rxDatagrams >= 120 && carried.dropped.all == 0)
        #expect(carried.udp.txDatagrams == carried.udp.rxDatagrams)
        withExtendedLifetime(server) {}
    }

    @Test func `a large answer comes through where it fits to the byte, and not in part`()
        async throws
    {
        let (server, port) = try await nameServer()
        let ask = ["+bufsize=4096", "+ignore", "+tries=1", "+time=5", "large.test", "TXT"]
        let direct = try await dig(port, ask)
        let size = try #require(
            direct.text.components(separatedBy: "MSG SIZE  rcvd: ").last?
                .split(separator: "\n").first.flatMap { Int($0) })
        #expect(size > 1_200)
        let fits = try await ForwardPair(
            to: port, server: ["--data-mtu", "\(size)"], client: ["--data-mtu", "\(size)"])
        #expect(fits.server.fits == size)
        let answer = try await dig(fits.port, ask)
        #expect(answer.text.contains("MSG SIZE  rcvd: \(size)"), "\(answer.text)")
        let short = try await ForwardPair(to: port, server: ["--data-mtu", "\(size - 1)"])
        let none = try await dig(short.port, ask)
        #expect(none.status == 9, "\(none.text)")
        try await short.server.program.line(
            with: "a datagram of \(size) bytes does not fit the session's \(size - 1)")
        withExtendedLifetime(server) {}
    }

    @Test func `CoAP carries a file block by block, both ways`() async throws {
        let port = try freePort()
        let server = try Program(
            "coap-server-notls", ["-A", "127.0.0.1", "-p", port, "-d", "10", "-v", "7"])
        try await server.line(with: "created UDP  endpoint 127.0.0.1:\(port)", on: .output)
        let pair = try await ForwardPair(to: try #require(UInt16(port)))
        let file = try folder.write(noiseText(6_000), to: "up")
        let resource = "coap://127.0.0.1:\(pair.port)/up"
        let put = try await Program(
            "coap-client-notls",
            ["-m", "put", "-b", "512", "-t", "text/plain", "-f", file, resource]
        ).outcome()
        #expect(put.status == 0, "\(put.errors)")
        let get = try await Program(
            "coap-client-notls", ["-m", "get", "-b", "256", "-o", folder.file("down"), resource]
        ).outcome()
        #expect(get.status == 0, "\(get.errors)")
        #expect(try read("down") == noiseText(6_000))
        let carried = try await end(pair)
        // Six thousand bytes in blocks of 512, and again in blocks of 256.
        #expect(carried.udp.rxDatagrams >= 12 + 24 && carried.dropped.all == 0)
    }

    @Test func `a CoAP client without DTLS speaks with a server that has its own`() async throws {
        // Its DTLS port is the one after the one it is given.
        let dtls = try freePorts(2) + 1
        let server = try Program(
            "coap-server-gnutls",
            ["-v", "7", "-A", "127.0.0.1", "-p", "\(dtls - 1)", "-k", "secretPSK"])
        try await server.line(with: "created DTLS endpoint 127.0.0.1:\(dtls)", on: .output)
        let forward = try await Forward(
            [
                "--profile", "coap", "--psk-identity", "Client_identity", "--psk-key",
                "text:secretPSK", "udp:127.0.0.1:0", "dtls:127.0.0.1:\(dtls)",
            ])
        let get = try await Program(
            "coap-client-notls",
            ["-m", "get", "coap://127.0.0.1:\(forward.port)/.well-known/core"]
        ).outcome()
        #expect(get.text.contains("</time>"), "\(get.text)\(get.errors)")
    }

    @Test func `a CoAP client with DTLS of its own speaks with a server without`() async throws {
        let port = try freePort()
        let server = try Program(
            "coap-server-notls", ["-A", "127.0.0.1", "-p", port, "-v", "7"])
        try await server.line(with: "created UDP  endpoint 127.0.0.1:\(port)", on: .output)
        let forward = try await Forward(
            [
                "--profile", "coap", "--psk-identity", "Client_identity", "--psk-key",
                "text:secretPSK", "dtls:127.0.0.1:0", "udp:127.0.0.1:\(port)",
            ])
        let get = try await Program(
            "coap-client-gnutls",
            [
                "-m", "get", "-u", "Client_identity", "-k", "secretPSK",
                "coaps://127.0.0.1:\(forward.port)/.well-known/core",
            ]
        ).outcome()
        #expect(get.text.contains("</time>"), "\(get.text)\(get.errors)")
    }

    /// WireGuard's packets on an Ethernet link are of 1,420 bytes, which fit where both forwards know
    /// that the link takes 1,500.
    @Test(arguments: [[], ["--reverse"], ["--bidir"]])
    func `traffic of the size of WireGuard's flows both ways, and nothing of it is lost by us`(
        direction: [String]
    ) async throws {
        let port = try freePort()
        let server = try Program("iperf3", ["-s", "-B", "127.0.0.1", "-p", port, "--forceflush"])
        try await server.line(with: "Server listening", on: .output)
        let pair = try await ForwardPair(
            to: try #require(UInt16(port)), server: ["--mtu", "1500"], client: ["--mtu", "1500"])
        #expect(pair.client.fits >= 1_420 && pair.server.fits >= 1_420)
        // Its control connection is TCP, to a port of the same number.
        let control = try Program(
            "socat",
            [
                "-d", "-d", "TCP-LISTEN:\(pair.port),bind=127.0.0.1,fork,reuseaddr",
                "TCP:127.0.0.1:\(port)",
            ])
        try await control.line(with: "listening on AF=2")
        let client = try await Program(
            "iperf3",
            [
                "-c", "127.0.0.1", "-p", "\(pair.port)", "-u", "-b", "5M", "-l", "1420", "-t", "3",
                "--json",
            ] + direction
        ).outcome()
        #expect(client.status == 0, "\(client.text)")
        let result = try Self.decoder.decode(Measured.self, from: client.output)
        for sum in [result.end.sum, result.end.sumBidirReverse].compactMap({ $0 }) {
            #expect(sum.packets > 500)
            // Its own buffer is small, and the machine may be busy.
            #expect(sum.lostPercent < 50)
        }
        let carried = try await end(pair)
        #expect(carried.dropped.all == 0)
        #expect(carried.udp.rxDatagrams + carried.udp.txDatagrams > 1_000)
    }

    // MARK: -

    private struct Measured: Decodable {
        let end: End

        struct End: Decodable {
            let sum: Sum
            let sumBidirReverse: Sum?
        }

        struct Sum: Decodable {
            let packets: Int
            let lostPercent: Double
        }
    }

    private struct Carried: Decodable {
        let udp: UDP
        let dropped: Dropped

        struct UDP: Decodable {
            let rxDatagrams, txDatagrams: Int
        }

        struct Dropped: Decodable {
            let empty, tooLarge, overflow, withoutSession, unsent: Int

            var all: Int { empty + tooLarge + overflow + withoutSession + unsent }
        }
    }

    /// Of reports, whose keys are written_so.
    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Report: Decodable {
        let forward: Carried
        let traffic: Traffic

        struct Traffic: Decodable {
            let lost: Int
        }
    }

    /// Ends both, and hands back what the clients' side has carried; that no record was lost between
    /// the two is looked at here.
    private func end(_ pair: ForwardPair) async throws -> Carried {
        pair.client.program.signal(SIGINT)
        let client = try await pair.client.program.outcome()
        #expect(client.status == 130)
        pair.server.program.signal(SIGTERM)
        let server = try await pair.server.program.outcome()
        #expect(server.status == 143)
        #expect(!server.errors.contains("were lost"), "\(server.errors)")
        let line = try #require(client.errors.split(separator: "\n").last { $0.hasPrefix("{") })
        let report = try Self.decoder.decode(Report.self, from: Data(line.utf8))
        #expect(report.traffic.lost == 0)
        return report.forward
    }

    /// A name server that knows a short answer and a large one, and its port.
    private func nameServer() async throws -> (Program, UInt16) {
        let port = try freePort()
        let texts = (0..<5).map { number in
            "txt-record=large.test,\(number)" + String(repeating: "x", count: 240)
        }
        let lines =
            [
                "no-resolv", "no-hosts", "port=\(port)", "listen-address=127.0.0.1",
                "bind-interfaces", "address=/story.test/192.0.2.7", "edns-packet-max=4096",
                "user=\(NSUserName())", "pid-file=",
            ] + texts
        let file = try folder.write(
            lines.map { $0 + "\n" }.joined(), to: "dnsmasq-\(port)", mode: 0o644)
        // It closes every descriptor that it finds, and with one of them Process takes it for ended; so
        // it runs behind a shell, and not for longer than that.
        let server = try Program(
            "sh",
            [
                "-c", "PATH=$PATH:/usr/sbin setpriv --pdeathsig KILL \"$@\" & wait", "sh",
                "dnsmasq",
                "--no-daemon", "--conf-file=\(file)",
            ])
        try await server.line(with: "started, version")
        return (server, try #require(UInt16(port)))
    }

    private func dig(_ port: UInt16, _ arguments: [String]) async throws -> Program.Outcome {
        try await Program("dig", ["@127.0.0.1", "-p", "\(port)"] + arguments).outcome()
    }

    private func noiseText(_ count: Int) -> String {
        String((0..<count).map { Character(UnicodeScalar(UInt8(97 + $0 * 7 % 26))) })
    }

    private func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder.file(name), encoding: .utf8)
    }
}
