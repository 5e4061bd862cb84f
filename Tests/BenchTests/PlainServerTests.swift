import Sockets
import Testing

@testable import Bench

@Suite struct PlainServerTests {
    /// What a session is to the server: an object.
    private final class Owner {}

    /// A socket of a client, on an address of the loopback device.
    private final class Client {
        let socket: UDPSocket
        private let channel: PlainChannel
        private let inbox = ReceiveBuffer()

        init(_ server: PlainServer, at host: String = "127.0.0.1") throws {
            socket = try UDPSocket.bound(to: try #require(SocketAddress(host: host, port: 0)))
            channel = PlainChannel(socket, to: server.socket.localAddress)
        }

        func send(_ message: BenchMessage) { send(message.bytes) }

        func send(_ bytes: [UInt8]) {
            channel.send(bytes.span, now: start)
            channel.flush(now: start)
        }

        /// What has come so far: on the loopback device, all that was sent.
        func received() -> [BenchMessage.Kind] {
            var kinds: [BenchMessage.Kind] = []
            while case .datagrams = socket.receive(into: inbox) {
                inbox.forEachSegment { datagram in
                    if let message = BenchMessage(datagram) { kinds.append(message.kind) }
                }
            }
            return kinds
        }
    }

    private let server: PlainServer
    private let host: SocketAddress
    private let owner = Owner()

    init() throws {
        host = try #require(SocketAddress(host: "127.0.0.1", port: 0))
        server = try #require(PlainServer(beside: host))
    }

    private func token(_ owner: Owner, serverSends: Bool = false) throws -> UInt64 {
        var request = BenchRequest()
        request.serverSends = serverSends
        request.clientSends = !serverSends
        return try #require(
            server.token(of: ObjectIdentifier(owner), at: host, for: request))
    }

    private func request(_ token: UInt64, serverSends: Bool = false) -> BenchMessage {
        var request = BenchRequest()
        request.token = token
        request.serverSends = serverSends
        request.clientSends = !serverSends
        request.bytes = serverSends ? 160 : 0
        return request.message
    }

    private var echo: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        var span = bytes.mutableSpan
        BenchMessage.writeData(.echo, number: 0, time: 0, into: &span)
        return bytes
    }

    @Test func `who shows its token is served, again where the answer was lost`() throws {
        let client = try Client(server)
        let token = try token(owner)
        for _ in 0..<2 {
            client.send(request(token))
            server.turn(isReadable: true, now: start)
            #expect(client.received() == [.accept])
        }
        client.send(echo)
        client.send(BenchMessage(.end))
        server.turn(isReadable: true, now: start)
        #expect(client.received() == [.echo, .result])
    }

    @Test func `who shows none is not answered`() throws {
        let client = try Client(server)
        _ = try token(owner)
        for message in [request(0), request(.max), BenchMessage(.request), BenchMessage(.end)] {
            client.send(message)
        }
        for _ in 0..<1_000 { client.send(request(.random(in: 0...(.max)), serverSends: true)) }
        client.send(echo)
        for _ in 0..<100 { server.turn(isReadable: true, now: start) }
        #expect(client.received().isEmpty)
        #expect(server.deadline(now: start) == .distantFuture)
    }

    @Test func `a token is good for the address of its session alone`() throws {
        let token = try token(owner, serverSends: true)
        let stranger = try Client(server, at: "127.0.0.2")
        stranger.send(request(token, serverSends: true))
        server.turn(isReadable: true, now: start)
        #expect(stranger.received().isEmpty)
        // The right one still has it.
        let client = try Client(server)
        client.send(request(token, serverSends: true))
        server.turn(isReadable: true, now: start)
        #expect(client.received().first == .accept)
    }

    @Test func `a session has one token, and one peer`() throws {
        let token = try token(owner)
        #expect(try self.token(owner) == token)
        let first = try Client(server)
        first.send(request(token))
        server.turn(isReadable: true, now: start)
        #expect(first.received() == [.accept])
        for _ in 0..<10 {
            let other = try Client(server)
            other.send(request(token, serverSends: true))
            server.turn(isReadable: true, now: start)
            #expect(other.received().isEmpty)
        }
        first.send(echo)
        server.turn(isReadable: true, now: start)
        #expect(first.received() == [.echo])
    }

    @Test func `what the session has not asked for is not sent`() throws {
        let client = try Client(server)
        client.send(request(try token(owner), serverSends: true))
        server.turn(isReadable: true, now: start)
        server.turn(isReadable: false, now: start)
        #expect(client.received() == [.accept])
    }

    @Test func `a peer cannot be taken over by another session`() throws {
        let client = try Client(server)
        client.send(request(try token(owner)))
        server.turn(isReadable: true, now: start)
        #expect(client.received() == [.accept])
        let other = Owner()
        client.send(request(try token(other, serverSends: true), serverSends: true))
        server.turn(isReadable: true, now: start)
        #expect(client.received().isEmpty)
    }

    @Test func `nothing is sent any more when the session has ended`() throws {
        let client = try Client(server)
        let token = try token(owner, serverSends: true)
        var request = BenchRequest()
        request.token = token
        request.serverSends = true
        client.send(request.message)
        server.turn(isReadable: true, now: start)
        #expect(client.received().contains(.data))
        server.remove(ObjectIdentifier(owner))
        client.send(request.message)
        client.send(echo)
        server.turn(isReadable: true, now: start)
        #expect(client.received().isEmpty)
        #expect(server.deadline(now: start) == .distantFuture)
        // Another time is no harm.
        server.remove(ObjectIdentifier(owner))
    }

    @Test func `only so many have a token at once`() {
        var owners: [Owner] = []
        var count = 0
        for _ in 0..<1_000 {
            let owner = Owner()
            owners.append(owner)
            if server.token(of: ObjectIdentifier(owner), at: host, for: BenchRequest()) != nil {
                count += 1
            }
        }
        #expect(count == 512)
        server.remove(ObjectIdentifier(owners[0]))
        #expect(
            server.token(of: ObjectIdentifier(owners[999]), at: host, for: BenchRequest()) != nil)
    }

    @Test func `a flood of echoes that nobody takes is dropped`() throws {
        let client = try Client(server)
        client.send(request(try token(owner)))
        server.turn(isReadable: true, now: start)
        _ = client.received()
        for _ in 0..<50 {
            for _ in 0..<200 { client.send(echo) }
            server.turn(isReadable: true, now: start)
        }
        let count = client.received().count
        #expect(count <= 10_000)
        // What is still in the server's socket.
        for _ in 0..<10_000 { server.turn(isReadable: true, now: start) }
        _ = client.received()
        client.send(echo)
        server.turn(isReadable: true, now: start)
        #expect(client.received() == [.echo])
    }
}
