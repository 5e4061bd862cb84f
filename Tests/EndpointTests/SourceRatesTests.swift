import Sockets
import Testing

@testable import Endpoint

@Suite struct SourceRatesTests {
    private let rate = HandshakeRate(count: 5, period: .seconds(10))
    private let start = Deadline(nanoseconds: 1_000_000_000_000)

    private func source(_ number: Int) -> AddressBlock {
        AddressBlock("10.\(number >> 16).\(number >> 8 & 255).\(number & 255)")!
    }

    /// Takes as many as are allowed; how many that was.
    private func drain(_ rates: inout SourceRates, _ number: Int, at now: Deadline) -> Int {
        var count = 0
        while rates.allows(source(number), now: now) {
            rates.take(source(number), now: now)
            count += 1
        }
        return count
    }

    @Test func `all of the rate is there at first, and comes back by and by`() {
        var rates = SourceRates(rate)
        #expect(drain(&rates, 1, at: start) == 5)
        #expect(drain(&rates, 1, at: start.advanced(by: .milliseconds(1_999))) == 0)
        #expect(drain(&rates, 1, at: start.advanced(by: .seconds(2))) == 1)
        #expect(drain(&rates, 1, at: start.advanced(by: .seconds(7))) == 2)
        #expect(drain(&rates, 1, at: start.advanced(by: .seconds(1_000))) == 5)
    }

    @Test func `over a long time no source has more than its rate`() {
        var rates = SourceRates(rate)
        var count = 0
        for step in 0..<10_000 {
            count += drain(&rates, 1, at: start.advanced(by: .milliseconds(100 * step)))
        }
        #expect((500...505).contains(count))
    }

    @Test func `one that is quiet for its time is forgotten`() {
        var rates = SourceRates(rate)
        for number in 0..<1_000 { rates.take(source(number), now: start) }
        #expect(rates.count == 1_000)
        rates.take(source(1), now: start.advanced(by: .seconds(10)))
        rates.take(source(1), now: start.advanced(by: .seconds(20)))
        #expect(rates.count < 10)
    }

    @Test func `many sources take no more room than there is`() {
        var rates = SourceRates(rate, most: 100)
        for number in 0..<10_000 {
            rates.take(source(number), now: start)
            #expect(rates.count <= 200)
        }
        // The last are the ones that are remembered.
        #expect(drain(&rates, 9_999, at: start) == 4)
        #expect(drain(&rates, 0, at: start) == 5)
    }
}
