import DTLS
import Sockets
import Testing

@testable import Endpoint

/// Two associations in memory, and a clock that is turned by hand.
final class FlowPair {
    let client: Association
    let server: Association
    let clientEvents = Events()
    let serverEvents = Events()
    var now = Deadline.now

    /// Which datagrams get through; all of them by default.
    var passes: (_ datagram: [UInt8], _ toServer: Bool) -> Bool = { _, _ in true }

    /// How many datagrams of each content type have left the client, and the server.
    private(set) var fromClient: [UInt8: Int] = [:]
    private(set) var fromServer: [UInt8: Int] = [:]

    /// - Parameter isCarried: whether the datagrams of the handshake get through at once.
    init(
        serverHeartbeats: Bool = true, serverRoom: Int? = nil, isCarried: Bool = true,
        _ configure: (inout EndpointConfiguration) -> Void = { _ in }
    ) throws {
        let key = try PreSharedKey(
            identity: Array("flow".utf8), key: Array(repeating: 7, count: 16))
        func settings(_ role: Role) throws -> SessionConfiguration {
            var choices = PriorityChoices()
            choices.usesCertificates = false
            choices.usesPreSharedKey = true
            var credentials = Credentials.Configuration(role: role)
            credentials.preSharedKey = key
            return SessionConfiguration(
                role: role, priority: try Priority(choices.render()),
                credentials: try Credentials(credentials), verification: .insecure)
        }
        var clientConfiguration = EndpointConfiguration(session: try settings(.client))
        configure(&clientConfiguration)
        var serverConfiguration = EndpointConfiguration(session: try settings(.server))
        serverConfiguration.session.allowsHeartbeats = serverHeartbeats
        serverConfiguration.session.receiveRoom = serverRoom
        clientConfiguration.session.receiveRoom = serverRoom
        let start = now
        func association(_ configuration: EndpointConfiguration) throws -> Association {
            Association(
                try Session(configuration.session, transport: DatagramTransport()),
                remote: .any(.v4, port: 1), local: nil, shared: .init(configuration),
                handshakeTime: .seconds(10), now: start)
        }
        client = try association(clientConfiguration)
        server = try association(serverConfiguration)
        client.start(now: now, clientEvents)
        if isCarried { carry() }
    }

    /// Carries datagrams both ways until nothing moves.
    func carry() {
        var moved = true
        while moved {
            moved = false
            for datagram in take(client, &fromClient) where passes(datagram, true) {
                server.receive(datagram.span, now: now, serverEvents)
                moved = true
            }
            for datagram in take(server, &fromServer) where passes(datagram, false) {
                client.receive(datagram.span, now: now, clientEvents)
                moved = true
            }
        }
    }

    /// Lets time pass up to `end`, and does what becomes due.
    func pass(until end: Deadline) {
        while client.phase != .ended {
            let next = min(client.deadline, server.deadline)
            guard next <= end else { break }
            now = max(now, next)
            client.expire(now: now, clientEvents)
            server.expire(now: now, serverEvents)
            carry()
        }
        now = max(now, end)
    }

    /// Sends from the client until its window is shut, or so many messages are sent; how many were.
    @discardableResult
    func fill(_ limit: Int = 10_000) -> Int {
        let message = [UInt8](repeating: 1, count: 1_000)
        var sent = 0
        while sent < limit, client.isOpen(now: now), client.phase == .established {
            if !client.session.transport.hasRoom { carry() }
            client.send(message.span, now: now, clientEvents)
            sent += 1
        }
        return sent
    }

    /// Sends so many messages, as the window opens, and carries them; how many were sent.
    func transfer(_ count: Int) -> Int {
        var sent = 0
        while sent < count {
            let more = fill(count - sent)
            carry()
            guard more > 0 else { break }
            sent += more
        }
        return sent
    }

    private func take(_ side: Association, _ counts: inout [UInt8: Int]) -> [[UInt8]] {
        side.prepareFlush(now: now)
        let datagrams = side.session.transport.takeOutgoing()
        for datagram in datagrams { counts[datagram[0], default: 0] += 1 }
        return datagrams
    }
}

/// What an association has told.
final class Events: EndpointObserver {
    private(set) var messages = 0
    private(set) var end: EndReason?
    private(set) var notes: [EndpointNote] = []

    func established(_ association: Association) {}
    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        messages += 1
    }
    func peerClosed(_ association: Association) {}
    func ended(_ association: Association, _ reason: EndReason) { end = reason }
    func failed(_ reason: EndReason) {}
    func noted(_ note: EndpointNote) { notes.append(note) }

    /// The link MTU of the last larger path that was found.
    var largerPath: Int? {
        for case .largerPath(_, let mtu) in notes.reversed() { return mtu }
        return nil
    }

    /// Likewise of a smaller path.
    var smallerPath: Int? {
        for case .smallerPath(_, let mtu) in notes.reversed() { return mtu }
        return nil
    }
}
