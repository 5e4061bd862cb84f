import DTLS
import Sockets
import Testing

@testable import Endpoint

@Suite(.timeLimit(.minutes(10))) struct KeepaliveTests {
    private static let heartbeat: UInt8 = 24

    private func pair(
        _ flow: FlowPolicy = .auto, every time: Duration = .seconds(2), heartbeats: Bool = true
    ) throws -> FlowPair {
        try FlowPair(serverHeartbeats: heartbeats) {
            $0.keepalive = time
            $0.flow = flow
        }
    }

    @Test(
        "A silent peer is asked for a sign of life, and stays", arguments: [FlowPolicy.auto, .none])
    func alive(flow: FlowPolicy) throws {
        let pair = try pair(flow)
        pair.pass(until: pair.now.advanced(by: .seconds(600)))
        #expect(pair.client.phase == .established)
        #expect((295...301).contains(pair.fromClient[Self.heartbeat, default: 0]))
        #expect(pair.fromServer[Self.heartbeat] == pair.fromClient[Self.heartbeat])
        #expect(pair.transfer(500) == 500)
        pair.client.close(now: pair.now)
        pair.carry()
        #expect(pair.server.counters.lost == 0)
    }

    @Test("A peer that is heard is not asked")
    func heard() throws {
        let pair = try pair(.none)
        let message: [UInt8] = [1]
        for _ in 0..<100 {
            pair.pass(until: pair.now.advanced(by: .milliseconds(1_900)))
            pair.server.send(message.span, now: pair.now, pair.serverEvents)
            pair.carry()
        }
        // The other side sees by pings what its messages have come to: they are answered.
        #expect(pair.fromClient[Self.heartbeat] == pair.fromServer[Self.heartbeat])
    }

    @Test("A peer that is gone is found out", arguments: [FlowPolicy.auto, .none])
    func gone(flow: FlowPolicy) throws {
        let pair = try pair(flow)
        pair.passes = { _, _ in false }
        let start = pair.now
        pair.pass(until: start.advanced(by: .milliseconds(6_999)))
        #expect(pair.client.phase == .established)
        pair.pass(until: start.advanced(by: .seconds(7)))
        guard case .unanswered(.seconds(7)) = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
        #expect((5..<20).contains(pair.fromClient[Self.heartbeat, default: 0]))
    }

    @Test("A peer that is gone is found out with much under way as well")
    func goneUnderWay() throws {
        let pair = try pair()
        pair.passes = { _, _ in false }
        pair.fill()
        pair.carry()
        #expect(!pair.client.isOpen(now: pair.now))
        pair.pass(until: pair.now.advanced(by: .seconds(7)))
        guard case .unanswered = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
    }

    @Test("A path that is cut for some seconds is no end, and makes no window smaller")
    func blackout() throws {
        let pair = try pair()
        let window = try #require(pair.client.window)
        for _ in 0..<10 {
            pair.passes = { _, _ in false }
            pair.pass(until: pair.now.advanced(by: .seconds(4)))
            pair.passes = { _, _ in true }
            pair.pass(until: pair.now.advanced(by: .seconds(2)))
        }
        #expect(pair.client.phase == .established)
        #expect(pair.client.window?.size == window.size)
        #expect(pair.transfer(500) == 500)
    }

    @Test("One lost sign of life makes no window smaller")
    func lost() throws {
        let pair = try pair()
        let window = try #require(pair.client.window)
        var drops = 1
        pair.passes = { datagram, _ in
            guard datagram[0] == Self.heartbeat, drops > 0 else { return true }
            drops -= 1
            return false
        }
        pair.pass(until: pair.now.advanced(by: .seconds(5)))
        #expect(drops == 0 && pair.client.phase == .established)
        #expect(pair.client.window?.size == window.size)
    }

    @Test(
        "A peer that keeps its answers back is there as long as it says so",
        arguments: [FlowPolicy.auto, .none])
    func heldBack(flow: FlowPolicy) throws {
        let pair = try pair(flow, every: .seconds(1))
        pair.server.session.answersPings = false
        if flow == .auto { pair.fill() }
        pair.carry()
        pair.pass(until: pair.now.advanced(by: .seconds(600)))
        #expect(pair.client.phase == .established)
        // Answers to its signs of life, and no more pings than it has room for.
        #expect(pair.fromClient[Self.heartbeat, default: 0] < 400)
        pair.passes = { _, _ in false }
        pair.pass(until: pair.now.advanced(by: .seconds(18)))
        guard case .unanswered = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
    }

    @Test(
        "Nothing is sent into a silence that a sign of life has not broken, until one does",
        arguments: [FlowPolicy.auto, .none])
    func held(flow: FlowPolicy) throws {
        let pair = try pair(flow)
        pair.passes = { _, _ in false }
        let start = pair.now
        pair.pass(until: start.advanced(by: .milliseconds(2_999)))
        #expect(pair.client.isOpen(now: pair.now))
        pair.pass(until: start.advanced(by: .seconds(3)))
        #expect(!pair.client.isOpen(now: pair.now))
        // Nor is it waited for by others.
        #expect(pair.client.isSlow(now: pair.now))
        pair.passes = { _, _ in true }
        pair.pass(until: start.advanced(by: .seconds(4)))
        #expect(pair.client.isOpen(now: pair.now))
        #expect(pair.transfer(100) == 100)
    }

    @Test("A process that was stopped for an hour asks before it gives up")
    func stopped() throws {
        let pair = try pair()
        pair.now = pair.now.advanced(by: .seconds(3_600))
        pair.client.expire(now: pair.now, pair.clientEvents)
        #expect(pair.client.phase == .established)
        pair.carry()
        pair.pass(until: pair.now.advanced(by: .seconds(60)))
        #expect(pair.client.phase == .established)
    }

    @Test("With a peer without heartbeats nothing can be done, and it is told")
    func useless() throws {
        let pair = try pair(heartbeats: false)
        pair.pass(until: pair.now.advanced(by: .seconds(600)))
        #expect(pair.client.phase == .established)
        #expect(pair.fromClient[Self.heartbeat] == nil)
        #expect(
            pair.clientEvents.notes.contains {
                if case .noSignsOfLife = $0 { true } else { false }
            })
    }

    @Test("After a close_notify of either side nobody is asked", arguments: [true, false])
    func closed(here: Bool) throws {
        let pair = try pair()
        pair.passes = { _, toServer in toServer == here }
        (here ? pair.client : pair.server).close(now: pair.now)
        pair.carry()
        pair.pass(until: pair.now.advanced(by: .seconds(60)))
        #expect(pair.fromClient[Self.heartbeat] == nil)
        if case .unanswered = pair.clientEvents.end { Issue.record("given up") }
    }

    @Test("What was sent in front of an answered sign of life is known to have been read")
    func confirmed() throws {
        let sure = try pair()
        #expect(sure.fill(3) == 3)
        sure.carry()
        sure.pass(until: sure.now.advanced(by: .seconds(5)))
        #expect(sure.client.mayHaveLost)
        sure.server.close(now: sure.now)
        sure.carry()
        #expect(!sure.client.mayHaveLost)

        let unsure = try pair()
        #expect(unsure.fill(3) == 3)
        unsure.carry()
        unsure.fill(1)
        unsure.server.close(now: unsure.now)
        unsure.carry()
        #expect(unsure.client.mayHaveLost)
    }
}
