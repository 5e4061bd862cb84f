import Sockets
import SystemPackage
import Testing

@Suite struct SystemCallTests {
    @Test func `bytes go through a pipe, then nothing, then the end`() throws {
        let (reader, writer) = try FileDescriptor.pipe(options: .closeOnExec)
        defer { try? reader.close() }
        let output = ByteBuffer(capacity: 100)
        output.append(Loopback.bytes(100).span)
        #expect(try SystemCall.write(writer, from: output, max: 60) == 60)
        #expect(output.count == 40)
        let input = ByteBuffer(capacity: 100)
        #expect(try SystemCall.read(reader, into: input, max: 25) == 25)
        #expect(try SystemCall.read(reader, into: input) == 35)
        #expect(input.withBytes { Loopback.copy($0) } == Loopback.bytes(60))
        try writer.close()
        #expect(try SystemCall.read(reader, into: input) == 0)
    }

    @Test func `an error names what failed`() {
        let nothing = FileDescriptor(rawValue: -1)
        let error = #expect(throws: SocketError.self) {
            _ = try SystemCall.read(nothing, into: ByteBuffer(capacity: 1))
        }
        #expect(error?.description == "cannot read: bad file descriptor")
    }
}
