package import Foundation
import Glibc
import Synchronization

/// A folder for the files of a test, gone when nobody holds it any more.
package final class Folder: Sendable {
    /// Its path.
    package let path: String

    /// Makes a folder.
    package init() throws {
        path = NSTemporaryDirectory() + "dtlscat-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        Self.removeAtExit
        Self.paths.withLock { _ = $0.insert(path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        Self.paths.withLock { _ = $0.remove(path) }
    }

    private static let paths = Mutex<Set<String>>([])

    /// Those that are shared by all tests are held until the end.
    private static let removeAtExit: Void = {
        _ = atexit {
            for path in Folder.paths.withLock({ $0 }) {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }()

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, for its owner alone unless told otherwise, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try write(Data(text.utf8), to: name, mode: mode)
    }

    /// Writes a file, for its owner alone unless told otherwise, and returns its path.
    @discardableResult
    package func write(_ data: Data, to name: String, mode: Int = 0o600) throws -> String {
        let path = file(name)
        guard
            FileManager.default.createFile(
                atPath: path, contents: data, attributes: [.posixPermissions: mode])
        else { throw TestFailure("cannot write \(path)") }
        return path
    }

    /// Reads a file.
    package func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: file(name)))
    }

    /// Reads a file as text.
    package func text(_ name: String) throws -> String {
        String(decoding: try read(name), as: UTF8.self)
    }

    /// Who may do what with a file.
    package func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file(name))[.posixPermissions] as? Int
    }
}

/// Bytes that look like nothing, and are the same for the same seed.
package func noise(_ count: Int, seed: UInt64 = 1) -> Data {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var data = Data(capacity: count + 8)
    while data.count < count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        var word = state
        for _ in 0..<8 {
            data.append(UInt8(truncatingIfNeeded: word))
            word >>= 8
        }
    }
    return data.prefix(count)
}
