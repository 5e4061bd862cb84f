import Glibc
import Sockets
import SystemPackage
import Testing

/// A path of two links, of which the sender knows the first alone: 1500 bytes, then 600.
@Suite(.timeLimit(.minutes(1)), .enabled(if: geteuid() == 0, "network namespaces need root"))
struct SmallPathTests {
    @Test func `a path that shrinks is reported, and what was sealed still arrives`() throws {
        let path = try SmallPath()
        defer { path.remove() }
        let receiver = try path.inside(path.far) {
            try UDPSocket.bound(to: SocketAddress(host: "10.9.2.2", port: 0)!)
        }
        let sender = try path.inside(path.near) {
            try UDPSocket.connected(to: receiver.localAddress)
        }
        #expect(sender.pathMTU == 1500)
        let bytes = Loopback.bytes(3000)
        // The router drops these and says why.
        #expect(sender.send(bytes.span, segmentSize: 1000).outcome == .complete)
        #expect(try Loopback.wait(for: sender))
        var faults: [SocketFault] = []
        sender.readErrors { faults.append($0) }
        let fault = try #require(faults.first)
        #expect(fault.errno == .messageTooLong && fault.mtu == 600 && !fault.isLocal)
        #expect(fault.peer == receiver.localAddress)
        #expect(sender.pathMTU == 600)

        // From now on the kernel knows.
        #expect(
            sender.send(bytes.span, segmentSize: 1000)
                == SendResult(bytesSent: 0, outcome: .tooLarge(mtu: 600)))
        #expect(!sender.counters.gsoRefused)
        faults = []
        sender.readErrors { faults.append($0) }
        #expect(faults.allSatisfy { $0.isLocal && $0.mtu == 600 })
        for start in stride(from: 0, to: 3000, by: 1000) {
            #expect(
                sender.sendFragmented(bytes.span.extracting(start..<start + 1000))
                    == SendResult(bytesSent: 1000, outcome: .complete))
        }
        #expect(try Loopback.receive(3, at: receiver) == Loopback.segments(bytes, of: 1000))

        // The setting is back, and runs that fit leave as before.
        #expect(
            sender.send(bytes.span, segmentSize: 573).outcome == .tooLarge(mtu: 600))
        let runs = sender.counters.gsoSends
        #expect(sender.send(bytes.span, segmentSize: 572).outcome == .complete)
        #expect(sender.counters.gsoSends == runs + 1)
        #expect(try Loopback.receive(6, at: receiver) == Loopback.segments(bytes, of: 572))
    }

    @Test(arguments: ["0.0.0.0", "::"])
    func `a listener learns of it for the peer it concerns`(wildcard: String) throws {
        let path = try SmallPath()
        defer { path.remove() }
        let receiver = try path.inside(path.far) {
            try UDPSocket.bound(to: SocketAddress(host: "10.9.2.2", port: 0)!)
        }
        // A namespace belongs to the thread: everything that asks the routes happens inside.
        try path.inside(path.near) {
            let listener = try UDPSocket.bound(to: SocketAddress(host: wildcard, port: 0)!)
            let peer = receiver.localAddress
            let bytes = Loopback.bytes(1000)
            #expect(listener.pathMTU(to: peer) == 1500)
            #expect(listener.send(bytes.span, segmentSize: 1000, to: peer).outcome == .complete)
            #expect(try Loopback.wait(for: listener))
            var faults: [SocketFault] = []
            listener.readErrors { faults.append($0) }
            #expect(faults.first?.peer == peer)
            #expect(faults.first?.mtu == 600)
            #expect(listener.pathMTU(to: peer) == 600)
            #expect(
                listener.send(bytes.span, segmentSize: 1000, to: peer)
                    == SendResult(bytesSent: 0, outcome: .tooLarge(mtu: 600)))
            #expect(listener.sendFragmented(bytes.span, to: peer).outcome == .complete)
            #expect(try Loopback.receive(1, at: receiver) == [bytes])
        }
    }
}
