import DTLS
import Endpoint
import Sockets
import TestSupport

/// A client and a server in memory, behind a cookie, and a link on which one step of their handshake
/// meets with a mishap; all others cross it as they are.
final class UnluckyHandshake {
    /// One end.
    final class Side {
        let transport = DatagramTransport()
        var session: Session?
        var due = Deadline.now
        var messages: [[UInt8]] = []
        var failure: SessionError?
    }

    let client = Side()
    let server = Side()

    /// What has been sent, in order, each step once.
    private(set) var steps: [Step] = []

    /// Whether both have answered each other without an end.
    private(set) var isStorm = false

    /// Whether the step has come by.
    private(set) var hasHappened = false

    private let serverConfiguration: SessionConfiguration
    private let isSplit: Bool
    private let step: Step?
    private let mishap: Mishap
    private let seed: UInt64
    private let gate: CookieGate
    private var seen = 0
    private var held: [UInt8]?

    /// - Parameters:
    ///   - step: what meets with `mishap`; nothing by default.
    ///   - isSplit: whether each record crosses the link in a datagram of its own.
    ///   - seed: which bit is turned round.
    init(
        _ client: SessionConfiguration, _ server: SessionConfiguration, step: Step? = nil,
        _ mishap: Mishap = .lostOnce, isSplit: Bool = true, seed: UInt64 = 1
    ) throws {
        serverConfiguration = server
        self.step = step
        self.mishap = mishap
        self.isSplit = isSplit
        self.seed = seed
        gate = try CookieGate()
        self.client.session = try Session(client, transport: self.client.transport)
    }

    var isEstablished: Bool {
        client.session?.isEstablished == true && server.session?.isEstablished == true
    }

    /// Carries on until both stand, one has failed, or the timers have run out too often.
    func run() throws {
        let loop = EventLoop()
        for _ in 0..<(mishap == .damaged ? Self.patience / 2 : Self.patience) {
            let now = Deadline.now
            for side in [client, server] where now >= side.due { expire(side) }
            carry()
            guard !isEstablished, client.failure == nil, server.failure == nil, !isStorm else {
                return
            }
            try loop.wait(until: min(client.due, server.due))
        }
    }

    /// Sends a message each way.
    func talk() throws {
        try client.session?.send([1, 2, 3].span)
        try server.session?.send([4, 5].span)
        carry()
    }

    /// Brings what was held back until the session stood.
    func release() {
        guard let datagram = held, let step else { return }
        held = nil
        arrive(datagram, at: step.isToServer ? server : client)
        carry()
    }

    // MARK: -

    private func expire(_ side: Side) {
        guard let session = side.session, side.failure == nil, !session.isEstablished else {
            side.due = .distantFuture
            return
        }
        do throws(SessionError) { try session.advance() } catch { side.failure = error }
        schedule(side)
    }

    private func schedule(_ side: Side) {
        guard let session = side.session, !session.isEstablished else {
            side.due = .distantFuture
            return
        }
        var retransmission = Retransmission()
        retransmission.floor = .milliseconds(2)
        side.due = retransmission.deadline(dueIn: session.retransmissionTimeout, now: .now)
    }

    private func carry() {
        var turns = 0
        while client.transport.hasOutgoing || server.transport.hasOutgoing {
            turns += 1
            guard turns < 200 else {
                isStorm = true
                return
            }
            for (sender, receiver) in [(client, server), (server, client)] {
                for datagram in sender.transport.takeOutgoing() {
                    for piece in isSplit ? Step.records(datagram) : [datagram] {
                        cross(piece, to: receiver)
                    }
                }
            }
        }
    }

    private func cross(_ datagram: [UInt8], to receiver: Side) {
        let this = Step(datagram, isToServer: receiver === server)
        if !steps.contains(this) { steps.append(this) }
        guard this == step else {
            arrive(datagram, at: receiver)
            // What was held back for its neighbour comes behind it.
            if mishap == .swapped, this.isToServer == step?.isToServer { bring(to: receiver) }
            return
        }
        hasHappened = true
        seen += 1
        switch mishap {
        case .lostOnce where seen == 1, .lostThrice where seen <= 3: break
        case .doubled where seen == 1:
            arrive(datagram, at: receiver)
            arrive(datagram, at: receiver)
        case .late where seen == 1, .swapped where seen == 1: held = datagram
        case .stale where seen == 1:
            held = datagram
            arrive(datagram, at: receiver)
        case .damaged where seen == 1:
            var damaged = datagram
            var generator = SeededGenerator(seed: seed)
            let bit = Int.random(in: 0..<damaged.count * 8, using: &generator)
            damaged[bit / 8] ^= 0x80 >> UInt8(bit % 8)
            arrive(damaged, at: receiver)
        default:
            arrive(datagram, at: receiver)
            if mishap == .late || mishap == .swapped { bring(to: receiver) }
        }
    }

    private func bring(to receiver: Side) {
        guard let datagram = held else { return }
        held = nil
        arrive(datagram, at: receiver)
    }

    private func arrive(_ datagram: [UInt8], at side: Side) {
        guard side.failure == nil else { return }
        if side === server, side.session == nil { admit(datagram) }
        guard let session = side.session else { return }
        do throws(SessionError) {
            _ = try session.receive(datagram.span) { message, _ in
                side.messages.append([UInt8](copying: message))
            }
        } catch { side.failure = error }
        schedule(side)
    }

    private func admit(_ datagram: [UInt8]) {
        let answer = gate.admit(datagram.span, client: [1], transport: server.transport)
        guard case .admitted(let prestate) = answer else { return }
        server.session = try? Session(
            serverConfiguration, transport: server.transport, prestate: prestate)
    }

    /// So often timers run out before a handshake counts as one that hangs; each time takes twice as
    /// long.
    private static let patience = 24
}
