import Sockets
import Testing

@testable import Bench

@Suite struct ConversationTests {
    private let channel = FakeChannel()

    private func conversation(
        sends: Bool, receives: Bool, settles: Bool = true, _ change: (inout BenchRequest) -> Void
    ) -> Conversation {
        var request = BenchRequest()
        request.length = 100
        change(&request)
        return Conversation(
            channel, request, sends: sends, receives: receives, settles: settles, now: start)
    }

    private var ends: [BenchAccount] {
        channel.sent.compactMap { BenchMessage($0.span) }.filter { $0.kind == .end }
            .map(BenchAccount.init)
    }

    @Test func `the end is said until the account of the receiver comes`() {
        let sender = conversation(sends: true, receives: false) { $0.bytes = 1_000 }
        sender.pump(now: start)
        #expect(channel.numbers.count == 10)
        #expect(ends.map(\.tally.messages) == [10])
        sender.pump(now: after(50))
        #expect(ends.count == 1)
        #expect(sender.deadline(now: after(50)) == after(100))
        sender.pump(now: after(100))
        #expect(ends.count == 2)
        #expect(!sender.isDone)
        var account = BenchAccount()
        account.tally.messages = 9
        account.tally.lost = 1
        sender.take(account.message(.result), now: after(101))
        #expect(sender.isDone)
        #expect(sender.farReceived?.tally.lost == 1)
        #expect(sender.deadline(now: after(101)) == .distantFuture)
    }

    @Test func `a receiver that never answers is given up`() {
        let sender = conversation(sends: true, receives: false) { $0.bytes = 100 }
        for turn in 0..<100 { sender.pump(now: after(Double(turn) * 100)) }
        #expect(ends.count == 21)
        #expect(sender.isDone)
    }

    @Test func `one that neither answers nor ends does not keep the loop awake`() {
        let both = conversation(sends: true, receives: true) { $0.bytes = 100 }
        for turn in 0..<100 { both.pump(now: after(Double(turn) * 100)) }
        #expect(!both.isDone)
        #expect(both.deadline(now: after(10_000)) == .distantFuture)
        #expect(!both.hasMore(now: after(10_000)))
    }

    @Test func `each end that comes is answered, with what is lost by the sender's count`() {
        let receiver = conversation(sends: false, receives: true) { _ in }
        for number in 0..<5 as Range<UInt64> {
            receiver.takeData(number: number, time: 0, bytes: 100, now: start)
        }
        var account = BenchAccount()
        account.tally.messages = 8
        for _ in 0..<3 { receiver.take(account.message(.end), now: after(1)) }
        #expect(receiver.isDone)
        let answers = channel.sent.compactMap { BenchMessage($0.span) }
        #expect(answers.map(\.kind) == [.result, .result, .result])
        #expect(BenchAccount(answers[0]).tally.lost == 3)
    }

    @Test func `a turn leaves others theirs`() {
        let sender = conversation(sends: true, receives: false) { _ in }
        sender.pump(now: start)
        #expect(channel.numbers.count == 256)
        #expect(channel.flushes == 1)
        #expect(sender.hasMore(now: start))
        channel.isOpen = false
        #expect(!sender.hasMore(now: start))
    }

    // MARK: Intervals

    @Test func `intervals have what was carried since the last, each way`() {
        let both = conversation(sends: true, receives: true) { $0.bytes = 300 }
        var intervals = BenchIntervals()
        both.pump(now: start)
        for number in [0, 1, 3] as [UInt64] {
            both.takeData(number: number, time: start.nanoseconds, bytes: 50, now: start)
        }
        let first = intervals.take([both], at: 1, omit: 1)
        #expect(first.map(\.isReceived) == [false, true])
        #expect(first.map(\.bytes) == [300, 150])
        #expect(first.map(\.messages) == [3, 3])
        #expect(first.map(\.lost) == [nil, 1])
        #expect(first.allSatisfy { $0.start == 0 && $0.end == 1 && $0.isOmitted })
        // What was late fills the gap of the interval before.
        both.takeData(number: 2, time: start.nanoseconds, bytes: 50, now: start)
        let second = intervals.take([both], at: 2.5, omit: 1)
        #expect(second.map(\.bytes) == [0, 50])
        #expect(second.map(\.lost) == [nil, 0])
        #expect(second.allSatisfy { $0.start == 1 && $0.end == 2.5 && !$0.isOmitted })
        let none = intervals.take([both], at: 2.5, omit: 1)
        #expect(none.isEmpty)
    }

    @Test func `intervals have the sum of all streams`() {
        let streams = (0..<3).map { _ in
            conversation(sends: true, receives: false) { $0.bytes = 200 }
        }
        var intervals = BenchIntervals()
        for stream in streams.prefix(2) { stream.pump(now: start) }
        let two = intervals.take(Array(streams.prefix(2)), at: 1, omit: 0)
        #expect(two.map(\.bytes) == [400])
        // One that comes later counts from then on.
        streams[2].pump(now: after(1_000))
        let three = intervals.take(streams, at: 2, omit: 0)
        #expect(three.map(\.bytes) == [200])
    }
}
