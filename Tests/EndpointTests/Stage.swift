import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// A server on the loopback device that the test turns, with a clock that is turned by hand while no
/// client takes part.
final class Stage: EndpointObserver {
    let server: ServerEndpoint
    let address: SocketAddress
    var now = Deadline.now
    private(set) var notes: [EndpointNote] = []
    private(set) var established: [Association] = []
    private(set) var ends: [EndReason] = []
    private let loop = EventLoop()
    private let token: EventLoop.Token

    init(
        certificate: Bool = false, _ configure: (inout EndpointConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = EndpointConfiguration(
            session: try Self.session(.server, certificate: certificate))
        configuration.keepsOpen = true
        configure(&configuration)
        let socket = try UDPSocket.bound(to: try #require(.init(host: "127.0.0.1", port: 0)))
        address = socket.localAddress
        server = try ServerEndpoint(socket: socket, configuration: configuration)
        token = loop.add(socket.descriptor)
        loop.setInterest(token, read: true, write: false)
        server.observer = self
        server.start(now: now)
    }

    /// What a session is made from that knows the key of all of these.
    static func session(_ role: Role, certificate: Bool = false) throws -> SessionConfiguration {
        var choices = PriorityChoices()
        choices.usesCertificates = certificate
        choices.usesPreSharedKey = !certificate
        var credentials = Credentials.Configuration(role: role)
        if certificate, role == .server {
            credentials.identity = try Identity.selfSigned(
                commonName: "stage", names: ["localhost"])
        } else if !certificate {
            credentials.preSharedKey = try PreSharedKey(
                identity: Array("stage".utf8), key: Array(repeating: 7, count: 16))
        }
        return SessionConfiguration(
            role: role, priority: try Priority(choices.render()),
            credentials: try Credentials(credentials), verification: .insecure)
    }

    /// A client that begins now.
    func client(certificate: Bool = false) throws -> ClientEndpoint {
        let client = ClientEndpoint(
            addresses: [address],
            configuration: EndpointConfiguration(
                session: try Self.session(.client, certificate: certificate)))
        client.start(now: now)
        return client
    }

    /// Reads all that has come, and does what is due.
    func turn() {
        while server.receive(now: now) {}
        server.readErrors(now: now)
        server.flush(now: now)
        if now >= server.deadline { server.expire(now: now) }
    }

    /// Turns the server, and clients, until `condition` holds.
    func turn(
        with clients: [ClientEndpoint] = [], until condition: () throws -> Bool
    ) throws {
        let limit = Deadline.now.advanced(by: .seconds(120))
        while try !condition() {
            try #require(Deadline.now < limit, "in time")
            try loop.wait(until: Deadline.now.advanced(by: .milliseconds(clients.isEmpty ? 20 : 1)))
            if !clients.isEmpty { now = max(now, .now) }
            turn()
            for client in clients {
                while client.receive(now: now) {}
                client.flush(now: now)
                if now >= client.deadline { client.expire(now: now) }
            }
        }
    }

    /// Has a stranger say something, and waits for what it is answered, at once.
    func ask(_ stranger: Stranger, _ datagram: [UInt8]) throws -> [[UInt8]] {
        stranger.send(datagram)
        var answers: [[UInt8]] = []
        try turn {
            answers += stranger.answers()
            return !answers.isEmpty
        }
        return answers
    }

    /// A hello of `client` with the cookie that `stranger` is asked for.
    func hello(_ client: UInt64 = 1, of stranger: Stranger) throws -> ForgedHello {
        let hello = ForgedHello(client)
        let answer = try #require(ask(stranger, hello.datagram).first)
        return try #require(hello.with(cookieOf: answer))
    }

    /// Waits until the server has read all that was sent to it so far.
    func settle() throws {
        _ = try ask(Stranger(to: address), ForgedHello(.max).datagram)
    }

    /// Whom the server has not let in, as far as it has told.
    var refusals: [(refusal: Refusal, others: UInt64)] {
        notes.compactMap { note in
            if case .refused(_, let refusal, let others) = note { (refusal, others) } else { nil }
        }
    }

    // MARK: What the server tells

    func established(_ association: Association) { established.append(association) }
    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {}
    func peerClosed(_ association: Association) {}
    func ended(_ association: Association, _ reason: EndReason) { ends.append(reason) }
    func failed(_ reason: EndReason) {}
    func noted(_ note: EndpointNote) { notes.append(note) }
}
