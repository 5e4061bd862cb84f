/// The largest datagram that gets to the peer and back.
package struct PathLimit: Sendable, Hashable {
    /// How it was found.
    package let method: Method

    /// Whether the answers were as large as what was sent; where they came in pieces, it is the limit
    /// of the way there alone.
    package let triesBothWays: Bool

    /// The largest UDP payload that has come back, in bytes.
    package let datagram: Int

    /// The largest that may: the same where the limit is known to the byte, more where the cipher
    /// makes no datagrams of the sizes between, and `nil` where no record is larger.
    package let most: Int?

    /// How much data fits the datagram, in bytes.
    package let data: Int

    /// What the headers of UDP and IP have in addition, in bytes.
    package let headers: Int

    /// How a path is tried.
    package enum Method: String, Sendable {
        /// By padded heartbeats, each of which is answered by one of the same size (RFC 6520).
        case heartbeat

        /// By messages that the peer sends back.
        case echo
    }

    /// The path's MTU, IP header included, in bytes: what is known to get through.
    package var mtu: Int { datagram + headers }

    /// Whether it is the limit to the byte.
    package var isExact: Bool { most == datagram }
}
