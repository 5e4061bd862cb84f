import Sockets
import Testing

@Suite struct DeadlineTests {
    @Test func `a later point is greater and knows how far it is`() {
        let start = Deadline(nanoseconds: 5_000_000_000)
        let end = start.advanced(by: .milliseconds(1500))
        #expect(end > start)
        #expect(end.remaining(start) == .milliseconds(1500))
        #expect(start.remaining(end) == .zero)
        #expect(end.advanced(by: .milliseconds(-1500)) == start)
    }

    @Test func `arithmetic stops at the ends of the scale`() {
        #expect(Deadline.now.advanced(by: .seconds(Int64.max)) == .distantFuture)
        #expect(Deadline.distantFuture.advanced(by: .seconds(1)) == .distantFuture)
        #expect(
            Deadline(nanoseconds: 7).advanced(by: .seconds(-1)) == Deadline(nanoseconds: 0))
        #expect(Deadline.distantFuture.remaining() > .seconds(1 << 33))
    }

    @Test func `the clock does not go back`() {
        let first = Deadline.now
        #expect(Deadline.now >= first)
    }
}
