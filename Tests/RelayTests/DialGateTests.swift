import Endpoint
import Sockets
import Testing

@testable import Relay

@Suite struct DialGateTests {
    private let start = Deadline(nanoseconds: 1_000_000_000)

    /// A gate whose pauses are the longest that chance makes: 0.4 s, and twice as much each time.
    private var gate = DialGate(backOff: BackOff(random: { 1 }))

    @Test func `while nothing has failed anybody may begin`() {
        #expect(gate.allows(underWay: 0, now: start))
        #expect(gate.allows(underWay: 500, now: start))
    }

    @Test mutating func `after a failure one may try, and only after a while`() {
        gate.failed(now: start)
        #expect(!gate.allows(underWay: 0, now: start.advanced(by: .milliseconds(399))))
        let later = start.advanced(by: .milliseconds(400))
        #expect(gate.next == later)
        #expect(gate.allows(underWay: 0, now: later))
        #expect(!gate.allows(underWay: 1, now: later))
        gate.succeeded()
        #expect(gate.allows(underWay: 500, now: start))
    }

    @Test mutating func `a server that throws out whom it takes in is tried less and less`() {
        var now = start
        for pause in [400, 800, 1_600, 3_200] {
            #expect(gate.allows(underWay: 0, now: now))
            gate.succeeded()
            gate.thrownOut(now: now)
            // Those that were under way are taken in as well, which says nothing.
            gate.succeeded()
            gate.thrownOut(now: now)
            #expect(!gate.allows(underWay: 0, now: now))
            #expect(gate.next == now.advanced(by: .milliseconds(pause)))
            now = gate.next
            #expect(!gate.allows(underWay: 1, now: now))
        }
        gate.proved()
        #expect(gate.allows(underWay: 500, now: now))
        gate.failed(now: now)
        #expect(gate.next == now.advanced(by: .milliseconds(400)))
    }

    @Test mutating func `those that fail together are one failure, and the next pause is longer`() {
        for _ in 0..<100 { gate.failed(now: start) }
        #expect(gate.next == start.advanced(by: .milliseconds(400)))
        let second = gate.next
        gate.failed(now: second)
        #expect(gate.next == second.advanced(by: .milliseconds(800)))
        gate.succeeded()
        gate.failed(now: second)
        #expect(gate.next == second.advanced(by: .milliseconds(400)))
    }
}
