import DTLS
import Foundation
import TestSupport
import Testing
import Trust

@Suite(.timeLimit(.minutes(5))) struct KnownHostsFileTests {
    private let folder = try! Folder()
    private let pin = try! Pin("pin-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    private let other = try! Pin("pin-sha256:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")

    private func host(_ name: String, _ pin: Pin? = nil) -> KnownHost {
        KnownHost(Place(host: name, port: 1)!, pin ?? self.pin, since: "2026-11-24")
    }

    @Test func `no file is nobody known`() throws {
        let file = KnownHostsFile(folder.file("none/known_hosts"))
        #expect(try file.load().hosts.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }

    @Test func `folder and file are made for their owner alone`() throws {
        let file = KnownHostsFile(folder.file("a/b/known_hosts"))
        try file.remember(host("x"))
        #expect(try folder.mode("a") == 0o700)
        #expect(try folder.mode("a/b") == 0o700)
        #expect(try folder.mode("a/b/known_hosts") == 0o600)
        #expect(try folder.text("a/b/known_hosts") == "\(host("x"))\n")
        // Nothing but the file and its lock is left.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("a/b"))
        #expect(Set(names) == ["known_hosts", "known_hosts.lock"])
    }

    @Test func `a host that another has remembered in the meantime is not remembered twice`() throws
    {
        let file = KnownHostsFile(folder.file("known_hosts"))
        try file.remember(host("x"))
        try file.remember(host("x"))
        #expect(try file.load().hosts.count == 1)
        let error = try #require(throws: TrustError.self) { try file.remember(host("x", other)) }
        #expect(error.isMismatch)
        #expect("\(error)".contains("line 1 of \(file.path)"), "\(error)")
        #expect(try file.load().hosts.map(\.host) == [host("x")])
    }

    @Test func `a damaged line about the host is no new host`() throws {
        let path = try folder.write("# mine\nx:1 pin-sha256:AAAA\n", to: "known_hosts")
        let file = KnownHostsFile(path)
        let place = Place(host: "x", port: 1)!
        let error = try #require(throws: TrustError.self) { try file.hosts(at: place) }
        #expect("\(error)".contains("line 2 of \(path)"), "\(error)")
        #expect(throws: TrustError.self) { try file.remember(host("x")) }
        try file.remember(host("y"))
        #expect(try folder.text("known_hosts") == "# mine\nx:1 pin-sha256:AAAA\n\(host("y"))\n")
    }

    @Test func `a link is not followed`() throws {
        try folder.write("", to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("known_hosts"), withDestinationPath: folder.file("elsewhere"))
        let file = KnownHostsFile(folder.file("known_hosts"))
        let error = try #require(throws: TrustError.self) { try file.load() }
        #expect("\(error)".contains("symbolic link"), "\(error)")
        #expect(throws: TrustError.self) { try file.remember(host("x")) }
        #expect(try folder.text("elsewhere").isEmpty)
    }

    @Test func `a link in the place of the lock is not followed`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("known_hosts.lock"), withDestinationPath: folder.file("made"))
        #expect(throws: TrustError.self) {
            try KnownHostsFile(folder.file("known_hosts")).remember(host("x"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("made")))
    }

    @Test func `what is no file is told and not read`() throws {
        let error = try #require(throws: TrustError.self) {
            try KnownHostsFile(folder.path).load()
        }
        #expect("\(error)".contains("no regular file"), "\(error)")
        #expect(!error.isMismatch)
    }

    @Test(arguments: [0o620, 0o602]) func `a file that others can write to is not believed`(
        mode: Int
    ) throws {
        let path = try folder.write("\(host("x"))\n", to: "known_hosts", mode: mode)
        let error = try #require(throws: TrustError.self) { try KnownHostsFile(path).load() }
        #expect("\(error)".contains("others"), "\(error)")
    }

    @Test func `what a killed process has left is in nobody's way`() throws {
        let path = try folder.write("\(host("x"))\n", to: "known_hosts")
        try folder.write("half a li", to: "known_hosts.new")
        try KnownHostsFile(path).remember(host("y"))
        #expect(try folder.text("known_hosts") == "\(host("x"))\n\(host("y"))\n")
        #expect(!FileManager.default.fileExists(atPath: folder.file("known_hosts.new")))
    }

    @Test func `a disk that is full is told, and nothing is lost`() async throws {
        // A file may not grow beyond 8 blocks of 512 bytes there; the signal of that is ignored.
        let text = (0..<60).map { "\(host("host-\($0)"))\n" }.joined()
        let path = try folder.write(text, to: "known_hosts")
        let lines = try folder.write("\(host("one-more"))\n", to: "lines")
        let outcome = try await Program(
            "sh",
            [
                "-c",
                "trap '' XFSZ; ulimit -f 8; exec \"$0\" hosts import --known-hosts \"$1\" \"$2\"",
                DTLSCat.path, path, lines,
            ]
        ).outcome()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot write \(path)"), "\(outcome.errors)")
        #expect(try folder.text("known_hosts") == text)
        #expect(!FileManager.default.fileExists(atPath: folder.file("known_hosts.new")))
    }

    @Test func `many threads lose nothing`() async throws {
        let file = KnownHostsFile(folder.file("known_hosts"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask { try file.remember(host("host-\(number)")) }
            }
            try await group.waitForAll()
        }
        #expect(try file.load().hosts.count == 20)
        #expect(try file.load().damagedLines.isEmpty)
    }
}
