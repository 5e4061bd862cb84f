import DTLS

/// Says something to a server, and hears it again.
public final class EchoClient {
    // book: OverASocket 1
    private let socket: UDPSocket
    private let server: Address
    private let session: Session
    private var messages: [[UInt8]] = []

    /// A client of the server at an address, which has to have the key of a pin.
    public init(server: Address, pin: Pin) throws {
        var policy = VerificationPolicy.insecure
        policy.pins = [pin]
        self.server = server
        socket = try UDPSocket()
        session = try Session(
            SessionConfiguration(
                role: .client, priority: Priority(),
                credentials: Credentials(Credentials.Configuration(role: .client)),
                verification: policy))
    }
    // book ends

    // book: OverASocket 2
    /// What is to leave, leaves: also the alert that a call which has thrown leaves behind.
    private func flush() {
        for datagram in session.transport.takeOutgoing() { socket.send(datagram, to: server) }
    }

    /// Waits for one datagram, for so many milliseconds at most, and lets the session go on.
    private func turn(within milliseconds: Int) throws {
        defer { flush() }
        if let (datagram, sender) = socket.receive(within: milliseconds), sender == server {
            try session.receive(datagram, into: &messages)
        }
        // Sends the last flight again where its timer has run out; nothing else.
        try session.advance()
    }
    // book ends

    // book: OverASocket 3
    /// Shakes hands. A session never takes silence for the end: the deadline is the caller's.
    public func connect(within limit: Duration = .seconds(20)) throws {
        let deadline = ContinuousClock.now + limit
        try session.advance()
        flush()
        while !session.isEstablished {
            guard ContinuousClock.now < deadline else {
                session.abandon()
                flush()
                throw EchoError.noAnswer
            }
            try turn(within: min(max(session.retransmissionTimeout, 10), 1_000))
        }
    }

    /// Sends a message, and waits for it. DTLS sends no message again: one of the two may be lost.
    public func echo(
        _ message: [UInt8], within limit: Duration = .seconds(2)
    ) throws -> [UInt8] {
        let deadline = ContinuousClock.now + limit
        try session.send(message)
        flush()
        while messages.isEmpty, !session.isClosedByPeer, ContinuousClock.now < deadline {
            try turn(within: 100)
        }
        guard let answer = messages.first else { throw EchoError.noAnswer }
        messages.removeFirst()
        return answer
    }

    /// Says goodbye, and says it again where that was lost.
    public func close() throws {
        for _ in 0..<3 where !session.isClosedByPeer {
            session.close()
            flush()
            try turn(within: 300)
        }
    }
    // book ends
}

/// What the network may do to a client.
public enum EchoError: Error {
    /// Nothing has come in time.
    case noAnswer
}
