import DTLS
import Sockets
import TestSupport
import Testing

@testable import Endpoint

/// Many honest clients of an echo, who mind every message: a few at a time say something, and wait for
/// it to come back.
final class Crowd {
    private let members: [Member]
    private let loop = EventLoop()
    private var tokens: [EventLoop.Token] = []
    private var now = Deadline.now

    /// So many clients of the server at a port, all of whom are served when this returns.
    init(_ count: Int, port: String, session: SessionConfiguration) throws {
        let place = try #require(UInt16(port))
        let address = try #require(SocketAddress(host: "127.0.0.1", port: place))
        members = (0..<count).map { Member($0, address, EndpointConfiguration(session: session)) }
        // Ten at a time, as the buffer of a plain socket takes them.
        for start in stride(from: 0, to: count, by: 10) {
            let some = members[start..<min(start + 10, count)]
            for member in some { try begin(member) }
            try turn { some.allSatisfy(\.isServed) }
        }
    }

    private func begin(_ member: Member) throws {
        member.endpoint.start(now: now)
        let socket = try #require(member.endpoint.socket)
        let token = loop.add(socket.descriptor)
        loop.setInterest(token, read: true, write: false)
        tokens.append(token)
    }

    /// Has each client say `rounds` messages, some at a time, and calls `meanwhile` whenever one has come
    /// back. Expects that all do, and as they were.
    func talk(rounds: Int, _ meanwhile: () throws -> Void) throws {
        for _ in 0..<rounds {
            for start in stride(from: 0, to: members.count, by: Self.atOnce) {
                let some = members[start..<min(start + Self.atOnce, members.count)]
                for member in some { member.say(now: now) }
                var heard = some.map(\.heard).reduce(0, +)
                try turn {
                    let count = some.map(\.heard).reduce(0, +)
                    for _ in heard..<count { try meanwhile() }
                    heard = count
                    return !some.contains(where: \.isWaiting)
                }
            }
        }
        for member in members {
            #expect(member.heard == rounds && member.isServed)
        }
    }

    /// Turns all of them until `condition` holds.
    private func turn(until condition: () throws -> Bool) throws {
        let limit = Deadline.now.advanced(by: .seconds(180))
        while try !condition() {
            try #require(Deadline.now < limit, "each message comes back")
            for member in members where member.failure != nil {
                throw TestFailure("client \(member.number): \(member.failure ?? "")")
            }
            try loop.wait(until: Deadline.now.advanced(by: .milliseconds(20)))
            now = .now
            for (member, token) in zip(members, tokens) {
                member.turn(isReadable: loop.isReadable(token), now: now)
            }
        }
    }

    /// How many wait for an answer at once.
    private static let atOnce = 10
}

/// One of a crowd.
private final class Member: EndpointObserver {
    let number: Int
    let endpoint: ClientEndpoint
    private(set) var heard = 0
    private(set) var isServed = false
    private(set) var failure: String?
    private var said = 0

    init(_ number: Int, _ address: SocketAddress, _ configuration: EndpointConfiguration) {
        self.number = number
        endpoint = ClientEndpoint(addresses: [address], configuration: configuration)
        endpoint.observer = self
    }

    var isWaiting: Bool { said > heard }

    private func message(_ index: Int) -> [UInt8] {
        [UInt8](noise(300 + index, seed: UInt64(number * 100_000 + index)))
    }

    func say(now: Deadline) {
        said += 1
        endpoint.send(message(said).span, now: now)
        endpoint.flush(now: now)
    }

    func turn(isReadable: Bool, now: Deadline) {
        if isReadable {
            while endpoint.receive(now: now) {}
            endpoint.readErrors(now: now)
        }
        if now >= endpoint.deadline { endpoint.expire(now: now) }
    }

    func established(_ association: Association) { isServed = true }

    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {
        heard += 1
        if [UInt8](copying: message) != self.message(heard) { failure = "not what was said" }
    }

    func peerClosed(_ association: Association) { failure = "closed" }
    func ended(_ association: Association, _ reason: EndReason) { failure = "\(reason)" }
    func failed(_ reason: EndReason) { failure = "\(reason)" }
    func noted(_ note: EndpointNote) {}
}
