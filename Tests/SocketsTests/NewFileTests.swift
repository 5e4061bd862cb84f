import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Sockets

@Suite struct NewFileTests {
    private let folder = try! Folder()

    private func make(
        _ name: String, _ text: String, replaces: Bool = false
    ) throws -> NewFile {
        try NewFile(
            folder.file(name), replaces: replaces, contents: Array(text.utf8))
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func `a new file is for its owner alone`() throws {
        try make("secret", "one").commit()
        #expect(try folder.text("secret") == "one")
        #expect(try folder.mode("secret") == 0o600)
    }

    @Test func `a file that is not committed leaves nothing behind`() throws {
        _ = try make("new", "one")
        #expect(try names == [])
        try make("old", "one").commit()
        _ = try make("old", "two", replaces: true)
        #expect(try names == ["old"])
        #expect(try folder.text("old") == "one")
    }

    @Test func `a file that is there is replaced only where that is asked for`() throws {
        try folder.write("old", to: "file", mode: 0o644)
        let error = #expect(throws: SocketError.self) { try make("file", "new") }
        #expect(error?.errno == .fileExists)
        #expect(try folder.text("file") == "old")
        try make("file", "new", replaces: true).commit()
        #expect(try folder.text("file") == "new")
        #expect(try folder.mode("file") == 0o600)
        #expect(try names == ["file"])
    }

    @Test func `what is no regular file is never replaced`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: "target")
        for name in ["link", "."] {
            #expect(throws: SocketError.self) { try make(name, "new", replaces: true) }
        }
        #expect(try names == ["link"])
    }

    @Test func `a name with a NUL in it is refused, not cut`() throws {
        #expect(throws: SocketError.self) { try make("a\0b", "new") }
        #expect(try names == [])
    }
}
