/// How standard input and output are joined to an endpoint: the options, parsed once.
package struct RelayConfiguration: Sendable {
    /// What is done with a message that does not fit a datagram.
    package enum TooLarge: String, CaseIterable, Sendable {
        case split, error, drop
    }

    /// What is done with what comes from the peers.
    package enum Service: Sendable {
        /// It goes to standard output, and standard input to the peers.
        case pipe

        /// It goes back to where it came from.
        case echo

        /// It is counted and dropped.
        case discard

        /// It goes to every other client.
        case broker
    }

    /// How standard input is cut into messages.
    package var inputFraming = Framing.stream

    /// How messages are told apart on standard output.
    package var outputFraming = Framing.stream

    /// For messages over the data MTU; a stream is always split.
    package var tooLarge = TooLarge.error

    /// Whether a line feed is sent as carriage return and line feed.
    package var crlf = false

    /// Whether standard input is read.
    package var sends = true

    /// Whether standard output is written.
    package var receives = true

    /// What is done with what comes from the peers.
    package var service = Service.pipe

    /// How long to wait for replies after the end of input, counted from the last of them; for
    /// ever where `nil`.
    package var quitAfter: Duration? = .seconds(2)

    /// Whether the end of input is told to the peer at once, as a client does, or when the peer
    /// has nothing more to say.
    package var closesAtEndOfInput = true

    /// Whether to go on when a peer has left: a server with `-k`.
    package var keepsOpen = false

    /// The most to send, in bits of payload a second; as fast as it goes where `nil`.
    package var bitrate: UInt64?

    /// How long to hold a message back for those before it; delivered as they come where `nil`.
    package var ordering: Duration?

    /// A configuration of the defaults above.
    package init() {}
}
