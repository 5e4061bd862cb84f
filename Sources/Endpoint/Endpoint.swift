package import Sockets

/// One end of one or many associations: messages in, messages out.
///
/// The owner runs the loop: it waits for ``descriptor`` and ``deadline``, and calls ``receive()``,
/// ``flush()`` and ``expire(now:)``. What happens is told to the ``EndpointObserver`` from inside
/// these calls.
package protocol Endpoint: AnyObject {
    /// Who is told of what happens.
    var observer: (any EndpointObserver)? { get set }

    /// Who is shown every datagram; nobody at first.
    var tap: (any DatagramTap)? { get set }

    /// The socket, to wait for; `nil` before there is one and once all has ended.
    var socket: UDPSocket? { get }

    /// When ``expire(now:)`` is due next.
    var deadline: Deadline { get }

    /// Whether datagrams wait for the socket to take them; then wait until it can be written.
    var isBlocked: Bool { get }

    /// Whether ``receive(now:)`` can be called: what a server answers needs the outbox for itself.
    var canReceive: Bool { get }

    /// When to try a device again whose queue was full; `nil` where the socket itself will tell.
    var retryTime: Deadline? { get }

    /// Whether a message may be sent now: there is a peer, and room at the socket and at the peer.
    func isReady(now: Deadline) -> Bool

    /// Whether the peers' pings are answered; while not, they send no more than a window. The last
    /// ping is answered when this becomes true again. True at first.
    var answersPings: Bool { get set }

    /// The largest message that every peer takes, in bytes; `nil` while there is no peer.
    var dataMTU: Int? { get }

    /// How large to make the messages of a stream, in bytes: as ``dataMTU``, and less while nothing has
    /// proved yet that datagrams of that size get through.
    var streamMTU: Int? { get }

    /// Begins: connects, or listens.
    func start(now: Deadline)

    /// Reads one batch of datagrams; false where the socket has no more.
    func receive(now: Deadline) -> Bool

    /// Reads the errors that the kernel has queued, such as ICMP messages.
    func readErrors(now: Deadline)

    /// Seals `message` for the peer, or for every one of a server's.
    func send(_ message: Span<UInt8>, now: Deadline)

    /// Seals `bytes` as messages of `size` bytes for the peer, or for every one of a server's, for as
    /// long as there is room at the socket and at the peer; how many bytes that was.
    func send(_ bytes: Span<UInt8>, of size: Int, now: Deadline) -> Int

    /// Hands what is sealed to the socket.
    func flush(now: Deadline)

    /// Does what time has made due.
    func expire(now: Deadline)

    /// Sends close_notify to every peer; what they still send is received.
    func close(now: Deadline)

    /// Ends every association at once; close_notify is sent where it was not.
    func end(now: Deadline)
}

/// Who is told what happens at an endpoint.
package protocol EndpointObserver: AnyObject {
    /// The handshake is done and the peer is verified.
    func established(_ association: Association)

    /// A message has come, in the record with this sequence number.
    func received(_ message: Span<UInt8>, number: UInt64, from association: Association)

    /// Messages have come, of `most` bytes together at most: who does not mind their bounds lends
    /// `open` space for them, which returns how many bytes it has filled. False where each is to be
    /// told of, as it is by default.
    func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool

    /// The peer's close_notify has come: it sends no more.
    func peerClosed(_ association: Association)

    /// The association is over.
    func ended(_ association: Association, _ reason: EndReason)

    /// No association came about at all.
    func failed(_ reason: EndReason)

    /// An association is over, or none came about, and another is tried after `pause`; takes the
    /// place of ``ended(_:_:)`` and ``failed(_:)``. Nothing is done by default.
    func retrying(_ association: Association?, _ reason: EndReason, after pause: Duration)

    /// Whether there is, or may yet come, something to send, so that a peer's close_notify leaves
    /// something undone; true by default.
    var hasMoreToSend: Bool { get }

    /// Something happened that is worth a line to those who want to see each step.
    func noted(_ note: EndpointNote)
}

extension EndpointObserver {
    package func retrying(
        _ association: Association?, _ reason: EndReason, after pause: Duration
    ) {}

    package var hasMoreToSend: Bool { true }

    package func receiveStream(
        from association: Association, most: Int, _ open: (inout MutableSpan<UInt8>) -> Int
    ) -> Bool { false }
}

/// A step on the way, for those who want to see it.
package enum EndpointNote: Sendable {
    /// An address is tried.
    case trying(SocketAddress)

    /// An address did not answer, and another is tried.
    case gaveUp(SocketAddress, EndReason)

    /// The socket is bound.
    case listening(SocketAddress)

    /// A server begins, which has no more clients at once than this, no more handshakes under way, and
    /// no more of them from one source.
    case limits(clients: Int, handshakes: Int, ofSource: Int, HandshakeRate?)

    /// Somebody was not let in, nor were so many others since this was last told.
    case refused(SocketAddress, Refusal, others: UInt64)

    /// Hellos come faster than they can be answered, or do so no more: which are let in.
    case door(UDPSocket.Door)

    /// A handshake message was read (`true`) or written.
    case handshakeMessage(String, isIncoming: Bool, peer: SocketAddress)

    /// A flight was sent again.
    case retransmitted(peer: SocketAddress, count: Int)

    /// A flight is sent again in smaller datagrams, for a link MTU of so many bytes.
    case smallerFlight(SocketAddress, Int)

    /// The server's flight does not come whole: the handshake is begun anew, with records of so many
    /// bytes asked for.
    case begunAnew(SocketAddress, recordSize: Int)

    /// The path takes smaller datagrams than was thought: the new link MTU, in bytes.
    case smallerPath(SocketAddress, Int)

    /// The path takes larger datagrams than are safe to begin with: the new link MTU, in bytes.
    case largerPath(SocketAddress, Int)

    /// The peer answers no heartbeats, so that a pace holds, in bits of payload a second.
    case paced(SocketAddress, UInt64)

    /// The peer answers no heartbeats, so that it cannot be asked for a sign of life.
    case noSignsOfLife(SocketAddress)

    /// The socket reported an error that the session outlives.
    case socketError(String)

    /// A batch of datagrams came or went: how many, and how many bytes.
    case datagrams(count: Int, bytes: Int, isIncoming: Bool)
}
