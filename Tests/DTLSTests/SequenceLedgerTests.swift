import Testing

@testable import DTLS

@Suite struct SequenceLedgerTests {
    /// A ledger that has noted `numbers`.
    private func ledger(_ numbers: [UInt64]) -> SequenceLedger {
        var ledger = SequenceLedger()
        for number in numbers { ledger.note(number) }
        return ledger
    }

    @Test("A ledger that has seen nothing has lost nothing")
    func empty() {
        let ledger = SequenceLedger()
        #expect(ledger.lost == 0)
        #expect(ledger.reordered == 0)
        #expect(!ledger.hasReceived(0))
        #expect(!ledger.awaitsRecords(before: 0))
        #expect(ledger.awaitsRecords(before: 1))
    }

    @Test("What is missing below the highest is lost, and what comes late is not")
    func loss() {
        var ledger = ledger([0, 1, 4])
        #expect(ledger.lost == 2)
        ledger.note(3)
        #expect(ledger.lost == 1)
        #expect(ledger.reordered == 1)
        ledger.note(2)
        #expect(ledger.lost == 0)
        #expect(ledger.reordered == 2)
    }

    @Test("What comes again counts once")
    func replay() {
        let ledger = ledger([0, 1, 1, 0, 2, 2])
        #expect(ledger.lost == 0)
        #expect(ledger.reordered == 0)
    }

    @Test("The window reaches 63 records back", arguments: [0, 1, 62, 63, 64, 65])
    func window(back: UInt64) {
        let ledger = ledger([100 - back, 100])
        #expect(ledger.hasReceived(100 - back) == (back <= 63))
    }

    @Test("A jump of 63, 64 or 65 forgets what falls out of the window", arguments: [63, 64, 65])
    func jump(step: UInt64) {
        let ledger = ledger([0, step])
        #expect(ledger.hasReceived(0) == (step <= 63))
        #expect(ledger.hasReceived(step))
        #expect(ledger.lost == step - 1)
        #expect(ledger.awaitsRecords(before: step))
        // What is too old to be accepted is awaited no more.
        #expect(!ledger.awaitsRecords(before: step - 63))
    }

    @Test("A full window of 64 awaits nothing")
    func fullWindow() {
        let ledger = ledger(Array(0..<64))
        #expect(!ledger.awaitsRecords(before: 64))
        #expect(ledger.awaitsRecords(before: 65))
    }

    @Test("Counting starts at the number that the session stood by")
    func start() {
        var ledger = SequenceLedger()
        ledger.start(at: 3)
        ledger.note(3)
        #expect(ledger.lost == 0)
        ledger.note(1)
        #expect(ledger.lost == 0)
        ledger.note(6)
        #expect(ledger.lost == 2)
        #expect(!ledger.awaitsRecords(before: 3))
        #expect(!ledger.awaitsRecords(before: 4))
        #expect(ledger.awaitsRecords(before: 5))
    }

    @Test("The first number is excused where only a copy of it came")
    func excused() {
        var copy = ledger([1])
        copy.excuseFirst()
        #expect(copy.lost == 0)
        copy.note(3)
        #expect(copy.lost == 1)
        var first = ledger([0])
        first.excuseFirst()
        first.note(2)
        #expect(first.lost == 1)
    }

    @Test("It agrees with a naive model on random sequences", arguments: UInt64(0)..<100)
    func model(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var ledger = SequenceLedger()
        var model = NaiveLedger()
        let first = UInt64.random(in: 0...5, using: &random)
        if Bool.random(using: &random) {
            ledger.start(at: first)
            model.base = first
        }
        ledger.note(first)
        model.note(first)
        if model.base == 0, first > 0, Bool.random(using: &random) {
            ledger.excuseFirst()
            model.base = 1
        }
        for _ in 0..<300 {
            // As GnuTLS has it: nothing that is older than its window is ever accepted.
            let oldest = model.highest > 63 ? model.highest - 63 : 0
            let newest = model.highest + UInt64.random(in: 0...4, using: &random)
            let leap: UInt64 = UInt8.random(in: 0...255, using: &random) == 0 ? 70 : 0
            let number = UInt64.random(in: oldest...newest, using: &random) + leap
            ledger.note(number)
            model.note(number)
            let asked = UInt64.random(in: 0...model.highest + 3, using: &random)
            #expect(
                ledger.lost == model.lost && ledger.reordered == model.reordered
                    && ledger.awaitsRecords(before: asked) == model.awaitsRecords(before: asked)
                    && ledger.hasReceived(asked) == model.hasReceived(asked))
        }
    }
}

/// The same by a set of all numbers.
private struct NaiveLedger {
    var base: UInt64 = 0
    private(set) var highest: UInt64 = 0
    private(set) var reordered: UInt64 = 0
    private var received: Set<UInt64> = []

    mutating func note(_ number: UInt64) {
        guard received.insert(number).inserted else { return }
        if number < highest { reordered += 1 }
        highest = max(highest, number)
    }

    var lost: UInt64 {
        guard highest >= base else { return 0 }
        return UInt64((base...highest).filter { !received.contains($0) }.count)
    }

    func hasReceived(_ number: UInt64) -> Bool {
        received.contains(number) && highest - number < 64
    }

    func awaitsRecords(before number: UInt64) -> Bool {
        let oldest = max(base, highest >= 63 ? highest - 63 : 0)
        return oldest < number && (oldest..<number).contains { !received.contains($0) }
    }
}
