package import ClientHello

/// A hello, and how to send it.
package struct Offer: Sendable {
    /// What is said, first without a cookie.
    package var hello: ClientHello

    /// Of how many bytes of the message a datagram holds at most; all of them by default.
    package var fragment = Int.max

    /// Whether the hello without a cookie goes whole all the same.
    package var isWholeAtFirst = false

    /// How long to listen to what comes to an address that nothing is known of: no cookie is sent
    /// back then. `nil`, the default, goes on to the end of the server's flight.
    package var observation: Duration?

    /// Whether silence may well be the answer, so that it tells nothing of how the server refuses, and
    /// is believed where nothing was lost before.
    package var isProbe = false

    /// Whether it was taken before, so that silence tells of the server's end or of loss.
    package var isControl = false

    /// A hello that goes in one datagram.
    package init(_ hello: ClientHello) { self.hello = hello }
}
