package import ClientHello
package import DTLS
package import Sockets

/// What a server speaks. What was not looked at is `nil`.
package struct ScanReport: Sendable {
    /// The server.
    package var address: SocketAddress

    /// Whether it takes each version; those that were not tried are not there.
    package var versions: [WireVersion: Bool] = [:]

    /// The suites that it takes, for each version that it speaks, the lowest last.
    package var suites: [SuiteList]?

    /// The groups that it takes for an exchange, in the order in which it has chosen.
    package var groups: GroupList?

    /// The schemes that it signs by, in that order.
    package var schemes: [SignatureScheme]?

    /// The schemes that it takes of clients; `nil` where it does not ask for certificates.
    package var clientSchemes: [SignatureScheme]?

    /// What it answers in extensions.
    package var extensions: Extensions?

    /// Whether it asks for cookies, and what it sends to those who have shown none.
    package var cookie = CookieUse()

    /// The parts that were looked at, to their ends.
    package var parts: Set<ScanConfiguration.Part> = []

    /// The chains that it has shown, each its own certificate first; one for each kind of key.
    package var chains: [[Certificate]] = []

    /// Whether it has taken a suite with a certificate of which none could be read.
    package var lacksCertificate = false

    /// The public key that it has shown without a certificate, in DER; `nil` where it has none.
    package var rawPublicKey: [UInt8]?

    /// How it answers hellos that are unusual.
    package var hellos: HelloAnswers?

    /// How many exchanges it took.
    package var exchanges = 0

    /// How long it took.
    package var duration = Duration.zero

    /// Whether a bound, or the server's end, came before everything was answered.
    package var isCut = false

    /// Nothing yet.
    package init(address: SocketAddress) { self.address = address }

    /// The suites of a version.
    package struct SuiteList: Sendable {
        /// The version.
        package var version: WireVersion

        /// The suites, in the order in which the server has chosen.
        package var suites: [RegisteredSuite]

        /// Whether that order is the server's, rather than ours.
        package var hasOwnOrder: Bool?
    }

    /// Groups.
    package struct GroupList: Sendable {
        /// The groups in the order in which the server has chosen.
        package var groups: [ServerKeyExchange.Group]

        /// Whether that order is the server's, rather than ours.
        package var hasOwnOrder: Bool?
    }

    /// What the server answers in extensions; `nil` where it cannot be told.
    package struct Extensions: Sendable {
        /// RFC 7627.
        package var extendedMasterSecret: Bool?

        /// RFC 7366; `nil` where it takes no suite that has use for it.
        package var encryptThenMAC: Bool?

        /// RFC 5746.
        package var renegotiationInfo: Bool?

        /// RFC 5077.
        package var sessionTickets: Bool?

        /// RFC 6066.
        package var stapledStatus: Bool?

        /// RFC 6520.
        package var heartbeat: Bool?

        /// RFC 8449: the largest record that it takes.
        package var recordSizeLimit: Int?

        /// RFC 7250.
        package var rawPublicKey: Bool?

        /// RFC 9146.
        package var connectionID: Bool?

        /// RFC 7301: the protocol that it has chosen of those that were offered.
        package var applicationProtocols: [String] = []

        /// Whether it refuses a hello for its application protocols, and so has others.
        package var hasOtherProtocols = false

        /// RFC 5764: profiles by their numbers, in the order in which it has chosen.
        package var srtpProfiles: [UInt16] = []
    }

    /// What comes to an address that nothing is known of.
    package struct CookieUse: Sendable {
        /// Whether the server asks for a cookie.
        package var isAsked: Bool?

        /// How many bytes of UDP's payload the smallest hello had that it answers.
        package var helloSize: Int?

        /// How many such bytes came, before any cookie, within the time of the observation.
        package var answerSize: Int?

        /// How many bytes come for each that is sent.
        package var amplification: Double? {
            guard let helloSize, let answerSize, helloSize > 0 else { return nil }
            return Double(answerSize) / Double(helloSize)
        }
    }

    /// How the server answers hellos that are unusual.
    package struct HelloAnswers: Sendable {
        /// In three fragments, each in a datagram.
        package var fragmented: HelloAnswer?

        /// Of 2,000 bytes, in fragments of 1,000.
        package var large: HelloAnswer?

        /// Of 2,000 bytes, in one datagram.
        package var whole: HelloAnswer?
    }

    /// How a hello is answered.
    package enum HelloAnswer: Sendable, Hashable {
        /// As any other.
        case answered

        /// As any other, but only once a whole hello has got a cookie.
        case onlyWithCookie

        /// By an alert.
        case alert(Alert)

        /// Not at all.
        case silence
    }
}
