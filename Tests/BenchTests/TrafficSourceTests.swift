import Sockets
import Testing

@testable import Bench

@Suite struct TrafficSourceTests {
    private func request(_ change: (inout BenchRequest) -> Void) -> BenchRequest {
        var request = BenchRequest()
        request.length = 1_000
        change(&request)
        return request
    }

    /// Sends all that is due each millisecond; returns how many messages that were.
    private func run(_ source: inout TrafficSource, milliseconds: Range<Int>) -> Int {
        var count = 0
        for millisecond in milliseconds {
            let now = after(Double(millisecond))
            while source.isDue(now: now), count < 1_000_000 {
                source.next(now: now) { #expect($0.count == 1_000) }
                count += 1
            }
        }
        return count
    }

    @Test func `a number of bytes ends it with the message that reaches it`() {
        var source = TrafficSource(request { $0.bytes = 2_500 }, now: start)
        let count = run(&source, milliseconds: 0..<5)
        #expect(count == 3)
        #expect(source.isFinished(now: start))
        #expect(source.bytes == 3_000)
        #expect(source.deadline(now: start) == .distantFuture)
    }

    @Test func `a time ends it`() {
        let source = TrafficSource(request { $0.duration = 100_000_000 }, now: start)
        #expect(!source.isFinished(now: after(99.9)))
        #expect(source.isFinished(now: after(100)))
        #expect(source.end == after(100))
    }

    @Test func `a bitrate is kept to`() {
        // 8 Mbit/s are a message of 1,000 bytes each millisecond.
        var source = TrafficSource(request { $0.bitrate = 8_000_000 }, now: start)
        let first = run(&source, milliseconds: 0..<1)
        // What the bucket holds at first.
        #expect((1...17).contains(first))
        let others = run(&source, milliseconds: 1..<1_001)
        #expect((999...1_001).contains(others))
    }

    @Test func `it says when the next is due`() {
        var source = TrafficSource(request { $0.bitrate = 8_000_000 }, now: start)
        while source.isDue(now: start) { source.next(now: start) { _ in } }
        let next = source.deadline(now: start)
        #expect(next > start)
        #expect(next <= after(1.1))
        let isDue = source.isDue(now: next.advanced(by: .microseconds(1)))
        #expect(isDue)
    }

    @Test func `messages are numbered, also those that are omitted`() {
        var source = TrafficSource(
            request {
                $0.omit = 10_000_000
                $0.duration = 10_000_000
            }, now: start)
        var numbers: [UInt64] = []
        for millisecond in [0.0, 5, 9, 10, 15] {
            source.next(now: after(millisecond)) { message in
                let data = BenchMessage.readData(message)
                numbers.append(data?.number ?? .max)
                #expect(data?.time == after(millisecond).nanoseconds)
            }
        }
        #expect(numbers == [0, 1, 2, 3, 4])
        #expect(source.messages == 2)
        #expect(source.bytes == 2_000)
        #expect(source.allMessages == 5)
        #expect(source.allBytes == 5_000)
        #expect(source.tally.seconds == 0.005)
        #expect(source.end == after(20))
    }
}
