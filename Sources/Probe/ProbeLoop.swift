internal import Endpoint
package import Sockets
package import SystemPackage

/// Waits for one client after the other, and for whoever asks for the end.
package final class ProbeLoop {
    private let loop = EventLoop()
    private let stopToken: EventLoop.Token?
    private var socket: UDPSocket?
    private var token: EventLoop.Token?

    /// - Parameter stop: becomes readable where the user asks for the end.
    package init(stop: FileDescriptor?) {
        let loop = loop
        stopToken = stop.map { loop.add($0) }
        if let stopToken { loop.setInterest(stopToken, read: true, write: false) }
    }

    /// Lets time pass until `deadline`; whether the user has asked for the end.
    package func pause(until deadline: Deadline) throws(SocketError) -> Bool {
        // Once at least, so that the end is seen where there is no time to pass.
        repeat { try loop.wait(until: deadline) } while Deadline.now < deadline && !isStopped
        return isStopped
    }

    /// Waits until `client` has something to do, or until `deadline`, and lets it do that for as
    /// long as `isWanted`; whether the user has asked for the end.
    func turn(
        _ client: ClientEndpoint, until deadline: Deadline, _ isWanted: () -> Bool
    ) throws(SocketError) -> Bool {
        guard isWanted() else { return isStopped }
        follow(client)
        try loop.wait(until: min(deadline, client.deadline))
        guard !isStopped else { return true }
        let now = Deadline.now
        if let token {
            if loop.hasError(token) { client.readErrors(now: now) }
            if loop.isWritable(token) { client.flush(now: now) }
            if loop.isReadable(token) {
                // Whoever sends without end is not to keep time and signals waiting.
                for _ in 0..<Self.mostBatches {
                    guard isWanted(), client.receive(now: now) else { break }
                }
            }
        }
        if isWanted(), now >= client.deadline { client.expire(now: now) }
        return false
    }

    /// Forgets the client's socket, before that is closed.
    func forget(_ client: ClientEndpoint) {
        if let token { loop.remove(token) }
        token = nil
        socket = nil
    }

    private var isStopped: Bool { stopToken.map(loop.isReadable) ?? false }

    /// A client tries its addresses one after the other, each with a socket of its own.
    private func follow(_ client: ClientEndpoint) {
        if client.socket !== socket {
            if let token { loop.remove(token) }
            socket = client.socket
            token = socket.map { loop.add($0.descriptor) }
        }
        if let token {
            loop.setInterest(
                token, read: true, write: client.isBlocked && client.retryTime == nil)
        }
    }

    private static let mostBatches = 64
}
