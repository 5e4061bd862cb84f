import Foundation

/// What `dtlscat bench --json` has printed.
package struct BenchResult: Decodable, Sendable {
    /// A sum of iperf3's names.
    package struct Sum: Decodable, Sendable {
        package let bytes: UInt64
        package let packets: UInt64
        package let lostPackets: UInt64?
        package let sender: Bool
    }

    /// Round trips or handshakes.
    package struct Times: Decodable, Sendable {
        package let count: Int
        package let failed: Int?
        package let resumed: Int?
        package let p50Ms, p90Ms, p99Ms, p999Ms, maxMs: Double?

        /// Whether no percentile is above a higher one.
        package var isInOrder: Bool {
            let times = [p50Ms, p90Ms, p99Ms, p999Ms, maxMs].compactMap { $0 }
            return times.count == 5 && times == times.sorted() && times[0] > 0
        }
    }

    /// The end of a run.
    package struct End: Decodable, Sendable {
        package struct Stream: Decodable, Sendable {
            package let udp: Sum
        }

        package let streams: [Stream]
        package let sum, sumSent, sumReceived: Sum?
        package let sumBidirReverse: Sum?
    }

    /// What was agreed on.
    package struct Session: Decodable, Sendable {
        package let version, cipher, kx, flow: String
        package let dataMtu: Int
    }

    /// An interval.
    package struct Interval: Decodable, Sendable {
        package let sum: Sum?
    }

    /// Why it failed.
    package struct Problem: Decodable, Sendable {
        package let `class`, message: String
    }

    package let schema, command: String
    package let mode: String?
    package let ok: Bool
    package let exit: Int
    package let error: Problem?
    package let session: Session?
    package let intervals: [Interval]?
    package let end: End?
    package let handshake, latency: Times?
    package let baseline: End?
    package let notMeasured: [String]?

    /// Reads what was printed.
    package init(_ outcome: Program.Outcome) throws {
        self = try Self.decode(Self.self, outcome)
    }

    /// Reads a list of those, as `--compare` prints it.
    package static func list(_ outcome: Program.Outcome) throws -> [BenchResult] {
        try decode([BenchResult].self, outcome)
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ outcome: Program.Outcome
    ) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(type, from: outcome.output)
        } catch {
            throw TestFailure(
                "\(error)\nstandard output:\n\(outcome.text)\nstandard error:\n\(outcome.errors)")
        }
    }
}
