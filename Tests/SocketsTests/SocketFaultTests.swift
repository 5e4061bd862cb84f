import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct SocketFaultTests {
    @Test func `a refused datagram is seen on receive, and the socket goes on`() throws {
        let dead = try Loopback.deadPort()
        let sender = try UDPSocket.connected(to: dead.localAddress)
        #expect(sender.send([1].span, segmentSize: 1).outcome == .complete)
        #expect(try Loopback.wait(for: sender))
        let buffer = ReceiveBuffer()
        #expect(sender.receive(into: buffer) == .failed(.connectionRefused))
        #expect(sender.receive(into: buffer) == .wouldBlock)
    }

    @Test func `the error queue says which peer refused, and is empty after that`() throws {
        let dead = try Loopback.deadPort()
        let listener = try UDPSocket.bound(to: .any(.v6, port: 0))
        let sent = listener.send([1].span, segmentSize: 1, to: dead.localAddress)
        #expect(sent.outcome == .complete)
        let loop = EventLoop()
        let token = loop.add(listener.descriptor)
        loop.setInterest(token, read: true, write: false)
        try loop.wait(until: .now.advanced(by: .seconds(60)))
        #expect(loop.hasError(token))
        var faults: [SocketFault] = []
        listener.readErrors { faults.append($0) }
        #expect(faults.count == 1)
        #expect(faults.first?.errno == .connectionRefused)
        #expect(faults.first?.isLocal == false)
        #expect(faults.first?.mtu == nil)
        #expect(faults.first?.peer == dead.localAddress)
        try loop.wait(until: .now)
        #expect(!loop.hasError(token))
        // Reading the queue has cleared the pending error too.
        #expect(listener.receive(into: ReceiveBuffer()) == .wouldBlock)
    }

    @Test func `an earlier datagram's error does not cost the next one`() throws {
        let dead = try Loopback.deadPort()
        let listener = try UDPSocket.bound(to: Loopback.v4)
        let peer = try UDPSocket.bound(to: Loopback.v4)
        #expect(
            listener.send([1].span, segmentSize: 1, to: dead.localAddress).outcome == .complete)
        #expect(try Loopback.wait(for: listener))
        let bytes = Loopback.bytes(30)
        let sent = listener.send(bytes.span, segmentSize: 10, to: peer.localAddress)
        #expect(sent == SendResult(bytesSent: 30, outcome: .complete))
        #expect(try Loopback.receive(3, at: peer) == Loopback.segments(bytes, of: 10))
        #expect(!listener.counters.gsoRefused)
    }

    @Test func `a datagram that cannot leave is given up, and the rest is the caller's`() throws {
        let listener = try UDPSocket.bound(to: Loopback.v4)
        // From a loopback address there is no way out.
        let abroad = SocketAddress(host: "192.0.2.1", port: 9)!
        let sent = listener.send(Loopback.bytes(30).span, segmentSize: 10, to: abroad)
        guard case .failed = sent.outcome else {
            Issue.record("\(sent)")
            return
        }
        #expect(sent.bytesSent == 10)
        #expect(!listener.counters.gsoRefused)
    }
}
