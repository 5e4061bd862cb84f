import Sockets
import TestSupport
import Testing

/// What of the datagrams from anybody the kernel lets into a socket's buffer.
@Suite struct DoorTests {
    private var receiver: UDPSocket
    private var stranger: Stranger
    private let buffer = ReceiveBuffer()

    init() throws {
        receiver = try UDPSocket.bound(to: #require(SocketAddress(host: "127.0.0.1", port: 0)))
        stranger = try Stranger(to: receiver.localAddress)
    }

    /// From `host` to a socket for both families.
    private mutating func use(_ host: String) throws {
        receiver = try UDPSocket.bound(to: .any(.v6, port: 0))
        let port = receiver.localAddress.port
        stranger = try Stranger(host, to: #require(SocketAddress(host: host, port: port)))
    }

    /// Whether each of the datagrams is let in, for one that always is stands behind it.
    private func areLetIn(_ datagrams: [[UInt8]]) throws -> [Bool] {
        let last = record(23, epoch: 1, [0xEE])
        return try datagrams.map { datagram in
            stranger.send(datagram)
            stranger.send(last)
            var isIn = false
            while true {
                guard let bytes = try next() else { return isIn }
                if bytes == last { return isIn }
                isIn = bytes == datagram
            }
        }
    }

    private func next() throws -> [UInt8]? {
        let loop = EventLoop()
        loop.setInterest(loop.add(receiver.descriptor), read: true, write: false)
        try loop.wait(until: Deadline.now.advanced(by: .seconds(30)))
        guard case .datagrams = receiver.receive(into: buffer) else { return nil }
        return buffer.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } }
    }

    private func record(_ type: UInt8, epoch: UInt8 = 0, _ body: [UInt8]) -> [UInt8] {
        [type, 0xFE, 0xFD, 0, epoch, 0, 0, 0, 0, 0, 0, 0, UInt8(body.count)] + body
    }

    private var others: [[UInt8]] {
        // A fragment that is not the first, and is too short to have any of a hello's fields.
        let fragment = [1, 0, 0, 99, 0, 0, 0, 0, 50, 0, 0, 4] + [255, 255, 255, 255] as [UInt8]
        return [
            record(23, epoch: 1, [1, 2, 3]), record(22, epoch: 1, [1, 2, 3]), record(20, [1]),
            record(21, [2, 40]), record(24, epoch: 1, [1]), record(22, fragment),
            record(22, [UInt8](repeating: 2, count: 60)), [23, 0xFE, 0xFF, 0, 0],
        ]
    }

    @Test(arguments: UDPSocket.Door.allCases)
    func `what does not begin as DTLS is never let in, and what is no hello always`(
        door: UDPSocket.Door
    ) throws {
        receiver.set(door)
        let foreign: [[UInt8]] = [
            [], [22], [22, 0xFE], [19, 0xFE, 0xFD, 0, 0], [25, 0xFE, 0xFD, 0, 0],
            [22, 3, 3, 0, 0], [23, 0xFE, 0xFE, 0, 1], Array("GET / HTTP/1.1\r\n\r\n".utf8),
        ]
        #expect(try areLetIn(foreign) == foreign.map { _ in false })
        #expect(try areLetIn(others) == others.map { _ in true })
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `a socket for both families lets in the same`(host: String) throws {
        var copy = self
        try copy.use(host)
        copy.receiver.set(.shut)
        #expect(try copy.areLetIn(others) == others.map { _ in true })
        #expect(try copy.areLetIn([[], [1, 2, 3], [23, 3, 3, 0, 1]]) == [false, false, false])
    }

    @Test func `of hellos all are let in, or some, by the door`() throws {
        func share(_ door: UDPSocket.Door, cookie: Int) throws -> Int {
            receiver.set(door)
            var hello = ForgedHello(1)
            hello.cookie = [UInt8](repeating: 1, count: cookie)
            let datagram = hello.datagram
            return try areLetIn((0..<2_000).map { _ in datagram }).count { $0 }
        }
        #expect(try share(.open, cookie: 0) == 2_000)
        #expect(try (100...500).contains(share(.ajar, cookie: 0)))
        #expect(try share(.ajar, cookie: 16) == 2_000)
        #expect(try (1...120).contains(share(.narrow, cookie: 0)))
        #expect(try share(.narrow, cookie: 16) == 2_000)
        #expect(try (1...120).contains(share(.shut, cookie: 0)))
        #expect(try (1...120).contains(share(.shut, cookie: 16)))
    }
}
