import Sockets
import Testing

@testable import Impair

@Suite struct PathTests {
    private let start = Deadline(nanoseconds: 1_000_000_000_000)

    /// A path for `impairments`.
    private func path(
        _ impairments: Impairments, seed: UInt64 = 1, client: UInt64 = 1,
        direction: Direction = .toServer
    ) -> Path {
        Path(impairments, seed: seed, client: client, direction: direction, overhead: 28)
    }

    /// The fates of so many datagrams of 100 bytes, a millisecond apart, and what came out.
    private func run(
        _ path: Path, _ count: Int = 10_000, size: Int = 100
    ) -> (fates: [Fate], arrived: [Path.Delivery]) {
        var path = path
        var fates: [Fate] = []
        var arrived: [Path.Delivery] = []
        for number in 0..<count {
            var bytes = [UInt8](repeating: 0, count: size)
            bytes[0] = UInt8(truncatingIfNeeded: number)
            bytes[1] = UInt8(truncatingIfNeeded: number >> 8)
            let now = start.advanced(by: .milliseconds(number))
            let fate = path.take(bytes.span, now: now) { arrived.append($0) }
            fates.append(fate)
        }
        path.release(now: .distantFuture) { arrived.append($0) }
        return (fates, arrived)
    }

    private func number(_ delivery: Path.Delivery) -> Int {
        Int(delivery.bytes[0]) | Int(delivery.bytes[1]) << 8
    }

    @Test func `without impairments everything passes as it is`() {
        let (fates, arrived) = run(path(Impairments()))
        #expect(fates.allSatisfy { $0 == Fate() })
        #expect(arrived.map(number) == Array(0..<10_000))
    }

    private var everything: Impairments {
        var all = Impairments()
        all.loss = 0.1
        all.duplicate = 0.1
        all.reorder = 0.1
        all.corrupt = 0.1
        all.truncate = 0.1
        all.replay = 0.1
        all.jitter = .milliseconds(10)
        all.delay = .milliseconds(20)
        all.burst = Impairments.Burst(begin: 0.05, end: 0.5)
        return all
    }

    @Test func `the same seed gives the same fate, another seed, client or way another`() {
        let first = run(path(everything))
        let second = run(path(everything))
        #expect(first.fates == second.fates)
        #expect(first.arrived.map(\.bytes) == second.arrived.map(\.bytes))
        #expect(first.arrived.map(\.due) == second.arrived.map(\.due))
        #expect(first.fates != run(path(everything, seed: 2)).fates)
        #expect(first.fates != run(path(everything, client: 2)).fates)
        #expect(first.fates != run(path(everything, direction: .toClient)).fates)
    }

    /// A fate that is to stay what it is on every machine and in every version.
    @Test func `what a seed gave once it gives for ever`() {
        var half = Impairments()
        half.loss = 0.5
        let lost = run(path(half, seed: 7), 32).fates.map { $0.drop == nil ? "." : "x" }.joined()
        #expect(lost == Self.fateOfSeven)
    }

    private static let fateOfSeven = "....xxx..xx.xxx.xx...xx..xxxxxxx"

    @Test func `turning one effect on changes no other's fate`() {
        var loss = Impairments()
        loss.loss = 0.1
        let alone = run(path(loss)).fates.map { $0.drop == .loss }
        var both = everything
        both.burst = nil
        #expect(run(path(both)).fates.map { $0.drop == .loss } == alone)
    }

    @Test func `each effect is as frequent as was asked for`() {
        let fates = run(path(everything)).fates
        // Ten thousand at 0.1 are 1000, and four standard deviations 120; those that are lost are
        // 19 in a hundred.
        func share(_ isSo: (Fate) -> Bool) -> Int { fates.count(where: isSo) }
        let alive = share { $0.drop == nil }
        #expect((7_800...8_500).contains(alive))
        for count in [
            share { $0.isDuplicated }, share { $0.isHeldBack }, share { $0.corruptedBit != nil },
            share { $0.truncatedBytes > 0 }, share { $0.replays },
        ] {
            #expect((690...930).contains(count))
        }
    }

    @Test func `losses come in bursts of the length that was asked for`() {
        var impairments = Impairments()
        impairments.burst = Impairments.Burst(begin: 0.01, end: 0.25)
        let fates = run(path(impairments), 40_000, size: 2).fates
        var bursts: [Int] = []
        var length = 0
        for fate in fates {
            if fate.drop == .burst {
                length += 1
            } else if length > 0 {
                bursts.append(length)
                length = 0
            }
        }
        // A burst ends with a probability of 1 in 4, so that it has 4 on average.
        let mean = Double(bursts.reduce(0, +)) / Double(bursts.count)
        #expect(bursts.count > 250)
        #expect((3.2...4.8).contains(mean))
    }

    @Test func `a bit is turned round, and the end is cut off, where the fate says so`() {
        var impairments = Impairments()
        impairments.corrupt = 1
        let corrupted = run(path(impairments), 100)
        for (index, (fate, delivery)) in zip(corrupted.fates, corrupted.arrived).enumerated() {
            var expected = [UInt8](repeating: 0, count: 100)
            expected[0] = UInt8(index)
            let bit = fate.corruptedBit ?? 0
            expected[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            #expect(delivery.bytes == expected)
        }
        impairments.corrupt = 0
        impairments.truncate = 1
        let cut = run(path(impairments), 100)
        for (fate, delivery) in zip(cut.fates, cut.arrived) {
            #expect((1..<100).contains(delivery.bytes.count))
            #expect(delivery.bytes.count == 100 - fate.truncatedBytes)
        }
    }

    @Test func `one that is held back comes after so many later ones, or after a while`() {
        var impairments = Impairments()
        impairments.reorder = 1
        impairments.reorderDepth = 3
        impairments.scope.first = 1
        let numbers = run(path(impairments), 8).arrived.map(number)
        #expect(numbers == [1, 2, 3, 0, 4, 5, 6, 7])
        var path = path(impairments)
        var arrived = 0
        _ = path.take([1].span, now: start) { _ in arrived += 1 }
        #expect(arrived == 0)
        #expect(path.deadline == start.advanced(by: .milliseconds(100)))
        path.release(now: path.deadline) { _ in arrived += 1 }
        #expect(arrived == 1)
        #expect(path.deadline == .distantFuture)
    }

    @Test func `one that comes again is one that went before`() {
        var impairments = Impairments()
        impairments.replay = 1
        let numbers = run(path(impairments), 50).arrived.map(number)
        #expect(numbers.count == 99)
        for index in stride(from: 2, to: 99, by: 2) {
            #expect(numbers[index] < numbers[index - 1])
        }
    }

    @Test func `delay is exact, and jitter stays within its bounds`() {
        var impairments = Impairments()
        impairments.delay = .milliseconds(50)
        for (index, delivery) in run(path(impairments), 10).arrived.enumerated() {
            #expect(delivery.due == start.advanced(by: .milliseconds(50 + index)))
        }
        impairments.jitter = .milliseconds(10)
        let delays = run(path(impairments)).fates.map(\.delay)
        #expect(delays.allSatisfy { $0 >= .milliseconds(40) && $0 <= .milliseconds(60) })
        #expect(delays.contains { $0 < .milliseconds(41) })
        #expect(delays.contains { $0 > .milliseconds(59) })
    }

    @Test func `a link takes its rate, and what waits for it is bounded`() {
        var impairments = Impairments()
        impairments.rate = 8_000_000
        impairments.queue = 10_000
        var path = path(impairments)
        var arrived: [Path.Delivery] = []
        let datagram = [UInt8](repeating: 0, count: 972)
        // A thousand bytes with their headers are a millisecond.
        let fates = (0..<20).map { _ in
            path.take(datagram.span, now: start) { arrived.append($0) }
        }
        #expect(fates.count { $0.drop == .queue } == 10)
        #expect(
            arrived.map(\.due) == (1...10).map { start.advanced(by: .milliseconds($0)) })
        let later = path.take(datagram.span, now: start.advanced(by: .seconds(1))) { _ in }
        #expect(later.delay == .milliseconds(1))
    }

    @Test func `behind one that finds no room for itself none comes again`() {
        var impairments = Impairments()
        impairments.rate = 8_000_000
        impairments.queue = 1_000
        impairments.replay = 1
        var path = path(impairments)
        var arrived = 0
        let datagram = [UInt8](repeating: 0, count: 972)
        let fates = (0..<2).map { _ in path.take(datagram.span, now: start) { _ in arrived += 1 } }
        #expect(fates[1].drop == .queue)
        #expect(!fates[1].replays)
        #expect(arrived == 1)
    }

    @Test func `a datagram larger than the link takes goes nowhere`() {
        var impairments = Impairments()
        impairments.mtu = 600
        #expect(run(path(impairments), 1, size: 572).fates[0].drop == nil)
        #expect(run(path(impairments), 1, size: 573).fates[0].drop == .mtu)
    }

    @Test func `datagrams are dropped by number, and while the path is cut`() {
        var impairments = Impairments()
        impairments.dropped = [2, 4]
        #expect(run(path(impairments), 5).arrived.map(number) == [0, 2, 4])
        impairments.dropped = []
        impairments.cuts = [.milliseconds(2)..<Duration.milliseconds(4)]
        #expect(run(path(impairments), 6).arrived.map(number) == [0, 1, 4, 5])
    }

    /// Two records in the clear: a ServerHelloDone and an alert.
    private let records: [UInt8] =
        [22, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 1, 0, 12, 14, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        + [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2, 2, 40]

    @Test func `records come in a datagram each`() {
        var impairments = Impairments()
        impairments.split = true
        var path = path(impairments)
        var arrived: [Path.Delivery] = []
        let fate = path.take(records.span, now: start) { arrived.append($0) }
        #expect(fate.pieces == 2)
        #expect(arrived.map(\.bytes) == [Array(records[..<25]), Array(records[25...])])
    }

    @Test func `chance keeps to the records and messages that it is for`() {
        func isLost(_ scope: Impairments.Scope, _ datagram: [UInt8]) -> Bool {
            var impairments = Impairments()
            impairments.loss = 1
            impairments.scope = scope
            var path = path(impairments)
            return path.take(datagram.span, now: start) { _ in }.drop == .loss
        }
        var scope = Impairments.Scope()
        scope.types = [21]
        #expect(isLost(scope, records))
        #expect(!isLost(scope, Array(records[..<25])))
        scope.types = []
        scope.messages = [14]
        #expect(isLost(scope, records))
        #expect(!isLost(scope, Array(records[25...])))
        scope.messages = [11]
        #expect(!isLost(scope, records))
        #expect(!isLost(scope, [1, 2, 3]))
    }

    @Test func `what chance is not for shifts nothing of what it is for`() {
        var impairments = Impairments()
        impairments.loss = 0.5
        impairments.scope.types = [21]
        let alert = Array(records[25...])
        func fates(_ others: Int) -> [Bool] {
            var path = path(impairments)
            for _ in 0..<others { _ = path.take([1, 2, 3].span, now: start) { _ in } }
            return (0..<64).map { _ in
                path.take(alert.span, now: start) { _ in }.drop == .loss
            }
        }
        #expect(fates(0) == fates(5))
        #expect(fates(0).contains(true) && fates(0).contains(false))
    }

    @Test func `an empty datagram has a fate as well`() {
        let (fates, arrived) = {
            var path = path(everything)
            var arrived = 0
            let fates = (0..<1_000).map { _ in
                path.take([UInt8]().span, now: start) { _ in arrived += 1 }
            }
            return (fates, arrived)
        }()
        #expect(fates.allSatisfy { $0.truncatedBytes == 0 && $0.corruptedBit == nil })
        #expect(arrived > 0)
    }
}
