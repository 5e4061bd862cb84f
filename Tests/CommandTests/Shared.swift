import Foundation
import TestSupport

/// The certificates that all tests share.
enum Shared {
    private static let made = Task { try await Certificates() }

    /// The certificates.
    static var certificates: Certificates {
        get async throws { try await made.value }
    }

    /// Five megabytes of noise.
    static let megabytes = noise(5_000_000)

    /// A key file for `--psk-file`, with the identity in it.
    static func key(_ folder: Folder, identity: String = "copy", key: String = "c0ffee0123456789")
        throws -> String
    {
        try folder.write("\(identity):\(key)\n", to: "\(identity)-\(key).psk")
    }
}
