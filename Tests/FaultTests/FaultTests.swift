import Foundation
import Testing

/// Every fault of the table, so many times as it has seeds.
@Suite(.tallied, .timeLimit(.minutes(60))) struct FaultTests {
    @Test(arguments: Fault.chosen) func `what holds, holds`(fault: Fault) async {
        let passed = await withTaskGroup(of: Bool.self) { group in
            for seed in 1...fault.seeds {
                group.addTask { await Self.passes(fault, UInt64(seed)) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        FaultTally.shared.note(fault, passed: passed)
    }

    @Test func `each fault has a number of its own`() {
        #expect(Set(Fault.all.map(\.id)).count == Fault.all.count)
        #expect(Set(Fault.all.map(\.holds)).count == Fault.all.count)
    }

    private static func passes(_ fault: Fault, _ seed: UInt64) async -> Bool {
        await Turnstile.shared.enter()
        let problem: (any Error)?
        do {
            try await fault.run(seed)
            problem = nil
        } catch { problem = error }
        await Turnstile.shared.leave()
        guard let problem else { return true }
        Issue.record("\(fault.id), seed \(seed): \(problem)")
        return false
    }
}

extension Fault {
    /// Those of the table that `DTLSCAT_FAULTS` names, by number or letter, such as `A01,L`, or where it
    /// begins with a `-`, all others; all where it is not set.
    static var chosen: [Fault] {
        guard let names = ProcessInfo.processInfo.environment["DTLSCAT_FAULTS"] else { return all }
        let isTurned = names.hasPrefix("-")
        let chosen = names.drop { $0 == "-" }.split(separator: ",")
        return all.filter { fault in
            chosen.contains { $0 == fault.id || $0 == fault.id.prefix(while: \.isLetter) }
                != isTurned
        }
    }

    /// The table.
    static let all = [
        loss, damage, hello, sessions, network, clock, peers, programs, restarts, handshakes,
    ].flatMap { $0 }
}
