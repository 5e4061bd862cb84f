import DTLS
import EchoExample
import Foundation
import Testing

@Suite struct OverASocketTests {
    /// Runs a server of so many clients in a thread of its own: gives its port, and then, once they
    /// have come and gone, nothing more.
    private func serve(
        _ identity: Identity, clients: Int
    ) -> AsyncThrowingStream<UInt16, any Error>.Iterator {
        let ports = AsyncThrowingStream<UInt16, any Error> { ports in
            Thread.detachNewThread {
                do {
                    let server = try EchoServer(identity: identity)
                    ports.yield(server.port)
                    while server.served < clients { try server.turn() }
                    ports.finish()
                } catch {
                    ports.finish(throwing: error)
                }
            }
        }
        return ports.makeAsyncIterator()
    }

    private func pin(_ identity: Identity) throws -> Pin {
        .publicKey(of: try #require(identity.chain.first))
    }

    @Test("Clients hear over a socket what they have said", .timeLimit(.minutes(10)))
    func echo() async throws {
        let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        var server = serve(identity, clients: 2)
        let address = Address(host: "127.0.0.1", port: try #require(try await server.next()))
        for _ in 0..<2 {
            let client = try EchoClient(server: address, pin: pin(identity))
            try client.connect(within: .seconds(300))
            for text in ["hello", "world"] {
                let heard = try client.echo(Array(text.utf8), within: .seconds(300))
                #expect(heard == Array(text.utf8))
            }
            try client.close()
        }
        #expect(try await server.next() == nil)
    }

    @Test("A client refuses a server with another key", .timeLimit(.minutes(10)))
    func wrongKey() async throws {
        let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        var server = serve(identity, clients: 1)
        let address = Address(host: "127.0.0.1", port: try #require(try await server.next()))
        let other = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        let client = try EchoClient(server: address, pin: pin(other))
        let error = #expect(throws: SessionError.self) {
            try client.connect(within: .seconds(300))
        }
        guard case .untrusted(let failure)? = error else {
            Issue.record("the client ended by \(String(describing: error))")
            return
        }
        #expect(failure.isPinMismatch)
        // The alert has reached it.
        #expect(try await server.next() == nil)
    }

    @Test("A client gives up where nobody answers", .timeLimit(.minutes(10)))
    func silence() throws {
        let nobody = try UDPSocket()
        let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        let client = try EchoClient(
            server: Address(host: "127.0.0.1", port: nobody.port), pin: pin(identity))
        #expect(throws: EchoError.noAnswer) { try client.connect(within: .milliseconds(50)) }
        // Its hello, and the alert by which it has broken off.
        let first = try #require(nobody.receive(within: 60_000)?.datagram)
        #expect(first.first == 22)
        var last = first
        while let datagram = nobody.receive(within: 0)?.datagram { last = datagram }
        #expect(last.first == 21)
    }
}
