import Testing

@testable import DTLS

@Suite struct HeartbeatTests {
    private func established(_ configure: (inout Setup) throws -> Void = { _ in }) throws -> Pair {
        let pair = try Pair(configure)
        try pair.handshake()
        return pair
    }

    /// Has a side ask, and returns the one datagram of it.
    private func ping(_ pair: Pair, by session: Session, size: Int = Session.leastPing) throws
        -> [UInt8]
    {
        try session.ping(size: size)
        let datagrams = pair.take(session)
        try #require(datagrams.count == 1)
        #expect(datagrams[0][0] == 24)
        return datagrams[0]
    }

    /// Hands the server a ping, and returns its answer.
    private func answer(_ pair: Pair, to datagram: [UInt8]) throws -> [UInt8] {
        pair.toServer(datagram)
        let answers = pair.take(pair.server)
        try #require(answers.count == 1)
        return answers[0]
    }

    /// Ends both sides, and expects that neither misses a record.
    private func expectExactAccount(_ pair: Pair) {
        for session in [pair.client, pair.server] { session.close() }
        pair.carry()
        #expect(pair.clientError == nil && pair.serverError == nil)
        #expect(pair.client.isClosedByPeer && pair.server.isClosedByPeer)
        #expect(pair.client.ledger.lost == 0)
        #expect(pair.server.ledger.lost == 0)
    }

    @Test("A ping is answered, and its answer counted once")
    func answered() throws {
        let pair = try established()
        #expect(pair.client.canPing && pair.server.canPing)
        for session in [pair.client, pair.server] {
            for count in 1...3 {
                _ = try session.ping()
                pair.carry()
                #expect(session.answeredPings == UInt64(count))
                #expect(session.lateAnswers == 0)
            }
        }
        #expect(pair.clientMessages.isEmpty && pair.serverMessages.isEmpty)
        #expect(pair.client.sentRecords == 6 && pair.server.sentRecords == 6)
        expectExactAccount(pair)
    }

    @Test(
        "A ping in a large datagram has a small answer, and a lost one comes again as the same record"
    )
    func filled() throws {
        let pair = try established()
        for size in [100, 548, 1_372, 9_000] {
            try pair.client.ping(inDatagramOf: size)
            let datagrams = pair.take(pair.client)
            #expect(datagrams.map(\.count) == [size])
            let answer = try answer(pair, to: datagrams[0])
            #expect(answer.count < 100)
            pair.toClient(answer)
            pair.client.repeatPing()
            let again = pair.take(pair.client)
            #expect(again.count == 1 && datagrams[0].starts(with: again[0]))
            #expect(again[0].count < 100)
            // It has read the first, so that this one is a copy.
            pair.toServer(again[0])
            #expect(pair.take(pair.server).isEmpty)
        }
        #expect(pair.server.receivedPings == 4)
        // Lost is the large one alone.
        try pair.client.ping(inDatagramOf: 1_372)
        _ = pair.take(pair.client)
        pair.client.repeatPing()
        pair.carry()
        #expect(pair.client.answeredPings == 5 && pair.server.discarded == 0)
        expectExactAccount(pair)
    }

    @Test("A ping in a large datagram leaves in no batch with others")
    func alone() throws {
        let pair = try established()
        let message = [UInt8](repeating: 1, count: 800)
        for _ in 0..<3 { try pair.client.send(message.span) }
        try pair.client.ping(inDatagramOf: 1_372)
        for _ in 0..<3 { try pair.client.send(message.span) }
        var batches: [[Int]] = []
        while pair.client.transport.withOutgoing({ bytes, size in
            batches.append([bytes.count, size])
            return true
        }) != nil {
            pair.client.transport.consume(batches[batches.count - 1][0])
        }
        #expect(batches.count == 3 && batches[1] == [1_372, 1_372], "\(batches)")
    }

    @Test("An answer to a ping that another has replaced is late, and answers nothing")
    func replaced() throws {
        let pair = try established()
        let first = try answer(pair, to: try ping(pair, by: pair.client))
        let second = try answer(pair, to: try ping(pair, by: pair.client))
        pair.toClient(first)
        #expect(pair.client.answeredPings == 0 && pair.client.lateAnswers == 1)
        pair.toClient(second)
        #expect(pair.client.answeredPings == 1 && pair.client.lateAnswers == 1)
        expectExactAccount(pair)
    }

    @Test("A late answer behind that to the newest ping does not end the session")
    func lateBehindNewest() throws {
        let pair = try established()
        let first = try answer(pair, to: try ping(pair, by: pair.client))
        let second = try answer(pair, to: try ping(pair, by: pair.client))
        pair.toClient(second)
        pair.toClient(first)
        #expect(pair.clientError == nil)
        #expect(pair.client.answeredPings == 1)
        pair.toClient(try pair.seal([7], by: pair.server))
        #expect(pair.clientMessages == [[7]])
        expectExactAccount(pair)
    }

    @Test("An answer to a ping of another size does not end the session, nor answer the newest")
    func otherSize() throws {
        let pair = try established()
        let first = try answer(pair, to: try ping(pair, by: pair.client, size: 500))
        let second = try answer(pair, to: try ping(pair, by: pair.client))
        pair.toClient(first)
        #expect(pair.client.answeredPings == 0)
        pair.toClient(second)
        #expect(pair.client.answeredPings == 1)
        expectExactAccount(pair)
    }

    @Test("Heartbeats that come again are counted as replays, and neither answered nor counted")
    func replay() throws {
        let pair = try established()
        let question = try ping(pair, by: pair.client)
        let reply = try answer(pair, to: question)
        for _ in 0..<3 { pair.toServer(question) }
        #expect(pair.take(pair.server).isEmpty)
        for _ in 0..<3 { pair.toClient(reply) }
        #expect(pair.client.answeredPings == 1 && pair.client.lateAnswers == 0)
        #expect(pair.server.replayed == 3 && pair.client.replayed == 2)
        // The next ping is not answered by what is old.
        let next = try ping(pair, by: pair.client)
        pair.toClient(reply)
        #expect(pair.client.answeredPings == 1)
        pair.toClient(try answer(pair, to: next))
        #expect(pair.client.answeredPings == 2)
        expectExactAccount(pair)
    }

    @Test("Heartbeats that come again inside a larger datagram count once as well")
    func replayInside() throws {
        let pair = try established()
        let question = try ping(pair, by: pair.client)
        let reply = try answer(pair, to: question)
        pair.toClient(reply)
        pair.toServer(question + question)
        pair.toServer(try pair.seal([1], by: pair.client) + question)
        #expect(pair.take(pair.server).isEmpty)
        pair.toClient(reply + reply)
        pair.toClient(try pair.seal([2], by: pair.server) + reply)
        #expect(pair.client.answeredPings == 1)
        #expect(pair.serverMessages == [[1]] && pair.clientMessages == [[2]])
        expectExactAccount(pair)
    }

    @Test("A ping in front of data is answered, and the data are delivered")
    func beforeData() throws {
        let pair = try established()
        let question = try ping(pair, by: pair.client)
        let reply = try answer(pair, to: question + (try pair.seal([1], by: pair.client)))
        #expect(pair.serverMessages == [[1]])
        pair.toClient(reply + (try pair.seal([2], by: pair.server)))
        #expect(pair.clientMessages == [[2]] && pair.client.answeredPings == 1)
        expectExactAccount(pair)
    }

    @Test("With answers put off nothing leaves until one is asked for, and then one to the last")
    func putOff() throws {
        let pair = try established()
        pair.server.answersPings = false
        let pings = try (0..<3).map { _ in try ping(pair, by: pair.client) }
        for datagram in pings { pair.toServer(datagram) }
        #expect(pair.take(pair.server).isEmpty)
        #expect(pair.server.owesAnswer)
        pair.server.answerPing()
        #expect(!pair.server.owesAnswer)
        pair.server.answerPing()
        let answers = pair.take(pair.server)
        #expect(answers.count == 1)
        for datagram in answers { pair.toClient(datagram) }
        #expect(pair.client.answeredPings == 1 && pair.client.lateAnswers == 0)
        expectExactAccount(pair)
    }

    @Test("A full outbox puts the answer off, and the account stays exact")
    func fullOutbox() throws {
        let pair = try established()
        let question = try ping(pair, by: pair.client)
        let message = Wire.zeros(pair.server.dataMTU)
        var sent = 0
        while pair.server.transport.hasRoom {
            try pair.server.send(message.span)
            sent += 1
        }
        let waiting = pair.server.transport.outgoingBytes
        pair.toServer(question)
        #expect(pair.server.owesAnswer)
        #expect(pair.server.transport.outgoingBytes == waiting)
        for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        pair.server.answerPing()
        pair.carry()
        #expect(pair.client.answeredPings == 1)
        #expect(pair.clientMessages.count == sent)
        expectExactAccount(pair)
    }

    @Test(
        "A ping as large as the path is answered in full by a peer with a smaller one",
        arguments: [1_372, 8_972, 16_376])
    func padded(mtu: Int) throws {
        let pair = try established()
        pair.client.mtu = mtu
        let usual = pair.server.mtu
        let question = try ping(pair, by: pair.client, size: pair.client.dataMTU)
        #expect((mtu - 1...mtu).contains(question.count))
        let reply = try answer(pair, to: question)
        #expect(reply.count == question.count)
        #expect(pair.server.mtu == usual)
        pair.toClient(reply)
        #expect(pair.client.answeredPings == 1)
        let limit = pair.client.dataMTU
        #expect(throws: SessionError.tooLarge(size: limit + 1, limit: limit)) {
            try pair.client.ping(size: limit + 1)
        }
        expectExactAccount(pair)
    }

    @Test("A peer without heartbeats is not asked, and goes on", arguments: [true, false])
    func unsupported(isServer: Bool) throws {
        let pair = try established {
            if isServer { $0.serverHeartbeats = false } else { $0.clientHeartbeats = false }
        }
        let asker = isServer ? pair.client : pair.server
        #expect(!asker.canPing)
        #expect(throws: SessionError.self) { try asker.ping() }
        #expect(!asker.transport.hasOutgoing)
        pair.toServer(try pair.seal([1], by: pair.client))
        #expect(pair.serverMessages == [[1]])
        expectExactAccount(pair)
    }

    @Test("Nobody can ping before the session stands")
    func early() throws {
        let pair = try Pair()
        #expect(!pair.client.canPing && !pair.server.canPing)
    }

    @Test("Mutations of heartbeats are dropped, and the true ones still count", arguments: 0..<20)
    func mutations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pair = try established()
        let question = try ping(pair, by: pair.client)
        for _ in 0..<200 { pair.toServer(Self.mutation(of: question, &generator)) }
        #expect(pair.take(pair.server).allSatisfy { $0[0] != 24 })
        #expect(pair.serverError == nil && pair.serverMessages.isEmpty)
        let reply = try answer(pair, to: question)
        for _ in 0..<200 { pair.toClient(Self.mutation(of: reply, &generator)) }
        #expect(pair.clientError == nil)
        #expect(pair.client.answeredPings == 0 && pair.client.lateAnswers == 0)
        pair.toClient(reply)
        #expect(pair.client.answeredPings == 1)
        for datagram in pair.take(pair.client) { pair.toServer(datagram) }
        expectExactAccount(pair)
    }

    @Test("Ten thousand pings at a full outbox cost no memory, and have one answer")
    func flood() throws {
        let pair = try established()
        let message = Wire.zeros(pair.server.dataMTU)
        while pair.server.transport.hasRoom { try pair.server.send(message.span) }
        let waiting = pair.server.transport.outgoingBytes
        for _ in 0..<10_000 { pair.toServer(try ping(pair, by: pair.client)) }
        #expect(pair.serverError == nil)
        #expect(pair.server.transport.outgoingBytes == waiting)
        for datagram in pair.take(pair.server) { pair.toClient(datagram) }
        pair.server.answerPing()
        let answers = pair.take(pair.server)
        #expect(answers.count == 1)
        for datagram in answers { pair.toClient(datagram) }
        #expect(pair.client.answeredPings == 1)
        expectExactAccount(pair)
    }

    @Test("A flood of pings that are answered has no more answers than pings")
    func floodAnswered() throws {
        let pair = try established()
        var answers = 0
        for _ in 0..<10_000 {
            let question = try ping(pair, by: pair.client)
            pair.toServer(question)
            pair.toServer(question)
            for datagram in pair.take(pair.server) {
                answers += 1
                pair.toClient(datagram)
            }
        }
        #expect(answers == 10_000)
        #expect(pair.client.answeredPings == 10_000)
        #expect(pair.server.sentRecords == 10_000)
        expectExactAccount(pair)
    }

    /// A datagram that looks like a heartbeat and is not authentic.
    private static func mutation(
        of datagram: [UInt8], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = datagram
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
        case 1:
            // Cut short, and with a header that says so.
            bytes.removeLast(Int.random(in: 1..<bytes.count - 13, using: &generator))
            bytes[11] = UInt8((bytes.count - 13) >> 8)
            bytes[12] = UInt8((bytes.count - 13) & 0xFF)
        case 2:
            for index in 13..<bytes.count {
                bytes[index] = .random(in: .min ... .max, using: &generator)
            }
        default:
            for _ in 0...Int.random(in: 0..<8, using: &generator) {
                let index = Int.random(in: 13..<bytes.count, using: &generator)
                bytes[index] ^= UInt8(1) << Int.random(in: 0..<8, using: &generator)
            }
            if bytes == datagram { bytes[13] ^= 1 }
        }
        return bytes
    }
}
