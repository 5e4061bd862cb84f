import ClientHello
import DTLS
import Sockets
import SystemPackage
import Testing

@testable import Scan

/// One exchange, without a network and with a clock of its own.
@Suite struct ExchangeTests {
    private static let hello = ClientHello(version: 0xFEFD, suites: [0xC0A8], extensions: [])
    private static let timing = Exchange.Timing(first: .milliseconds(100), tries: 3)
    private let start = Deadline(nanoseconds: 1_000_000_000)

    private func trial(
        _ change: (inout Offer) -> Void = { _ in }, stale: [UInt8]? = nil,
        usesCookies: Bool = false
    ) -> Trial {
        var offer = Offer(Self.hello)
        change(&offer)
        return Trial(
            Exchange(
                offer, timing: Self.timing, record: 7, stale: stale, usesCookies: usesCookies))
    }

    private func flight(random: UInt8 = 1, sequence: UInt16 = 1) -> [[UInt8]] {
        var writer = RecordWriter(number: 40)
        let body = WireWriter.bytes { writer in
            writer.number(0xFEFD, 2)
            writer.append([UInt8](repeating: random, count: 32))
            writer.vector([], 1)
            writer.number(0xC0A8, 2)
            writer.number(0, 1)
        }
        return writer.datagrams(of: HandshakeMessage(type: 2), body: body, sequence: sequence)
            + writer.datagrams(of: .serverHelloDone, body: [], sequence: sequence + 1)
    }

    private func request(_ cookie: [UInt8]) -> [UInt8] {
        var writer = RecordWriter()
        let body = WireWriter.bytes { writer in
            writer.number(0xFEFF, 2)
            writer.vector(cookie, 1)
        }
        return writer.datagrams(of: .helloVerifyRequest, body: body, sequence: 0)[0]
    }

    private func sent(_ datagrams: [[UInt8]]) throws -> ClientHello {
        let datagram = try #require(datagrams.first)
        return try #require(ClientHello(body: Array(datagram[25...])))
    }

    @Test func `a cookie is brought back, and the flight ends it`() throws {
        let exchange = trial()
        #expect(try sent(exchange.start(now: start)).cookie.isEmpty)
        let second = exchange.take(
            request([1, 2]), now: start.advanced(by: .milliseconds(30)))
        #expect(try sent(second).cookie == [1, 2])
        #expect(try sent(second).random == Self.hello.random)
        // The second message of the handshake, and the next record.
        let datagram = try #require(second.first)
        let record = try #require(DatagramContents(datagram.span).records.first)
        #expect(record.number == 8 && record.fragments.first?.sequence == 1)
        for datagram in flight() {
            #expect(!exchange.isOver)
            #expect(
                exchange.take(datagram, now: start.advanced(by: .milliseconds(70))).isEmpty)
        }
        #expect(exchange.isOver)
        #expect(exchange.answer.hello?.suite == 0xC0A8)
        #expect(exchange.answer.hadCookie)
        #expect(exchange.answer.delay == .milliseconds(40))
        #expect(exchange.answer.unprovenSize == request([1, 2]).count)
        let alert = try #require(exchange.farewell(evenIfSilent: false))
        #expect(
            DatagramContents(alert.span).records.first?.alert == Alert(level: .fatal, code: 90))
        #expect(DatagramContents(alert.span).records.first?.number == 9)
    }

    @Test func `a hello is sent again, each time after twice as long, and then it is silence`() {
        let exchange = trial()
        #expect(exchange.start(now: start).count == 1)
        var now = start
        for wait in [100, 200] {
            let early = now.advanced(by: .milliseconds(wait - 1))
            #expect(exchange.expire(now: early).isEmpty)
            now = now.advanced(by: .milliseconds(wait))
            #expect(exchange.deadline == now)
            #expect(exchange.expire(now: now).count == 1)
        }
        now = now.advanced(by: .milliseconds(400))
        #expect(exchange.expire(now: now).isEmpty)
        #expect(exchange.isOver && exchange.answer.isSilence)
        #expect(exchange.answer.retransmissions == 2)
        #expect(exchange.farewell(evenIfSilent: false) == nil)
        #expect(exchange.farewell(evenIfSilent: true) != nil)
    }

    @Test func `what is left of the exchange before is not taken for an answer`() {
        let exchange = trial(stale: [UInt8](repeating: 1, count: 32))
        _ = exchange.start(now: start)
        for datagram in flight(random: 1) { _ = exchange.take(datagram, now: start) }
        #expect(!exchange.isOver)
        for datagram in flight(random: 2) { _ = exchange.take(datagram, now: start) }
        #expect(exchange.isOver)
    }

    @Test func `a server that asks anew has forgotten us`() {
        let exchange = trial()
        _ = exchange.start(now: start)
        _ = exchange.take(request([1]), now: start)
        // The network may bring the first request twice.
        _ = exchange.take(request([1]), now: start)
        #expect(!exchange.isOver)
        _ = exchange.expire(now: start.advanced(by: .milliseconds(100)))
        _ = exchange.take(request([2]), now: start)
        #expect(exchange.isOver && exchange.answer.hello == nil && exchange.answer.hadCookie)
    }

    @Test func `an alert in place of a cookie may be of the exchange before`() {
        let exchange = trial(usesCookies: true)
        _ = exchange.start(now: start)
        var writer = RecordWriter()
        let alert = writer.datagram(of: Alert(level: .fatal, code: 40), version: 0xFEFD)
        _ = exchange.take(alert, now: start)
        #expect(!exchange.isOver)
        _ = exchange.take(request([1]), now: start)
        for datagram in flight() { _ = exchange.take(datagram, now: start) }
        #expect(exchange.isOver && exchange.answer.hello != nil)
        let other = trial(usesCookies: true)
        _ = other.start(now: start)
        _ = other.expire(now: start.advanced(by: .milliseconds(100)))
        _ = other.take(alert, now: start)
        #expect(other.isOver && other.answer.hello == nil)
    }

    @Test func `an observation brings no cookie, and counts what comes`() {
        let exchange = trial { $0.observation = .seconds(3) }
        let size = exchange.start(now: start)[0].count
        #expect(exchange.take(request([1, 2]), now: start).isEmpty)
        #expect(exchange.expire(now: start.advanced(by: .seconds(1))).isEmpty)
        #expect(exchange.isOver)
        #expect(exchange.answer.helloSize == size)
        #expect(exchange.answer.unprovenSize == request([1, 2]).count)
        #expect(exchange.farewell(evenIfSilent: true) == nil)
    }

    @Test func `fragments go from the start, or with the cookie alone`() {
        let exchange = trial { $0.fragment = 20 }
        #expect(exchange.start(now: start).count == 3)
        #expect(exchange.take(request([1, 2]), now: start).count == 3)
        let other = trial {
            $0.fragment = 20
            $0.isWholeAtFirst = true
        }
        #expect(other.start(now: start).count == 1)
        #expect(other.take(request([1, 2]), now: start).count == 3)
    }

    @Test func `a warning ends nothing, and a fatal alert does`() {
        let exchange = trial()
        _ = exchange.start(now: start)
        var writer = RecordWriter()
        let warning = writer.datagram(of: Alert(level: .warning, code: 112), version: 0xFEFD)
        _ = exchange.take(warning, now: start)
        #expect(!exchange.isOver)
        let fatal = writer.datagram(of: Alert(level: .fatal, code: 40), version: 0xFEFD)
        _ = exchange.take(fatal, now: start)
        guard case .alert(let alert) = exchange.answer.outcome else {
            Issue.record("no alert")
            return
        }
        #expect(alert.code == 40)
        #expect(exchange.farewell(evenIfSilent: true) == nil)
    }
}

/// An exchange that can be asked within an expectation.
private final class Trial {
    private var exchange: Exchange

    init(_ exchange: Exchange) { self.exchange = exchange }

    var answer: Answer { exchange.answer }
    var isOver: Bool { exchange.isOver }
    var deadline: Deadline { exchange.deadline }

    func start(now: Deadline) -> [[UInt8]] { exchange.start(now: now) }
    func expire(now: Deadline) -> [[UInt8]] { exchange.expire(now: now) }
    func farewell(evenIfSilent: Bool) -> [UInt8]? {
        exchange.farewell(evenIfSilent: evenIfSilent)
    }

    func take(_ datagram: [UInt8], now: Deadline) -> [[UInt8]] {
        exchange.take(datagram.span, now: now)
    }
}
