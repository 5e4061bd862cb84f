import DTLS
import Sockets
import Testing

@testable import Endpoint

@Suite(.timeLimit(.minutes(10))) struct AssociationFlowTests {
    private static let heartbeat: UInt8 = 24

    @Test("Data beyond a window pass a peer that answers, and every record is accounted for")
    func transfer() throws {
        let pair = try FlowPair(serverRoom: 32_768)
        #expect(pair.client.flowControl == "heartbeat")
        #expect(pair.transfer(500) == 500)
        #expect(pair.serverEvents.messages == 500)
        #expect(pair.fromClient[Self.heartbeat, default: 0] > 10)
        #expect(pair.fromServer[Self.heartbeat] == pair.fromClient[Self.heartbeat])
        pair.client.close(now: pair.now)
        pair.carry()
        #expect(pair.server.session.isClosedByPeer)
        #expect(pair.server.counters.lost == 0)
    }

    @Test("Without an answer no more leaves than the peer has told that it holds")
    func told() throws {
        for room in [4_096, 16_384, 212_992, 425_984] {
            let pair = try FlowPair(serverRoom: room) { $0.followsPath = false }
            pair.passes = { _, toServer in toServer }
            let sent = pair.fill()
            #expect(sent == max(room / 4 * 3 / SendWindow.charge(1_000), 1), "\(room)")
            #expect(!pair.client.isOpen(now: pair.now))
        }
    }

    @Test("Without flow control nothing asks for an answer, and nothing is held back")
    func none() throws {
        let pair = try FlowPair { $0.flow = .none }
        #expect(pair.client.flowControl == "none")
        pair.passes = { _, toServer in toServer }
        #expect(pair.fill(2_000) == 2_000)
        pair.carry()
        #expect(pair.serverEvents.messages == 2_000)
        #expect(pair.fromClient[Self.heartbeat] == nil)
    }

    @Test("A peer without heartbeats is sent to at a pace")
    func pace() throws {
        let pair = try FlowPair(serverHeartbeats: false) {
            $0.paceWithoutHeartbeats = 8_000_000
        }
        #expect(pair.client.flowControl == "pace")
        let first = pair.fill(100)
        #expect(first < 30)
        pair.now = pair.now.advanced(by: .milliseconds(10))
        #expect((9...11).contains(pair.fill(100)))
        #expect(pair.fromClient[Self.heartbeat] == nil)
    }

    @Test("A pace holds up nobody else, and wakes nobody for ever where nobody asks for it")
    func idlePace() throws {
        let pair = try FlowPair(serverHeartbeats: false) {
            $0.paceWithoutHeartbeats = 8_000_000
        }
        _ = pair.fill(100)
        #expect(pair.client.isSlow(now: pair.now))
        let due = pair.client.deadline
        #expect(due < .distantFuture)
        pair.client.expire(now: due, pair.clientEvents)
        #expect(pair.client.deadline == .distantFuture)
        #expect(pair.client.isOpen(now: due))
    }

    @Test("A server of many does not let all of them wait for one client's path")
    func noProbeForMany() throws {
        let pair = try FlowPair { $0.keepsOpen = true }
        pair.client.widen(to: 9_000, now: pair.now, pair.clientEvents)
        #expect(pair.client.isOpen(now: pair.now))
        #expect(pair.fromClient[Self.heartbeat] == nil)
    }

    @Test("Where heartbeats are insisted on, a peer without them is refused")
    func insisted() throws {
        let pair = try FlowPair(serverHeartbeats: false) { $0.flow = .heartbeat }
        guard case .noHeartbeats = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
        #expect(pair.server.session.isClosedByPeer)
        let other = try FlowPair { $0.flow = .heartbeat }
        #expect(other.clientEvents.end == nil && other.fill(10) == 10)
    }

    @Test("Of a peer that is refused for want of heartbeats nothing is heard, though it came ahead")
    func ahead() throws {
        let pair = try FlowPair(serverHeartbeats: false, isCarried: false) { $0.flow = .heartbeat }
        var lastFlight: [[UInt8]] = []
        pair.passes = { datagram, isToServer in
            guard !isToServer, pair.server.phase == .established, datagram[0] != 23 else {
                return true
            }
            lastFlight.append(datagram)
            return false
        }
        pair.carry()
        try #require(pair.server.phase == .established)
        pair.server.send([1, 2, 3].span, now: pair.now, pair.serverEvents)
        pair.carry()
        #expect(pair.client.phase == .handshake)
        for datagram in lastFlight {
            pair.client.receive(datagram.span, now: pair.now, pair.clientEvents)
        }
        guard case .noHeartbeats = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
        #expect(pair.clientEvents.messages == 0)
    }

    @Test("A peer that answers nothing for the time that is set is gone")
    func unanswered() throws {
        let pair = try FlowPair { $0.unansweredTime = .seconds(3) }
        pair.passes = { _, _ in false }
        pair.fill()
        pair.carry()
        let start = pair.now
        pair.pass(until: start.advanced(by: .milliseconds(2_999)))
        #expect(pair.client.phase == .established)
        pair.pass(until: start.advanced(by: .seconds(60)))
        guard case .unanswered(.seconds(3)) = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
        #expect(pair.fromClient[Self.heartbeat, default: 0] < 10)
    }

    @Test("A peer that keeps others waiting for its answer says now and then that it is there")
    func signOfLife() throws {
        let pair = try FlowPair { $0.unansweredTime = .seconds(30) }
        pair.server.session.answersPings = false
        pair.fill()
        pair.carry()
        #expect(!pair.client.isOpen(now: pair.now))
        pair.pass(until: pair.now.advanced(by: .seconds(600)))
        #expect(pair.client.phase == .established && !pair.client.isOpen(now: pair.now))
        // One each five seconds, and each answered.
        #expect((100...125).contains(pair.fromServer[Self.heartbeat, default: 0]))
        pair.server.session.answersPings = true
        pair.carry()
        #expect(pair.client.isOpen(now: pair.now))
        #expect(pair.transfer(1_000) == 1_000)
        pair.client.close(now: pair.now)
        pair.carry()
        #expect(pair.server.counters.lost == 0)
    }

    @Test("A sign of life keeps nobody waiting who has nothing to answer")
    func quiet() throws {
        let pair = try FlowPair()
        pair.server.session.answersPings = false
        pair.pass(until: pair.now.advanced(by: .seconds(600)))
        #expect(pair.fromServer[Self.heartbeat] == nil && pair.fromClient[Self.heartbeat] == nil)
    }

    @Test("Lost answers are asked for again, and all data get through")
    func lostAnswers() throws {
        var generator = SeededGenerator(seed: 5)
        let pair = try FlowPair(serverRoom: 16_384)
        pair.passes = { datagram, _ in
            datagram[0] != Self.heartbeat || Int.random(in: 0..<3, using: &generator) > 0
        }
        var sent = 0
        while sent < 300, pair.client.phase == .established {
            sent += pair.fill(300 - sent)
            pair.carry()
            if !pair.client.isOpen(now: pair.now) { pair.pass(until: pair.client.deadline) }
        }
        #expect(sent == 300 && pair.serverEvents.messages == 300)
    }

    @Test("After the peer's close a pace takes the place of heartbeats, which it may not answer")
    func closedByPeer() throws {
        let pair = try FlowPair()
        pair.server.close(now: pair.now)
        pair.carry()
        #expect(pair.client.window == nil && pair.client.pacer != nil)
        let before = pair.fromClient[Self.heartbeat, default: 0]
        #expect(pair.fill(10) == 10)
        pair.carry()
        #expect(pair.fromClient[Self.heartbeat, default: 0] == before)
    }

    // MARK: The path

    @Test("A larger link is used once a ping of its size is answered")
    func larger() throws {
        let pair = try FlowPair()
        let usual = pair.client.dataMTU
        pair.client.widen(to: 9_000, now: pair.now, pair.clientEvents)
        #expect(!pair.client.isOpen(now: pair.now) && pair.client.dataMTU == usual)
        pair.carry()
        #expect(pair.clientEvents.largerPath == 9_000)
        #expect(pair.client.isOpen(now: pair.now) && pair.client.dataMTU > 8_900)
    }

    @Test("A larger link whose path takes less is given up, and data flow as before")
    func narrow() throws {
        let pair = try FlowPair()
        let usual = pair.client.dataMTU
        pair.passes = { datagram, _ in datagram.count <= 1_472 }
        pair.client.widen(to: 9_000, now: pair.now, pair.clientEvents)
        pair.pass(until: pair.now.advanced(by: .seconds(5)))
        #expect(pair.client.isOpen(now: pair.now) && pair.client.dataMTU == usual)
        #expect(pair.clientEvents.largerPath == nil)
        #expect(pair.fromClient[Self.heartbeat] == 2)
        #expect(pair.transfer(500) == 500)
    }

    @Test("The answer to another ping does not prove a larger path")
    func otherPing() throws {
        let pair = try FlowPair(serverRoom: 16_384)
        let usual = pair.client.dataMTU
        pair.passes = { datagram, _ in datagram.count <= 1_472 }
        pair.client.widen(to: 9_000, now: pair.now, pair.clientEvents)
        // An echo does not ask whether the window is open.
        let message = [UInt8](repeating: 1, count: 1_000)
        for _ in 0..<30 {
            pair.client.send(message.span, now: pair.now, pair.clientEvents)
            pair.carry()
        }
        #expect(pair.clientEvents.largerPath == nil && pair.client.dataMTU == usual)
        pair.pass(until: pair.now.advanced(by: .seconds(5)))
        #expect(pair.clientEvents.largerPath == nil && pair.client.dataMTU == usual)
        #expect(pair.transfer(500) == 500)
    }

    @Test("The loopback device needs no proof, and Ethernet is not tried")
    func sure() throws {
        let loopback = try FlowPair()
        loopback.client.widen(to: 65_536, now: loopback.now, loopback.clientEvents)
        #expect(loopback.client.dataMTU > 16_000 && loopback.client.isOpen(now: loopback.now))
        let ethernet = try FlowPair()
        let usual = ethernet.client.dataMTU
        ethernet.client.widen(to: 1_500, now: ethernet.now, ethernet.clientEvents)
        #expect(ethernet.client.dataMTU == usual && ethernet.client.isOpen(now: ethernet.now))
        let chosen = try FlowPair { $0.linkMTU = 1_400 }
        chosen.client.widen(to: 9_000, now: chosen.now, chosen.clientEvents)
        #expect(chosen.client.dataMTU == usual && chosen.client.isOpen(now: chosen.now))
    }
}
