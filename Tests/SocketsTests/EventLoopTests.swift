import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct EventLoopTests {
    @Test func `a hung-up pipe wakes the loop only where interest is set`() throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { try? reader.close() }
        try writer.close()
        let loop = EventLoop()
        let token = loop.add(reader)
        let start = Deadline.now
        try loop.wait(until: start.advanced(by: .milliseconds(20)))
        #expect(Deadline.now >= start.advanced(by: .milliseconds(20)))
        #expect(!loop.isReadable(token))
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(loop.isReadable(token))
        loop.setInterest(token, read: false, write: false)
        #expect(!loop.isReadable(token))
    }

    @Test func `a pipe without a reader is writable and in error`() throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { try? writer.close() }
        try reader.close()
        let loop = EventLoop()
        let token = loop.add(writer)
        loop.setInterest(token, read: false, write: true)
        // A child that another test starts holds the reader for a moment, between fork and exec.
        repeat {
            try loop.wait(until: .distantFuture)
            #expect(loop.isWritable(token))
        } while !loop.hasError(token)
        #expect(!loop.isReadable(token))
    }

    @Test(arguments: ["/dev/null", "/etc/passwd"])
    func `a file is ready at once`(path: String) throws {
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        let loop = EventLoop()
        let token = loop.add(file)
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(loop.isReadable(token))
    }

    @Test func `a deadline of less than a millisecond is kept, one in the past does not wait`()
        throws
    {
        let loop = EventLoop()
        let start = Deadline.now
        let deadline = start.advanced(by: .microseconds(300))
        try loop.wait(until: deadline)
        #expect(Deadline.now >= deadline)
        try loop.wait(until: start)
        try loop.wait(until: Deadline(nanoseconds: 0))
    }

    @Test func `each descriptor has its own state, and a removed one none`() throws {
        let (quiet, quietEnd) = try FileDescriptor.pipe(options: .closeOnExec)
        let (busy, busyEnd) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { for end in [quiet, quietEnd, busy, busyEnd] { try? end.close() } }
        try busyEnd.writeAll([1])
        let loop = EventLoop()
        let first = loop.add(quiet)
        let second = loop.add(busy)
        loop.setInterest(first, read: true, write: false)
        loop.setInterest(second, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(!loop.isReadable(first))
        #expect(loop.isReadable(second))
        loop.remove(second)
        try loop.wait(until: .now)
        #expect(!loop.isReadable(first))
        let third = loop.add(busy)
        loop.setInterest(third, read: true, write: false)
        try loop.wait(until: .distantFuture)
        #expect(loop.isReadable(third))
    }
}
