import ClientHello
import Testing

@testable import Scan

/// Which of some numbers a server takes, told by a function in its place.
@Suite struct EliminationTests {
    /// Runs it to its end; each offer is a hello of those suites, and `choose` is the server.
    private func run(
        _ elimination: Elimination<UInt16>, _ choose: ([UInt16]) -> UInt16?
    ) -> [[UInt16]] {
        var offers: [[UInt16]] = []
        while offers.count < 100, let offer = elimination.next() {
            offers.append(offer.hello.suites)
            var answer = Answer(outcome: .silence)
            // The count stands for the number that was chosen.
            answer.helloSize = choose(offer.hello.suites).map { Int($0) } ?? 0
            elimination.take(answer)
        }
        return offers
    }

    private func elimination(
        _ items: [UInt16], chunks: [[UInt16]] = [], triesAllAgain: Bool = false
    ) -> Elimination<UInt16> {
        Elimination(
            items, chunks: chunks, triesAllAgain: triesAllAgain, asksForOrder: true,
            offer: { Offer(ClientHello(version: 0xFEFD, suites: $0, extensions: [])) },
            chosen: { $0.helloSize == 0 ? nil : UInt16($0.helloSize) })
    }

    @Test func `a server's own order is told from the client's`() {
        let server = elimination([1, 2, 3, 4, 5])
        #expect(run(server) { offered in [4, 2, 5].first(where: offered.contains) }.count == 5)
        #expect(server.found == [4, 2, 5])
        #expect(server.hasOwnOrder == true)
        let client = elimination([1, 2, 3, 4, 5])
        _ = run(client) { offered in offered.first { [5, 2, 4].contains($0) } }
        #expect(client.found == [2, 4, 5])
        #expect(client.hasOwnOrder == false)
    }

    @Test func `of one there is no order, and of none there is nothing`() {
        let one = elimination([1, 2])
        _ = run(one) { $0.contains(2) ? 2 : nil }
        #expect(one.found == [2] && one.hasOwnOrder == nil)
        let none = elimination([])
        #expect(run(none) { _ in nil }.isEmpty)
    }

    @Test func `what is refused as a whole is offered in parts`() {
        let items = elimination([1, 2, 3, 4], chunks: [[1, 2], [3, 4]])
        _ = run(items) { offered in
            offered.contains(1) ? nil : [4, 3].first(where: offered.contains)
        }
        #expect(items.found == [4, 3])
    }

    @Test func `one that another needs goes behind the rest`() {
        // A server whose certificate needs 1, and which follows the client.
        let items = elimination([1, 2, 3], triesAllAgain: true)
        _ = run(items) { $0.contains(1) ? $0.first : nil }
        #expect(items.found == [1, 2, 3])
    }

    @Test func `a choice that was not offered ends it`() {
        let items = elimination([1, 2, 3])
        #expect(run(items) { _ in 9 }.count == 1)
        let same = elimination([1, 2, 3])
        #expect(run(same) { _ in 1 }.count == 2)
        #expect(same.found == [1])
    }
}
