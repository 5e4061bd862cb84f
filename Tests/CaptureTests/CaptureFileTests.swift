import Capture
import Foundation
import Glibc
import Sockets
import Synchronization
import SystemPackage
import TestSupport
import Testing

@Suite struct CaptureFileTests {
    private let folder = try! Folder()
    private let errors = Errors()
    private let ours = SocketAddress(host: "192.0.2.1", port: 4_433)!
    private let theirs = SocketAddress(host: "192.0.2.2", port: 50_000)!

    private final class Errors: Sendable {
        let all = Mutex<[Errno]>([])
    }

    private func open(_ file: FileDescriptor) throws -> CaptureFile {
        try CaptureFile(file, application: "a test") { [errors] error in
            errors.all.withLock { $0.append(error) }
        }
    }

    private func open() throws -> CaptureFile {
        try open(PrivateFile.create(folder.file("capture")))
    }

    private func receive(_ text: String, of size: Int, _ capture: CaptureFile) {
        capture.received(Array(text.utf8).span, of: size, from: theirs, to: ours)
    }

    private func send(_ text: String, of size: Int, _ capture: CaptureFile) {
        capture.sent(Array(text.utf8).span, of: size, from: ours, to: theirs)
    }

    private var story: [String] {
        get throws { try Blocks(folder.file("capture")).story }
    }

    @Test("A run of datagrams is taken apart, and is in the file at once")
    func runs() throws {
        let capture = try open()
        send("aaaabbbbcc", of: 4, capture)
        #expect(try story == ["> aaaa", "> bbbb", "> cc"])
        send("whole", of: 5, capture)
        #expect(try story == ["> aaaa", "> bbbb", "> cc", "> whole"])
    }

    @Test("An empty datagram is one as well")
    func empty() throws {
        let capture = try open()
        receive("", of: 0, capture)
        capture.settle()
        #expect(try story == ["< "])
    }

    @Test("Secrets stand in front of what has brought them, and all else in its order")
    func order() throws {
        let capture = try open()
        send("hello", of: 5, capture)
        receive("finished", of: 8, capture)
        #expect(try story == ["> hello"])
        capture.note(secret: "CLIENT_RANDOM 00 11")
        send("answer", of: 6, capture)
        capture.settle()
        send("more", of: 4, capture)
        #expect(
            try story == [
                "> hello", "secret CLIENT_RANDOM 00 11", "< finished", "> answer", "> more",
            ])
    }

    @Test("The file begins with a section and its one interface")
    func head() throws {
        _ = try open()
        #expect(try Blocks(folder.file("capture")).all.map(\.type) == [0x0A0D_0D0A, 1])
    }

    @Test("What cannot be written is told of once, and nothing more is written")
    func broken() throws {
        _ = signal(SIGPIPE, SIG_IGN)
        let pipe = try FileDescriptor.pipe()
        let capture = try open(pipe.writeEnd)
        try pipe.readEnd.close()
        send("lost", of: 4, capture)
        receive("lost", of: 4, capture)
        capture.note(secret: "lost")
        capture.settle()
        #expect(errors.all.withLock { $0 } == [.brokenPipe])
    }

    @Test("A file that cannot be begun is an error")
    func full() throws {
        let device = try FileDescriptor.open(FilePath("/dev/full"), .writeOnly)
        #expect(throws: Errno.noSpace) { try self.open(device) }
    }

    @Test(
        "The headers name both addresses, and their checksums are right",
        arguments: ["", "a", "ab", "odd"], ["192.0.2.7", "2001:db8::7"])
    func headers(payload: String, host: String) throws {
        let capture = try open()
        let from = try #require(SocketAddress(host: host, port: 258))
        // A socket that is bound to all addresses does not always know which was asked.
        capture.sent(
            Array(payload.utf8).span, of: payload.utf8.count, from: from,
            to: .any(.v6, port: 772))
        let datagram = try #require(try Blocks(folder.file("capture")).datagrams.first)
        let isV4 = from.family == .v4
        let length = 8 + payload.utf8.count
        let segment = datagram.dropFirst(isV4 ? 20 : 40)
        #expect(segment.prefix(6) == [1, 2, 3, 4, 0, UInt8(length)])
        let addresses = isV4 ? datagram[12..<20] : datagram[8..<40]
        #expect(addresses.prefix(isV4 ? 4 : 16) == from.identity[isV4 ? 12..<16 : 0..<16])
        #expect(addresses.suffix(isV4 ? 4 : 16).allSatisfy { $0 == 0 })
        // With its checksum in it, all of it adds up to ones.
        #expect(sum(addresses + [0, 17, 0, UInt8(length)] + segment) == 0xFFFF)
        if isV4 { #expect(sum(datagram.prefix(20)) == 0xFFFF) }
        #expect(datagram.count == (isV4 ? 20 : 40) + length)
    }

    private func sum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            sum += index.isMultiple(of: 2) ? UInt32(byte) << 8 : UInt32(byte)
        }
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + sum >> 16 }
        return sum
    }
}
