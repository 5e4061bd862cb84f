import Sockets
import Testing

@testable import Endpoint

@Suite struct TimetableTests {
    private func at(_ seconds: UInt64) -> Deadline {
        Deadline(nanoseconds: seconds * 1_000_000_000)
    }

    @Test func `each comes up once, when it is due`() {
        var table = Timetable()
        #expect(table.deadline == .distantFuture)
        table.schedule(1, at: at(30))
        table.schedule(2, at: at(10))
        table.schedule(3, at: at(20))
        #expect(table.deadline == at(10))
        #expect(table.takeDue(now: at(5)).isEmpty)
        #expect(table.takeDue(now: at(20)) == [2, 3])
        #expect(table.takeDue(now: at(40)) == [1])
        #expect(table.takeDue(now: at(50)).isEmpty)
        #expect(table.deadline == .distantFuture)
    }

    @Test func `who is due earlier than was thought comes up earlier, and not again`() {
        var table = Timetable()
        table.schedule(1, at: at(30))
        table.schedule(1, at: at(10))
        // Later is for whoever takes it to say.
        table.schedule(1, at: at(20))
        #expect(table.takeDue(now: at(10)) == [1])
        #expect(table.takeDue(now: at(40)).isEmpty)
    }

    @Test func `who was taken out does not come up`() {
        var table = Timetable()
        table.schedule(1, at: at(10))
        table.schedule(2, at: at(10))
        table.remove(1)
        #expect(table.takeDue(now: at(10)) == [2])
    }

    @Test func `those who come and go, or are due earlier now and then, leave nothing behind`() {
        var table = Timetable()
        table.schedule(0, at: at(86_400))
        for second in 1...UInt64(10_000) {
            table.schedule(second, at: at(86_400))
            table.remove(second)
            // Asked something, and then left alone for a day again.
            table.schedule(0, at: at(second))
            #expect(table.takeDue(now: at(second)) == [0])
            table.schedule(0, at: at(86_400 + second))
        }
        #expect(table.size < 1_000)
        #expect(table.takeDue(now: at(200_000)) == [0])
    }
}
