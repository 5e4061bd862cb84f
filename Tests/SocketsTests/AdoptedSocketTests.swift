import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct AdoptedSocketTests {
    @Test func `a socket that was bound elsewhere tells where its datagrams were sent to`() throws {
        let bound = try UDPSocket.bound(to: Loopback.v6)
        let adopted = try UDPSocket.adopted(try bound.descriptor.duplicate())
        #expect(adopted.localAddress == bound.localAddress && adopted.remoteAddress == nil)
        let sender = try UDPSocket.connected(to: bound.localAddress)
        #expect(sender.send([7].span, segmentSize: 1200).outcome == .complete)
        #expect(try Loopback.wait(for: adopted))
        let buffer = ReceiveBuffer()
        #expect(adopted.receive(into: buffer) == .datagrams)
        #expect(buffer.source == sender.localAddress)
        #expect(buffer.destination == bound.localAddress)
    }

    @Test func `a buffer that is larger already stays so, and no size is too large`() throws {
        for (size, wanted) in [(64 << 10, 4 << 10), (4 << 10, 64 << 10), (64 << 10, Int.max)] {
            var options = UDPSocket.Options()
            options.receiveBuffer = size
            let bound = try UDPSocket.bound(to: Loopback.v4, options: options)
            let before = bound.receiveRoom
            options.receiveBuffer = wanted
            let adopted = try UDPSocket.adopted(
                try bound.descriptor.duplicate(), options: options)
            #expect(wanted > size ? adopted.receiveRoom > before : adopted.receiveRoom == before)
        }
    }

    @Test func `what is no bound UDP socket for everyone is refused`() throws {
        let bound = try UDPSocket.bound(to: Loopback.v4)
        let connected = try UDPSocket.connected(to: bound.localAddress)
        let pipe = try FileDescriptor.pipe()
        defer { try? pipe.writeEnd.close() }
        for (descriptor, errno) in [
            (try connected.descriptor.duplicate(), Errno.socketIsConnected),
            (pipe.readEnd, .notSocket),
        ] {
            #expect {
                try UDPSocket.adopted(descriptor)
            } throws: { error in
                (error as? SocketError)?.errno == errno
            }
        }
        #expect(throws: SocketError.self) { try UDPSocket.adopted(FileDescriptor(rawValue: 900)) }
    }

    @Test func `sockets are taken over only by the process that they are meant for`() throws {
        for environment in [
            [:], ["LISTEN_PID": "1", "LISTEN_FDS": "1"], ["LISTEN_PID": "7", "LISTEN_FDS": "0"],
            ["LISTEN_PID": "7"], ["LISTEN_FDS": "1"],
        ] {
            #expect(try InheritedSocket(environment, process: 7) == nil)
        }
        #expect(try InheritedSocket(["LISTEN_PID": "7", "LISTEN_FDS": "1"], process: 7) != nil)
        for (number, names, text) in [
            ("2", "a:b", "passes 2 sockets (a, b)"), ("3", "", "passes 3 sockets,"),
            ("-1", "", "no number of sockets: -1"), ("x", "", "no number of sockets: x"),
        ] {
            #expect {
                try InheritedSocket(
                    ["LISTEN_PID": "7", "LISTEN_FDS": number, "LISTEN_FDNAMES": names], process: 7)
            } throws: { error in
                "\(error)".contains(text)
            }
        }
    }
}
