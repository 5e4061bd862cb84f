package import Endpoint
package import Sockets

/// Makes the clients of a server that datagrams are carried to.
package protocol ForwardDialer: AnyObject {
    /// One more client, that has not begun.
    func makeEndpoint() -> any Endpoint

    /// One of them has a session.
    func established(_ association: Association)

    /// One of them has got none.
    func failed()
}

/// Who is told what happens while datagrams are carried.
package protocol ForwardReporter: RelayReporter {
    /// A source has sent its first datagram, and gets a session.
    func came(_ source: SocketAddress)

    /// A source has a session, and the server is verified.
    func stands(_ source: SocketAddress, _ association: Association)

    /// A source's session is over.
    func ended(_ source: SocketAddress, _ association: Association, _ reason: EndReason)

    /// A source, or a client whose service it was, has gone: what was carried for it.
    func left(_ source: SocketAddress, _ counters: ForwardCounters, wasIdle: Bool)

    /// No session came about for a source; there may be many of these.
    func failed(_ source: SocketAddress, _ reason: EndReason)

    /// Something was dropped: told the first time for each kind, and now and then for those that
    /// may last.
    func dropped(_ drop: ForwardDrop)

    /// A session takes no datagrams of more than this, in bytes, which is less than before.
    func fits(_ size: Int)
}

/// A datagram that was not carried.
package enum ForwardDrop: Hashable, Sendable {
    /// It has no bytes, which a record cannot carry.
    case empty

    /// It does not fit a datagram of the session: its size, and the limit, in bytes.
    case tooLarge(size: Int, limit: Int)

    /// More comes than the session takes.
    case overflow

    /// There are as many sources as there may be, and all have been heard of lately.
    case tableFull(most: Int)

    /// The kernel would not send it.
    case unsent

    /// The host it was sent to has answered that nobody listens at that port.
    case refused(SocketAddress)
}
