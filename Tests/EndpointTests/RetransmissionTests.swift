import DTLS
import Sockets
import Testing

@testable import Endpoint

@Suite struct RetransmissionTests {
    @Test("A timer that is due at once waits for the floor, and a later one is left alone")
    func floor() {
        let now = Deadline.now
        let retransmission = Retransmission()
        #expect(retransmission.deadline(dueIn: 0, now: now) == now.advanced(by: .milliseconds(50)))
        #expect(retransmission.deadline(dueIn: 49, now: now) == now.advanced(by: .milliseconds(50)))
        #expect(
            retransmission.deadline(dueIn: 1_000, now: now) == now.advanced(by: .seconds(1)))
    }

    @Test("A handshake that hears nothing turns its loop no oftener than the floor allows")
    func turns() throws {
        let session = SessionConfiguration(
            role: .client, priority: try Priority(PriorityChoices().render()),
            credentials: try Credentials(.init(role: .client)), verification: .insecure)
        let configuration = EndpointConfiguration(session: session)
        let observer = SilentObserver()
        let start = Deadline.now
        let association = Association(
            try Session(session, transport: DatagramTransport()),
            remote: .any(.v4, port: 1), local: nil, shared: .init(configuration),
            handshakeTime: .seconds(10), now: start)
        association.start(now: start, observer)
        // The clock is turned by hand, so that ten seconds take no time.
        var turns = 0
        while association.phase == .handshake, turns < 1_000 {
            association.expire(now: association.deadline, observer)
            turns += 1
        }
        #expect(association.phase == .ended)
        #expect(turns <= 201)
    }

    @Test("Junk that keeps coming does not put the next flight off")
    func junk() throws {
        let session = SessionConfiguration(
            role: .client, priority: try Priority(PriorityChoices().render()),
            credentials: try Credentials(.init(role: .client)), verification: .insecure)
        let observer = SilentObserver()
        let start = Deadline.now
        let association = Association(
            try Session(session, transport: DatagramTransport()),
            remote: .any(.v4, port: 1), local: nil,
            shared: .init(EndpointConfiguration(session: session)),
            handshakeTime: .seconds(10), now: start)
        association.start(now: start, observer)
        let due = association.deadline
        var now = start
        while now.advanced(by: .milliseconds(10)) < due {
            now = now.advanced(by: .milliseconds(10))
            association.receive([1, 2, 3].span, now: now, observer)
            #expect(association.deadline <= due)
        }
    }
}

private final class SilentObserver: EndpointObserver {
    func established(_ association: Association) {}
    func received(_ message: Span<UInt8>, number: UInt64, from association: Association) {}
    func peerClosed(_ association: Association) {}
    func ended(_ association: Association, _ reason: EndReason) {}
    func failed(_ reason: EndReason) {}
    func noted(_ note: EndpointNote) {}
}
