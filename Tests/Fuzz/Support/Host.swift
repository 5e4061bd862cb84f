@testable import DTLS
@testable import Endpoint
@testable import Sockets

/// An honest server at one address, with a session for each port that a hello has come from; it may go
/// away and come back knowing nobody.
final class Host {
    /// A session with the client at one of its ports.
    final class Guest {
        fileprivate(set) var address: SocketAddress?
        fileprivate(set) var session: Session?
        fileprivate(set) var error: SessionError?
        fileprivate let transport = DatagramTransport()

        /// Whether it has told the client, or been told, that it is over.
        var isOver: Bool {
            error != nil || session == nil || session?.isClosedHere == true
                || session?.isClosedByPeer == true
        }

        fileprivate func reset() {
            (address, session, error) = (nil, nil, nil)
            transport.removeOutgoing()
        }
    }

    // Slow to make, and so made once; one run at a time has them.
    private nonisolated(unsafe) static let guests = (0..<6).map { _ in Guest() }
    private nonisolated(unsafe) static let gateTransport = DatagramTransport()
    private nonisolated(unsafe) static let inbox = ReceiveBuffer()
    private nonisolated(unsafe) static var kept: UDPSocket?
    private static let cookieKey = Parties.valid {
        try CookieKey(file: Array(String(repeating: "5a", count: 32).utf8))
    }
    private static let ticketKey = Parties.valid { try TicketKey() }

    /// Where it is, or was: not among the ports that the kernel gives to others.
    static let address = makeAddress()

    private(set) var socket: UDPSocket?
    /// Those who are there, the last who has come behind the others.
    private(set) var guests: [Guest] = []
    private let configuration: SessionConfiguration
    private let gate: CookieGate?
    private let heard: ([UInt8]) -> Void

    /// - Parameter heard: gets what clients say.
    init(
        _ configuration: SessionConfiguration, asksForCookie: Bool, hasTickets: Bool,
        heard: @escaping ([UInt8]) -> Void
    ) {
        var made = configuration
        if hasTickets { made.ticketKey = { Self.ticketKey } }
        self.configuration = made
        gate = asksForCookie ? Parties.valid { try CookieGate { Self.cookieKey } } : nil
        self.heard = heard
        for guest in Self.guests { guest.reset() }
        comeBack()
        guard let socket else { return }
        while true {
            if case .wouldBlock = socket.receive(into: Self.inbox) { break }
        }
        socket.readErrors { _ in }
    }

    /// Whether it is there.
    var isThere: Bool { socket != nil }

    /// Leaves without a word: who writes to it is told by the kernel that nobody listens.
    func goAway() {
        socket = nil
        Self.kept = nil
        for guest in guests { guest.reset() }
        guests = []
    }

    /// Is there again, and knows nobody.
    func comeBack() {
        if Self.kept == nil { Self.kept = Parties.valid { try UDPSocket.bound(to: Self.address) } }
        socket = Self.kept
    }

    /// The session with the client at `address`.
    func guest(at address: SocketAddress?) -> Guest? {
        guests.last { $0.address != nil && $0.address == address }
    }

    /// Forgets who has had an address that somebody else has now.
    func forget(_ address: SocketAddress) { guest(at: address)?.address = nil }

    /// What has come to its socket, and from where.
    func arrived() -> [(bytes: [UInt8], from: SocketAddress)] {
        guard let socket else { return [] }
        var datagrams: [(bytes: [UInt8], from: SocketAddress)] = []
        while true {
            switch socket.receive(into: Self.inbox) {
            case .wouldBlock: return datagrams
            // The client's other port is closed.
            case .failed: socket.readErrors { _ in }
            case .datagrams:
                check(datagrams.count < 2_000, "a server is sent datagrams for ever")
                let source = Self.inbox.source
                Self.inbox.forEachSegment { datagrams.append(([UInt8](copying: $0), source)) }
            }
        }
    }

    /// Takes a datagram from `address`; what goes back.
    func take(_ datagram: [UInt8], from address: SocketAddress) -> [[UInt8]] {
        guard isThere else { return [] }
        let guest: Guest
        if let known = self.guest(at: address) {
            guest = known
        } else {
            Self.gateTransport.removeOutgoing()
            let admission =
                gate?.admit(
                    datagram.span, client: Array("\(address)".utf8),
                    transport: Self.gateTransport)
                ?? CookieGate.admitWithoutCookie(datagram.span)
            guard case .admitted(let prestate) = admission, guests.count < Self.guests.count else {
                return Self.gateTransport.takeOutgoing()
            }
            guest = Self.guests[guests.count]
            guest.reset()
            guest.address = address
            guest.session = Parties.valid {
                try Session(configuration, transport: guest.transport, prestate: prestate)
            }
            guests.append(guest)
        }
        guard let session = guest.session, guest.error == nil else { return [] }
        do throws(SessionError) {
            _ = try session.receive(datagram.span) { message, _ in
                heard([UInt8](copying: message))
            }
        } catch {
            guest.error = error
        }
        return guest.transport.takeOutgoing()
    }

    /// Does what time has made due; what goes to whom.
    func advance() -> [(bytes: [UInt8], to: SocketAddress)] {
        guests.flatMap { guest -> [(bytes: [UInt8], to: SocketAddress)] in
            guard let session = guest.session, guest.error == nil, let address = guest.address
            else { return [] }
            do throws(SessionError) { try session.advance() } catch { guest.error = error }
            return guest.transport.takeOutgoing().map { ($0, address) }
        }
    }

    /// Lets `body` do something with a session; what goes back.
    func with(_ guest: Guest, _ body: (Session) -> Void) -> [[UInt8]] {
        guard let session = guest.session, session.isEstablished, guest.error == nil else {
            return []
        }
        body(session)
        return guest.transport.takeOutgoing()
    }

    private static func makeAddress() -> SocketAddress {
        for port in UInt16(21_000)..<32_000 {
            let address = SocketAddress(v4: 0x7F00_0005, port: port)
            if let socket = try? UDPSocket.bound(to: address) {
                kept = socket
                return address
            }
        }
        fatalError("no port is free")
    }
}
