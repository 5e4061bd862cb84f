import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct ReadinessSetTests {
    @Test func `of many descriptors the ready ones are told by their keys`() throws {
        let set = try ReadinessSet()
        var pipes: [(readEnd: FileDescriptor, writeEnd: FileDescriptor)] = []
        defer {
            for pipe in pipes {
                try? pipe.readEnd.close()
                try? pipe.writeEnd.close()
            }
        }
        for key in 0..<100 {
            pipes.append(try FileDescriptor.pipe(options: .closeOnExec))
            try set.add(pipes[key].readEnd, key: UInt64(key))
            set.setInterest(pipes[key].readEnd, key: UInt64(key), read: true, write: false)
        }
        #expect(set.count == 100)
        #expect(ready(in: set).isEmpty)
        for key in [3, 42, 99] { try pipes[key].writeEnd.writeAll([1]) }
        try wait(for: set)
        #expect(ready(in: set).map(\.key).sorted() == [3, 42, 99])
        // Level-triggered: they are ready until they have been read.
        #expect(ready(in: set).map(\.key).sorted() == [3, 42, 99])
        set.remove(pipes[42].readEnd)
        #expect(ready(in: set).map(\.key).sorted() == [3, 99])
        #expect(ready(in: set).allSatisfy { $0.isReadable && !$0.isWritable && !$0.hasError })
    }

    @Test func `without interest nothing is told, and a hang-up does not wake for ever`() throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { try? reader.close() }
        let set = try ReadinessSet()
        try set.add(reader, key: 7)
        set.setInterest(reader, key: 7, read: true, write: false)
        set.setInterest(reader, key: 7, read: false, write: false)
        try writer.close()
        // One wake-up is the kernel's to give; there is none after it.
        #expect(ready(in: set).isEmpty)
        let loop = EventLoop()
        let token = loop.add(set.descriptor)
        loop.setInterest(token, read: true, write: false)
        let start = Deadline.now
        try loop.wait(until: start.advanced(by: .milliseconds(20)))
        #expect(!loop.isReadable(token))
        set.setInterest(reader, key: 7, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(loop.isReadable(token))
        #expect(ready(in: set).map(\.hasError) == [true])
        #expect(ready(in: set).map(\.isReadable) == [true])
    }

    @Test func `a socket's error is told, and its room`() throws {
        let dead = try Loopback.deadPort()
        let socket = try UDPSocket.connected(to: dead.localAddress)
        let set = try ReadinessSet()
        try set.add(socket.descriptor, key: 1)
        set.setInterest(socket.descriptor, key: 1, read: false, write: true)
        #expect(ready(in: set).map(\.isWritable) == [true])
        set.setInterest(socket.descriptor, key: 1, read: true, write: false)
        _ = socket.send([1].span, segmentSize: 1)
        try wait(for: set)
        #expect(ready(in: set).map(\.hasError) == [true])
        socket.readErrors { _ in }
        let buffer = ReceiveBuffer()
        while case .failed = socket.receive(into: buffer) {}
        #expect(ready(in: set).isEmpty)
    }

    @Test func `a descriptor that is removed while others are told is no more`() throws {
        let (first, firstEnd) = try FileDescriptor.pipe(options: .closeOnExec)
        let (second, secondEnd) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { for end in [first, firstEnd, second, secondEnd] { try? end.close() } }
        let set = try ReadinessSet()
        for (end, key) in [(first, UInt64(1)), (second, 2)] {
            try set.add(end, key: key)
            set.setInterest(end, key: key, read: true, write: false)
        }
        try firstEnd.writeAll([1])
        try secondEnd.writeAll([1])
        var told: [UInt64] = []
        set.takeReady { readiness in
            told.append(readiness.key)
            set.remove(readiness.key == 1 ? second : first)
        }
        #expect(told.count == 1)
        #expect(set.count == 1)
        let other = told == [1] ? second : first
        try set.add(other, key: 3)
        set.setInterest(other, key: 3, read: true, write: false)
        #expect(ready(in: set).map(\.key).sorted() == told + [3])
    }

    @Test func `what cannot be watched is an error`() throws {
        let file = try FileDescriptor.open(FilePath("/etc/passwd"), .readOnly)
        defer { try? file.close() }
        let set = try ReadinessSet()
        #expect(throws: SocketError(errno: .notPermitted, action: "watch a descriptor")) {
            try set.add(file, key: 1)
        }
        #expect(set.count == 0)
    }

    @Test func `the limit of descriptors is raised as far as may be`() throws {
        let limit = try #require(raiseDescriptorLimit())
        #expect(limit >= 1024)
        #expect(raiseDescriptorLimit() == limit)
    }

    private func ready(in set: ReadinessSet) -> [ReadinessSet.Readiness] {
        var all: [ReadinessSet.Readiness] = []
        set.takeReady { all.append($0) }
        return all
    }

    private func wait(for set: ReadinessSet) throws {
        let loop = EventLoop()
        let token = loop.add(set.descriptor)
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .now.advanced(by: .seconds(60)))
    }
}
