internal import Sockets
internal import SystemPackage

/// A port of ours, from which one exchange follows the other.
final class Lane {
    /// What is being found out from here.
    var inquiry: (any Inquiry)?

    /// The hello that is to go next, where one is waiting for its time.
    var offer: Offer?

    /// How often it has been tried without an answer.
    var attempts = 0

    /// When the next exchange may begin.
    var ready = Deadline.now

    /// The exchange that is under way.
    var exchange: Exchange?

    /// The random of the last ServerHello.
    var lastRandom: [UInt8]?

    /// The number of the next record: they go on from exchange to exchange, so that a server which has
    /// not forgotten the one before does not take it for a replay.
    var record: UInt64 = 0

    private(set) var socket: UDPSocket
    private(set) var token: EventLoop.Token
    private let loop: EventLoop

    init(_ configuration: ScanConfiguration, _ loop: EventLoop) throws(SocketError) {
        socket = try UDPSocket.connected(
            to: configuration.address, source: configuration.source, options: configuration.socket)
        self.loop = loop
        token = loop.add(socket.descriptor)
        loop.setInterest(token, read: true, write: false)
    }

    deinit { loop.remove(token) }

    /// Whether it has nothing to do.
    var isIdle: Bool { inquiry == nil }

    /// Sends from another port from here on.
    func move(to other: UDPSocket) {
        loop.remove(token)
        lastRandom = nil
        socket = other
        token = loop.add(other.descriptor)
        loop.setInterest(token, read: true, write: false)
    }

    /// Sends what an exchange asks for; why there is no way to the server, where the machine knows.
    @discardableResult
    func send(_ datagrams: [[UInt8]]) -> Errno? {
        var problem: Errno?
        for datagram in datagrams {
            let result = socket.send(datagram.span, segmentSize: max(datagram.count, 1))
            // A large hello goes in fragments of IP, if need be: whether that gets through is asked.
            if case .tooLarge = result.outcome { _ = socket.sendFragmented(datagram.span) }
            if case .failed(let errno) = result.outcome { problem = errno }
        }
        return problem
    }
}
