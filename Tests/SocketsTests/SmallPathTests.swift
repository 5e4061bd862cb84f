import Glibc
import Sockets
import SystemPackage
import Testing

/// A path of two links, of which the sender knows the first alone.
@Suite(.timeLimit(.minutes(10)), .enabled(if: geteuid() == 0, "network namespaces need root"))
struct SmallPathTests {
    /// Far end, MTU of the second link, and what of it datagrams may fill.
    struct Case: Sendable {
        var host: String
        var mtu: Int
        var fitting: Int
        var wildcard: String
    }

    static let v4 = Case(host: "10.9.2.2", mtu: 600, fitting: 572, wildcard: "0.0.0.0")
    static let dual = Case(host: "10.9.2.2", mtu: 600, fitting: 572, wildcard: "::")
    static let v6 = Case(host: "fd09:2::2", mtu: 1280, fitting: 1232, wildcard: "::")

    @Test(arguments: [v4, v6])
    func `a path that shrinks is reported, and what was sealed still arrives`(
        link: Case
    ) throws {
        let path = try SmallPath(mtu: link.mtu)
        defer { path.remove() }
        let receiver = try path.inside(path.far) {
            try UDPSocket.bound(to: SocketAddress(host: link.host, port: 0)!)
        }
        let sender = try path.inside(path.near) {
            try UDPSocket.connected(to: receiver.localAddress)
        }
        #expect(sender.pathMTU == 1500)
        let bytes = Loopback.bytes(3900)
        // The router drops these and says why.
        #expect(sender.send(bytes.span, segmentSize: 1300).outcome == .complete)
        #expect(try Loopback.wait(for: sender))
        var faults: [SocketFault] = []
        sender.readErrors { faults.append($0) }
        let fault = try #require(faults.first)
        #expect(fault.errno == .messageTooLong && fault.mtu == link.mtu && !fault.isLocal)
        #expect(fault.peer == receiver.localAddress)
        #expect(sender.pathMTU == link.mtu)

        // From now on the kernel knows.
        #expect(
            sender.send(bytes.span, segmentSize: 1300)
                == SendResult(bytesSent: 0, outcome: .tooLarge(mtu: link.mtu)))
        #expect(!sender.counters.gsoRefused)
        faults = []
        sender.readErrors { faults.append($0) }
        #expect(faults.allSatisfy { $0.mtu == link.mtu })
        #expect(faults.contains { $0.isLocal })
        for start in stride(from: 0, to: 3900, by: 1300) {
            #expect(
                sender.sendFragmented(bytes.span.extracting(start..<start + 1300))
                    == SendResult(bytesSent: 1300, outcome: .complete))
        }
        #expect(try Loopback.receive(3, at: receiver) == Loopback.segments(bytes, of: 1300))

        // The setting is back, and runs that fit leave as before.
        #expect(
            sender.send(bytes.span, segmentSize: link.fitting + 1).outcome
                == .tooLarge(mtu: link.mtu))
        let runs = sender.counters.gsoSends
        #expect(sender.send(bytes.span, segmentSize: link.fitting).outcome == .complete)
        #expect(sender.counters.gsoSends == runs + 1)
        let expected = Loopback.segments(bytes, of: link.fitting)
        #expect(try Loopback.receive(expected.count, at: receiver) == expected)
    }

    @Test(arguments: [v4, dual, v6])
    func `a listener learns of it for the peer it concerns`(link: Case) throws {
        let path = try SmallPath(mtu: link.mtu)
        defer { path.remove() }
        let receiver = try path.inside(path.far) {
            try UDPSocket.bound(to: SocketAddress(host: link.host, port: 0)!)
        }
        // A namespace belongs to the thread: everything that asks the routes happens inside.
        try path.inside(path.near) {
            let listener = try UDPSocket.bound(to: SocketAddress(host: link.wildcard, port: 0)!)
            let peer = receiver.localAddress
            let bytes = Loopback.bytes(1300)
            #expect(listener.pathMTU(to: peer) == 1500)
            #expect(listener.send(bytes.span, segmentSize: 1300, to: peer).outcome == .complete)
            #expect(try Loopback.wait(for: listener))
            var faults: [SocketFault] = []
            listener.readErrors { faults.append($0) }
            #expect(faults.first?.peer == peer)
            #expect(faults.first?.mtu == link.mtu)
            #expect(listener.pathMTU(to: peer) == link.mtu)
            #expect(
                listener.send(bytes.span, segmentSize: 1300, to: peer)
                    == SendResult(bytesSent: 0, outcome: .tooLarge(mtu: link.mtu)))
            #expect(listener.sendFragmented(bytes.span, to: peer).outcome == .complete)
            #expect(try Loopback.receive(1, at: receiver) == [bytes])
        }
    }
}
