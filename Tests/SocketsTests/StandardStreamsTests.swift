import Glibc
import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct StandardStreamsTests {
    private func full(_ count: Int) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: count)
        buffer.append(Loopback.bytes(count).span)
        return buffer
    }

    /// Writes until that is an error. The first write need not be one: a child that another test
    /// starts holds the reader for a moment, between fork and exec.
    private func writeForEver(to output: StandardOutput) throws {
        let loop = EventLoop()
        let token = loop.add(output.descriptor)
        loop.setInterest(token, read: false, write: true)
        while true {
            try loop.wait(until: .distantFuture)
            _ = try output.write(from: full(10))
        }
    }

    @Test(arguments: [true, false])
    func `a full pipe is "not now", and stays blocking for those who share it`(
        reopening: Bool
    ) throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { for end in [reader, writer] { try? end.close() } }
        let output = StandardOutput(writer, reopening: reopening)
        #expect(!output.isTerminal)
        #expect((output.descriptor != writer) == reopening)
        let buffer = full(4 << 20)
        var written = 0
        while let count = try output.write(from: buffer) { written += count }
        #expect(written >= 65_536 && written < 4 << 20)
        #expect(buffer.count == (4 << 20) - written)
        #expect(fcntl(writer.rawValue, F_GETFL) & O_NONBLOCK == 0)
        #expect(fcntl(reader.rawValue, F_GETFL) & O_NONBLOCK == 0)
        let input = StandardInput(reader)
        let arrived = ByteBuffer(capacity: 4 << 20)
        while arrived.count < written {
            #expect(try input.read(into: arrived, max: 100_000)! > 0)
        }
        let expected = Loopback.bytes(written)
        #expect(arrived.withBytes { Loopback.copy($0) } == expected)
        let loop = EventLoop()
        let token = loop.add(output.descriptor)
        loop.setInterest(token, read: false, write: true)
        try loop.wait(until: .distantFuture)
        #expect(try output.write(from: buffer) != nil)
    }

    @Test(arguments: [true, false])
    func `a reader that has gone is told apart from other errors`(reopening: Bool) throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { try? writer.close() }
        let output = StandardOutput(writer, reopening: reopening)
        try reader.close()
        let error = #expect(throws: SocketError.self) { try writeForEver(to: output) }
        #expect(error?.isBrokenPipe == true)
        #expect(error?.description == "cannot write standard output: broken pipe")
        let device = try FileDescriptor.open(FilePath("/dev/full"), .writeOnly)
        defer { try? device.close() }
        let other = #expect(throws: SocketError.self) {
            _ = try StandardOutput(device).write(from: full(10))
        }
        #expect(other?.isBrokenPipe == false)
        #expect(other?.errno == .noSpace)
    }

    @Test func `a stream socket does not block and stays blocking`() throws {
        var ends: [Int32] = [0, 0]
        try #require(
            unsafe socketpair(
                AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let (writer, reader) = (
            FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1])
        )
        defer { try? writer.close() }
        let output = StandardOutput(writer)
        let buffer = full(4 << 20)
        while try output.write(from: buffer) != nil {}
        #expect(buffer.count > 0 && buffer.count < 4 << 20)
        #expect(fcntl(writer.rawValue, F_GETFL) & O_NONBLOCK == 0)
        try reader.close()
        let error = #expect(throws: SocketError.self) { try writeForEver(to: output) }
        #expect(error?.isBrokenPipe == true)
    }

    @Test(arguments: [true, false])
    func `a closed output is the reader's end`(reopening: Bool) throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { for end in [reader, writer] { try? end.close() } }
        let output = StandardOutput(writer, reopening: reopening)
        #expect(try output.write(from: full(10)) == 10)
        output.close()
        output.close()
        let arrived = ByteBuffer(capacity: 100)
        let input = StandardInput(reader)
        #expect(try input.read(into: arrived) == 10)
        #expect(try input.read(into: arrived) == 0)
    }

    @Test func `devices and files take everything at once`() throws {
        let device = try FileDescriptor.open(FilePath("/dev/null"), .readWrite)
        defer { try? device.close() }
        #expect(try StandardOutput(device).write(from: full(1 << 20)) == 1 << 20)
        #expect(try StandardInput(device).read(into: ByteBuffer(capacity: 1)) == 0)
    }

    @Test func `a terminal is known as one`() throws {
        var (main, other): (Int32, Int32) = (0, 0)
        try #require(unsafe openpty(&main, &other, nil, nil, nil) == 0)
        defer { for end in [main, other] { try? FileDescriptor(rawValue: end).close() } }
        let output = StandardOutput(FileDescriptor(rawValue: other))
        #expect(output.isTerminal)
        #expect(StandardInput(FileDescriptor(rawValue: other)).isTerminal)
        while try output.write(from: full(65_536)) != nil {}
        #expect(fcntl(other, F_GETFL) & O_NONBLOCK == 0)
    }
}
