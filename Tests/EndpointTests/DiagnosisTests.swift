import DTLS
import Testing

@testable import Endpoint

@Suite struct DiagnosisTests {
    private func stage(_ change: (inout Stall) -> Void) -> Stall.Stage {
        var stall = Stall()
        change(&stall)
        return stall.stage
    }

    @Test func `a client's handshake comes to rest where its server's last message says`() {
        #expect(stage { _ in } == .clientHello)
        #expect(stage { $0.foreignDatagrams = 1 } == .notDTLS)
        #expect(
            stage {
                $0.lastReceived = .helloVerifyRequest
                $0.cookieRequests = 2
            } == .cookie)
        #expect(
            stage {
                $0.lastReceived = .helloVerifyRequest
                $0.cookieRequests = 3
            } == .cookieLoop)
        #expect(stage { $0.lastReceived = HandshakeMessage(type: 2) } == .serverFlight)
        #expect(stage { $0.lastReceived = .serverHelloDone } == .finished)
    }

    @Test func `a part of a flight is more than nothing`() {
        let gap = Gap(message: HandshakeMessage(type: 11), received: 100, total: 2_000)
        #expect(stage { $0.gap = gap } == .serverFlight)
        #expect(
            stage {
                $0.lastReceived = .helloVerifyRequest
                $0.cookieRequests = 9
                $0.hasHole = true
            } == .serverFlight)
    }

    @Test func `a server's handshake comes to rest where its client's last message says`() {
        func stage(_ message: HandshakeMessage?, gap: Gap? = nil) -> Stall.Stage {
            self.stage {
                $0.isClient = false
                $0.lastReceived = message
                $0.gap = gap
            }
        }
        let gap = Gap(message: HandshakeMessage(type: 11), received: 100, total: 2_000)
        #expect(stage(.clientHello) == .serverFlight)
        #expect(stage(.clientHello, gap: gap) == .clientFlight)
        #expect(stage(HandshakeMessage(type: 11)) == .clientFlight)
        #expect(stage(.clientKeyExchange) == .finished)
        #expect(stage(.certificateVerify) == .finished)
    }

    private func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 0, UInt8(body.count >> 8), UInt8(body.count & 255)]
            + body
    }

    private func fragment(
        _ type: UInt8, sequence: UInt8, total: UInt8, offset: UInt8, length: UInt8
    ) -> [UInt8] {
        record(
            22,
            [type, 0, 0, total, 0, sequence, 0, 0, offset, 0, 0, length]
                + [UInt8](repeating: 0, count: Int(length)))
    }

    @Test func `evidence is what datagrams have brought`() {
        var evidence = Evidence()
        evidence.note([1, 2, 3].span)
        #expect(evidence.foreign == 1)
        evidence.note(fragment(3, sequence: 0, total: 4, offset: 0, length: 4).span)
        evidence.note(fragment(3, sequence: 0, total: 4, offset: 0, length: 4).span)
        #expect(evidence.cookieRequests == 2)
        #expect(evidence.gap == nil && !evidence.hasHole)
        evidence.note(fragment(11, sequence: 2, total: 200, offset: 150, length: 50).span)
        evidence.note(fragment(11, sequence: 2, total: 200, offset: 150, length: 50).span)
        #expect(evidence.gap == Gap(message: HandshakeMessage(type: 11), received: 50, total: 200))
        #expect(evidence.hasHole)
        evidence.note(fragment(2, sequence: 1, total: 80, offset: 0, length: 80).span)
        #expect(!evidence.hasHole)
        #expect(evidence.largest == 13 + 12 + 80)
        evidence.note(fragment(11, sequence: 2, total: 200, offset: 0, length: 150).span)
        #expect(evidence.gap == nil)
    }

    @Test func `evidence stays small whatever comes`() {
        var evidence = Evidence()
        for sequence in UInt8.min...UInt8.max {
            for offset in stride(from: UInt8(0), to: 200, by: 1) {
                evidence.note(
                    fragment(11, sequence: sequence, total: 255, offset: offset, length: 1).span)
            }
        }
        #expect(evidence.size < 16 * 129)
    }
}
