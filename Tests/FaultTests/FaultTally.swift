import Foundation
import Synchronization
import Testing

/// How often each fault was tried, and how often what has to hold did.
final class FaultTally: Sendable {
    static let shared = FaultTally()

    private let passed = Mutex<[String: Int]>([:])

    func note(_ fault: Fault, passed count: Int) { passed.withLock { $0[fault.id] = count } }

    /// The table, in Markdown, of those that were tried.
    var table: String {
        let passed = passed.withLock { $0 }
        var lines = ["| | what holds | tried | passed |", "|---|---|---:|---:|"]
        var sums = (tried: 0, passed: 0)
        for fault in Fault.all {
            guard let count = passed[fault.id] else { continue }
            lines.append("| \(fault.id) | \(fault.holds) | \(fault.seeds) | \(count) |")
            sums.tried += fault.seeds
            sums.passed += count
        }
        lines.append("| | \(passed.count) faults | \(sums.tried) | \(sums.passed) |")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Prints the table behind the last fault, where `DTLSCAT_FAULT_SEEDS` is set.
struct Tallied: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await function()
        guard ProcessInfo.processInfo.environment["DTLSCAT_FAULT_SEEDS"] != nil else { return }
        try FileHandle.standardOutput.write(contentsOf: Data(FaultTally.shared.table.utf8))
    }
}

extension Trait where Self == Tallied {
    static var tallied: Self { Self() }
}
