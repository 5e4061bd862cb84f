import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Sockets

@Suite struct PrivateFileTests {
    private let folder = try! Folder()

    @Test func `what is written is read again, and nobody else may read it`() throws {
        let path = folder.file("secret")
        #expect(try PrivateFile.read(path) == nil)
        #expect(PrivateFile.version(path) == nil)
        for bytes in [[UInt8](1...9), [], [UInt8](repeating: 7, count: 100_000)] {
            try PrivateFile.replace(path, bytes)
            let file = try #require(try PrivateFile.read(path))
            #expect(file.bytes == bytes)
            #expect(PrivateFile.version(path) == file.version)
            #expect(try folder.mode("secret") == 0o600)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret"])
        PrivateFile.remove(path)
        PrivateFile.remove(path)
        #expect(try PrivateFile.read(path) == nil)
    }

    @Test func `each version of a file is another`() throws {
        let path = folder.file("secret")
        var versions: Set<PrivateFile.Version> = []
        for count in 1...5 {
            try PrivateFile.replace(path, [UInt8](repeating: 1, count: count))
            versions.insert(try #require(PrivateFile.version(path)))
        }
        #expect(versions.count == 5)
    }

    @Test func `of many who make the same file one does, and all read what it wrote`() async throws
    {
        let path = folder.file("secret")
        let makers = await withTaskGroup { group in
            for number in UInt8(0)..<50 {
                group.addTask { () -> (UInt8, Bool?, [UInt8]?) in
                    let made = try? PrivateFile.create(
                        path, [UInt8](repeating: number, count: 64))
                    return (number, made, try? PrivateFile.read(path)?.bytes)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let winners = makers.filter { $0.1 == true }
        #expect(winners.count == 1)
        #expect(makers.allSatisfy { $0.1 != nil })
        let contents = [UInt8](repeating: try #require(winners.first?.0), count: 64)
        #expect(makers.allSatisfy { $0.2 == contents })
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret"])
    }

    @Test func `while many replace a file a reader never sees a part of one`() async throws {
        let path = folder.file("secret")
        try PrivateFile.replace(path, [UInt8](repeating: 0, count: 5_000))
        await withTaskGroup { group in
            for number in UInt8(0)..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        try? PrivateFile.replace(
                            path, [UInt8](repeating: number, count: 5_000))
                        let bytes = (try? PrivateFile.read(path))?.bytes ?? []
                        #expect(bytes.count == 5_000 && Set(bytes).count == 1)
                    }
                }
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret"])
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o610])
    func `a file that others can read or write is refused`(mode: Int) throws {
        let path = try folder.write("x", to: "open", mode: mode)
        let error = #expect(throws: SocketError.self) { try PrivateFile.read(path) }
        #expect(error?.errno == .permissionDenied)
    }

    @Test func `links, folders, pipes and devices are refused, and stay`() throws {
        let target = try folder.write("x", to: "target")
        let link = folder.file("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let pipe = folder.file("pipe")
        let made = unsafe mkfifo(pipe, 0o600)
        #expect(made == 0)
        for path in [link, folder.path, pipe, "/dev/null"] {
            #expect(throws: SocketError.self) { try PrivateFile.read(path) }
        }
        #expect(try folder.text("target") == "x")
    }

    @Test func `a folder that is not there is an error`() throws {
        let path = folder.file("none/secret")
        #expect(try PrivateFile.read(path) == nil)
        #expect(throws: SocketError.self) { try PrivateFile.replace(path, [1]) }
        #expect(throws: SocketError.self) { _ = try PrivateFile.create(path, [1]) }
    }
}
