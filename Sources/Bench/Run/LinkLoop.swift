internal import Endpoint
internal import Sockets
internal import SystemPackage

/// Runs links until they are done.
final class LinkLoop {
    private let loop = EventLoop()
    private let stopToken: EventLoop.Token?
    private var tokens: [ObjectIdentifier: (socket: UDPSocket, token: EventLoop.Token)] = [:]
    private(set) var now = Deadline.now

    /// Whether the user has asked for the end.
    private(set) var isStopped = false

    /// - Parameter stop: becomes readable where the user asks for the end.
    init(stop: FileDescriptor?) {
        let loop = loop
        stopToken = stop.map { loop.add($0) }
        if let stopToken { loop.setInterest(stopToken, read: true, write: false) }
    }

    /// Starts to wait for a link, and starts the link itself where it is new.
    func add(_ link: any Link, isNew: Bool = true) {
        now = .now
        if isNew { link.start(now: now) }
        follow(link)
    }

    /// Waits for something to do, or until `deadline`, and does it.
    func turn(_ links: [any Link], until deadline: Deadline) throws(SocketError) {
        now = .now
        var deadline = deadline
        for link in links {
            follow(link)
            deadline = min(deadline, link.deadline)
            if let stream = link.stream {
                deadline = stream.hasMore(now: now) ? now : min(deadline, stream.deadline(now: now))
            }
            if let (_, token) = tokens[ObjectIdentifier(link)] {
                loop.setInterest(token, read: true, write: link.isBlocked)
            }
        }
        try loop.wait(until: deadline)
        now = .now
        if let stopToken, loop.isReadable(stopToken) {
            isStopped = true
            return
        }
        for link in links {
            if let (_, token) = tokens[ObjectIdentifier(link)] {
                link.turn(
                    isReadable: loop.isReadable(token), isWritable: loop.isWritable(token),
                    hasError: loop.hasError(token), now: now)
            }
            if link.failure == nil { link.stream?.pump(now: now) }
        }
    }

    /// A client tries its addresses one after the other, each with a socket of its own.
    private func follow(_ link: any Link) {
        let known = tokens[ObjectIdentifier(link)]
        guard link.socket !== known?.socket else { return }
        if let known { loop.remove(known.token) }
        tokens[ObjectIdentifier(link)] = link.socket.map { ($0, loop.add($0.descriptor)) }
    }
}
