import Testing

@testable import DTLS

/// Datagrams that come in one batch, or are opened as a stream, give what they give one by one.
@Suite struct BatchTests {
    /// A client that has sent, and two servers with the same keys are not to be had: so the same
    /// seed makes the same kinds of datagrams for two pairs.
    private func established() throws -> Pair {
        let pair = try Pair()
        try pair.handshake()
        return pair
    }

    /// What a server makes of datagrams.
    private struct Yield: Equatable {
        var messages: [[UInt8]] = []
        var numbers: [UInt64] = []
        var progress: Progress?
        var replayed: UInt64 = 0
        var discarded: UInt64 = 0
        var lost: UInt64 = 0
        var reordered: UInt64 = 0
        var answers = 0
        var isClosed = false
        var failed = false
    }

    /// How datagrams are handed in.
    private enum Way { case batch, stream, single }

    /// Hands in `datagrams`; of a stream, all messages are one.
    private func yield(_ pair: Pair, _ datagrams: [[UInt8]], _ way: Way) -> Yield {
        var yield = Yield()
        let server = pair.server
        let discarded = server.discarded
        let note = { (message: Span<UInt8>, number: UInt64) in
            yield.messages.append([UInt8](copying: message))
            yield.numbers.append(number)
        }
        do throws(SessionError) {
            switch way {
            case .batch:
                let bytes = Array(datagrams.joined())
                yield.progress = try server.receive(
                    bytes.span, segmentSize: datagrams[0].count, note)
            case .stream:
                let bytes = Array(datagrams.joined())
                var space = [UInt8](repeating: 0, count: bytes.count)
                var opened = (messages: 0, bytes: 0)
                defer { yield.messages = [Array(space[..<opened.bytes])] }
                var span = space.mutableSpan
                yield.progress = try server.receive(
                    bytes.span, segmentSize: datagrams[0].count, into: &span, opened: &opened)
            case .single:
                for datagram in datagrams {
                    let progress = try server.receive(datagram.span, note)
                    if yield.progress == nil || progress != .wantsDatagram {
                        yield.progress = progress
                    }
                }
            }
        } catch { yield.failed = true }
        yield.replayed = server.replayed
        yield.discarded = server.discarded - discarded
        yield.lost = server.ledger.lost
        yield.reordered = server.ledger.reordered
        yield.answers = pair.take(server).count
        yield.isClosed = server.isClosedByPeer
        return yield
    }

    /// Expects the same of all ways, and returns it.
    private func expectSame(
        _ make: (Pair) throws -> [[UInt8]], _ location: SourceLocation = #_sourceLocation
    ) throws -> Yield {
        let (batch, single, stream) = (try established(), try established(), try established())
        let datagrams = try make(batch)
        for datagram in datagrams.dropLast() {
            try #require(datagram.count == datagrams[0].count, sourceLocation: location)
        }
        let together = yield(batch, datagrams, .batch)
        let apart = yield(single, try make(single), .single)
        #expect(together == apart, sourceLocation: location)
        var flat = together
        flat.messages = [Array(together.messages.joined())]
        flat.numbers = []
        #expect(yield(stream, try make(stream), .stream) == flat, sourceLocation: location)
        return together
    }

    private func data(_ pair: Pair, _ count: Int, size: Int = 100) throws -> [[UInt8]] {
        try (0..<count).map { index in
            try pair.seal([UInt8](repeating: UInt8(index), count: size), by: pair.client)
        }
    }

    private func messages(_ numbers: [Int], size: Int = 100) -> [[UInt8]] {
        numbers.map { [UInt8](repeating: UInt8($0), count: size) }
    }

    @Test("Datagrams of one size, the last of them shorter")
    func shorterLast() throws {
        let yield = try expectSame { try data($0, 5) + data($0, 1, size: 7) }
        #expect(yield.messages == messages([0, 1, 2, 3, 4]) + messages([0], size: 7))
        #expect(yield.numbers == [1, 2, 3, 4, 5, 6])
    }

    @Test("A datagram that holds two records")
    func twoRecords() throws {
        let yield = try expectSame { pair in
            // 13 + 8 + 16 of header, nonce and tag: two of 100 are as long as one of 237.
            let large = try data(pair, 1, size: 237)
            let two = Array(try data(pair, 2).joined())
            return large + [two] + (try data(pair, 1, size: 237))
        }
        #expect(!yield.failed && yield.messages.count == 4 && yield.lost == 0)
    }

    @Test("A datagram that comes again in the batch")
    func replayed() throws {
        let yield = try expectSame { pair in
            let datagrams = try data(pair, 3)
            return [datagrams[0], datagrams[1], datagrams[0], datagrams[2], datagrams[2]]
        }
        #expect(yield.messages == messages([0, 1, 2]))
        #expect(yield.replayed == 2 && yield.lost == 0)
    }

    @Test("A corrupted datagram is dropped, and does not take its neighbours with it")
    func corrupted() throws {
        for index in [0, 1, 3, 5, 10, 11, 12, 13, 30, 136] {
            let yield = try expectSame { pair in
                var datagrams = try data(pair, 3)
                datagrams[1][index] ^= 1
                return datagrams
            }
            #expect(yield.messages == messages([0, 2]), "byte \(index)")
            #expect(!yield.failed && yield.discarded + yield.replayed == 1)
        }
    }

    @Test("Datagrams out of order are delivered as they come, and counted")
    func reordered() throws {
        let yield = try expectSame { pair in
            let datagrams = try data(pair, 5)
            return [4, 1, 3, 0].map { datagrams[$0] }
        }
        #expect(yield.messages == messages([4, 1, 3, 0]))
        #expect(yield.reordered == 3 && yield.lost == 1)
    }

    @Test("A ping among data")
    func ping() throws {
        let yield = try expectSame { pair in
            let before = try data(pair, 2, size: 35)
            try pair.client.ping()
            return before + pair.take(pair.client) + (try data(pair, 2, size: 35))
        }
        #expect(yield.messages.count == 4 && yield.answers == 1 && yield.lost == 0)
    }

    @Test("An alert that closes the session is behind all that came before it")
    func close() throws {
        let yield = try expectSame { pair in
            let before = try data(pair, 3)
            pair.client.close()
            return before + pair.take(pair.client)
        }
        #expect(yield.messages == messages([0, 1, 2]))
        #expect(yield.progress == .closed && yield.isClosed && yield.lost == 0)
    }

    @Test("An alert between data, of a size with them")
    func closeBetween() throws {
        let yield = try expectSame { pair in
            let before = try data(pair, 2, size: 2)
            let after = try data(pair, 1, size: 2)
            pair.client.close()
            return before + pair.take(pair.client) + after
        }
        #expect(yield.progress == .closed && yield.isClosed && !yield.failed)
    }

    @Test("Records behind a forged one in a datagram are read before the next datagram")
    func behindForged() throws {
        let pair = try established()
        var datagrams = try data(pair, 4)
        datagrams[1][40] ^= 1
        pair.toServer(Array(datagrams.joined()))
        #expect(pair.serverMessages == messages([0, 2, 3]))
        let next = try yield(pair, data(pair, 1), .batch)
        #expect(next.messages == messages([0]) && next.numbers == [5])
    }

    @Test(
        "Thousands of forged records in a datagram cost no true one",
        arguments: [100, 1_000, 4_600], [true, false])
    func manyForged(count: Int, inBatch: Bool) throws {
        let pair = try established()
        let forged = (0..<count).flatMap {
            Wire.record(23, epoch: 1, sequence: UInt64($0) + 100, [1])
        }
        pair.toServer(forged)
        let after = try yield(pair, data(pair, 20), inBatch ? .batch : .single)
        #expect(after.messages == messages(Array(0..<20)))
        #expect(after.lost == 0)
    }

    @Test("Data in the datagram of the Finished are read with it")
    func behindFinished() throws {
        let pair = try Pair()
        _ = try pair.client.advance()
        while !pair.client.isEstablished {
            for datagram in pair.take(pair.client) { pair.toServer(datagram) }
            var flight = pair.take(pair.server)
            if pair.server.isEstablished {
                flight = [Array(flight.joined()) + (try pair.seal([1], by: pair.server))]
            }
            for datagram in flight { pair.toClient(datagram) }
        }
        #expect(pair.clientMessages == [[1]])
        let next = try pair.seal([2], by: pair.server)
        _ = try pair.client.receive(next.span, segmentSize: next.count) { message, number in
            #expect([UInt8](copying: message) == [2] && number == 2)
        }
        #expect(pair.client.ledger.lost == 0)
    }

    @Test("Noise of any segment size does no harm", arguments: 0..<20)
    func noise(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pair = try established()
        for size in [1, 12, 13, 14, 64, 1_400] {
            var bytes = Array(try data(pair, 4).joined())
            for _ in 0..<10 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 0x55
            }
            _ = try pair.server.receive(bytes.span, segmentSize: size) { _, _ in }
        }
        let after = try yield(pair, data(pair, 2), .batch)
        #expect(after.messages.count == 2, "\(after)")
    }
}
