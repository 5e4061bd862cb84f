import DTLS
import Sockets
import Testing

@testable import Endpoint

/// What data do on a path that takes less than they are cut for, and keeps quiet about it.
@Suite(.timeLimit(.minutes(10))) struct PathFlowTests {
    /// Sends messages as large as they may be for so long, one a millisecond where the peer takes them;
    /// how many, and how many bytes.
    private func send(_ pair: FlowPair, for time: Duration) -> (messages: Int, bytes: Int) {
        let end = pair.now.advanced(by: time)
        var sent = (messages: 0, bytes: 0)
        while pair.now < end, pair.client.phase == .established {
            if pair.client.isOpen(now: pair.now) {
                let message = [UInt8](repeating: 1, count: pair.client.dataMTU)
                pair.client.send(message.span, now: pair.now, pair.clientEvents)
                sent.messages += 1
                sent.bytes += message.count
            }
            pair.carry()
            pair.pass(until: pair.now.advanced(by: .milliseconds(1)))
        }
        return sent
    }

    @Test(arguments: [(700, 548), (1_300, 1_172)])
    func `the data follow a path that shrinks`(limit: Int, payload: Int) throws {
        let pair = try FlowPair()
        #expect(send(pair, for: .seconds(3)).messages > 100)
        let before = pair.serverEvents.messages
        pair.passes = { datagram, _ in datagram.count <= limit }
        _ = send(pair, for: .seconds(5))
        #expect(pair.client.session.mtu == payload)
        #expect(pair.clientEvents.smallerPath == payload + 28)
        #expect(pair.clientEvents.largerPath == nil)
        // Lost is what was sent until it was seen, and the receiver counts it.
        let lost = pair.server.counters.lost
        #expect(lost > 0 && pair.client.mayHaveLost)
        let arrived = pair.serverEvents.messages
        #expect(arrived > before)
        let sent = send(pair, for: .seconds(3))
        #expect(sent.messages > 100)
        #expect(pair.serverEvents.messages == arrived + sent.messages)
        #expect(pair.server.counters.lost == lost)
    }

    @Test func `nothing is sent while it is being found out`() throws {
        let pair = try FlowPair()
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        while pair.client.pathSearch == nil { _ = send(pair, for: .milliseconds(10)) }
        #expect(!pair.client.isOpen(now: pair.now))
        // Nor do others wait for it for long.
        pair.client.beginWait(now: pair.now)
        #expect(!pair.client.isSlow(now: pair.now))
        #expect(pair.client.isSlow(now: pair.now.advanced(by: .seconds(1))))
        let count = pair.client.counters.sentMessages
        while pair.client.pathSearch != nil { pair.pass(until: pair.client.deadline) }
        #expect(pair.client.counters.sentMessages == count)
        #expect(pair.client.isOpen(now: pair.now))
    }

    @Test func `a path that has become large again is used within a minute or so`() throws {
        let pair = try FlowPair()
        let usual = pair.client.dataMTU
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        _ = send(pair, for: .seconds(5))
        #expect(pair.client.dataMTU < 548)
        pair.passes = { _, _ in true }
        let lost = pair.server.counters.lost
        _ = send(pair, for: .seconds(61))
        #expect(pair.client.dataMTU == usual && pair.clientEvents.largerPath == 1_400)
        #expect(pair.server.counters.lost == lost)
    }

    @Test func `trying for more costs no data`() throws {
        let pair = try FlowPair()
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        _ = send(pair, for: .seconds(5))
        let arrived = pair.serverEvents.messages
        let sent = send(pair, for: .seconds(180))
        #expect(pair.client.session.mtu == 548 && pair.clientEvents.largerPath == nil)
        #expect(sent.messages > 100_000, "\(sent)")
        #expect(pair.serverEvents.messages == arrived + sent.messages)
    }

    @Test(arguments: 1...5)
    func `a loss of one in twenty is no smaller path`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pair = try FlowPair()
        let usual = pair.client.dataMTU
        pair.passes = { _, _ in Double.random(in: 0..<1, using: &generator) >= 0.05 }
        _ = send(pair, for: .seconds(60))
        #expect(pair.client.dataMTU == usual && pair.clientEvents.smallerPath == nil)
    }

    @Test func `a peer that is stopped for a while has no smaller path`() throws {
        let pair = try FlowPair()
        let usual = pair.client.dataMTU
        for _ in 0..<5 {
            _ = send(pair, for: .seconds(2))
            pair.server.session.answersPings = false
            _ = send(pair, for: .seconds(4))
            pair.server.session.answersPings = true
            _ = send(pair, for: .seconds(3))
        }
        #expect(pair.client.dataMTU == usual && pair.clientEvents.smallerPath == nil)
        #expect(pair.server.counters.lost == 0)
    }

    @Test func `a peer that is gone while it is being found out is gone`() throws {
        let pair = try FlowPair()
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        while pair.client.pathSearch == nil { _ = send(pair, for: .milliseconds(10)) }
        pair.passes = { _, _ in false }
        pair.pass(until: pair.now.advanced(by: .seconds(60)))
        guard case .unanswered = pair.clientEvents.end else {
            Issue.record("\(String(describing: pair.clientEvents.end))")
            return
        }
    }

    @Test func `who does not want that is left alone`() throws {
        let pair = try FlowPair { $0.followsPath = false }
        let usual = pair.client.dataMTU
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        _ = send(pair, for: .seconds(5))
        #expect(pair.client.dataMTU == usual && pair.clientEvents.smallerPath == nil)
    }

    @Test func `an echo that was cut before is counted and not sent into nothing`() throws {
        let pair = try FlowPair()
        let message = [UInt8](repeating: 1, count: pair.client.dataMTU)
        _ = send(pair, for: .seconds(2))
        pair.passes = { datagram, _ in datagram.count <= 700 }
        _ = send(pair, for: .seconds(5))
        let before = pair.client.counters.unsent
        let sent = pair.client.counters.sentMessages
        pair.client.send(message.span, now: pair.now, pair.clientEvents)
        #expect(pair.client.counters.unsent == before + 1)
        #expect(pair.client.counters.sentMessages == sent)
    }

    /// A client that vanishes makes a listener doubt the path of its neighbours, behind one address.
    @Test func `an echo that is larger than a path that is only in doubt is sent`() throws {
        let stage = try Stage()
        let source = AddressBlock(sourceOf: stage.address)
        stage.server.smallPaths.note(576, to: source, isSure: false, now: stage.now)
        let client = try stage.client()
        try stage.turn(with: [client]) { stage.established.count == 1 && client.isReady(now: .now) }
        let association = stage.established[0]
        #expect(association.dataMTU < 600)
        let message = [UInt8](repeating: 1, count: 1_355)
        stage.server.send(message.span, to: association, now: stage.now)
        #expect(association.counters.sentMessages == 1 && association.counters.unsent == 0)
        try stage.turn(with: [client]) { client.association?.counters.receivedMessages == 1 }
    }

    @Test func `a limit on messages leaves streams what is proved`() throws {
        let pair = try FlowPair { $0.dataMTU = 300 }
        #expect(pair.client.streamMessage == 300)
    }

    @Test func `nothing wakes the loop for ever once we have closed`() throws {
        let pair = try FlowPair()
        _ = send(pair, for: .seconds(2))
        pair.passes = { _, toServer in toServer }
        pair.fill()
        pair.carry()
        pair.client.close(now: pair.now)
        var turns = 0
        let end = pair.now.advanced(by: .seconds(20))
        while pair.now < end, pair.client.phase == .established {
            turns += 1
            pair.pass(until: pair.client.deadline)
        }
        #expect(turns < 200, "\(turns)")
    }

    @Test func `a server keeps back what it has while it finds out what a client's path takes`()
        throws
    {
        let stage = try Stage()
        let client = try stage.client()
        try stage.turn(with: [client]) { stage.established.count == 1 }
        let association = stage.established[0]
        #expect(stage.server.isReady(now: stage.now))
        association.pathSearch = PathSearch(
            [1_372, 548], wait: .seconds(60), now: stage.now)
        let message: [UInt8] = [1, 2, 3]
        try stage.turn(with: [client]) {
            if client.isReady(now: stage.now), client.association?.counters.sentMessages == 0 {
                client.send(message.span, now: stage.now)
            }
            return association.counters.receivedMessages == 1
        }
        #expect(!stage.server.isReady(now: stage.now))
        association.pathSearch = nil
        #expect(stage.server.isReady(now: stage.now))
    }
}
