import Probe
import Sockets
import Testing

@Suite struct ProbeScheduleTests {
    @Test func `each begins an interval after the one before, until there were enough`() {
        let start = Deadline.now
        let schedule = ProbeSchedule(count: 3, interval: .milliseconds(500))
        let next = start.advanced(by: .milliseconds(500))
        #expect(schedule.next(after: 1, begunAt: start) == next)
        #expect(schedule.next(after: 2, begunAt: start) == next)
        #expect(schedule.next(after: 3, begunAt: start) == nil)
    }

    @Test func `one is enough by default, and none is ever enough where there is no number`() {
        let start = Deadline.now
        #expect(ProbeSchedule().next(after: 1, begunAt: start) == nil)
        let next = ProbeSchedule(count: nil).next(after: 1_000_000, begunAt: start)
        #expect(next == start.advanced(by: .seconds(1)))
    }
}
