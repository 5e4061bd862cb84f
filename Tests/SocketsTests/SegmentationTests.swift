import Glibc
import Sockets
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10))) struct SegmentationTests {
    @Test(arguments: [true, false], [true, false])
    func `a run arrives as the datagrams it is made of`(gso: Bool, gro: Bool) throws {
        var options = UDPSocket.Options()
        options.allowSegmentation = gso
        options.allowCoalescing = gro
        let receiver = try UDPSocket.bound(to: .any(.v6, port: 0), options: options)
        for host in ["127.0.0.1", "::1"] {
            let sender = try UDPSocket.connected(
                to: Loopback.reach(receiver, at: host), options: options)
            let bytes = Loopback.bytes(44 * 1408 + 17)
            #expect(
                sender.send(bytes.span, segmentSize: 1408)
                    == SendResult(bytesSent: bytes.count, outcome: .complete))
            let expected = Loopback.segments(bytes, of: 1408)
            #expect(try Loopback.receive(45, at: receiver) == expected)
            #expect(sender.counters.gsoSends == (gso ? 1 : 0))
            #expect(sender.counters.plainSends == (gso ? 0 : 45))
            #expect(!sender.counters.gsoRefused)
        }
        #expect(receiver.counters.groBatches > 0 || !gso || !gro)
    }

    @Test(arguments: [1, 100, 1363, 9000, 40_000])
    func `a run over the kernel's limits takes several calls`(size: Int) throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let bytes = Loopback.bytes(size * 150 + size / 2)
        let expected = Loopback.segments(bytes, of: size)
        var received: [[UInt8]] = []
        var sent = 0
        // In pieces that the receive buffer holds.
        while sent < bytes.count {
            let end = min(sent + size * 20, bytes.count)
            let result = sender.send(bytes.span.extracting(sent..<end), segmentSize: size)
            #expect(result.outcome == .complete)
            received += try Loopback.receive((end - sent + size - 1) / size, at: receiver)
            sent = end
        }
        #expect(received == expected)
        let all = sender.send(bytes.span, segmentSize: size)
        #expect(all.bytesSent % size == 0 || all.outcome == .complete)
    }

    @Test func `a hundred and fifty segments leave by three calls`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        let bytes = Loopback.bytes(150 * 64)
        #expect(sender.send(bytes.span, segmentSize: 64).outcome == .complete)
        #expect(sender.counters.gsoSends == 3)
        #expect(try Loopback.receive(150, at: receiver) == Loopback.segments(bytes, of: 64))
    }

    @Test func `refused segmentation loses nothing and doubles nothing`() throws {
        let receiver = try UDPSocket.bound(to: Loopback.v4)
        let sender = try UDPSocket.connected(to: receiver.localAddress)
        // The kernel refuses segmentation (EINVAL) where the socket wants no checksums.
        var on: Int32 = 1
        #expect(
            unsafe setsockopt(sender.descriptor.rawValue, SOL_SOCKET, SO_NO_CHECK, &on, 4) == 0)
        let bytes = Loopback.bytes(44 * 1408 + 17)
        let result = sender.send(bytes.span, segmentSize: 1408)
        #expect(result == SendResult(bytesSent: bytes.count, outcome: .complete))
        #expect(sender.counters.gsoRefused)
        #expect(sender.counters.gsoSends == 0)
        #expect(sender.counters.plainSends == 45)
        #expect(sender.send([9].span, segmentSize: 1).outcome == .complete)
        let expected = Loopback.segments(bytes, of: 1408) + [[9]]
        #expect(try Loopback.receive(46, at: receiver) == expected)
    }
}
