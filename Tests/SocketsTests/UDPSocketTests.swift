import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct UDPSocketTests {
    @Test func `a datagram arrives whole, from and to whom it names`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v6)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        #expect(sender.remoteAddress == receiver.localAddress)
        let message = Loopback.bytes(100)
        let sent = sender.send(message.span, segmentSize: 1200)
        #expect(sent == SendResult(bytesSent: 100, outcome: .complete))
        #expect(try Loopback.wait(for: receiver))
        let buffer = ReceiveBuffer()
        #expect(receiver.receive(into: buffer) == .datagrams)
        #expect(buffer.count == 100 && buffer.segmentSize == 100 && buffer.segmentCount == 1)
        #expect(buffer.source == sender.localAddress)
        #expect(buffer.destination == receiver.localAddress)
        #expect(!buffer.isTruncated)
        #expect(buffer.withSegment(0) { Loopback.copy($0) } == message)
        #expect(receiver.receive(into: buffer) == .wouldBlock)
    }

    @Test func `an empty datagram is a datagram`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let nothing: [UInt8] = []
        #expect(
            sender.send(nothing.span, segmentSize: 1200)
                == SendResult(bytesSent: 0, outcome: .complete))
        #expect(sender.send([7].span, segmentSize: 1200).outcome == .complete)
        #expect(try Loopback.receive(2, at: receiver) == [[], [7]])
    }

    @Test func `an empty datagram between others is one segment of its own`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let nothing: [UInt8] = []
        for bytes in [Loopback.bytes(30), nothing, [7]] {
            #expect(sender.send(bytes.span, segmentSize: 10).outcome == .complete)
        }
        let buffer = ReceiveBuffer()
        var counts: [Int] = []
        while counts.last != 1, try Loopback.wait(for: receiver) {
            while case .datagrams = receiver.receive(into: buffer) {
                counts += (0..<buffer.segmentCount).map { buffer.withSegment($0) { $0.count } }
            }
        }
        #expect(counts == [10, 10, 10, 0, 1])
    }

    @Test(arguments: ["0.0.0.0", "::"])
    func `an answer leaves from the address that was asked`(wildcard: String) throws {
        let listener = try UDPSocket.bound(to: SocketAddress(host: wildcard, port: 0)!)
        let asked = Loopback.reach(listener, at: "127.0.0.2")
        let client = try UDPSocket.connected(to: asked)
        #expect(client.send([1, 2].span, segmentSize: 2).outcome == .complete)
        #expect(try Loopback.wait(for: listener))
        let buffer = ReceiveBuffer()
        #expect(listener.receive(into: buffer) == .datagrams)
        #expect(buffer.destination == asked)
        // The client is connected: it hears only what comes from the address it asked.
        let answer = Loopback.bytes(30)
        let sent = listener.send(
            answer.span, segmentSize: 10, to: buffer.source, from: buffer.destination)
        #expect(sent.outcome == .complete)
        #expect(try Loopback.receive(3, at: client) == Loopback.segments(answer, of: 10))
    }

    @Test func `a dual-stack socket names IPv4 peers as IPv4`() throws {
        let listener = try UDPSocket.bound(to: .any(.v6, port: 0))
        let client = try UDPSocket.connected(to: Loopback.reach(listener, at: "127.0.0.1"))
        #expect(client.send([1].span, segmentSize: 1).outcome == .complete)
        #expect(try Loopback.wait(for: listener))
        let buffer = ReceiveBuffer()
        #expect(listener.receive(into: buffer) == .datagrams)
        #expect(buffer.source == client.localAddress)
        #expect(buffer.source.host == "127.0.0.1")
        #expect(buffer.destination?.family == .v4)
    }

    @Test func `an IPv6 answer leaves from the address that was asked`() throws {
        let listener = try UDPSocket.bound(to: .any(.v6, port: 0))
        let client = try UDPSocket.connected(to: Loopback.reach(listener, at: "::1"))
        #expect(client.send([1].span, segmentSize: 1).outcome == .complete)
        #expect(try Loopback.wait(for: listener))
        let buffer = ReceiveBuffer()
        #expect(listener.receive(into: buffer) == .datagrams)
        let destination = try #require(buffer.destination)
        #expect(destination == client.remoteAddress)
        let sent = listener.send([2].span, segmentSize: 1, to: buffer.source, from: destination)
        #expect(sent.outcome == .complete)
        #expect(try Loopback.receive(1, at: client) == [[2]])
    }

    @Test func `an address in use is an error that names it`() throws {
        let first = try UDPSocket.bound(to: Loopback.v4)
        let error = #expect(throws: SocketError.self) {
            _ = try UDPSocket.bound(to: first.localAddress)
        }
        #expect(error?.errno == .addressInUse)
        #expect(
            error?.description == "cannot bind to \(first.localAddress): address already in use")
    }

    @Test func `a connected socket leaves from the source it is given`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let source = SocketAddress(host: "127.0.0.3", port: 0)!
        let sender = try UDPSocket.connected(to: receiver.localAddress, source: source)
        #expect(sender.localAddress.host == "127.0.0.3")
        #expect(sender.localAddress.port != 0)
    }

    @Test func `options that cannot be had are errors, sizes are best effort`() throws {
        var options = UDPSocket.Options()
        options.receiveBuffer = .max
        options.sendBuffer = 1 << 20
        options.dscp = 46
        let socket = try UDPSocket.bound(to: Loopback.v6, options: options)
        #expect(socket.receiveBufferSize > 0)
        options.interface = "nowhere0"
        #expect(throws: SocketError.self) {
            _ = try UDPSocket.bound(to: Loopback.v6, options: options)
        }
    }

    @Test func `the path's MTU is known`() throws {
        let receiver = try UDPSocket.bound(to: .any(.v6, port: 0))
        let sender = try UDPSocket.connected(to: Loopback.reach(receiver, at: "127.0.0.1"))
        #expect(sender.pathMTU == 65_535)
        #expect(receiver.pathMTU == nil)
        #expect(receiver.pathMTU(to: sender.localAddress) == 65_535)
        #expect(receiver.pathMTU(to: Loopback.reach(receiver, at: "::1")) == 65_536)
    }

    @Test func `a datagram over the limit of UDP is too large`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let long = Loopback.bytes(65_508)
        #expect(
            sender.send(long.span, segmentSize: 65_508)
                == SendResult(bytesSent: 0, outcome: .tooLarge(mtu: 65_535)))
    }

    @Test func `what a full receive buffer loses is counted`() throws {
        var options = UDPSocket.Options()
        options.receiveBuffer = 4096
        let receiver = try UDPSocket.bound(to: Loopback.v4, options: options)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let message = Loopback.bytes(1000)
        for _ in 0..<100 { _ = sender.send(message.span, segmentSize: 1000) }
        let arrived = try Loopback.receive(1, at: receiver).count
        #expect(arrived < 100)
        _ = sender.send(message.span, segmentSize: 1000)
        #expect(try Loopback.receive(1, at: receiver).count == 1)
        #expect(receiver.counters.kernelDrops == 100 - arrived)
    }
}
