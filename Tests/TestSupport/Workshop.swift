import Foundation

/// A folder in which the openssl tool makes keys and certificates for one run; gone when nobody
/// holds it any more.
package final class Workshop: Sendable {
    /// Its path.
    package let path: String

    /// Makes a folder.
    package init() throws {
        path = NSTemporaryDirectory() + "dtlscat-workshop-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, for its owner alone unless told otherwise, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        guard
            FileManager.default.createFile(
                atPath: file(name), contents: Data(text.utf8),
                attributes: [.posixPermissions: mode])
        else { throw CocoaError(.fileWriteUnknown) }
        return file(name)
    }

    /// Runs the openssl tool in the folder, on words that no space is in.
    package func openssl(_ words: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = words.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(words: words) }
    }

    /// A call of the tool that did not succeed.
    package struct Failure: Error {
        let words: String
    }

    /// Makes `name.pem` and `name.key`: an authority with the given kind of key.
    package func makeAuthority(_ name: String, key: String) throws {
        try openssl(
            "req -x509 -newkey \(key) -nodes -subj /CN=\(name) -days 30"
                + " -addext basicConstraints=critical,CA:TRUE"
                + " -addext keyUsage=critical,keyCertSign,cRLSign"
                + " -out \(name).pem -keyout \(name).key")
    }

    /// Makes `name.pem` and `name.key`: a certificate signed by `authority`, for localhost unless
    /// `extension` says otherwise.
    package func makeLeaf(
        _ name: String, key: String, authority: String,
        extension words: String = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    ) throws {
        try openssl(
            "req -newkey \(key) -nodes -subj /CN=\(name) -addext \(words)"
                + " -out \(name).csr -keyout \(name).key")
        try openssl(
            "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key"
                + " -copy_extensions copy -days 30 -set_serial \(UInt32.random(in: 1...1_000_000))"
                + " -out \(name).pem")
    }
}
