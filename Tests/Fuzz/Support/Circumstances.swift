@testable import DTLS
@testable import Endpoint
@testable import Sockets

/// What a client begins with: its settings and its server's, and the addresses that it knows.
struct Circumstances {
    /// What there is at an address.
    enum Place {
        case server, silent, refusing
    }

    let client: EndpointConfiguration
    let server: SessionConfiguration
    let addresses: [Place]
    let asksForCookie: Bool
    let hasTickets: Bool
    let isReconnecting: Bool
    let takesStream: Bool

    /// As a script says, from its start.
    init(_ script: inout Script) {
        let kind = script.number(0...Parties.Kind.allCases.count - 1)
        let settings = script.byte()
        let more = script.byte()
        let rest = script.byte()
        var session = Parties.clients[kind]
        if more & 16 != 0 { session.maximumRecordSize = 512 }
        if rest & 4 != 0 { session.applicationProtocols = Self.protocols }
        var client = EndpointConfiguration(session: session)
        if settings & 4 != 0 { client.linkMTU = rest & 1 == 0 ? 576 : 256 }
        // Each datagram by a call of its own, and a hello of several.
        client.socket.allowSegmentation = rest & 2 == 0
        if settings & 8 != 0 { client.keepalive = .seconds(2) }
        if settings & 16 != 0 { client.followsPath = false }
        if settings & 64 != 0 { client.idleTime = .seconds(5) }
        if more & 4 != 0 { client.flow = more & 8 == 0 ? .heartbeat : .none }
        client.isVerbose = more & 32 != 0
        self.client = client
        var server = Parties.servers[kind]
        if more & 2 != 0 { server.allowsHeartbeats = false }
        if more & 64 != 0 { server.receiveRoom = 65_536 }
        self.server = server
        addresses =
            switch settings & 3 {
            case 0: [.server]
            case 1: [.silent, .server]
            case 2: [.refusing, .server]
            default: [.refusing, .silent, .server]
            }
        asksForCookie = more & 1 != 0
        hasTickets = more & 128 != 0
        isReconnecting = settings & 32 != 0
        takesStream = settings & 128 != 0
    }

    private static let protocols = (0..<8).map { String(repeating: "\($0)", count: 31) }
}
