package import Sockets

/// What a relay does.
package struct ImpairConfiguration: Sendable {
    /// Where the server is.
    package var target: SocketAddress

    /// What happens on the way to the server.
    package var toServer = Impairments()

    /// What happens on the way back.
    package var toClient = Impairments()

    /// Whom chance depends on.
    package var seed: UInt64 = 1

    /// When a client comes to the server from another port.
    package var rebinding: Rebinding?

    /// For how long the relay runs; until a signal where `nil`.
    package var runTime: Duration?

    /// How many clients there may be at once; 1024 by default.
    package var maximumClients = 1_024

    /// After how much silence both ways a client is forgotten; 300 s by default (RFC 4787).
    package var idleTime = Duration.seconds(300)

    /// How sockets are set up.
    package var socket = UDPSocket.Options()

    /// Nothing happens on the way to `target`.
    package init(target: SocketAddress) { self.target = target }

    /// When a client's address is translated anew, once.
    package enum Rebinding: Sendable, Hashable {
        /// After so many of its datagrams.
        case datagrams(UInt64)

        /// So long after its first.
        case time(Duration)
    }
}

/// Who is told what a relay does.
package protocol ImpairObserver: AnyObject {
    /// The relay takes datagrams at this address.
    func listening(_ address: SocketAddress)

    /// A client has come, with a number of its own.
    func came(_ client: UInt64, _ address: SocketAddress)

    /// A client comes to the server from another port from now on.
    func moved(_ client: UInt64, to port: UInt16)

    /// No client more can be taken: there are too many, or no sockets.
    func refused(_ address: SocketAddress, _ reason: String)

    /// Whether ``decided(_:_:_:_:age:)`` is to be called, which costs time.
    var wantsEach: Bool { get }

    /// What became of a datagram, `age` after the client's first.
    func decided(
        _ client: UInt64, _ direction: Direction, _ datagram: Span<UInt8>, _ fate: Fate,
        age: Duration)
}
