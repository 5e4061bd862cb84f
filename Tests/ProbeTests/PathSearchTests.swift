import Probe
import Testing

@Suite struct PathSearchTests {
    /// Searches on a path that takes `limit`; what it was found to take, and how many tries that took.
    private func search(
        _ sizes: ClosedRange<Int>, limit: Int, likely: [Int] = [],
        isLost: (Int) -> Bool = { _ in false }
    ) -> (search: PathSearch, tries: Int) {
        var search = PathSearch(sizes: sizes, likely: likely)
        var tries = 0
        while let size = search.next, tries < 10_000 {
            tries += 1
            if size <= limit, !isLost(tries) { search.passed() } else { search.failed() }
        }
        return (search, tries)
    }

    @Test(arguments: [[], [100, 128, 200, 299], [35, 36, 37, 300]])
    func `every limit is found to the byte`(likely: [Int]) {
        for limit in 35...300 {
            let (search, _) = search(35...300, limit: limit, likely: likely)
            #expect(search.largest == limit)
            #expect(search.smallestLost == (limit == 300 ? nil : limit + 1))
        }
    }

    @Test func `a limit of a usual size takes few tries`() {
        let usual = [511, 1_215, 1_335, 1_385, 1_427, 1_435, 8_935]
        for limit in usual {
            let found = search(35...16_347, limit: limit, likely: usual)
            #expect(found.search.largest == limit)
            #expect(found.tries <= 26, "\(limit): \(found.tries)")
        }
    }

    @Test func `as many losses in a row as a size has tries but one change nothing`() {
        for limit in stride(from: 35, through: 1_435, by: 7) {
            // Each try that would come back is lost twice before.
            let (search, _) = search(35...1_435, limit: limit) { !$0.isMultiple(of: 3) }
            #expect(search.largest == limit)
        }
    }

    @Test(arguments: 1...20)
    func `loss by chance does not look like a limit`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        var wrong = 0
        for limit in stride(from: 40, through: 1_435, by: 31) {
            let (search, _) = search(35...1_435, limit: limit, likely: [511, 1_215]) { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 33 & 0xFF < 51
            }
            if search.largest != limit { wrong += 1 }
        }
        // A fifth is lost: of eight tries in a row that is one in 390,000.
        #expect(wrong == 0)
    }

    @Test func `a size that was lost by chance is tried again, and the search goes on above it`() {
        var search = PathSearch(sizes: 1...100, tries: 2, confirmations: 2)
        var losses = 0
        while let size = search.next {
            // The first four tries of what is above 50 are lost, whatever their size.
            if size > 50, losses < 4 {
                losses += 1
                search.failed()
            } else if size <= 90 {
                search.passed()
            } else {
                search.failed()
            }
        }
        #expect(losses == 4)
        #expect(search.largest == 90)
        #expect(search.smallestLost == 91)
    }

    @Test func `a peer that answers nothing is given up after a few tries`() {
        let (search, tries) = search(35...1_435, limit: 0)
        #expect(search.largest == nil)
        #expect(tries == 10)
    }

    @Test func `a peer that goes in between leaves no limit behind`() {
        for last in 2...12 {
            var search = PathSearch(sizes: 35...1_435)
            var tries = 0
            while let size = search.next {
                tries += 1
                if size <= 1_000, tries <= last { search.passed() } else { search.failed() }
            }
            #expect(search.hasLostPeer, "\(last)")
        }
        let (found, _) = search(35...1_435, limit: 1_000)
        #expect(!found.hasLostPeer)
    }

    @Test func `what the link refuses is believed at once, and confirmed at the end`() {
        var search = PathSearch(sizes: 35...1_435)
        search.passed()
        #expect(search.next == 1_435)
        search.refused(limit: 935)
        #expect(search.next == 935)
        search.passed()
        #expect(search.next == 936)
        search.refused(limit: 935)
        #expect(search.next == 936)
        search.refused(limit: 935)
        #expect(search.next == 935)
        search.passed()
        #expect(search.next == nil)
        #expect((search.largest, search.smallestLost) == (935, 936))
    }

    @Test func `a refusal that tells nonsense costs nothing but tries`() {
        for limit in [nil, -1, 0, 35, 5_000, Int.max] {
            var search = PathSearch(sizes: 35...1_435)
            var tries = 0
            while let size = search.next, tries < 100 {
                tries += 1
                if size <= 777 { search.passed() } else { search.refused(limit: limit) }
            }
            #expect(search.largest == 777, "\(String(describing: limit))")
        }
    }

    @Test func `a search without time tells the range so far`() {
        var search = PathSearch(sizes: 35...1_435)
        search.stop()
        #expect(search.next == 35)
        search.passed()
        for _ in 0..<3 { search.failed() }
        search.stop()
        #expect(search.next == 35)
        search.stop()
        search.passed()
        #expect(search.next == nil && !search.hasLostPeer)
        #expect((search.largest, search.smallestLost) == (35, 1_435))
    }

    @Test func `one size is a search as well`() {
        let (found, _) = search(40...40, limit: 100)
        #expect((found.largest, found.next) == (40, nil))
        #expect(search(40...40, limit: 39).search.largest == nil)
    }

    @Test func `a path that is lossy for good ends`() {
        var state: UInt64 = 1
        let (search, tries) = search(35...16_347, limit: 16_347) { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33 & 0xFF < 200
        }
        #expect(search.next == nil)
        #expect(tries < 10_000)
    }
}
