package import ClientHello
package import DTLS
package import SystemPackage

/// What came of an exchange.
package struct Answer: Sendable {
    /// How it ended.
    package enum Outcome: Sendable {
        /// The server has chosen from the offer; its flight is there, as far as it came.
        case accepted(ServerHello)

        /// The server has refused it by an alert.
        case alert(Alert)

        /// Something came before a cookie, which is all that was asked.
        case observed

        /// Nothing came any more.
        case silence

        /// The machine says that nobody listens there, or that there is no way to it.
        case unreachable(Errno)
    }

    /// How it ended.
    package var outcome: Outcome

    /// What has come since the cookie, or since the start where there was none.
    package var flight = ServerFlight()

    /// Whether the server has asked for a cookie.
    package var hadCookie = false

    /// The size of the hello without a cookie, in bytes of UDP's payload.
    package var helloSize = 0

    /// How many such bytes have come before a cookie was sent back, or in all where none was.
    package var unprovenSize = 0

    /// How many hellos were sent again.
    package var retransmissions = 0

    /// The longest that the server took to answer; `nil` where that cannot be told.
    package var delay: Duration?

    /// What the server has chosen; `nil` where it has not.
    package var hello: ServerHello? {
        if case .accepted(let hello) = outcome { hello } else { nil }
    }

    /// Whether nothing at all came.
    package var isSilence: Bool {
        if case .silence = outcome { !hadCookie } else { false }
    }
}
