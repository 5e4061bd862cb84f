@testable import DTLS

/// Two sessions, a transport each, and no socket in between.
final class Pair {
    let client: Session
    let server: Session

    /// Every datagram that has left either side, in order.
    private(set) var wire: [[UInt8]] = []

    /// What each side has ended by.
    private(set) var clientError: SessionError?
    private(set) var serverError: SessionError?

    /// What each side was sent, in order.
    private(set) var clientMessages: [[UInt8]] = []
    private(set) var serverMessages: [[UInt8]] = []

    /// Is handed in before each datagram that is carried.
    var junk: [[UInt8]] = []

    /// Two sessions, as `configure` changes what ``Setup`` begins with.
    init(_ configure: (inout Setup) throws -> Void = { _ in }) throws {
        var setup = Setup()
        try configure(&setup)
        client = try Session(setup.client(), transport: DatagramTransport())
        server = try Session(setup.server(), transport: DatagramTransport())
    }

    var isEstablished: Bool { client.isEstablished && server.isEstablished }

    /// Begins, and carries until nothing moves; throws what either side threw.
    func handshake() throws {
        _ = try client.advance()
        carry()
        if let clientError { throw clientError }
        if let serverError { throw serverError }
    }

    /// Begins, and carries until nothing moves or a side gives up.
    func attempt() {
        _ = try? client.advance()
        carry()
    }

    /// Carries datagrams both ways until nothing moves.
    func carry() {
        while client.transport.hasOutgoing || server.transport.hasOutgoing {
            for datagram in take(client) { toServer(datagram) }
            for datagram in take(server) { toClient(datagram) }
        }
    }

    /// Takes what the outbox of a side holds.
    func take(_ session: Session) -> [[UInt8]] {
        let datagrams = session.transport.takeOutgoing()
        wire += datagrams
        return datagrams
    }

    /// Hands a datagram to the server.
    @discardableResult
    func toServer(_ datagram: [UInt8]) -> Progress? {
        guard serverError == nil else { return nil }
        for piece in junk {
            if case .failure(let error) = deliver(piece, server).0 { serverError = error }
        }
        let (result, messages) = deliver(datagram, server)
        serverMessages += messages
        if case .failure(let error) = result { serverError = error }
        return try? result.get()
    }

    /// Hands a datagram to the client.
    @discardableResult
    func toClient(_ datagram: [UInt8]) -> Progress? {
        guard clientError == nil else { return nil }
        for piece in junk {
            if case .failure(let error) = deliver(piece, client).0 { clientError = error }
        }
        let (result, messages) = deliver(datagram, client)
        clientMessages += messages
        if case .failure(let error) = result { clientError = error }
        return try? result.get()
    }

    /// Seals a message, and returns the one datagram that it has become.
    func seal(_ message: [UInt8], by session: Session) throws -> [UInt8] {
        try session.send(message.span)
        let datagrams = take(session)
        guard datagrams.count == 1 else { throw NotOneDatagram(count: datagrams.count) }
        return datagrams[0]
    }

    struct NotOneDatagram: Error { let count: Int }

    /// Asks the client's timer again and again until `condition` holds.
    ///
    /// The timer is GnuTLS's own and runs in real time; a test sets it to a millisecond.
    func retransmit(until condition: () -> Bool) {
        let end = ContinuousClock.now + .seconds(180)
        while !condition(), clientError == nil, ContinuousClock.now < end {
            do throws(SessionError) { _ = try client.advance() } catch { clientError = error }
            carry()
        }
    }

    private func deliver(
        _ datagram: [UInt8], _ session: Session
    ) -> (Result<Progress, SessionError>, [[UInt8]]) {
        var messages: [[UInt8]] = []
        do throws(SessionError) {
            let progress = try session.receive(datagram.span) { message, _ in
                messages.append([UInt8](copying: message))
            }
            return (.success(progress), messages)
        } catch {
            return (.failure(error), messages)
        }
    }
}
