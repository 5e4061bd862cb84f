import Foundation
import Synchronization
import TestSupport
import Testing

@testable import DTLS

@Suite struct PreSharedKeyFileTests {
    private let folder = try! Folder()
    private let events = Events()

    private final class Events: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }

        func add(_ event: PreSharedKeyFile.Event) {
            let text =
                switch event {
                case .reread(let count): "reread \(count)"
                case .kept(let error): "kept: \(error)"
                }
            lines.withLock { $0.append(text) }
        }
    }

    private func open(_ text: String) throws -> (PreSharedKeyFile, path: String) {
        let path = try folder.write(text, to: "db")
        return (try PreSharedKeyFile(path) { [events] in events.add($0) }, path)
    }

    /// As an editor does it: a new file in place of the old.
    private func replace(_ text: String, mode: Int = 0o600) throws {
        let new = try folder.write(text, to: "new")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: new)
        _ = unsafe rename(new, folder.file("db"))
    }

    @Test func `a key that is added is found, and one that is removed is not`() throws {
        let (file, _) = try open("alice:00ff\nbob:01\n")
        #expect(file.secret(for: Array("alice".utf8))?.copy == [0, 255])
        #expect(file.secret(for: Array("carol".utf8))?.copy == nil)
        try replace("bob:02\n#00ff01:03\ncarol:04\n")
        #expect(file.secret(for: Array("carol".utf8))?.copy == [4])
        #expect(file.secret(for: Array("bob".utf8))?.copy == [2])
        #expect(file.secret(for: [0, 255, 1])?.copy == [3])
        #expect(file.secret(for: Array("alice".utf8))?.copy == nil)
        #expect(events.all == ["reread 3"])
    }

    @Test(.timeLimit(.minutes(10))) func `a pipe is read once, and not waited for again`() throws {
        let path = folder.file("pipe")
        try #require(unsafe mkfifo(path, 0o600) == 0)
        let writer = Thread {
            try? FileHandle(forWritingTo: URL(fileURLWithPath: path))
                .write(contentsOf: Array("alice:00ff\n".utf8))
        }
        writer.start()
        let file = try PreSharedKeyFile(path) { [events] in events.add($0) }
        // As a change of a file would show.
        try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
        #expect(file.secret(for: Array("alice".utf8))?.copy == [0, 255])
        #expect(file.secret(for: Array("bob".utf8))?.copy == nil)
        #expect(events.all.isEmpty)
    }

    @Test func `a file that cannot be used is told once, and the keys from before stay`() throws {
        let (file, path) = try open("alice:00ff\n")
        try replace("alice:01\nnonsense\n")
        for _ in 0..<3 { #expect(file.secret(for: Array("alice".utf8))?.copy == [0, 255]) }
        try replace("alice:02\n", mode: 0o644)
        #expect(file.secret(for: Array("alice".utf8))?.copy == [0, 255])
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<3 { #expect(file.secret(for: Array("alice".utf8))?.copy == [0, 255]) }
        try replace("alice:03\n")
        #expect(file.secret(for: Array("alice".utf8))?.copy == [3])
        let told = events.all
        #expect(told.count == 4, "\(told)")
        #expect(told[0].contains("line 2: not identity"), "\(told)")
        #expect(told[1].contains("others can read"), "\(told)")
        #expect(told[2].contains("cannot read"), "\(told)")
        #expect(told[3] == "reread 1")
        #expect(!told.contains { $0.contains("00ff") || $0.contains("nonsense") })
    }

    @Test func `an identity that comes twice is an error that names both lines`() throws {
        let error = #expect(throws: SecretError.self) {
            try PreSharedKeyDatabase("a:00\n\n#61:01\n")
        }
        #expect(error?.description == "line 3: the identity of line 1 again")
    }

    @Test func `identities need not be text`() throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x3A, 0x3A] + Array("0a0b\r\n".utf8)
        let database = try PreSharedKeyDatabase(bytes)
        #expect(database.key(for: [0xFF, 0xFE, 0x3A]) == [10, 11])
    }

    @Test func `a hundred thousand identities are a file like another`() throws {
        let text = (0..<100_000).map { "device-\($0):\(String(format: "%032x", $0))\n" }.joined()
        let (file, _) = try open(text)
        #expect(file.count == 100_000)
        let key = [UInt8](repeating: 0, count: 13) + [0x01, 0x86, 0x9F]
        #expect(file.secret(for: Array("device-99999".utf8))?.copy == key)
    }
}
