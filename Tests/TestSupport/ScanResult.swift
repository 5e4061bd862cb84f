package import Foundation

/// What `dtlscat scan --json` has written.
package struct ScanResult: Decodable, Sendable {
    package struct Suite: Decodable, Sendable {
        package let version, name: String
        package let code: UInt16
        package let openssl: String?
        package let remarks: [String]
    }

    package struct Extensions: Decodable, Sendable {
        package let ems, etm, renegotiationInfo, tickets, heartbeat, rawPublicKey: Bool?
        package let connectionId: Bool?
        package let recordSizeLimit: Int?
        package let alpn, srtp: [String]
        package let alpnOthers: Bool
    }

    package struct Cookie: Decodable, Sendable {
        package let exchange: Bool?
        package let helloBytes, answerBytes: Int?
        package let amplification: Double?
    }

    package struct Certificate: Decodable, Sendable {
        package let subject, key, spkiPin: String
        package let sans: [String]
        package let notAfter: Int
    }

    package struct Hellos: Decodable, Sendable {
        package let fragmented, large, whole: String?
    }

    package struct Rule: Decodable, Sendable {
        package let rule, problem: String
    }

    package struct Findings: Decodable, Sendable {
        package let versions: [String: Bool]
        package let suites: [Suite]?
        package let order: [String: String]?
        package let groups, signatures, clientSignatures: [String]?
        package let extensions: Extensions?
        package let cookie: Cookie
        package let rawPublicKeyPin: String?
        package let certificates: [[Certificate]]
        package let hellos: Hellos?
        package let exchanges: Int
        package let seconds: Double
        package let complete: Bool
        package let failedRules: [Rule]
    }

    package struct Problem: Decodable, Sendable {
        package let `class`, message: String
    }

    package let schema, command: String
    package let ok: Bool
    package let exit: Int32
    package let scan: Findings?
    package let error: Problem?

    /// Reads what the program has written.
    package init(_ output: Data) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(ScanResult.self, from: output)
    }

    /// Scans a server, which has to have something to find.
    package static func of(_ port: String, _ options: [String] = []) async throws -> Findings {
        let outcome = try await DTLSCat.run(["scan", "--json"] + options + ["127.0.0.1", port])
        guard outcome.status == 0, let scan = try ScanResult(outcome.output).scan else {
            throw TestFailure("scan: status \(outcome.status)\n\(outcome.errors)")
        }
        return scan
    }
}

extension ScanResult.Findings {
    /// The numbers of the suites of a version.
    package func codes(_ version: String = "1.2") -> [UInt16] {
        (suites ?? []).filter { $0.version == version }.map(\.code)
    }
}
