import DTLS
import Endpoint
import Sockets
import Testing

/// What a link does to the datagrams that cross it, each way alike.
struct LinkQuality: Sendable, CustomTestStringConvertible {
    var loss = 0.0
    var duplication = 0.05
    var reordering = 0.1

    /// Datagrams larger than this vanish, as on a path whose routers keep quiet about it.
    var largest = Int.max

    var testDescription: String { "\(Int(loss * 100)) % loss, at most \(largest) bytes" }
}

/// A client and a server in memory with a bad link between them.
final class LossyExchange {
    /// One end: a session, and what it knows of the records that came to it.
    final class Side {
        let transport = DatagramTransport()
        var session: Session?
        var due = Deadline.now
        var messages: [[UInt8]] = []

        /// Protected records that have crossed the link to this side, and the types of all that
        /// were sent to it, by their numbers.
        var crossed: Set<UInt64> = []
        var sentToIt: [UInt64: UInt8] = [:]

        /// The number of the Finished by which this side's handshake was done.
        var finished: UInt64 = 0
    }

    let client = Side()
    let server = Side()
    private(set) var failure: SessionError?
    private(set) var turns = 0
    private let quality: LinkQuality
    private let serverConfiguration: SessionConfiguration
    private let gate: CookieGate
    private var generator: SeededGenerator
    private var toServer: [[UInt8]] = []
    private var toClient: [[UInt8]] = []

    init(
        seed: UInt64, _ quality: LinkQuality, client clientConfiguration: SessionConfiguration,
        server serverConfiguration: SessionConfiguration
    ) throws {
        generator = SeededGenerator(seed: seed)
        self.quality = quality
        self.serverConfiguration = serverConfiguration
        gate = try CookieGate()
        client.session = try Session(clientConfiguration, transport: client.transport)
    }

    var isEstablished: Bool {
        client.session?.isEstablished == true && server.session?.isEstablished == true
    }

    /// The next moment at which a timer of either side is due.
    var due: Deadline {
        min(
            client.session?.isEstablished == true ? .distantFuture : client.due,
            server.session?.isEstablished == false ? server.due : .distantFuture)
    }

    /// Does what is due: timers first, then whatever crosses the link.
    func turn(now: Deadline) {
        guard failure == nil else { return }
        turns += 1
        for side in [client, server] {
            guard let session = side.session, !session.isEstablished, now >= side.due else {
                continue
            }
            attempt { () throws(SessionError) in try session.advance() }
            schedule(side, now: now)
        }
        carry(now: now)
    }

    /// Carries datagrams until none is under way.
    func carry(now: Deadline = .now) {
        repeat {
            cross(from: client, to: server, &toServer)
            cross(from: server, to: client, &toClient)
            while !toServer.isEmpty { arrive(toServer.removeFirst(), at: server, now: now) }
            while !toClient.isEmpty { arrive(toClient.removeFirst(), at: client, now: now) }
        } while client.transport.hasOutgoing || server.transport.hasOutgoing
    }

    // MARK: -

    private func attempt(_ body: () throws(SessionError) -> Void) {
        do throws(SessionError) { try body() } catch { failure = error }
    }

    private func schedule(_ side: Side, now: Deadline) {
        guard let session = side.session, !session.isEstablished else { return }
        var retransmission = Retransmission()
        retransmission.floor = .milliseconds(2)
        side.due = retransmission.deadline(dueIn: session.retransmissionTimeout, now: now)
    }

    /// Puts what a side has sent on its way: lost, twice, or in front of others.
    private func cross(from sender: Side, to receiver: Side, _ queue: inout [[UInt8]]) {
        for datagram in sender.transport.takeOutgoing() {
            note(datagram) { receiver.sentToIt[$0] = $1 }
            guard datagram.count <= quality.largest else { continue }
            let copies = Double.random(in: 0..<1, using: &generator) < quality.duplication ? 2 : 1
            for _ in 0..<copies {
                if Double.random(in: 0..<1, using: &generator) < quality.loss { continue }
                let early = Double.random(in: 0..<1, using: &generator) < quality.reordering
                let place =
                    early
                    ? max(0, queue.count - Int.random(in: 1...3, using: &generator)) : queue.count
                queue.insert(datagram, at: place)
            }
        }
    }

    private func arrive(_ datagram: [UInt8], at side: Side, now: Deadline) {
        guard failure == nil else { return }
        if side === server, side.session == nil { admit(datagram) }
        guard let session = side.session else { return }
        let wasEstablished = session.isEstablished
        note(datagram) { number, _ in side.crossed.insert(number) }
        attempt { () throws(SessionError) in
            _ = try session.receive(datagram.span) { message, _ in
                side.messages.append([UInt8](copying: message))
            }
        }
        if !wasEstablished, session.isEstablished {
            side.finished = side.crossed.filter { side.sentToIt[$0] == 22 }.min() ?? 0
        }
        schedule(side, now: now)
    }

    private func admit(_ datagram: [UInt8]) {
        let answer = gate.admit(datagram.span, client: [1], transport: server.transport)
        guard case .admitted(let prestate) = answer else { return }
        server.session = try? Session(
            serverConfiguration, transport: server.transport, prestate: prestate)
    }

    /// Calls `body` with number and type of each protected record in a datagram.
    private func note(_ datagram: [UInt8], _ body: (UInt64, UInt8) -> Void) {
        var offset = 0
        while offset + 13 <= datagram.count {
            let length = Int(datagram[offset + 11]) << 8 | Int(datagram[offset + 12])
            if datagram[offset + 4] == 1 {
                let number = datagram[offset + 5..<offset + 11].reduce(UInt64(0)) {
                    $0 << 8 | UInt64($1)
                }
                body(number, datagram[offset])
            }
            offset += 13 + length
        }
    }
}

/// Random numbers that a seed repeats: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
