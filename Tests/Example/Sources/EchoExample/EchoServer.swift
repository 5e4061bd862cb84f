import DTLS

/// Sends to each client what that has sent.
public final class EchoServer {
    // book: OverASocket 4
    private struct Client {
        let session: Session
        var deadline: ContinuousClock.Instant
    }

    private let socket: UDPSocket
    private let configuration: SessionConfiguration
    private let gate: CookieGate
    private let transport = DatagramTransport()
    private var clients: [Address: Client] = [:]
    private var nextCookies = ContinuousClock.now + .seconds(60)

    /// A server on a port, any where it is 0, that shows the certificate of `identity`.
    public init(port: UInt16 = 0, identity: Identity) throws {
        var credentials = Credentials.Configuration(role: .server)
        credentials.identity = identity
        socket = try UDPSocket(port: port)
        gate = try CookieGate()
        configuration = try SessionConfiguration(
            role: .server, priority: Priority(), credentials: Credentials(credentials),
            verification: .insecure)
    }
    // book ends

    /// The port that clients reach it at.
    public var port: UInt16 { socket.port }

    /// How many clients have come and gone.
    public private(set) var served = 0

    // book: OverASocket 5
    /// Waits for one datagram, takes it, and looks after those whose time has come.
    public func turn() throws {
        if let (datagram, sender) = socket.receive(within: 100) { take(datagram, from: sender) }
        let now = ContinuousClock.now
        if now > nextCookies {
            try gate.rotate()
            nextCookies = now + .seconds(60)
        }
        for (address, client) in clients {
            if now > client.deadline {
                client.session.isEstablished ? client.session.close() : client.session.abandon()
                forget(address)
            } else if !client.session.isEstablished {
                // Sends its last flight again where the timer has run out.
                do { try client.session.advance() } catch { forget(address) }
            }
            flush(to: address)
        }
    }

    private func flush(to address: Address) {
        for datagram in transport.takeOutgoing() { socket.send(datagram, to: address) }
    }
    // book ends

    // book: OverASocket 6
    private func take(_ datagram: [UInt8], from address: Address) {
        // An alert leaves as well.
        defer { flush(to: address) }
        guard let session = clients[address]?.session ?? admit(datagram, from: address) else {
            return
        }
        do {
            var messages: [[UInt8]] = []
            let progress = try session.receive(datagram, into: &messages)
            for message in messages where message.count <= session.dataMTU {
                try session.send(message)
            }
            if progress == .established || !messages.isEmpty {
                clients[address]?.deadline = .now + .seconds(60)
            }
            if session.isClosedByPeer {
                session.close()
                forget(address)
            }
        } catch {
            // The session is over. The others, and the server, are not.
            forget(address)
        }
    }

    /// A session for a newcomer, once it has shown that it receives at the address it sends from.
    private func admit(_ datagram: [UInt8], from address: Address) -> Session? {
        let client = Array("\(address)".utf8)
        guard
            case .admitted(let prestate) = gate.admit(
                datagram.span, client: client, transport: transport), clients.count < 1_000,
            let session = try? Session(configuration, transport: transport, prestate: prestate)
        else { return nil }
        // So long a handshake may take, however much comes in it.
        clients[address] = Client(session: session, deadline: .now + .seconds(10))
        return session
    }

    private func forget(_ address: Address) {
        clients[address] = nil
        served += 1
    }
    // book ends
}
