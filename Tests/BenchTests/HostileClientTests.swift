import DTLS
import Endpoint
import Sockets
import TestSupport
import Testing

@testable import Bench

/// Clients that are who they say, and mean harm: the server goes on for the others.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostileClientTests {
    private let server: LocalServer
    private let configuration: EndpointConfiguration

    init() throws {
        let key = try PreSharedKey(
            identity: Array("bench".utf8), key: Array(repeating: 7, count: 32))
        var choices = PriorityChoices()
        choices.usesPreSharedKey = true
        let priority = try Priority(choices.render())
        func session(_ role: Role) throws -> SessionConfiguration {
            var credentials = Credentials.Configuration(role: role)
            credentials.preSharedKey = key
            return SessionConfiguration(
                role: role, priority: priority, credentials: try Credentials(credentials),
                verification: .insecure)
        }
        var forServer = EndpointConfiguration(session: try session(.server))
        forServer.keepsOpen = true
        server = try LocalServer(forServer)
        configuration = EndpointConfiguration(session: try session(.client))
    }

    private func link(_ request: BenchRequest = BenchRequest()) -> SessionLink {
        SessionLink(
            ClientEndpoint(addresses: [server.address], configuration: configuration), request,
            .account, onNote: { _ in })
    }

    /// Turns until `condition` holds.
    private func turn(_ loop: LinkLoop, _ link: SessionLink, until condition: () -> Bool) throws {
        let limit = Deadline.now.advanced(by: .seconds(540))
        while !condition() {
            try #require(link.failure == nil, "\(String(describing: link.failure))")
            try #require(loop.now < limit, "in time")
            try loop.turn([link], until: loop.now.advanced(by: .milliseconds(50)))
        }
    }

    /// Does harm through a session, and expects that another client is served after that.
    private func expectSurvival(_ harm: (SessionLink, LinkLoop) throws -> Void) throws {
        let loop = LinkLoop(stop: nil)
        let first = link()
        loop.add(first)
        try turn(loop, first) { first.stream?.peer == .bench }
        try harm(first, loop)
        let other = LinkLoop(stop: nil)
        let second = link()
        other.add(second)
        try turn(other, second) { second.stream?.peer == .bench }
        second.stream?.finish()
        try turn(other, second) { second.stream?.conversation?.farReceived != nil }
        second.close(now: other.now)
        first.close(now: loop.now)
        server.end()
    }

    /// Sends when there is room, so that it arrives.
    private func send(_ bytes: [UInt8], _ link: SessionLink, _ loop: LinkLoop) throws {
        // Whoever waits for room has to hand over what is sealed, and the ping that makes room.
        if !link.endpoint.isReady(now: loop.now) { link.endpoint.flush(now: loop.now) }
        try turn(loop, link) { link.endpoint.isReady(now: loop.now) }
        link.endpoint.send(bytes.span, now: loop.now)
    }

    private func data(_ kind: BenchMessage.Kind, _ number: UInt64, count: Int = 16) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xFF, count: count)
        var span = bytes.mutableSpan
        BenchMessage.writeData(kind, number: number, time: .max, into: &span)
        return bytes
    }

    @Test func `many requests, ends and results with the largest numbers`() throws {
        try expectSurvival { link, loop in
            for kind in [.request, .end, .result, .accept] as [BenchMessage.Kind] {
                let bytes = BenchMessage(kind, Array(repeating: .max, count: 20)).bytes
                for _ in 0..<500 { try send(bytes, link, loop) }
            }
            link.endpoint.flush(now: loop.now)
        }
    }

    @Test func `data without order or sense, and noise`() throws {
        try expectSurvival { link, loop in
            for number in [.max, 0, 1 << 47, 1] as [UInt64] {
                try send(data(.data, number), link, loop)
            }
            for seed in 1..<500 as Range<UInt64> {
                try send([UInt8](noise(Int(seed), seed: seed)), link, loop)
            }
            try send(BenchMessage(.end, Array(repeating: .max, count: 9)).bytes, link, loop)
            link.endpoint.flush(now: loop.now)
        }
    }

    @Test func `a flood of echoes whose answers nobody reads`() throws {
        try expectSurvival { link, loop in
            // Past all flow control, and without reading in between.
            let bytes = data(.echo, 1, count: 1_000)
            for _ in 0..<20_000 { link.endpoint.send(bytes.span, now: .now) }
            link.endpoint.flush(now: .now)
        }
    }

    @Test func `a request for all that the server can send, which nobody reads`() throws {
        let loop = LinkLoop(stop: nil)
        var request = BenchRequest()
        request.serverSends = true
        request.clientSends = true
        request.wantsPlain = true
        request.length = 65_536
        let greedy = link(request)
        loop.add(greedy)
        try turn(loop, greedy) { greedy.stream?.peer == .bench }
        // It is not turned any more.
        let other = LinkLoop(stop: nil)
        let second = link()
        other.add(second)
        try turn(other, second) { second.stream?.peer == .bench }
        second.close(now: other.now)
        server.end()
    }

    @Test func `the token of a session is the same however often it is asked for`() throws {
        var request = BenchRequest()
        request.wantsPlain = true
        let loop = LinkLoop(stop: nil)
        let link = link(request)
        loop.add(link)
        try turn(loop, link) { link.stream?.token ?? 0 > 0 }
        let token = link.stream?.token
        for _ in 0..<100 {
            link.stream?.remind(now: loop.now)
            try loop.turn([link], until: loop.now.advanced(by: .milliseconds(20)))
            #expect(link.stream?.token == token)
        }
        link.close(now: loop.now)
        server.end()
    }
}
