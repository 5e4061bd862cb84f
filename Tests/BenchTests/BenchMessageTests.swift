import Sockets
import TestSupport
import Testing

@testable import Bench

@Suite struct BenchMessageTests {
    private let kinds: [BenchMessage.Kind] = [.request, .accept, .data, .echo, .end, .result]

    @Test func `a message comes back as it was`() {
        for kind in kinds {
            for fields in [[], [0], [1, .max, 1 << 63], Array(repeating: 7, count: 16)]
                as [[UInt64]]
            {
                let message = BenchMessage(kind, fields)
                #expect(BenchMessage(message.bytes) == message)
            }
        }
    }

    @Test func `a field that is not there is 0`() {
        let message = BenchMessage(.end, [5])
        #expect(message[0] == 5)
        #expect(message[1] == 0)
        #expect(message[1_000] == 0)
    }

    @Test func `what is too short, of no kind or of another version is none`() {
        let bytes = BenchMessage(.request, [1, 2]).bytes
        for count in 0..<8 { #expect(BenchMessage(Array(bytes[..<count])) == nil) }
        // A part of a number is none.
        #expect(BenchMessage(Array(bytes[..<15]))?.fields == [])
        for kind in UInt8.min...UInt8.max where !(0xB1...0xB6).contains(kind) {
            #expect(BenchMessage([kind] + bytes.dropFirst()) == nil)
        }
        #expect(BenchMessage([bytes[0], 2] + bytes.dropFirst(2)) == nil)
    }

    @Test func `of a huge message only the first numbers are read`() {
        let bytes = BenchMessage(.result).bytes + Array(repeating: 0xFF, count: 65_536)
        #expect(BenchMessage(bytes)?.fields == Array(repeating: .max, count: 16))
    }

    @Test func `noise of any length neither traps nor is anything but what it says`() {
        for count in 0..<200 {
            var bytes = [UInt8](noise(count, seed: UInt64(count) + 1))
            for kind in kinds {
                if count > 0 { bytes[0] = kind.rawValue }
                if count > 1 { bytes[1] = 1 }
                if let message = BenchMessage(bytes) {
                    _ = BenchRequest(message)
                    _ = BenchAccount(message)
                }
                let isData = count >= 16 && (kind == .data || kind == .echo)
                let data = BenchMessage.readData(bytes.span)
                #expect((data != nil) == isData)
            }
        }
    }

    @Test(arguments: [0, 1, (1 << 48) - 1] as [UInt64])
    func `data carry a number and a time`(number: UInt64) {
        var bytes = [UInt8](repeating: 0x5A, count: 20)
        var span = bytes.mutableSpan
        BenchMessage.writeData(.echo, number: number, time: .max - 1, into: &span)
        let read = BenchMessage.readData(bytes.span)
        #expect(read?.kind == .echo)
        #expect(read?.number == number)
        #expect(read?.time == UInt64.max - 1)
        #expect(bytes[16...] == [0x5A, 0x5A, 0x5A, 0x5A])
    }

    // MARK: Requests

    @Test func `a request comes back as it was`() {
        var request = BenchRequest()
        request.serverSends = true
        request.wantsPlain = true
        request.length = 1_400
        request.duration = 10_000_000_000
        request.omit = 1_000_000_000
        request.bytes = .max
        request.bitrate = 1_000_000
        request.token = 0xDEAD_BEEF_DEAD_BEEF
        #expect(BenchMessage(request.message.bytes).map(BenchRequest.init) == request)
    }

    @Test func `what a request wants too much of is brought within bounds`() {
        let request = BenchRequest(BenchMessage(.request, Array(repeating: .max, count: 16)))
        #expect(request.length == 65_536)
        #expect(request.duration == 86_400_000_000_000)
        #expect(request.omit == 86_400_000_000_000)
        let empty = BenchRequest(BenchMessage(.request))
        #expect(empty.length == 16)
        #expect(!empty.serverSends && !empty.clientSends && !empty.wantsPlain)
        // Neither may trap what is made of them.
        for request in [request, empty] {
            var source = TrafficSource(request, now: start)
            let isDue = source.isDue(now: start)
            #expect(isDue)
            source.next(now: start) { _ in }
            _ = source.deadline(now: start)
            _ = TrafficSink(omit: request.omit)
        }
    }

    // MARK: Accounts

    private func account(lost: UInt64?) -> BenchAccount {
        var account = BenchAccount()
        account.tally = BenchTally(
            bytes: 14_000, messages: 10, seconds: 1.5, lost: lost, reordered: lost.map { _ in 2 },
            jitter: lost.map { _ in 0.25 })
        account.cpu = BenchCPU(user: 0.5, system: 0.125, elapsed: 1.5)
        return account
    }

    @Test(arguments: [nil, 0, 3] as [UInt64?])
    func `an account comes back as it was, even where the loss is not known`(lost: UInt64?) {
        let account = account(lost: lost)
        #expect(BenchAccount(account.message(.result)) == account)
    }

    @Test func `times that are none are sent as 0`() {
        var account = account(lost: 0)
        account.cpu = BenchCPU(user: .nan, system: .infinity, elapsed: -1)
        let read = BenchAccount(account.message(.result))
        #expect(read.cpu == BenchCPU(user: 0, system: 0, elapsed: 0))
    }

    @Test func `the largest numbers are read, and what is made of them does not trap`() {
        let read = BenchAccount(BenchMessage(.result, Array(repeating: .max, count: 9)))
        #expect(read.tally.bytes == .max)
        #expect(read.tally.lost == nil)
        let most = BenchAccount(BenchMessage(.result, Array(repeating: .max - 1, count: 9)))
        #expect(most.tally.lostPercent == 50)
    }
}

extension BenchMessage {
    fileprivate init?(_ bytes: [UInt8]) { self.init(bytes.span) }
}
