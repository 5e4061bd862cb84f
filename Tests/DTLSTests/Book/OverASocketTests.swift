import DTLS
import EchoExample
import Testing

@Suite struct OverASocketTests {
    /// A server of two clients, in a task of its own, and how to reach it.
    private func serve(clients: Int) throws -> (
        address: Address, pin: Pin, end: Task<Void, any Error>
    ) {
        let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        let server = try EchoServer(identity: identity)
        let address = Address(host: "127.0.0.1", port: server.port)
        let end = Task.detached {
            while server.served < clients, !Task.isCancelled { try server.turn() }
        }
        return (address, .publicKey(of: try #require(identity.chain.first)), end)
    }

    @Test("Clients hear over a socket what they have said", .timeLimit(.minutes(10)))
    func echo() async throws {
        let (address, pin, end) = try serve(clients: 2)
        defer { end.cancel() }
        for _ in 0..<2 {
            let client = try EchoClient(server: address, pin: pin)
            try client.connect(within: .seconds(300))
            for text in ["hello", "world"] {
                let heard = try client.echo(Array(text.utf8), within: .seconds(300))
                #expect(heard == Array(text.utf8))
            }
            try client.close()
        }
        try await end.value
    }

    @Test("A client refuses a server with another key", .timeLimit(.minutes(10)))
    func wrongKey() async throws {
        let (address, _, end) = try serve(clients: 1)
        defer { end.cancel() }
        let other = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        let client = try EchoClient(
            server: address, pin: .publicKey(of: try #require(other.chain.first)))
        let error = #expect(throws: SessionError.self) {
            try client.connect(within: .seconds(300))
        }
        guard case .untrusted(let failure)? = error else {
            Issue.record("the client ended by \(String(describing: error))")
            return
        }
        #expect(failure.isPinMismatch)
        // The alert has reached it.
        try await end.value
    }

    @Test("A client gives up where nobody answers", .timeLimit(.minutes(10)))
    func silence() throws {
        let nobody = try UDPSocket()
        let identity = try Identity.selfSigned(commonName: "echo", names: ["localhost"])
        let client = try EchoClient(
            server: Address(host: "127.0.0.1", port: nobody.port),
            pin: .publicKey(of: try #require(identity.chain.first)))
        #expect(throws: EchoError.noAnswer) { try client.connect(within: .milliseconds(50)) }
        // Its hello, and the alert by which it has broken off.
        let first = try #require(nobody.receive(within: 60_000)?.datagram)
        #expect(first.first == 22)
        var last = first
        while let datagram = nobody.receive(within: 0)?.datagram { last = datagram }
        #expect(last.first == 21)
    }
}
