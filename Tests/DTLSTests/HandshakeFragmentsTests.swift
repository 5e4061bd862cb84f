import Testing

@testable import DTLS

@Suite struct HandshakeFragmentsTests {
    private let body = (0..<66_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) }

    /// A record with a part of the body.
    private func record(
        _ range: Range<Int>, number: UInt64, type: UInt8 = 11, message: UInt16 = 2,
        total: Int? = nil
    ) -> [UInt8] {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return [22, 0xFE, 0xFD] + bytes(0, 2) + bytes(Int(number), 6) + bytes(range.count + 12, 2)
            + [type] + bytes(total ?? body.count, 3) + bytes(Int(message), 2)
            + bytes(range.lowerBound, 3) + bytes(range.count, 3) + body[range]
    }

    private func integer(_ record: [UInt8], at offset: Int, bytes: Int) -> UInt64 {
        RecordFilter.integer(in: record.span, at: offset, bytes: bytes)
    }

    private func take(
        _ record: [UInt8], _ fragments: inout HandshakeFragments
    ) -> HandshakeFragments.Verdict {
        fragments.take(record.span, at: 0)
    }

    private func pieces(_ size: Int) -> [Range<Int>] {
        stride(from: 0, to: body.count, by: size).map { $0..<min($0 + size, body.count) }
    }

    /// What the records of a message hold together; each checked as the session checks it.
    private func content(_ records: [[UInt8]]) throws -> [UInt8] {
        var content: [UInt8] = []
        for record in records {
            let isSane = RecordFilter.examine(record.span, isEstablished: false) != nil
            #expect(isSane)
            let offset = Int(integer(record, at: 19, bytes: 3))
            #expect(offset == content.count)
            #expect(integer(record, at: 14, bytes: 3) == body.count)
            #expect(integer(record, at: 17, bytes: 2) == 2)
            content += record[25...]
        }
        return content
    }

    @Test("Fragments in any order, of several cuts and with losses, become the message")
    func anyOrder() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var fragments = HandshakeFragments(limit: 131_072)
            var number: UInt64 = 0
            var sent: Set<UInt64> = []
            var whole: [[UInt8]]?
            var flights = 0
            while whole == nil, flights < 20 {
                flights += 1
                let size = [548, 1_340, 1_340, 4_000].randomElement(using: &random) ?? 1_340
                for range in pieces(size).shuffled(using: &random) where whole == nil {
                    number += 1
                    guard Int.random(in: 0..<10, using: &random) > 0 else { continue }
                    sent.insert(number)
                    switch take(record(range, number: number), &fragments) {
                    case .hold: break
                    case .pass: Issue.record("a fragment was not kept")
                    case .replace(let records): whole = records
                    }
                }
            }
            let records = try #require(whole)
            #expect(try content(records) == body)
            let numbers = records.map { integer($0, at: 5, bytes: 6) }
            #expect(Set(numbers).count == numbers.count && sent.isSuperset(of: numbers))
            #expect(numbers.min().map { $0 + 64 > number } == true)
            #expect(flights <= 6, "seed \(seed)")
        }
    }

    @Test("A message that comes again is handed on again, in the numbers it comes with")
    func again() throws {
        var fragments = HandshakeFragments(limit: 131_072)
        for (index, range) in pieces(1_340).enumerated() {
            _ = take(record(range, number: UInt64(index)), &fragments)
        }
        guard case .replace(let records) = take(record(20_000..<21_000, number: 900), &fragments)
        else {
            Issue.record("it was not handed on")
            return
        }
        #expect(records.count == 1)
        #expect(integer(records[0], at: 5, bytes: 6) == 900)
        #expect(Array(records[0][25...]) == Array(body[16_384..<24_576]))
    }

    @Test("What is whole, of another message, or too much, is left alone")
    func passed() {
        func isPassed(_ record: [UInt8], _ fragments: inout HandshakeFragments) -> Bool {
            if case .pass = take(record, &fragments) { true } else { false }
        }
        var fragments = HandshakeFragments(limit: 66_030)
        #expect(isPassed(record(0..<100, number: 1, total: 100), &fragments))
        #expect(isPassed(record(0..<5_000, number: 1), &fragments))
        #expect(!isPassed(record(0..<1_000, number: 2), &fragments))
        #expect(isPassed(record(0..<1_000, number: 3, type: 12), &fragments))
        #expect(isPassed(record(0..<1_000, number: 4, total: 65_000), &fragments))
        for message in 3..<6 as Range<UInt16> {
            _ = take(record(0..<9, number: 7, message: message, total: 10), &fragments)
        }
        #expect(isPassed(record(0..<9, number: 8, message: 9, total: 10), &fragments))
    }

    @Test("A message that cannot be kept whole is left to GnuTLS from its first fragment on")
    func noRoom() {
        for (limit, size) in [(50_000, 1_340), (131_072, 100)] {
            var fragments = HandshakeFragments(limit: limit)
            for (index, range) in pieces(size).enumerated() {
                guard case .hold = take(record(range, number: UInt64(index)), &fragments) else {
                    continue
                }
                Issue.record("\(range) was kept")
                break
            }
        }
        var fragments = HandshakeFragments(limit: 131_072)
        _ = take(record(0..<1_000, number: 1), &fragments)
        let second = take(record(0..<1_000, number: 2, message: 3), &fragments)
        guard case .pass = second else {
            Issue.record("there is no room for two of them")
            return
        }
    }

    @Test("A protected record without room for a handshake header is left alone")
    func short() throws {
        let hello = Wire.record(22, [3, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 3, 0xFE, 0xFF, 0])
        for count in 1..<12 {
            let datagram = hello + Wire.record(22, epoch: 1, Wire.zeros(count))
            var fragments = HandshakeFragments(limit: 131_072)
            guard case .pass = fragments.take(datagram.span, at: hello.count) else {
                Issue.record("\(count) bytes were not left alone")
                continue
            }
            let pair = try Pair()
            pair.junk = [datagram]
            pair.attempt()
            #expect(pair.clientError != nil || pair.isEstablished)
        }
    }

    @Test("A thousand fragments of a byte each are not all kept")
    func tiny() {
        var fragments = HandshakeFragments(limit: 131_072)
        _ = take(record(65_000..<66_000, number: 0), &fragments)
        var held = 1
        for offset in 0..<2_000 {
            let record = record(2 * offset..<2 * offset + 1, number: UInt64(offset))
            if case .hold = take(record, &fragments) { held += 1 }
        }
        #expect(held == 640)
    }
}
