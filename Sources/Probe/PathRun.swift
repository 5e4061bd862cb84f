internal import DTLS
internal import Endpoint
package import Sockets

/// Looks for the largest datagram that gets to the peer of a probe and back.
///
/// Each try leaves as one datagram that no router may fragment, or is refused by this machine, which
/// counts as an answer. It does not leave by the endpoint, which sends in fragments what is too
/// large.
final class PathRun {
    private let probe: Probe
    private let session: Session
    private let socket: UDPSocket
    private let headers: Int
    private let top: Int

    /// For how long the first answer is waited for.
    private let first: Duration

    /// The longest round trip so far.
    private var roundTrip: Duration?

    /// How many bytes a datagram has whose plaintext has as many as the key says.
    private var datagrams: [Int: Int] = [:]

    /// What was sent last, where that is to be sent back.
    private var message = EchoedMessage(serial: 0, size: 0)
    private var serial: UInt64 = 0

    /// Whether messages have come back in pieces, which are smaller than what they try the path for.
    private var hasPieces = false

    /// What a try has come to.
    private enum Fate {
        case passed, lost
        case refused(mtu: Int?)
    }

    /// - Parameter socket: the one of the probe's client, which forbids fragments.
    init(_ probe: Probe, _ association: Association, _ socket: UDPSocket) {
        self.probe = probe
        self.socket = socket
        session = association.session
        let usual = EndpointConfiguration.payload(linkMTU: 0, to: association.remote)
        headers = -usual
        first = min(max(association.handshakeTime, Self.shortestPatience), .seconds(1))
        top = min((socket.pathMTU ?? Self.ethernetMTU) - headers, Self.largestDatagram)
    }

    /// Searches; `nil` where the session has ended, or the user has asked for the end.
    func run() throws(SocketError) -> PathOutcome? {
        let usual = session.mtu
        defer { session.mtu = usual }
        probe.onMessage = { [unowned self] in message.receive($0) }
        defer { probe.onMessage = nil }
        if session.canPing {
            let outcome = try search(.heartbeat)
            guard case .unanswered? = outcome else { return outcome }
        }
        return try search(.echo)
    }

    // MARK: -

    private var isOver: Bool { probe.isStopped || !probe.isEstablished }

    private func search(_ method: PathLimit.Method) throws(SocketError) -> PathOutcome? {
        session.mtu = top
        let most = session.dataMTU
        let least = min(method == .heartbeat ? Session.leastPing : Self.leastMessage, most)
        var search = PathSearch(
            sizes: least...most, likely: Self.usualMTUs.map(largestData),
            // Who has agreed to heartbeats answers them; who echoes has agreed to nothing.
            opening: method == .heartbeat ? 10 : 5)
        datagrams = [:]
        hasPieces = false
        let end = Deadline.now.advanced(by: Self.longestSearch)
        while let size = search.next {
            switch try attempt(size, method, after: search.losses) {
            case .passed: search.passed()
            case .lost: search.failed()
            case .refused(let mtu): search.refused(limit: mtu.map(largestData))
            }
            guard !isOver else { return nil }
            if Deadline.now >= end { search.stop() }
        }
        guard !search.hasLostPeer else { return .lost }
        guard let data = search.largest, let datagram = datagrams[data] else {
            return .unanswered
        }
        return .found(
            PathLimit(
                method: method, triesBothWays: !hasPieces, datagram: datagram,
                most: search.smallestLost.flatMap { datagrams[$0] }.map { max($0 - 1, datagram) }
                    ?? ceiling(datagram),
                data: data, headers: headers))
    }

    /// What the path may take where all that could be tried has come back: no more than the link
    /// does, unless the records end before.
    private func ceiling(_ datagram: Int) -> Int? {
        top < Self.largestDatagram && top < datagram + Self.largestBlock ? top : nil
    }

    private func attempt(
        _ size: Int, _ method: PathLimit.Method, after losses: Int
    ) throws(SocketError) -> Fate {
        probe.client.flush(now: .now)
        session.mtu = top
        probe.smallerPath = nil
        let answers = session.answeredPings
        let start = Deadline.now
        if case .tooLarge(let mtu) = seal(size, method) { return .refused(mtu: mtu) }
        // Whatever else keeps it from leaving may be over at the next try.
        let end = start.advanced(by: patience(losses))
        while Deadline.now < end, !isOver {
            try probe.turn(until: end)
            if method == .echo ? message.isBack : session.answeredPings != answers {
                if method == .echo, message.cameInPieces { hasPieces = true }
                roundTrip = max(roundTrip ?? .zero, Deadline.now.remaining(start))
                return .passed
            }
            // It may be about an earlier try, which was larger.
            if let mtu = probe.smallerPath, let datagram = datagrams[size],
                datagram + headers > mtu
            {
                return .refused(mtu: mtu)
            }
        }
        return .lost
    }

    /// Makes the datagram, and sends it; `nil` where there is none.
    private func seal(_ size: Int, _ method: PathLimit.Method) -> SendResult.Outcome? {
        let transport = session.transport
        guard !transport.hasOutgoing else { return nil }
        do throws(SessionError) {
            switch method {
            case .heartbeat: try session.ping(size: size)
            case .echo:
                serial += 1
                message = EchoedMessage(serial: serial, size: size)
                let bytes = message.bytes
                try session.send(bytes.span)
            }
        } catch {
            return nil
        }
        defer { transport.removeOutgoing() }
        return transport.withOutgoing { bytes, segmentSize in
            datagrams[size] = bytes.count
            let sent = socket.send(bytes, segmentSize: segmentSize)
            if sent.outcome == .complete { probe.show(bytes, of: segmentSize, at: socket) }
            return sent.outcome
        }
    }

    /// How long to wait for an answer: somewhat longer than the longest has taken, and longer each
    /// time that none came.
    private func patience(_ losses: Int) -> Duration {
        let base = roundTrip.map { max($0 * 3 / 2, Self.shortestPatience) } ?? first
        return min(base * (2 + losses) / 2, Self.longestPatience)
    }

    /// How much plaintext fits a link of `mtu` bytes.
    private func largestData(_ mtu: Int) -> Int {
        session.mtu = max(mtu - headers, Self.leastDatagram)
        defer { session.mtu = top }
        return session.dataMTU
    }

    private static let shortestPatience = Duration.milliseconds(100)
    private static let longestPatience = Duration.seconds(5)

    /// However slow the path is, and whatever it loses.
    private static let longestSearch = Duration.seconds(120)

    /// Shorter ones could be another's answer.
    private static let leastMessage = 32

    /// Of any suite.
    private static let largestBlock = 16

    /// Nobody's link takes less, and GnuTLS has to have room for a record's headers.
    private static let leastDatagram = 100

    /// GnuTLS knows no MTU above it.
    private static let largestDatagram = 16_384

    private static let ethernetMTU = 1_500

    /// Of IPv4's hosts, of IPv6, of tunnels, VXLAN and PPPoE, of Ethernet without and with jumbo
    /// frames.
    private static let usualMTUs = [576, 1_280, 1_400, 1_420, 1_450, 1_492, ethernetMTU, 9_000]
}

extension Probe {
    /// Looks for the largest datagram that gets to the peer and back, by heartbeats where the peer
    /// answers them, and else by messages where it sends those back, of which it gets some; messages
    /// are as large as that from then on.
    ///
    /// `nil` where the session has ended for a ``reason``, or the user has asked for the end.
    package func findPath() throws(SocketError) -> PathOutcome? {
        guard isEstablished, let association, let socket = client.socket else { return nil }
        let outcome = try PathRun(self, association, socket).run()
        if case .found(let limit)? = outcome { association.setMTU(limit.datagram) }
        return outcome
    }
}
