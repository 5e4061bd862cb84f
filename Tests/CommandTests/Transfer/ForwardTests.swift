import Foundation
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(10))) struct ForwardTests {
    private let folder = try! Folder()

    @Test(arguments: ["127.0.0.1", "::1"])
    func `each source has a session of its own, and each datagram keeps its bounds`(
        host: String
    ) async throws {
        let service = try UDPPeer(host: host)
        let pair = try await ForwardPair(to: service.port, host: host)
        let sources = try (0..<3).map { _ in try UDPPeer(host: host) }
        var seen: Set<UInt16> = []
        for (index, source) in sources.enumerated() {
            for size in [1, 1_300, 7, 1_300, 1_299] {
                let sent = [UInt8](repeating: UInt8(size & 255), count: size)
                source.send(sent, to: pair.port)
                let arrived = try await service.receive()
                #expect(arrived.bytes == sent)
                seen.insert(arrived.port)
                // Two for one, and of other sizes.
                service.send(sent + [1], to: arrived.port)
                service.send("for \(index)", to: arrived.port)
                let first = try await source.receive()
                #expect(first.bytes == sent + [1])
                // From the address and port that were asked.
                #expect(first.port == pair.port)
                #expect(try await source.receive().text == "for \(index)")
            }
        }
        #expect(seen.count == 3)
        pair.client.program.signal(SIGTERM)
        #expect(try await pair.client.program.outcome().status == 143)
        for _ in 0..<3 { try await pair.server.program.line(with: ": closed; ") }
        pair.server.program.signal(SIGINT)
        let server = try await pair.server.program.outcome()
        #expect(server.status == 130)
        // Those after the first take its session up again.
        #expect(server.errors.components(separatedBy: ", resumed, ").count == 3, "\(server.errors)")
        #expect(server.errors.contains("took 30 datagrams"), "\(server.errors)")
    }

    @Test func `datagrams that come before the session stands are kept in order`() async throws {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port)
        let source = try UDPPeer()
        for number in 0..<20 { source.send("datagram \(number)", to: pair.port) }
        for number in 0..<20 {
            #expect(try await service.receive().text == "datagram \(number)")
        }
    }

    @Test func `an empty datagram is counted and told once, and is never the end`() async throws {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port)
        let source = try UDPPeer()
        // One that comes first begins no session.
        source.send([], to: pair.port)
        source.send("a", to: pair.port)
        let first = try await service.receive()
        #expect(first.text == "a")
        source.send([], to: pair.port)
        source.send([], to: pair.port)
        service.send([], to: first.port)
        source.send("b", to: pair.port)
        #expect(try await service.receive().text == "b")
        service.send("c", to: first.port)
        #expect(try await source.receive().text == "c")
        pair.client.program.signal(SIGINT)
        let client = try await pair.client.program.outcome()
        #expect(client.status == 130)
        let told = client.errors.split(separator: "\n").filter { $0.contains("an empty datagram") }
        #expect(told.count == 1, "\(client.errors)")
        let report = try Self.report(client.errors)
        #expect(report.forward.dropped.empty == 3)
        #expect(report.traffic.empty == 3)
        #expect(report.forward.sources == 1)
        try await pair.server.program.line(with: "dropped 1 empty")
    }

    @Test func `a datagram that does not fit is dropped whole, counted and told`() async throws {
        let service = try UDPPeer()
        let pair = try await ForwardPair(
            to: service.port, server: ["--data-mtu", "300"],
            client: ["--data-mtu", "200"])
        #expect(pair.client.fits == 200)
        #expect(pair.server.fits == 300)
        let source = try UDPPeer()
        // While there is no session nobody knows what fits, and then it is known.
        source.send([UInt8](repeating: 1, count: 201), to: pair.port)
        source.send([UInt8](repeating: 2, count: 200), to: pair.port)
        let first = try await service.receive()
        #expect(first.bytes == [UInt8](repeating: 2, count: 200))
        source.send([UInt8](repeating: 3, count: 5_000), to: pair.port)
        service.send([UInt8](repeating: 4, count: 301), to: first.port)
        service.send([UInt8](repeating: 5, count: 300), to: first.port)
        #expect(try await source.receive().bytes == [UInt8](repeating: 5, count: 300))
        source.send("end", to: pair.port)
        #expect(try await service.receive().text == "end")
        pair.client.program.signal(SIGINT)
        let report = try Self.report(try await pair.client.program.outcome().errors)
        #expect(report.forward.dropped.tooLarge == 2)
        #expect(report.forward.dataMtu == 200)
        try await pair.server.program.line(with: "dropped 1 too large")
    }

    @Test func `that less fits than was said at the start is said as soon as it is known`()
        async throws
    {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port, server: ["--record-size", "512"])
        #expect(pair.client.fits > 1_000)
        let source = try UDPPeer()
        source.send("hello", to: pair.port)
        try await pair.client.program.line(with: "512 bytes fit a datagram of a session")
    }

    @Test func `an idle association is closed, and the next datagram begins another`()
        async throws
    {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port, client: ["-i", "1s"])
        let source = try UDPPeer()
        source.send("one", to: pair.port)
        let first = try await service.receive()
        #expect(first.text == "one")
        try await pair.client.program.line(with: "127.0.0.1:\(source.port): idle, so it has left")
        try await pair.server.program.line(with: ": closed; ")
        source.send("two", to: pair.port)
        let second = try await service.receive()
        #expect(second.text == "two")
        #expect(second.port != first.port)
    }

    @Test func `a service that is absent is told of, and found when it comes`() async throws {
        let place = try #require(UInt16(try freePort()))
        let pair = try await ForwardPair(to: place)
        let source = try UDPPeer()
        source.send("is there anybody?", to: pair.port)
        try await pair.server.program.line(with: "nobody listens at 127.0.0.1:\(place)")
        let service = try UDPPeer(port: place)
        var answer: UDPPeer.Datagram?
        while answer == nil {
            source.send("and now?", to: pair.port)
            answer = await service.next(within: .milliseconds(200))
        }
        #expect(answer?.text == "and now?")
    }

    @Test func `a server that is absent is told of, and found when it comes`() async throws {
        let service = try UDPPeer()
        let place = try freePort()
        let key = ["--psk-file", try Shared.key(folder)]
        let client = try await Forward(key + ["udp:127.0.0.1:0", "dtls:localhost:\(place)", "-4"])
        let source = try UDPPeer()
        source.send("lost", to: client.port)
        try await client.program.line(with: "warning: no session for 127.0.0.1:\(source.port): ")
        let server = try await Forward(
            key + ["dtls:127.0.0.1:\(place)", "udp:127.0.0.1:\(service.port)"])
        var arrived: UDPPeer.Datagram?
        while arrived == nil {
            source.send("found", to: client.port)
            arrived = await service.next(within: .milliseconds(200))
        }
        #expect(arrived?.text == "found")
        // One that has gone in order, and come again, has lost nobody.
        server.program.signal(SIGTERM)
        #expect(try await server.program.outcome().status == 143)
        try await client.program.line(with: "has left")
        let again = try await Forward(
            key + ["dtls:127.0.0.1:\(place)", "udp:127.0.0.1:\(service.port)"])
        arrived = nil
        while arrived?.text != "found again" {
            source.send("found again", to: client.port)
            arrived = await service.next(within: .milliseconds(200))
        }
        again.program.signal(SIGTERM)
        #expect(try await again.program.outcome().status == 143)
    }

    @Test func `a server that was killed is missed, and its next session needs no datagram`()
        async throws
    {
        let service = try UDPPeer()
        let place = try freePort()
        let key = ["--psk-file", try Shared.key(folder)]
        let far = ["dtls:127.0.0.1:\(place)", "udp:127.0.0.1:\(service.port)"]
        let killed = try await Forward(key + far)
        let client = try await Forward(
            key + [
                "--keepalive", "1s", "--reconnect", "udp:127.0.0.1:0", "dtls:127.0.0.1:\(place)",
            ])
        let source = try UDPPeer()
        source.send("before", to: client.port)
        #expect(try await service.receive().text == "before")
        try await client.program.line(with: "127.0.0.1:\(source.port) through ")
        killed.program.signal(SIGKILL)
        try await client.program.line(with: "has left")
        let server = try await Forward(key + far)
        try await client.program.line(
            with: "127.0.0.1:\(source.port) through 127.0.0.1:\(place): DTLS")
        source.send("after", to: client.port)
        #expect(try await service.receive().text == "after")
        server.program.signal(SIGTERM)
        #expect(try await server.program.outcome().status == 143)
    }

    @Test func `a server that is not the one is refused, and the forward goes on`() async throws {
        let service = try UDPPeer()
        let server = try await Forward(["dtls:127.0.0.1:0", "udp:127.0.0.1:\(service.port)"])
        let zeros = String(repeating: "0", count: 64)
        let client = try await Forward(
            [
                "--json", "--pin", zeros, "udp:127.0.0.1:0", "dtls:127.0.0.1:\(server.port)",
            ])
        let source = try UDPPeer()
        source.send("secret", to: client.port)
        try await client.program.line(with: "warning: no session for ")
        #expect(await service.next(within: .milliseconds(50)) == nil)
        client.program.signal(SIGINT)
        let report = try Self.report(try await client.program.outcome().errors)
        #expect(report.forward.failures == 1)
        #expect(report.forward.dropped.withoutSession == 1)
    }

    @Test func `clients have to show the certificate that is asked for`() async throws {
        let certificates = try await Shared.certificates
        let service = try UDPPeer()
        let pair = try await ForwardPair(
            to: service.port,
            server: certificates.server.options + [
                "--require-client-cert", "--client-ca", certificates.authority.cert,
            ],
            client: certificates.client.options + ["--ca", certificates.authority.cert])
        let source = try UDPPeer()
        source.send("hello", to: pair.port)
        let arrived = try await service.receive()
        #expect(arrived.text == "hello")
        let stranger = try await Forward(
            [
                "--ca", certificates.authority.cert, "udp:127.0.0.1:0",
                "dtls:127.0.0.1:\(pair.server.port)",
            ])
        source.send("me too", to: stranger.port)
        let line = try await stranger.program.line(with: "warning: no session for ")
        #expect(line.contains("certificate"), "\(line)")
        service.send("still there", to: arrived.port)
        #expect(try await source.receive().text == "still there")
    }

    @Test func `no more sources are served than there may be, and that is told`() async throws {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port, client: ["-m", "2"])
        let sources = try (0..<3).map { _ in try UDPPeer() }
        for source in sources[..<2] {
            source.send("one of two", to: pair.port)
            #expect(try await service.receive().text == "one of two")
        }
        sources[2].send("too many", to: pair.port)
        try await pair.client.program.line(with: "there are 2 sources")
        sources[0].send("still served", to: pair.port)
        #expect(try await service.receive().text == "still served")
    }

    @Test func `hundreds of sources at once are kept apart`() async throws {
        let service = try UDPPeer()
        let pair = try await ForwardPair(to: service.port, client: ["-k"])
        let sources = try (0..<200).map { _ in try UDPPeer() }
        for (index, source) in sources.enumerated() { source.send("\(index)", to: pair.port) }
        var ports: Set<UInt16> = []
        for _ in sources {
            let datagram = try await service.receive()
            ports.insert(datagram.port)
            service.send("answer to \(datagram.text)", to: datagram.port)
        }
        #expect(ports.count == 200)
        for (index, source) in sources.enumerated() {
            #expect(try await source.receive().text == "answer to \(index)")
        }
    }

    @Test(arguments: [
        ["udp:127.0.0.1:1", "udp:127.0.0.1:2"], ["dtls:127.0.0.1:1", "dtls:127.0.0.1:2"],
        ["tcp:127.0.0.1:1", "dtls:127.0.0.1:2"], ["127.0.0.1:1", "dtls:127.0.0.1:2"],
        ["udp:1", "dtls:127.0.0.1:2"], ["udp:127.0.0.1:65536", "dtls:127.0.0.1:2"],
        ["udp:127.0.0.1:0", "dtls:127.0.0.1:0"], ["dtls:127.0.0.1:0", "udp:127.0.0.1:0"],
        ["udp::1:5", "dtls:127.0.0.1:2"], ["udp:127.0.0.1:", "dtls:127.0.0.1:2"],
        ["udp:127.0.0.1:0", "dtls://127.0.0.1:2/path"],
        ["-m", "0", "udp:127.0.0.1:0", "dtls:127.0.0.1:2"],
        ["--client-pin", "x", "udp:127.0.0.1:0", "dtls:127.0.0.1:2"],
        ["--psk-db", "x", "udp:127.0.0.1:0", "dtls:127.0.0.1:2"],
        ["--insecure", "dtls:127.0.0.1:0", "udp:127.0.0.1:2"],
        ["--ca", "x", "dtls:127.0.0.1:0", "udp:127.0.0.1:2"],
        ["--reconnect", "dtls:127.0.0.1:0", "udp:127.0.0.1:2"],
        ["--source", "::1", "udp:127.0.0.1:0", "dtls:127.0.0.1:2"],
    ]) func `what cannot be forwarded is status 2, in one line and perhaps a hint`(
        arguments: [String]
    ) async throws {
        let outcome = try await DTLSCat.run(["forward"] + arguments)
        #expect(outcome.status == 2, "\(outcome.errors)")
        let lines = outcome.errors.split(separator: "\n")
        #expect((1...2).contains(lines.count), "\(outcome.errors)")
        #expect(lines.allSatisfy { $0.hasPrefix("dtlscat: ") }, "\(outcome.errors)")
    }

    @Test func `a port that is taken, and a name that is not found, are status 1`() async throws {
        let taken = try SilentPort()
        for arguments in [
            ["udp:127.0.0.1:\(taken.number)", "dtls:127.0.0.1:2"],
            ["dtls:127.0.0.1:\(taken.number)", "udp:127.0.0.1:2"],
            ["udp:127.0.0.1:0", "dtls:no-such-host.invalid:2"],
            ["dtls:127.0.0.1:0", "udp:no-such-host.invalid:2"],
        ] {
            let outcome = try await DTLSCat.run(["forward"] + arguments)
            #expect(outcome.status == 1, "\(outcome.errors)")
        }
    }

    // MARK: -

    /// Of reports, whose keys are written_so.
    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Report: Decodable {
        let command: String
        let exit: Int
        let forward: Carried
        let traffic: Traffic

        struct Carried: Decodable {
            let dataMtu, sources, most, failures: Int
            let dropped: Dropped
        }

        struct Dropped: Decodable {
            let empty, tooLarge, overflow, withoutSession, unsent: Int
        }

        struct Traffic: Decodable {
            let empty, lost: Int
        }
    }

    private static func report(_ errors: String) throws -> Report {
        let line = try #require(errors.split(separator: "\n").last { $0.hasPrefix("{") })
        let report = try Self.decoder.decode(Report.self, from: Data(line.utf8))
        #expect(report.command == "forward")
        return report
    }
}
