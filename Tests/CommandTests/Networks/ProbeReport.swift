import Foundation
import TestSupport

/// What `probe --json` has told.
struct ProbeReport: Decodable {
    struct Session: Decodable {
        let version, cipher: String
        let dataMtu: Int
        let retransmits: Int

        enum CodingKeys: String, CodingKey {
            case version, cipher, retransmits
            case dataMtu = "data_mtu"
        }
    }

    struct Flight: Decodable {
        let from: String
        let messages: [String]
        let datagrams, bytes, largest: Int
        let atMs: Double
        let retransmission: Bool

        enum CodingKeys: String, CodingKey {
            case from, messages, datagrams, bytes, largest, retransmission
            case atMs = "at_ms"
        }
    }

    struct Attempt: Decodable {
        let number: Int
        let ok: Bool
        let error: Problem?
    }

    struct Times: Decodable {
        let count, failed: Int
        let min, avg, p50, p90, p99, max: Double?

        enum CodingKeys: String, CodingKey {
            case count, failed
            case min = "min_ms"
            case avg = "avg_ms"
            case p50 = "p50_ms"
            case p90 = "p90_ms"
            case p99 = "p99_ms"
            case max = "max_ms"
        }
    }

    struct Path: Decodable {
        let mtu, datagram, data: Int
        let mtuMax: Int?
        let exact: Bool
        let method: String

        enum CodingKeys: String, CodingKey {
            case mtu, datagram, data, exact, method
            case mtuMax = "mtu_max"
        }
    }

    struct Problem: Decodable {
        let `class`, message: String
        let stage, hint: String?
    }

    struct Cert: Decodable {
        let subject: String
        let verified: Bool
    }

    let schema, command: String
    let ok: Bool
    let exit: Int32
    let session: Session?
    let cert: Cert?
    let flights: [Flight]
    let probes: [Attempt]?
    let handshake: Times?
    let path: Path?
    let error: Problem?

    /// The report of a run that has ended with its status.
    init(_ outcome: Program.Outcome) throws {
        self = try JSONDecoder().decode(ProbeReport.self, from: outcome.output)
        guard exit == outcome.status, ok == (exit == 0), schema == "dtlscat/1", command == "probe"
        else { throw TestFailure("status \(outcome.status) with \(outcome.text)") }
    }
}
