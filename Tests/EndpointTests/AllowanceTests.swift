import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// What leaves for an address that nobody has proved.
@Suite(.timeLimit(.minutes(10))) struct AllowanceTests {
    private func stage() throws -> Stage {
        try Stage(certificate: true) {
            $0.asksForCookie = false
            $0.trustsLoopback = false
            $0.session.retransmission = 10
        }
    }

    private func flight(_ sizes: Int...) -> [[UInt8]] {
        sizes.map { [UInt8](repeating: 1, count: $0) }
    }

    @Test func `three times the bytes leave at once, and once`() {
        var allowance = Allowance()
        #expect(allowance.release(flight(1)).isEmpty)
        allowance.earn(100)
        #expect(allowance.release(flight(200, 100)).count == 2)
        #expect(allowance.release(flight(200, 100)).isEmpty)
    }

    @Test func `a larger flight waits until the client has said enough`() {
        var allowance = Allowance()
        allowance.earn(100)
        #expect(allowance.release(flight(400, 201)).isEmpty)
        allowance.earn(100)
        #expect(allowance.release([]).isEmpty)
        allowance.earn(1)
        #expect(allowance.release([]).count == 2)
        #expect(allowance.release([]).isEmpty)
    }

    @Test func `no number of small datagrams brings back more than three times their bytes`() {
        var allowance = Allowance()
        allowance.earn(100)
        var sent = 0
        for number in 1...1_000 {
            allowance.earn(14)
            sent += allowance.release(flight(1_200, 800)).map(\.count).reduce(0, +)
            #expect(sent <= 3 * (100 + 14 * number))
        }
        #expect(sent > 0)
    }

    @Test func `a hello that nobody stands behind gets no more than three times its bytes back`()
        throws
    {
        let stage = try stage()
        let stranger = try Stranger("127.0.0.2", to: stage.address)
        let hello = ForgedHello(1).datagram
        stranger.send(hello)
        try stage.turn { stage.server.handshakes == 1 }
        // Its timers run out, in the time of GnuTLS as well.
        let loop = EventLoop()
        for _ in 0..<12 {
            stage.now = stage.now.advanced(by: .milliseconds(700))
            try loop.wait(until: Deadline.now.advanced(by: .milliseconds(20)))
            stage.turn()
        }
        #expect(stage.server.handshakes == 1)
        #expect(stranger.answers().map(\.count).reduce(0, +) <= 3 * hello.count)
        // It comes again, as that of a client does that has no answer, until it has earned one.
        var back = 0
        var said = hello.count
        while back == 0 {
            stranger.send(hello)
            said += hello.count
            try loop.wait(until: Deadline.now.advanced(by: .milliseconds(20)))
            stage.turn()
            back += stranger.answers().map(\.count).reduce(0, +)
            #expect(back <= 3 * said)
            try #require(said < 100 * hello.count)
        }
    }

    @Test func `a client that is there shakes hands all the same`() throws {
        let stage = try stage()
        let client = try stage.client(certificate: true)
        try stage.turn(with: [client]) { stage.established.count == 1 }
        #expect(stage.established.first?.allowance == nil)
    }
}
