import Foundation
import TestSupport
import Testing

/// Something that goes wrong, and what holds all the same.
struct Fault: Sendable, CustomTestStringConvertible {
    /// A letter and a number: those of A are the acceptance tests that were drawn up beforehand.
    let id: String

    /// What holds, in a sentence.
    let holds: String

    /// How often it is tried, each time with the next seed, from 1.
    let seeds: Int

    /// Tries it once; throws where it does not hold.
    let run: @Sendable (_ seed: UInt64) async throws -> Void

    /// A fault that depends on chance, or on how programs happen to run: two seeds, or as many as
    /// `DTLSCAT_FAULT_SEEDS` says.
    init(
        _ id: String, _ holds: String, seeds: Int = 2,
        run: @escaping @Sendable (_ seed: UInt64) async throws -> Void
    ) {
        self.id = id
        self.holds = holds
        self.seeds = Self.asked ?? seeds
        self.run = run
    }

    /// A fault of which there are so many cases, each of them a seed.
    init(
        _ id: String, _ holds: String, cases: Int,
        run: @escaping @Sendable (_ seed: UInt64) async throws -> Void
    ) {
        self.id = id
        self.holds = holds
        seeds = max(cases, Self.asked ?? 0)
        self.run = run
    }

    var testDescription: String { "\(id) \(holds)" }

    private static let asked = ProcessInfo.processInfo.environment["DTLSCAT_FAULT_SEEDS"]
        .flatMap { Int($0) }.map { max($0, 1) }
}

/// Fails a try where `condition` does not hold, with what there is to say about it.
func hold(_ condition: Bool, _ text: @autoclosure () -> String) throws {
    guard condition else { throw TestFailure(text()) }
}
