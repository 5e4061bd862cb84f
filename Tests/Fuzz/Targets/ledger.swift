// libFuzzer: -max_len=512
@testable import DTLS

/// The ledger of sequence numbers counts what a plain set of them does.
func fuzz(_ input: [UInt8]) {
    var script = Script(input)
    var ledger = SequenceLedger()
    var noted: Set<UInt64> = []
    // Where the numbers lie: at the start, or where 48 bits end.
    let base: UInt64 = script.flag() ? 0 : (1 << 48) - 1_024
    var first: UInt64 = 0
    var highest: UInt64 = 0
    var reordered: UInt64 = 0
    while !script.isAtEnd {
        let number = base + UInt64(script.number(0...255)) * (script.flag() ? 1 : 4)
        switch script.number(0...15) {
        case 0 where noted.isEmpty:
            first = number
            ledger.start(at: number)
        case 1, 2:
            let window = highest >= 63 ? max(first, highest - 63) : first
            let expected =
                noted.isEmpty
                ? number > first
                : number > highest + 1
                    || (window..<max(number, window)).contains {
                        !noted.contains($0)
                    }
            check(
                ledger.awaitsRecords(before: number) == expected,
                "awaits before \(number): \(!expected), with \(noted.sorted()), from \(first)")
        default:
            // As a session does, which drops what is behind GnuTLS's window.
            guard noted.isEmpty || number + 63 >= highest else { continue }
            let isNew = !noted.contains(number)
            check(ledger.hasReceived(number) != isNew, "\(number) is known: \(isNew)")
            ledger.note(number)
            if isNew, !noted.isEmpty, number < highest { reordered += 1 }
            noted.insert(number)
            highest = max(highest, number)
        }
        let counted = UInt64(noted.count { $0 >= first })
        let expected = noted.isEmpty || highest < first ? 0 : highest - first + 1 - counted
        check(ledger.lost == expected, "\(ledger.lost) lost, and not \(expected)")
        check(ledger.reordered == reordered, "\(ledger.reordered), and not \(reordered)")
    }
}
