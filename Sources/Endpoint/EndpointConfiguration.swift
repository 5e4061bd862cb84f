package import DTLS
package import Sockets

/// What an endpoint is made from: the options, parsed once into plain values.
package struct EndpointConfiguration: Sendable {
    /// What each session is made from.
    package var session: SessionConfiguration

    /// How the socket is set up.
    package var socket = UDPSocket.Options()

    /// How long a handshake may take.
    package var handshakeTime: Duration = .seconds(10)

    /// How long an association may be silent; for ever where `nil`.
    package var idleTime: Duration?

    /// How long a server still sends to a client that has sent its close_notify, where there may
    /// be an answer to come; for ever where `nil`.
    package var lingerTime: Duration? = .seconds(2)

    /// After this long without a word from it a peer that owes an answer to a heartbeat is gone.
    package var unansweredTime: Duration = .seconds(30)

    /// After this long without a word from it a peer is asked for a sign of life, where it answers
    /// heartbeats, and is gone where it gives none; never asked where `nil`.
    package var keepalive: Duration?

    /// When flights are sent again.
    package var retransmission = Retransmission()

    /// The link MTU, in bytes, IP header included. By default the smaller of 1,400 and the path's,
    /// for the handshake; messages follow the path where it is larger than Ethernet's and proves so.
    package var linkMTU: Int?

    /// The most that a message may be, in bytes; as much as fits a datagram by default.
    package var dataMTU: Int?

    /// Whether flights that get no answer, and data whose heartbeats get none, are cut into smaller
    /// datagrams, for links of ``smallerLinks``.
    package var followsPath = true

    /// How a sender keeps to what its peer can take.
    package var flow = FlowPolicy.auto

    /// The pace towards a peer that answers no heartbeats, in bits of payload a second, with
    /// ``FlowPolicy/auto``; none where `nil`.
    package var paceWithoutHeartbeats: UInt64? = EndpointConfiguration.usualPace

    /// A client's own address and port; chosen by the kernel where `nil`.
    package var source: SocketAddress?

    /// Whether a server goes on after its first client.
    package var keepsOpen = false

    /// The most clients that a server keeps at once.
    package var maximumAssociations = 4_096

    /// The most handshakes that a server has under way at once; the oldest makes way, but not in its
    /// first second.
    package var maximumHandshakes = 1_024

    /// Likewise from one source: an address of IPv4, or the first half of one of IPv6. A quarter of
    /// all: behind one address may be a house full of people, and others need a place beside them.
    package var maximumHandshakesOfSource = 256

    /// How many handshakes a source may begin in a time; any number where `nil`.
    package var handshakeRate: HandshakeRate?

    /// Which addresses a server answers to.
    package var access = AccessList()

    /// Whether a client has to prove its address before a server keeps anything for it.
    package var asksForCookie = true

    /// Whether it has where it sends from an address of the loopback device, which nobody elsewhere can
    /// forge.
    var trustsLoopback = true

    /// What a server makes its cookies with, asked for at each turn of half a minute; servers that
    /// share it take each other's. A random key of its own where `nil`.
    package var cookieKey: (@Sendable () -> CookieKey)?

    /// Calls back for each flight and record where somebody wants to see them.
    package var isVerbose = false

    /// A configuration of the defaults above.
    package init(session: SessionConfiguration) {
        self.session = session
    }

    /// The largest UDP payload on a link of `linkMTU` bytes to `address`.
    package static func payload(linkMTU: Int, to address: SocketAddress) -> Int {
        linkMTU - headers(to: address)
    }

    /// The bytes of the IP and the UDP header.
    static func headers(to address: SocketAddress) -> Int { address.family == .v4 ? 28 : 48 }

    /// The largest UDP payloads on ``smallerLinks`` to `address`.
    static func smallerPayloads(to address: SocketAddress) -> [Int] {
        smallerLinks.map { payload(linkMTU: $0, to: address) }
    }

    /// The most bytes of a chain that fit a flight in datagrams of `payload` bytes: GnuTLS sends 32
    /// records at most, of which five are for other messages, and 25 bytes of each for the headers of
    /// record and message.
    package static func largestChain(payload: Int) -> Int { (32 - 5) * (payload - 25) }

    /// What most likely fits a datagram to `address` before a session tells: with the usual suites,
    /// those with AES-GCM, and on a path that takes `pathMTU` bytes as far as is known.
    package func expectedDataMTU(to address: SocketAddress, pathMTU: Int?) -> Int {
        let link = linkMTU ?? min(Self.usualLinkMTU, pathMTU ?? .max)
        let room = Self.payload(linkMTU: link, to: address) - Self.usualOverhead
        return max(min(room, session.maximumRecordSize ?? .max, dataMTU ?? .max), 1)
    }

    /// A record's header, the explicit part of the nonce and the tag (RFC 6347 section 4.1, RFC 5288
    /// section 3).
    private static let usualOverhead = 13 + 8 + 16

    /// What receivers with the buffers of a plain socket and a system call for each datagram keep up
    /// with, openssl and socat among them, on a machine that has other things to do as well:
    /// 200 Mbit/s.
    package static let usualPace: UInt64 = 200_000_000

    /// A link MTU that most paths carry, tunnels included.
    package static let usualLinkMTU = 1_400

    /// The link MTUs to fall back to where larger datagrams do not get through: most tunnels carry the
    /// second, and every host has to take the third (RFC 791 section 3.1).
    static let smallerLinks = [1_400, 1_200, 576]

    /// Ethernet's, up to which 1,400 is close enough not to try for more.
    static let ethernetMTU = 1_500
}

/// How a sender keeps to what its peer can take.
package enum FlowPolicy: String, CaseIterable, Sendable {
    /// By heartbeats where the peer answers them, and at a pace where it does not.
    case auto

    /// By heartbeats; a peer that answers none is refused.
    case heartbeat

    /// Not at all: as fast as the socket takes it.
    case none
}
