import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// Clients that have closed, and were told good-bye when they had been answered for long enough.
@Suite(.timeLimit(.minutes(10))) struct GoodByeTests {
    @Test func `a client that was told good-bye takes nothing more, and its session stays whole`()
        throws
    {
        let stage = try Stage()
        try Self.serveAndLeave(stage, others: 0)
        #expect(!stage.server.isReady(now: stage.now))
        let client = try #require(stage.established.first)
        // Its owner may not have heard of it yet.
        stage.server.send([1, 2, 3].span, to: client, now: stage.now)
        #expect(stage.server.send([1, 2, 3].span, of: 3, to: client, now: stage.now) == 0)
        stage.turn()
        #expect(stage.ends.isEmpty, "\(stage.ends)")
        #expect(client.counters.unsent == 1 && client.counters.sentMessages == 0)
        stage.now = stage.now.advanced(by: .seconds(5))
        stage.turn()
        #expect(stage.ends.count == 1)
        guard case .closed(byPeer: true) = stage.ends.first else {
            Issue.record("\(stage.ends)")
            return
        }
    }

    @Test
    func `what is for every client goes to who is still there, and nobody misses it`()
        throws
    {
        let stage = try Stage()
        let rest = try Self.serveAndLeave(stage, others: 2)
        #expect(stage.server.isReady(now: stage.now))
        stage.server.send([1, 2, 3].span, now: stage.now)
        #expect(stage.server.send([4, 5].span, of: 2, now: stage.now) == 2)
        stage.turn()
        #expect(stage.ends.isEmpty, "\(stage.ends)")
        #expect(stage.established.map(\.counters.unsent) == [0, 0, 0])
        #expect(stage.established.map(\.counters.sentMessages) == [0, 2, 2])
        #expect(rest.count == 2)
    }

    @Test func `clients that have left leave nothing behind, however many they are`() throws {
        let stage = try Stage()
        for number in 0..<5 {
            let client = try stage.client()
            try stage.turn(with: [client]) { stage.established.count == number + 1 }
            client.close(now: stage.now)
            try stage.turn { stage.established[number].session.isClosedByPeer }
            stage.server.close(stage.established[number], now: stage.now)
            #expect(stage.server.farewells.count == 1)
            stage.now = stage.now.advanced(by: .seconds(5))
            stage.turn()
            #expect(stage.ends.count == number + 1)
        }
    }

    /// Serves a client who closes, and others who do not, and lets the time pass that it has.
    @discardableResult private static func serveAndLeave(
        _ stage: Stage, others: Int
    ) throws -> [ClientEndpoint] {
        let client = try stage.client()
        try stage.turn(with: [client]) { stage.established.count == 1 }
        let rest = try (0..<others).map { _ in try stage.client() }
        try stage.turn(with: rest) { stage.established.count == 1 + others }
        client.close(now: stage.now)
        try stage.turn { stage.established[0].session.isClosedByPeer }
        #expect(!stage.established[0].session.isClosedHere)
        stage.now = stage.now.advanced(by: .milliseconds(2_100))
        stage.turn()
        #expect(stage.established[0].session.isClosedHere)
        return rest
    }
}
