import Probe
import Testing

@Suite struct FlightLogTests {
    private func record(_ type: UInt8, epoch: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
        [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 0]
            + [UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    }

    /// A record with a message, or with the part of it from `offset` on.
    private func message(
        _ type: UInt8, _ sequence: UInt8, total: Int = 40, offset: Int = 0, length: Int? = nil
    ) -> [UInt8] {
        func three(_ value: Int) -> [UInt8] {
            [UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
        }
        let length = length ?? total - offset
        return record(
            22,
            [type] + three(total) + [0, sequence] + three(offset) + three(length)
                + [UInt8](repeating: 0, count: length))
    }

    private let cipherChange: [UInt8] = [20, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    private var finished: [UInt8] { record(22, epoch: 1, [UInt8](repeating: 7, count: 40)) }

    /// The flights of datagrams, each of which comes ten milliseconds after the one before.
    private func flights(
        _ datagrams: [(isIncoming: Bool, bytes: [UInt8])], every step: Int = 10
    ) -> [Flight] {
        var log = FlightLog()
        for (index, datagram) in datagrams.enumerated() {
            log.note(
                datagram.bytes.span, isIncoming: datagram.isIncoming,
                at: .milliseconds(index * step))
        }
        return log.flights
    }

    @Test func `a handshake is told in six flights`() {
        let flights = flights([
            (false, message(1, 0)), (true, message(3, 0)), (false, message(1, 1)),
            (true, message(2, 1) + message(11, 2, total: 900, length: 500)),
            (true, message(11, 2, total: 900, offset: 500) + message(14, 3, total: 0)),
            (false, message(16, 2)), (false, cipherChange + finished),
            (true, cipherChange), (true, finished),
        ])
        #expect(flights.map(\.isIncoming) == [false, true, false, true, false, true])
        #expect(
            flights.map(\.messages) == [
                ["ClientHello"], ["HelloVerifyRequest"], ["ClientHello"],
                ["ServerHello", "Certificate", "ServerHelloDone"],
                ["ClientKeyExchange", "ChangeCipherSpec", "Finished"],
                ["ChangeCipherSpec", "Finished"],
            ])
        #expect(flights.allSatisfy { !$0.isRepeated })
        #expect(flights.map(\.datagrams) == [1, 1, 1, 2, 2, 2])
        #expect(flights[3].time == .milliseconds(30))
        #expect(flights[3].bytes == 25 + 40 + 25 + 500 + 25 + 400 + 25)
        #expect(flights[3].largest == 25 + 40 + 25 + 500)
    }

    @Test func `a flight that is sent again is one of its own`() {
        let hello = message(1, 0)
        let flights = flights([(false, hello), (false, hello), (false, hello)], every: 1_000)
        #expect(flights.map(\.isRepeated) == [false, true, true])
        #expect(flights.allSatisfy { $0.datagrams == 1 })
    }

    @Test func `an answer that comes again after ours did is told as such`() {
        let answer = message(2, 1) + message(14, 2, total: 0)
        let flights = flights(
            [(false, message(1, 0)), (true, answer), (false, message(1, 0)), (true, answer)],
            every: 200)
        #expect(flights.map(\.isRepeated) == [false, false, true, true])
    }

    @Test func `a copy that comes late belongs to the flight that it is a copy of`() {
        let cookie = message(3, 0)
        let flights = flights([
            (false, message(1, 0)), (true, cookie), (false, message(1, 1)), (true, cookie),
            (true, message(2, 1)),
        ])
        #expect(flights.allSatisfy { !$0.isRepeated })
        #expect(flights.map(\.datagrams) == [1, 2, 1, 1])
    }

    @Test func `what was missing comes with the flight that is sent again`() {
        let first = message(2, 1)
        let second = message(14, 2, total: 0)
        let flights = flights(
            [(false, message(1, 0)), (true, first), (true, first), (true, second)], every: 400)
        #expect(flights.map(\.isRepeated) == [false, false, true])
        #expect(flights.last?.messages == ["ServerHello", "ServerHelloDone"])
    }

    @Test func `copies that the network makes belong to their flight`() {
        let parts = [message(2, 1), message(14, 2, total: 0)]
        let flights = flights([
            (false, message(1, 0)), (true, parts[0]), (true, parts[0]), (true, parts[1]),
        ])
        #expect(flights.count == 2)
        #expect(flights[1].datagrams == 3)
        #expect(flights[1].messages == ["ServerHello", "ServerHelloDone"])
    }

    @Test func `data, heartbeats and the alerts of a session belong to no flight`() {
        let others = [
            record(23, epoch: 1, [1, 2, 3]), record(24, epoch: 1, [1]),
            record(21, epoch: 1, [1, 2]),
        ]
        #expect(flights(others.map { (true, $0) }).isEmpty)
    }

    @Test func `alerts in the clear are told by name, and what is no DTLS as such`() {
        let flights = flights([
            (false, message(1, 0)), (true, record(21, [2, 40])), (true, [0x1B]),
        ])
        #expect(flights.last?.messages == ["alert handshake_failure", "no record of DTLS"])
    }

    @Test func `a peer cannot make it large`() {
        var log = FlightLog()
        for index in 0..<20_000 {
            let datagram = message(
                UInt8(index % 256), UInt8(index / 256 % 256), total: 9_000 + index,
                offset: index % 9_000, length: 1)
            log.note(
                datagram.span, isIncoming: index.isMultiple(of: 2),
                at: .milliseconds(index * 100))
        }
        #expect(log.flights.count == 64)
        #expect(log.flights.allSatisfy { $0.messages.count <= 16 })
    }

    @Test func `any bytes will do`() {
        var state: UInt64 = 7
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let whole =
            message(2, 1) + message(11, 2, total: 900, length: 500) + cipherChange + finished
        var log = FlightLog()
        for round in 0..<5_000 {
            var datagram = Array(whole.prefix(Int(next()) * 3))
            for _ in 0..<Int(next() % 8) where !datagram.isEmpty {
                datagram[Int(next()) % datagram.count] = next()
            }
            log.note(
                datagram.span, isIncoming: next() < 128,
                at: .milliseconds(round * Int(next())))
        }
        #expect(log.flights.count == 64)
    }
}
