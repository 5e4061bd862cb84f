import Foundation
import TestSupport

/// What all tests share.
enum Shared {
    private static let made = Task { try await Certificates() }
    private static let kinds = Task {
        var pairs: [Certificates.Kind: Certificates.Pair] = [:]
        for kind in Certificates.Kind.allCases {
            pairs[kind] = try await certificates.make("server-\(kind.rawValue)", kind)
        }
        return pairs
    }

    /// The certificates.
    static var certificates: Certificates {
        get async throws { try await made.value }
    }

    /// A server's certificate with a key of a kind.
    static func server(_ kind: Certificates.Kind) async throws -> Certificates.Pair {
        guard let pair = try await kinds.value[kind] else { throw TestFailure("no \(kind)") }
        return pair
    }

    /// The trust that a client needs.
    static var trust: [String] {
        get async throws { ["--ca", try await certificates.authority.cert] }
    }

    /// A pre-shared key, in hexadecimal.
    static let key = "c0ffee0123456789c0ffee0123456789"

    /// The options for that key and the identity `copy`.
    static func keyOptions(_ folder: Folder) throws -> [String] {
        ["--psk-file", try folder.write("copy:\(key)\n", to: "key")]
    }

    /// Five megabytes of noise.
    static let megabytes = noise(5_000_000)
}
