import DTLS
import Endpoint
import Sockets
import Testing

/// Handshakes and messages over a bad link, by the timers of RFC 6347 section 4.2.4, which start
/// at some milliseconds here.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LossyLinkTests {
    /// By what both sides are known.
    enum Authentication: CaseIterable {
        case certificate, preSharedKey
    }

    static let qualities = [
        LinkQuality(loss: 0), LinkQuality(loss: 0.1), LinkQuality(loss: 0.2),
        LinkQuality(loss: 0.5),
    ]

    @Test(arguments: qualities, Authentication.allCases)
    func aHundredOfAHundredHandshakesFinishAndEveryRecordIsAccountedFor(
        quality: LinkQuality, authentication: Authentication
    ) throws {
        let (client, server) = try Self.configurations(authentication)
        try Self.expectAccounts(quality, client, server, resumed: false)
    }

    // One side alone sends its flight again while the other's last is lost: with half of it gone that
    // takes the doubled timer too long.
    @Test(arguments: qualities.dropLast(), Authentication.allCases)
    func soDoAHundredOfAHundredThatTakeUpASession(
        quality: LinkQuality, authentication: Authentication
    ) throws {
        var (client, server) = try Self.configurations(authentication)
        let key = try TicketKey()
        server.ticketKey = { key }
        client.wantsTicket = true
        let first = try LossyExchange(
            seed: 0, LinkQuality(loss: 0), client: client, server: server)
        try Self.shakeHands([first])
        client.resumption = try #require(first.client.session?.resumptionData)
        try Self.expectAccounts(quality, client, server, resumed: true)
    }

    private static func expectAccounts(
        _ quality: LinkQuality, _ client: SessionConfiguration, _ server: SessionConfiguration,
        resumed: Bool
    ) throws {
        let exchanges = try (0..<100).map {
            try LossyExchange(seed: $0, quality, client: client, server: server)
        }
        try Self.shakeHands(exchanges)
        for (seed, exchange) in exchanges.enumerated() {
            #expect(exchange.isEstablished, "seed \(seed): \(String(describing: exchange.failure))")
            #expect(exchange.client.session?.isResumed == resumed)
            try Self.sendMessages(exchange)
            Self.expectAccount(exchange.server, seed)
            Self.expectAccount(exchange.client, seed)
        }
    }

    @Test func aPathOf600BytesCarriesAHandshakeWithALongCertificate() throws {
        let quality = LinkQuality(loss: 0.1, largest: 600 - 28)
        var (client, server) = try Self.configurations(.certificate, keyType: .rsa2048)
        client.mtu = 600 - 28
        server.mtu = 600 - 28
        let exchanges = try (0..<100).map {
            try LossyExchange(seed: $0, quality, client: client, server: server)
        }
        try Self.shakeHands(exchanges)
        #expect(exchanges.filter(\.isEstablished).count == 100)
    }

    @Test func aClientThatIsNotAnsweredSleepsBetweenItsFlights() throws {
        let (client, server) = try Self.configurations(.certificate)
        let exchange = try LossyExchange(
            seed: 1, LinkQuality(loss: 1), client: client, server: server)
        let end = Deadline.now.advanced(by: .milliseconds(150))
        while Deadline.now < end {
            exchange.turn(now: .now)
            try EventLoop().wait(until: min(exchange.due, end))
        }
        // 10, 20, 40 and 80 ms, and a look after the floor here and there: no spinning.
        #expect(exchange.turns < 100)
    }

    // MARK: -

    private static func configurations(
        _ authentication: Authentication, keyType: Identity.KeyType = .ecdsaP256
    ) throws -> (client: SessionConfiguration, server: SessionConfiguration) {
        var choices = PriorityChoices()
        var client = Credentials.Configuration(role: .client)
        var server = Credentials.Configuration(role: .server)
        switch authentication {
        case .certificate:
            server.identity = try Identity.selfSigned(
                commonName: "lossy", names: [], keyType: keyType)
        case .preSharedKey:
            choices.usesCertificates = false
            choices.usesPreSharedKey = true
            let key = try PreSharedKey(
                identity: Array("lossy".utf8), key: Array(repeating: 7, count: 16))
            client.preSharedKey = key
            server.preSharedKey = key
        }
        let priority = try Priority(choices.render())
        var clientConfiguration = SessionConfiguration(
            role: .client, priority: priority, credentials: try Credentials(client),
            verification: .insecure)
        var serverConfiguration = SessionConfiguration(
            role: .server, priority: priority, credentials: try Credentials(server),
            verification: .insecure)
        clientConfiguration.retransmission = 1
        serverConfiguration.retransmission = 1
        return (clientConfiguration, serverConfiguration)
    }

    /// Runs all exchanges in one loop, which sleeps until the next timer is due.
    private static func shakeHands(_ exchanges: [LossyExchange]) throws {
        let loop = EventLoop()
        while true {
            let open = exchanges.filter { !$0.isEstablished && $0.failure == nil }
            guard !open.isEmpty else { return }
            let now = Deadline.now
            for exchange in open where exchange.due <= now { exchange.turn(now: now) }
            let next = open.filter { !$0.isEstablished }.map(\.due).min() ?? .now
            try loop.wait(until: next)
        }
    }

    private static func sendMessages(_ exchange: LossyExchange) throws {
        for number in 0..<200 {
            for side in [exchange.client, exchange.server] {
                let message = Array("message \(number)".utf8)
                try side.session?.send(message.span)
            }
            exchange.carry()
        }
        // An alert is not sent again by DTLS: the same datagram leaves until it has come.
        for _ in 0..<200 {
            for side in [exchange.client, exchange.server] { side.session?.close() }
            exchange.carry()
        }
    }

    /// What was delivered and what is counted as missing are what was sent, and nothing came
    /// twice. A Finished that was sent again has a number of its own, and where it was lost, or
    /// came too late to be opened, nothing authentic tells it from data: it may count as missing,
    /// so that the account is never too good, and exact where no Finished was sent again.
    private static func expectAccount(_ side: LossyExchange.Side, _ seed: Int) {
        guard let session = side.session else { return }
        #expect(session.isClosedByPeer, "seed \(seed)")
        #expect(Set(side.messages).count == side.messages.count, "seed \(seed): came twice")
        let base = session.isAhead ? side.finished : 1
        let copies = side.sentToIt.filter { $0.value == 22 && $0.key >= max(base, 1) }.count
        let counted = side.messages.count + Int(session.ledger.lost)
        #expect((200...200 + copies).contains(counted), "seed \(seed), \(session.role)")
        let data = side.sentToIt.filter { $0.value == 23 }
        #expect(data.count == 200)
        #expect(side.messages.count == data.keys.filter(side.crossed.contains).count)
    }
}
